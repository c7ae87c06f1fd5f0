"""Delivering webhooks that are due: signed, tried again by a schedule, and every attempt written down."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.messaging import kinds, posting, signing, values
from tandem.messaging.actions.notify import members, notify
from tandem.messaging.models import Attempt, Delivery, Endpoint, Event
from tandem.messaging.posting import Answer
from tandem.messaging.sentences import sentence
from tandem.messaging.writing import address

Clock = Callable[[], datetime]
Post = Callable[..., Answer]
# How long after each failure it is tried again; together about three days. After the last it is given up.
SCHEDULE = [
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
]
FAILING_FOR_LONG = timedelta(days=3)
GONE = 410
LONGEST_RUN = timedelta(seconds=45)


def deliver_due_webhooks(*, clock: Clock) -> int:
    """Deliver what is due, the oldest first. An endpoint that fails is left alone until the next time.

    Returns how many arrived.
    """
    arrived, failing, until = 0, set[int](), clock() + LONGEST_RUN
    while clock() < until:
        delivery = _deliver_next(failing, now=clock())
        if delivery is None:
            break
        if delivery.state == Delivery.State.DELIVERED:
            arrived += 1
        else:
            failing.add(delivery.endpoint_id)
    return arrived


@transaction.atomic
def _deliver_next(failing: set[int], *, now: datetime) -> Delivery | None:
    """Locked, sent and marked in one transaction: killed between, it is sent again under the same webhook-id."""
    due = Delivery.objects.filter(
        state=Delivery.State.WAITING, next_at__lte=now, endpoint__status=Endpoint.Status.ACTIVE
    ).exclude(endpoint__in=failing)
    delivery = (
        due.select_for_update(skip_locked=True, of=("self",))
        .select_related("endpoint__organization", "event__organization")
        .order_by("next_at", "pk")
        .first()
    )
    if delivery is None:
        return None
    answer = _post(delivery.endpoint, delivery.event, now=now)
    Attempt.objects.create(
        delivery=delivery,
        at=now,
        status=answer.status,
        excerpt=answer.excerpt,
        problem=answer.problem,
        milliseconds=answer.milliseconds,
    )
    delivery.tries += 1
    if answer.taken:
        _arrived(delivery, now=now)
    else:
        _failed(delivery, answer, now=now)
    delivery.save()
    return delivery


def _post(endpoint: Endpoint, event: Event, *, now: datetime) -> Answer:
    body = payload(event)
    generations = [endpoint.generation]
    if endpoint.previous_until and now < endpoint.previous_until:
        generations.append(endpoint.generation - 1)
    secrets = [signing.secret(endpoint.key, generation) for generation in generations]
    headers = {
        "content-type": "application/json",
        "user-agent": "Tandem",
        **signing.headers(secrets, str(event.pk), int(now.timestamp()), body),
    }
    return posting.post(endpoint.url, body, headers, guarded=settings.TANDEM_PRODUCTION)


def payload(event: Event) -> bytes:
    """The same bytes each time: `type`, `timestamp` and `data`, as the Standard Webhooks scheme has them."""
    with override("en"):
        text = sentence(event.kind, event.context) if event.kind != kinds.PING else "A test."
    data = {
        "organization": event.organization.slug,
        "text": text,
        "by": event.by_name or None,
        "url": address(event.url) if event.url else None,
        **{name: values.plain(value) for name, value in event.context.items()},
    }
    told = {"type": event.kind, "timestamp": event.at.isoformat(), "data": data}
    return json.dumps(told, ensure_ascii=False).encode()


def _arrived(delivery: Delivery, *, now: datetime) -> None:
    delivery.state, delivery.delivered_at = Delivery.State.DELIVERED, now
    if delivery.endpoint.failing_since is not None:
        delivery.endpoint.failing_since = None
        delivery.endpoint.save(update_fields=["failing_since"])


def _failed(delivery: Delivery, answer: Answer, *, now: datetime) -> None:
    endpoint = delivery.endpoint
    if endpoint.failing_since is None:
        endpoint.failing_since = now
        endpoint.save(update_fields=["failing_since"])
    if delivery.tries > len(SCHEDULE) or delivery.event.kind == kinds.PING:
        delivery.state = Delivery.State.FAILED
    else:
        delivery.next_at = now + SCHEDULE[delivery.tries - 1]
    given_up = delivery.state == Delivery.State.FAILED and now - endpoint.failing_since >= FAILING_FOR_LONG
    if answer.status == GONE or given_up:
        _disable(endpoint, answer, now=now)


def _disable(endpoint: Endpoint, answer: Answer, *, now: datetime) -> None:
    problem = answer.problem or f"HTTP {answer.status}"
    by = Actor.system(endpoint.organization, "Tandem")
    audit.move(endpoint, Endpoint.Status.DISABLED, by=by, reason=problem)
    notify(
        "webhook.disabled",
        to=members(endpoint.organization_id),
        about=endpoint,
        context={"endpoint": endpoint.name, "problem": problem},
        now=now,
    )
