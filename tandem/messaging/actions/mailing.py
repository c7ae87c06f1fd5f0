"""Mails to an address: invitations, links, what concerns a sign-in. They wait in the outbox like all letters."""

from collections.abc import Iterable
from datetime import datetime

from django.core.mail import EmailMessage
from django.db import transaction
from procrastinate.contrib.django import app

from tandem.core.fence import beyond_the_fence
from tandem.messaging.actions.notify import BEFORE_OTHER_WORK, SEND_TASK
from tandem.messaging.models import Letter
from tandem.messaging.sealing import Content, seal
from tandem.messaging.writing import shortened


@transaction.atomic
def mail(messages: Iterable[EmailMessage], *, now: datetime) -> None:
    """Post messages, each to one address and in plain text. They are sent once this transaction is committed."""
    letters = [
        Letter(
            email=message.to[0],
            content=seal(Content(shortened(str(message.subject)), str(message.body))),
            created_at=now,
            next_at=now,
        )
        for message in messages
    ]
    if not letters:
        return
    with beyond_the_fence():  # whoever posts it need not be known, nor whoever gets it
        Letter.objects.bulk_create(letters)
    app.configure_task(SEND_TASK, priority=BEFORE_OTHER_WORK).defer(timestamp=0)
