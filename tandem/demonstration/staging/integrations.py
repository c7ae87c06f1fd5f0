"""Brückwald's systems at work: a service token whose secret nobody knows, and a webhook with what it was sent.

The webhook is switched off in the end: nobody listens at its address, and a demonstration should knock at no door.
"""

from datetime import UTC, datetime, time, timedelta

from tandem.accounts import actions
from tandem.accounts.actor import Actor
from tandem.accounts.models import Token
from tandem.accounts.scopes import Scope
from tandem.demonstration.customers import BRUECKWALD
from tandem.demonstration.staging.companies import holder
from tandem.demonstration.world import World
from tandem.messaging import actions as messaging
from tandem.messaging.models import Attempt, Delivery, Endpoint, Event

TOKEN = "ERP: nightly deliveries"
ENDPOINT = "ERP: supplier grades"
ADDRESS = "https://erp.brueckwald.example/hooks/tandem"
KINDS = ["run.published", "run.ready", "relationship.stage_changed", "request.answered"]
MOST_SENT = 12
# Of the newest events one arrived at the third try only.
TROUBLED = 2


def connect_systems(world: World) -> None:
    """What stands already is left as it is."""
    customer = next(customer for customer in world.customers if customer.slug == BRUECKWALD)
    by = holder(world, customer, "administrator")
    now = datetime.combine(world.ends_on - timedelta(days=60), time(9), UTC)
    if not Token.objects.visible_to(by).exists():
        scopes = [Scope.READ_RELATIONSHIPS, Scope.READ_FACTS, Scope.WRITE_IMPORTS]
        actions.make_token(TOKEN, scopes, days=365, by=by, now=now, service=True)
    if not Endpoint.objects.visible_to(by).exists():
        endpoint, _secret = messaging.add_endpoint(ENDPOINT, url=ADDRESS, chosen=KINDS, by=by, now=now)
        _send_the_past(endpoint, since=now, by=by)
        messaging.disable_endpoint(endpoint, by=by)


def _send_the_past(endpoint: Endpoint, *, since: datetime, by: Actor) -> None:
    events = Event.objects.filter(organization=by.organization_id, kind__in=KINDS, at__gte=since)
    events = events.order_by("-at", "-pk")
    for place, event in enumerate(events[:MOST_SENT]):
        waits = (1, 6, 306) if place == TROUBLED else (1,)
        delivery = Delivery.objects.create(
            endpoint=endpoint,
            event=event,
            state=Delivery.State.DELIVERED,
            created_at=event.at,
            next_at=event.at,
            tries=len(waits),
            delivered_at=event.at + timedelta(seconds=waits[-1]),
        )
        for seconds in waits:
            arrived = seconds == waits[-1]
            Attempt.objects.create(
                delivery=delivery,
                at=event.at + timedelta(seconds=seconds),
                status=204 if arrived else 503,
                excerpt="" if arrived else "Service Unavailable: nightly maintenance",
                milliseconds=84 + 31 * place,
            )
