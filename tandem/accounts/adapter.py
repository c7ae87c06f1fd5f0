import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from tandem.accounts import letters
from tandem.accounts.models import User
from tandem.core.fence import beyond_the_fence

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Who may sign up, and the mails about signing in: in the language of whoever gets them, through the outbox."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People are added by an administrator, never by signing up."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        with beyond_the_fence():  # nobody may be signed in
            reader = User.objects.filter(email=email.lower()).first()
        with override(reader.language if reader else get_language()):
            message = self.render_mail(template_prefix, email, {**context, "person": reader})
        letters.post(message, now=timezone.now())

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """To the address somebody signs in with; allauth's own list of addresses is not kept."""
        super().send_notification_mail(template_prefix, user, context, email or user.email)


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """How second factors are called."""

    def generate_authenticator_name(self, user: User, type: str) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Key %(number)s") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """What a device shows when it asks whether to use the passkey."""
        return {**super().get_public_key_credential_rp_entity(), "name": "Tandem"}


class DirectoryAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """One's own directory signs in people who are known here, by an address that it has verified, and nobody else."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        if sociallogin.is_existing:
            return
        verified = [each.email.lower() for each in sociallogin.email_addresses if each.verified]
        with beyond_the_fence():  # nobody is signed in yet
            known = User.objects.filter(email__in=verified, is_active=True).first()
        if known is None:
            raise ImmediateHttpResponse(render(request, "socialaccount/unknown.html", status=403))
        sociallogin.connect(request, known)

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, **_more: Any
    ) -> None:
        """The page says that it did not work; why stands in the log, for whoever keeps the directory."""
        if exception is not None:
            log.warning("Sign-in through the directory was refused: %s", exception)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False
