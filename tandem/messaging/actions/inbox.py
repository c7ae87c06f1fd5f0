from datetime import datetime

from tandem.accounts.actor import Actor
from tandem.messaging.models import Notification


def mark_read(notification: Notification, *, now: datetime) -> None:
    """Seen by its reader. Said again it keeps the first time."""
    Notification.objects.filter(pk=notification.pk, read_at=None).update(read_at=now)


def mark_all_read(*, by: Actor, now: datetime) -> int:
    """Everything in the inbox of the organisation acted for. Returns how many there were."""
    return Notification.objects.visible_to(by).unread().update(read_at=now)
