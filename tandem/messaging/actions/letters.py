"""Sending the letters that are due. Whatever ends a process, a letter is sent at least once.

A letter is locked, sent, and marked in one transaction. A process killed between sending and marking leaves it
unmarked: it is sent again under the same Message-ID, by which mail programs know it for the same.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from tandem.accounts.delegated import able_members
from tandem.accounts.models import User
from tandem.messaging import kinds
from tandem.messaging.models import Letter, Notification
from tandem.messaging.writing import letter as written
from tandem.messaging.writing import mailed

Clock = Callable[[], datetime]
# How long after each failure a letter is tried again; after the last it is given up.
BACKOFF = [timedelta(minutes=m) for m in (1, 5, 30, 120, 360, 720, 1440)]
LONGEST_RUN = timedelta(seconds=45)


def send_due_letters(*, clock: Clock) -> int:
    """Send what is due, the oldest first, until nothing is or the time is up. Returns how many were sent."""
    sent, until = 0, clock() + LONGEST_RUN
    connection = get_connection()
    try:
        while clock() < until:
            state = _send_next(connection, now=clock())
            sent += state == Letter.State.SENT
            if state in (None, Letter.State.WAITING):  # nothing is due, or the mail server does not answer
                break
    finally:
        connection.close()
    return sent


@transaction.atomic
def _send_next(connection: BaseEmailBackend, *, now: datetime) -> str | None:
    due = Letter.objects.filter(state=Letter.State.WAITING, next_at__lte=now)
    letter = (
        due.select_for_update(skip_locked=True, of=("self",))
        .select_related("recipient")
        .order_by("next_at")
        .first()
    )
    if letter is None:
        return None
    if letter.recipient is None:
        _send(letter, lambda: mailed(letter), connection, now=now)
        if letter.state != Letter.State.WAITING:
            letter.content = None
    elif notifications := _still_concerning(letter, letter.recipient, now):
        reader, digest = letter.recipient, letter.digest
        _send(letter, lambda: written(letter.pk, reader, notifications, digest=digest), connection, now=now)
    else:
        letter.state = Letter.State.DROPPED
    letter.save()
    return letter.state


def _send(
    letter: Letter, message_of: Callable[[], EmailMessage], connection: BaseEmailBackend, *, now: datetime
) -> None:
    letter.attempts += 1
    try:
        message = message_of()
        message.connection = connection
        message.send()
    except (SMTPException, OSError) as error:
        connection.close()
        letter.problem = str(error)[:1000] or type(error).__name__
        if letter.attempts > len(BACKOFF):
            letter.state = Letter.State.FAILED
        else:
            letter.next_at = now + BACKOFF[letter.attempts - 1]
    except ValueError as error:  # an address or a header that no mail can have, or another secret key
        letter.problem, letter.state = str(error)[:1000], Letter.State.FAILED
    else:
        letter.problem, letter.state, letter.sent_at = "", Letter.State.SENT, now


def _still_concerning(letter: Letter, reader: User, now: datetime) -> list[Notification]:
    """Not what the reader may no longer know, nor, of a day's summary, what they have read meanwhile."""
    if not reader.is_active:
        return []
    carried = letter.notifications.select_related("event", "organization").order_by(
        "organization__name", "at", "pk"
    )
    able = able_members({each.organization_id for each in carried}, now)
    readable = {
        organization: set(kinds.open_to(members[reader.pk]))
        for organization, members in able.items()
        if reader.pk in members
    }
    return [
        each
        for each in carried
        if each.kind in readable.get(each.organization_id, ()) and not (letter.digest and each.read_at)
    ]
