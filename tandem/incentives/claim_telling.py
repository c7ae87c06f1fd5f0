"""Who is told what of a claim."""

from datetime import datetime

from django.urls import reverse

from tandem.accounts.actor import Actor
from tandem.incentives.models import Claim
from tandem.messaging import values
from tandem.messaging.actions import members, notify, people, settle
from tandem.messaging.values import Value

WRITTEN, SENT, OFFERED, COUNTERED = "claim.written", "claim.sent", "claim.offered", "claim.countered"


def handed_in(claim: Claim, *, by: Actor, now: datetime) -> None:
    notify(
        WRITTEN, to=members(claim.relationship.customer_id), about=claim, context=_of(claim), by=by, now=now
    )


def sent_back(claim: Claim, reason: str, *, by: Actor, now: datetime) -> None:
    settle((WRITTEN,), claim, now=now)
    _tell_us("claim.sent_back", claim, {"reason": reason}, by=by, now=now)


def sent(claim: Claim, *, now: datetime) -> None:
    settle((WRITTEN,), claim, now=now)
    _tell_supplier(SENT, claim, {}, now=now)


def offered(claim: Claim, *, by: Actor, now: datetime) -> None:
    settle((SENT, OFFERED, COUNTERED), claim, now=now)
    if by.organization_id == claim.relationship.supplier_id:
        to = members(claim.relationship.customer_id)
        notify(COUNTERED, to=to, about=claim, context=_of(claim), by=by, now=now)
    else:
        _tell_supplier(OFFERED, claim, {}, by=by, now=now)


def agreed(claim: Claim, *, by: Actor, now: datetime) -> None:
    settle((SENT, OFFERED, COUNTERED), claim, now=now)
    if by.organization_id == claim.relationship.supplier_id:
        _tell_us("claim.agreed", claim, {}, by=by, now=now)
    else:
        _tell_supplier("claim.settled_upon", claim, {}, by=by, now=now)


def withdrawn(claim: Claim, *, by: Actor, now: datetime) -> None:
    settle((WRITTEN, SENT, OFFERED, COUNTERED), claim, now=now)
    if claim.sent_at is not None:
        _tell_supplier("claim.withdrawn", claim, {"reason": claim.over_because}, by=by, now=now)


def _tell_us(kind: str, claim: Claim, context: dict[str, Value], *, by: Actor, now: datetime) -> None:
    to = people(claim.relationship.customer_id, claim.made_by_id, claim.approved_by_id)
    notify(kind, to=to, about=claim, context={**_of(claim), **context}, by=by, now=now)


def _tell_supplier(
    kind: str, claim: Claim, context: dict[str, Value], *, by: Actor | None = None, now: datetime
) -> None:
    notify(
        kind,
        to=members(claim.relationship.supplier_id),
        url=reverse("incentives_supplier:claim", args=[claim.pk]),
        about=claim,
        context={**_of(claim), **context},
        by=by,
        now=now,
    )


def _of(claim: Claim) -> dict[str, Value]:
    relationship = claim.relationship
    return {
        "claim": claim.title,
        "customer": values.organisation(relationship.customer),
        "supplier": values.organisation(relationship.supplier),
    }
