"""The mails of this room, each in its reader's language."""

from urllib.parse import urljoin

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from tandem.accounts.models import Invitation


def invitation(invited: Invitation, token: str, site: str, *, by: str) -> EmailMessage:
    with override(invited.language):
        context = {
            "invitation": invited,
            "sender": invited.sender.display_name if invited.from_outside else "",
            "by": by,
            "address": urljoin(site, reverse("accounts:invitation", args=[token])),
        }
        body = render_to_string("accounts/invitation_letter.txt", context)
        subject = _("%(name)s invites you to act for %(organization)s in Tandem") % {
            "name": by,
            "organization": invited.organization,
        }
    return EmailMessage(subject, body, None, [invited.email])
