from collections.abc import Collection
from datetime import datetime

from django.db import models

from tandem.accounts.actor import Actor
from tandem.core.fence import beyond_the_fence
from tandem.messaging.models import Event, Notification


def mark_read(notification: Notification, *, now: datetime) -> None:
    """Seen by its reader. Said again it keeps the first time."""
    Notification.objects.filter(pk=notification.pk, read_at=None).update(read_at=now)


def mark_all_read(*, by: Actor, now: datetime) -> int:
    """Everything in the inbox of the organisation acted for. Returns how many there were."""
    return Notification.objects.visible_to(by).unread().update(read_at=now)


def settle(kinds: Collection[str], *about: models.Model, now: datetime) -> None:
    """What asked its readers for something that has been done since is read for all of them; `about` are records of
    one model."""
    if not about:
        return
    events = Event.objects.filter(
        record_type=about[0]._meta.label_lower, record_id__in=[record.pk for record in about], kind__in=kinds
    )
    with beyond_the_fence():
        # The events first, which are few: joined, they are looked for anew at every notification where the planner
        # takes the tables for small.
        found = list(events.values_list("pk", flat=True))
        if found:
            Notification.objects.filter(event__in=found).unread().update(read_at=now)
