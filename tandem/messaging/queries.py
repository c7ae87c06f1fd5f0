from collections import Counter
from collections.abc import Iterable

from django.db.models import Count

from tandem.accounts.actor import Actor
from tandem.accounts.models import Membership
from tandem.accounts.roles import capabilities
from tandem.messaging import kinds
from tandem.messaging.models import Notification
from tandem.messaging.reading import Line, lines


def unread_counts(actor: Actor, memberships: Iterable[Membership]) -> Counter[int]:
    """How much a person has not read in each organisation they act for: one query, by an index of the unread.

    What colleagues handed over counts in the organisation they act for now.
    """
    unread = Notification.objects.filter(recipient=actor.user_id, in_inbox=True).unread()
    rows = unread.order_by().values_list("organization_id", "kind").annotate(count=Count("pk"))
    readable = {m.organization_id: set(kinds.open_to(capabilities(m.roles))) for m in memberships}
    readable[actor.organization_id] = set(kinds.open_to(actor.capabilities))
    counts: Counter[int] = Counter()
    for organization, kind, count in rows:
        if kind in readable.get(organization, ()):
            counts[organization] += count
    return counts


def newest_unread(actor: Actor, most: int) -> list[Line]:
    unread = Notification.objects.visible_to(actor).unread().select_related("event")
    return lines(unread[:most])
