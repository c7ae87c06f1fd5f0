"""Telling a member made on the spot: a person who is new to Tandem gets a link to choose a password."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from tandem.accounts.models import Membership, User


def tell(request: HttpRequest, membership: Membership, *, by_name: str) -> None:
    """The mail that says so, with the page to choose a password for whoever has none."""
    user = membership.user
    with override(user.language):
        body = render_to_string(
            "accounts/invitation.txt",
            {
                "person": user,
                "organization": membership.organization,
                "roles": membership.roles_label,
                "by": by_name,
                "new": not user.has_usable_password(),
                "address": address(request, user),
            },
        )
        subject = _("You now act for %(organization)s in Tandem") % {"organization": membership.organization}
    send_mail(subject, body, None, [user.email])


def address(request: HttpRequest, user: User) -> str:
    """Where the person starts: the page to choose a password, or the home page for one who has one."""
    if user.has_usable_password():
        return request.build_absolute_uri("/")
    key = default_token_generator.make_token(user)
    uid = user_pk_to_url_str(user)
    return request.build_absolute_uri(
        reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": key})
    )
