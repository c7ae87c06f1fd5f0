from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.shortcuts import render

from tandem.accounts.models import User
from tandem.core.fence import beyond_the_fence


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People are added by an administrator, never by signing up."""
        return False


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

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False
