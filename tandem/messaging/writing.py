"""What a letter says, in the language in use: one thing at once, or a day's things by organisation."""

from collections.abc import Sequence
from email.utils import parseaddr
from itertools import groupby
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import ngettext, override

from tandem.accounts.models import User
from tandem.messaging.models import Letter, Notification
from tandem.messaging.sealing import unseal
from tandem.messaging.sentences import sentence

LONGEST_SUBJECT = 150


def letter(
    message_id: UUID, recipient: User, notifications: Sequence[Notification], *, digest: bool
) -> EmailMessage:
    """The message to one person; written again it bears the same Message-ID."""
    with override(recipient.language):
        lines = [
            (
                each,
                sentence(each.kind, each.event.context),
                address(reverse("messaging:open", args=[each.pk])),
            )
            for each in notifications
        ]
        groups = [
            (organization, list(some))
            for organization, some in groupby(lines, key=lambda line: line[0].organization)
        ]
        if digest:
            subject = ngettext(
                "%(count)s thing you should know", "%(count)s things you should know", len(lines)
            ) % {"count": len(lines)}
        else:
            subject = lines[0][1]
        text = render_to_string(
            "messaging/letter.txt",
            {
                "name": recipient.get_full_name(),
                "groups": groups,
                "settings": address(reverse("messaging:preferences")),
            },
        )
    return _message(message_id, recipient.email, shortened(subject), text.strip() + "\n")


def mailed(letter: Letter) -> EmailMessage:
    """The message to an address, as it was posted. Raises UnreadableError, which is a ValueError."""
    content = unseal(bytes(letter.content or b""))
    return _message(letter.pk, letter.email, content.subject, content.body)


def _message(message_id: UUID, to: str, subject: str, body: str) -> EmailMessage:
    return EmailMessage(
        subject=subject,
        body=body,
        to=[to],
        headers={
            "Message-ID": f"<{message_id}@{sender_domain()}>",
            "Auto-Submitted": "auto-generated",
        },
    )


def address(path: str) -> str:
    return settings.TANDEM_URL.rstrip("/") + path


def shortened(subject: str) -> str:
    """On one line, and not longer than a list of mails shows."""
    line = " ".join(subject.split())
    return line if len(line) <= LONGEST_SUBJECT else line[: LONGEST_SUBJECT - 1].rstrip() + "…"


def sender_domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
