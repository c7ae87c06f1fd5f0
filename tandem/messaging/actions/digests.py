"""The day's summary: what waits for it becomes a letter at the hour a person chose, on their own clock."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from tandem.messaging.models import Letter, Mail, MailHour, Notification


def compose_digests(*, now: datetime) -> int:
    """A letter for each person whose hour has come since something was told them. Returns how many."""
    waiting = Notification.objects.filter(mail=Mail.DIGEST, letter=None)
    recipients = list(waiting.order_by().values_list("recipient_id", flat=True).distinct())
    hours = {hour.user_id: hour for hour in MailHour.objects.filter(user__in=recipients)}
    return sum(
        _compose(user, before=latest_hour(hours.get(user) or MailHour(), now), now=now) for user in recipients
    )


def latest_hour(chosen: MailHour, now: datetime) -> datetime:
    """When a summary was last due: today at the hour chosen, or yesterday while today's is still to come."""
    here = now.astimezone(ZoneInfo(chosen.time_zone))
    due = datetime.combine(here.date(), time(chosen.hour), here.tzinfo)
    return (
        due
        if due <= here
        else datetime.combine(here.date() - timedelta(days=1), time(chosen.hour), here.tzinfo)
    )


@transaction.atomic
def _compose(user_id: int, *, before: datetime, now: datetime) -> bool:
    """Everything told before then; what the person has read meanwhile needs no mail."""
    waiting = Notification.objects.filter(recipient=user_id, mail=Mail.DIGEST, letter=None, at__lt=before)
    waiting.filter(read_at__isnull=False).update(mail=Mail.NEVER)
    locked = list(waiting.select_for_update(skip_locked=True).values_list("pk", flat=True))
    if not locked:
        return False
    letter = Letter.objects.create(recipient_id=user_id, digest=True, created_at=now, next_at=now)
    Notification.objects.filter(pk__in=locked).update(letter=letter)
    return True
