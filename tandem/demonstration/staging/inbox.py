"""The past has been read: only what the newest published period brought is unread, and of it alone mail is due."""

from datetime import timedelta

from django.db.models import F, Max

from tandem.demonstration.world import World
from tandem.messaging.models import Event, Letter, Notification
from tandem.scorecards.models import Run

READ_AFTER = timedelta(hours=3)
# Writing down who is who is no news to anybody.
SET_UP = ["member.added", "member.roles_changed", "relationship.owner_changed"]


def read_the_past(world: World) -> None:
    slugs = [customer.slug for customer in world.customers]
    newest = Run.objects.filter(customer__slug__in=slugs, status=Run.Status.PUBLISHED)
    published = newest.aggregate(last=Max("published_at"))["last"]
    if published is None:
        return
    Event.objects.filter(kind__in=SET_UP).delete()
    past = published - timedelta(days=1)
    Notification.objects.filter(at__lt=past, read_at=None).update(read_at=F("at") + READ_AFTER)
    Letter.objects.filter(notifications=None).delete()
    Letter.objects.filter(created_at__lt=past, state=Letter.State.WAITING).update(state=Letter.State.DROPPED)
