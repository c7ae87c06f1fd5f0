"""What an administrator does with endpoints: add, change, rotate the secret, switch off and on, try out."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.messaging import kinds, posting, rules, signing
from tandem.messaging.actions.notify import BEFORE_OTHER_WORK, DELIVER_TASK
from tandem.messaging.models import Delivery, Endpoint, Event

BOTH_SIGN = timedelta(hours=24)


@transaction.atomic
def add_endpoint(
    name: str, *, url: str, chosen: Collection[str], by: Actor, now: datetime
) -> tuple[Endpoint, str]:
    """A new endpoint and its secret, which is shown this once. Raises Refused."""
    require(rules.can_manage_webhooks(by))
    _check(url, chosen)
    endpoint = Endpoint(
        organization_id=by.organization_id,
        name=name.strip(),
        url=url,
        kinds=_in_order(chosen),
        created_at=now,
    )
    _save(endpoint)
    audit.record(endpoint, "added", by=by, changes={"url": ["", url]})
    return endpoint, signing.secret(endpoint.key, endpoint.generation)


@transaction.atomic
def change_endpoint(endpoint: Endpoint, *, name: str, url: str, chosen: Collection[str], by: Actor) -> None:
    require(rules.can_change_endpoint(by, endpoint))
    _check(url, chosen)
    values = {"name": name.strip(), "url": url, "kinds": _in_order(chosen)}
    changes = audit.differences(endpoint, values)
    for field, value in values.items():
        setattr(endpoint, field, value)
    _save(endpoint)
    if changes:
        audit.record(endpoint, "changed", by=by, changes=changes)


@transaction.atomic
def rotate_secret(endpoint: Endpoint, *, by: Actor, now: datetime) -> str:
    """A new secret, shown this once. The old one signs too for a day, so that the receiver can change over."""
    require(rules.can_change_endpoint(by, endpoint))
    endpoint.refresh_from_db(from_queryset=Endpoint.objects.select_for_update())
    if endpoint.previous_until and now < endpoint.previous_until:
        raise Refused(
            _(
                "The secret was changed less than a day ago, and the one before still signs. Change it again later."
            )
        )
    endpoint.generation += 1
    endpoint.previous_until = now + BOTH_SIGN
    endpoint.save(update_fields=["generation", "previous_until"])
    audit.record(endpoint, "secret_rotated", by=by)
    return signing.secret(endpoint.key, endpoint.generation)


@transaction.atomic
def disable_endpoint(endpoint: Endpoint, *, by: Actor) -> None:
    """Nothing is sent there until it is enabled again; what happens meanwhile is not sent later either."""
    require(rules.can_change_endpoint(by, endpoint))
    audit.move(endpoint, Endpoint.Status.DISABLED, by=by)


@transaction.atomic
def enable_endpoint(endpoint: Endpoint, *, by: Actor) -> None:
    require(rules.can_change_endpoint(by, endpoint))
    endpoint.failing_since = None
    audit.move(endpoint, Endpoint.Status.ACTIVE, by=by)
    _defer()


@transaction.atomic
def remove_endpoint(endpoint: Endpoint, *, by: Actor) -> None:
    """With its delivery log. That it was there stays in the audit trail."""
    require(rules.can_change_endpoint(by, endpoint))
    audit.record(endpoint, "removed", by=by, changes={"url": [endpoint.url, ""]})
    endpoint.delete()


@transaction.atomic
def ping(endpoint: Endpoint, *, by: Actor, now: datetime) -> Delivery:
    """Send a test to this endpoint alone. It is tried once."""
    require(rules.can_change_endpoint(by, endpoint))
    if endpoint.status != Endpoint.Status.ACTIVE:
        raise Refused(_("The webhook is disabled. Enable it first."))
    event = Event.objects.create(
        organization_id=endpoint.organization_id, kind=kinds.PING, at=now, by_name=by.name[:120]
    )
    delivery = Delivery.objects.create(endpoint=endpoint, event=event, created_at=now, next_at=now)
    _defer()
    return delivery


@transaction.atomic
def deliver_again(delivery: Delivery, *, by: Actor, now: datetime) -> None:
    """The same event once more, under the same webhook-id, with the whole schedule before it."""
    require(rules.can_change_endpoint(by, delivery.endpoint))
    if delivery.endpoint.status != Endpoint.Status.ACTIVE:
        raise Refused(_("The webhook is disabled. Enable it first."))
    delivery.state, delivery.tries, delivery.next_at = Delivery.State.WAITING, 0, now
    delivery.save(update_fields=["state", "tries", "next_at"])
    audit.record(delivery.endpoint, "delivered_again", by=by, changes={"event": ["", str(delivery.event_id)]})
    _defer()


def _check(url: str, chosen: Collection[str]) -> None:
    if problem := posting.problem_of(url, guarded=settings.TANDEM_PRODUCTION):
        raise Refused(problem)
    if not chosen:
        raise Refused(_("Choose at least one event."))


def _in_order(chosen: Collection[str]) -> list[str]:
    return [name for name in kinds.KINDS if name in chosen]


def _save(endpoint: Endpoint) -> None:
    try:
        with transaction.atomic():
            endpoint.save()
    except IntegrityError as error:
        raise Refused(
            _("There is a webhook “%(name)s” already; choose another name.") % {"name": endpoint.name}
        ) from error


def _defer() -> None:
    app.configure_task(DELIVER_TASK, priority=BEFORE_OTHER_WORK).defer(timestamp=0)
