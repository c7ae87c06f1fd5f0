"""Who hears of a target: at the supplier whoever answers customers, at the customer whoever proposes targets."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from tandem.accounts.actor import Actor
from tandem.messaging import values
from tandem.messaging.actions import Message, members, notify, notify_many, settle
from tandem.scorecards.models import Kpi, TargetAgreement

ASKING = ("target.proposed", "target.countered")


def proposed(agreements: Iterable[TargetAgreement], kpi: Kpi, *, by: Actor, now: datetime) -> None:
    """Each supplier that is asked."""
    notify_many(
        "target.proposed",
        (
            Message(
                members(each.relationship.supplier_id),
                _named(each, kpi) | {"day": values.day(each.target.starts)},
                url=_own_page(each),
                about=each,
            )
            for each in agreements
        ),
        by=by,
        now=now,
    )


def countered(agreement: TargetAgreement, kpi: Kpi, reason: str, *, by: Actor, now: datetime) -> None:
    _settle(agreement, now=now)
    notify(
        "target.countered",
        to=members(agreement.relationship.customer_id),
        about=agreement,
        context=_named(agreement, kpi) | {"reason": reason},
        by=by,
        now=now,
    )


def agreed(agreement: TargetAgreement, kpi: Kpi, *, by: Actor, now: datetime) -> None:
    """Both sides, but for whoever said yes."""
    _settle(agreement, now=now)
    relationship, context = agreement.relationship, _named(agreement, kpi)
    notify(
        "target.agreed",
        to=members(relationship.customer_id),
        about=agreement,
        context=context,
        by=by,
        now=now,
    )
    if by.organization_id == relationship.customer_id:
        notify(
            "target.accepted",
            to=members(relationship.supplier_id),
            url=_own_page(agreement),
            context=context,
            by=by,
            now=now,
        )


def withdrawn(
    agreements: Iterable[TargetAgreement], kpi: Kpi, reason: str, *, by: Actor, now: datetime
) -> None:
    held = list(agreements)
    settle(ASKING, *held, now=now)
    notify_many(
        "target.withdrawn",
        (
            Message(
                members(each.relationship.supplier_id),
                _named(each, kpi) | {"reason": reason},
                url=_own_page(each),
            )
            for each in held
        ),
        by=by,
        now=now,
    )


def _settle(agreement: TargetAgreement, *, now: datetime) -> None:
    settle(ASKING, agreement, now=now)


def _own_page(agreement: TargetAgreement) -> str:
    return reverse("portal:target", args=[agreement.pk])


def _named(agreement: TargetAgreement, kpi: Kpi) -> dict[str, values.Value]:
    names = kpi.spec.get("name") or {}
    relationship = agreement.relationship
    return {
        "customer": values.organisation(relationship.customer),
        "supplier": values.organisation(relationship.supplier),
        "kpi": values.in_both(names.get("en", kpi.code), names.get("zh", "")),
        "value": values.figure(agreement.value, kpi.unit, relationship.customer.currency),
    }
