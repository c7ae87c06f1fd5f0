from datetime import datetime, timedelta

from django.db import transaction

from tandem.messaging.models import Delivery, Event, Letter

DELIVERIES = timedelta(days=90)
EVENTS = timedelta(days=2 * 365)


@transaction.atomic
def forget_what_is_over(*, now: datetime) -> None:
    """The delivery log and that of mails to addresses after three months, what people were told after two years, and
    then its letters."""
    over = Delivery.objects.exclude(state=Delivery.State.WAITING)
    over.filter(created_at__lt=now - DELIVERIES).delete()
    Event.objects.filter(at__lt=now - EVENTS).delete()
    # Not before what it carried: a notification without its letter would wait for a summary again.
    Letter.objects.filter(notifications=None, created_at__lt=now - EVENTS).delete()
    mailed = Letter.objects.filter(recipient=None, created_at__lt=now - DELIVERIES)
    mailed.exclude(state=Letter.State.WAITING).delete()
