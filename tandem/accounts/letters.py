"""The mails of this room, each in its reader's language."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urljoin

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from tandem.accounts.models import Invitation
from tandem.accounts.signals import mail_written

# Writes the one mail of an invitation: from the invitation and the address at which it is accepted.
Writer = Callable[[Invitation, str], EmailMessage]


def post(message: EmailMessage, *, now: datetime) -> None:
    """On its way with the present transaction, by the room of messages above."""
    mail_written.send(EmailMessage, message=message, now=now)


def accepting(token: str, site: str) -> str:
    """Where an invitation is accepted. `site` is Tandem's own address."""
    return urljoin(site, reverse("accounts:invitation", args=[token]))


def invitation(invited: Invitation, address: str) -> EmailMessage:
    with override(invited.language):
        context = {
            "invitation": invited,
            "sender": invited.sender.display_name if invited.from_outside else "",
            "by": invited.inviter,
            "address": address,
        }
        body = render_to_string("accounts/invitation_letter.txt", context)
        subject = _("%(name)s invites you to act for %(organization)s in Tandem") % {
            "name": invited.inviter,
            "organization": invited.organization,
        }
    return EmailMessage(subject, body, None, [invited.email])
