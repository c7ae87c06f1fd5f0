"""Who is told what of a reward or penalty: who approves, who proposed, and the supplier once it is announced."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.incentives import wording
from tandem.incentives.models import Consequence, Kind
from tandem.messaging import values
from tandem.messaging.actions import members, notify, people, settle
from tandem.messaging.values import Value

C = Capability
PROPOSED, ANNOUNCED, APPEALED = "consequence.proposed", "consequence.announced", "consequence.appealed"
APPROVED = "consequence.approved"


def proposed(found: Sequence[Consequence], *, now: datetime, by: Actor | None = None) -> None:
    """One line for all that a run brought."""
    if not found:
        return
    first = found[0]
    notify(
        PROPOSED,
        to=members(first.relationship.customer_id),
        url=first.get_absolute_url()
        if len(found) == 1
        else reverse("incentives:consequences") + "?status=proposed",
        about=first,
        context={"count": len(found), "about": _name(first)},
        by=by,
        now=now,
    )


def approved(consequence: Consequence, *, now: datetime) -> None:
    settle((PROPOSED,), consequence, now=now)
    context = {**_of(consequence), "by": values.somebody(consequence.approved_by_name)}
    to = people(consequence.relationship.customer_id, consequence.proposed_by_id)
    notify(APPROVED, to=to, about=consequence, context=context, now=now)


def refused(consequence: Consequence, *, by: Actor, now: datetime) -> None:
    settle((PROPOSED, APPROVED), consequence, now=now)
    context = {**_of(consequence), "by": values.somebody(by.name), "reason": consequence.over_because}
    to = people(consequence.relationship.customer_id, consequence.proposed_by_id)
    notify("consequence.refused", to=to, about=consequence, context=context, by=by, now=now)


def dropped(consequence: Consequence, *, now: datetime) -> None:
    """Nothing waits any more; what takes its place is told of as a proposal."""
    settle((PROPOSED, APPROVED), consequence, now=now)


def to_reconsider(consequence: Consequence, *, now: datetime) -> None:
    to = members(consequence.relationship.customer_id)
    notify("consequence.to_reconsider", to=to, about=consequence, context=_of(consequence), now=now)


def reckoned_again(consequence: Consequence, *, now: datetime) -> None:
    _tell_supplier("consequence.reckoned_again", consequence, {}, now=now)


def announced(consequence: Consequence, *, now: datetime) -> None:
    settle((APPROVED,), consequence, now=now)
    if consequence.kind == Kind.REWARD:
        _tell_supplier("consequence.rewarded", consequence, {}, now=now)
        return
    _tell_supplier(ANNOUNCED, consequence, _respond_by(consequence), now=now)


def accepted(consequence: Consequence, *, by: Actor, now: datetime) -> None:
    settle((ANNOUNCED,), consequence, now=now)
    to = people(consequence.relationship.customer_id, consequence.proposed_by_id, consequence.approved_by_id)
    notify("consequence.accepted", to=to, about=consequence, context=_of(consequence), by=by, now=now)


def appealed(consequence: Consequence, *, by: Actor, now: datetime) -> None:
    settle((ANNOUNCED,), consequence, now=now)
    to = members(consequence.relationship.customer_id)
    notify(APPEALED, to=to, about=consequence, context=_of(consequence), by=by, now=now)


def appeal_decided(consequence: Consequence, *, by: Actor, now: datetime) -> None:
    settle((APPEALED,), consequence, now=now)
    _tell_supplier("consequence.decided", consequence, {"decision": consequence.decision}, by=by, now=now)


def in_force_unanswered(consequence: Consequence, *, now: datetime) -> None:
    settle((ANNOUNCED,), consequence, now=now)
    _tell_supplier("consequence.in_force", consequence, _respond_by(consequence), now=now)


def reversed_(consequence: Consequence, *, by: Actor, now: datetime) -> None:
    settle((ANNOUNCED, APPEALED), consequence, now=now)
    _tell_supplier("consequence.reversed", consequence, {"reason": consequence.over_because}, by=by, now=now)


def _tell_supplier(
    kind: str, consequence: Consequence, context: dict[str, Value], *, by: Actor | None = None, now: datetime
) -> None:
    notify(
        kind,
        to=members(consequence.relationship.supplier_id),
        url=reverse("incentives_supplier:consequence", args=[consequence.pk]),
        about=consequence,
        context={**_of(consequence), **context},
        by=by,
        now=now,
    )


def _of(consequence: Consequence) -> dict[str, Value]:
    relationship = consequence.relationship
    return {
        "consequence": _name(consequence),
        "customer": values.organisation(relationship.customer),
        "supplier": values.organisation(relationship.supplier),
    }


def _respond_by(consequence: Consequence) -> dict[str, Value]:
    return {"respond_by": values.day(consequence.respond_by)} if consequence.respond_by else {}


def _name(consequence: Consequence) -> Value:
    return values.in_both(*wording.in_both(lambda: wording.title(consequence)))
