"""Selections as the stories begin them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tandem.accounts.actor import Actor
from tandem.sourcing import actions
from tandem.sourcing.models import Criterion, Selection

NEED: dict[str, Any] = {
    "title": "Impellers for the S series",
    "volume": Decimal(40000),
    "unit": "pcs",
    "begins_on": date(2027, 1, 1),
    "ends_on": date(2029, 1, 1),
    "currency": "EUR",
    "capital_cost": Decimal(6),
    "defect_cost": Decimal(50),
    "lateness_cost": Decimal(4),
    "most_share": Decimal(70),
}
OFFER: dict[str, Any] = {
    "price": Decimal("12.40"),
    "currency": "EUR",
    "freight": Decimal("0.60"),
    "incoterm": "FCA Shanghai",
    "payment_days": 60,
    "offered_on": date(2026, 11, 2),
    "valid_until": date(2027, 3, 1),
}


def begun(by: Actor, now: datetime, **need: Any) -> Selection:
    return actions.start_selection({**NEED, **need}, by=by, now=now)


def criterion(selection: Selection, name: str, source: str, *, by: Actor, **values: Any) -> Criterion:
    return actions.save_criterion(Criterion(selection=selection, name=name, source=source, **values), by=by)
