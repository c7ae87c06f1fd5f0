"""How much of a supplier's revenue comes from the asking customer: its own spend beside the supplier's statement.

Nothing of another customer is read: the spend is that of the actor's own organisation, through the lake's one door.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

import pyarrow as pa

from tandem.facts import opening
from tandem.facts.models import ExchangeRate
from tandem.lake.dialect import Grain
from tandem.lake.kpis import shipped
from tandem.lake.measures import measure
from tandem.lake.queries import Scope
from tandem.lake.reading import Reading
from tandem.lake.results import NO_RATE

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor
    from tandem.assessments.models import Statement
    from tandem.relationships.models import Relationship

EVERYBODY = 0


class Why(StrEnum):
    """Why there is no share."""

    NO_REVENUE = "no revenue"
    NO_FACTS = "no facts"
    GAPS = "gaps"
    NO_RATE = "no rate"
    SPEND_RATE = "spend rate"


@dataclass(frozen=True)
class Dependence:
    """`starts` to `ends`, which is not included: the statement's year. Amounts are in the customer's currency; `rate`
    is what one unit of the statement's currency was worth in it, on average over the year's days."""

    starts: date
    ends: date
    spend: Decimal | None = None
    revenue: Decimal | None = None
    rate: Decimal | None = None
    why: Why | None = None
    months_with_facts: int = 0
    months: int = 12

    @property
    def share(self) -> Decimal | None:
        if self.why is not None or self.spend is None or not self.revenue:
            return None
        return self.spend / self.revenue

    @property
    def last_day(self) -> date:
        return self.ends - timedelta(days=1)


def dependence(actor: Actor, relationship: Relationship, statement: Statement, *, today: date) -> Dependence:
    """Compared only where the customer's own order lines reach over the whole of the statement's year. Raises Refused
    where the facts cannot be read."""
    ends = statement.year_end + timedelta(days=1)
    starts = _months_before(ends, statement.months)
    told = Dependence(starts, ends, months=statement.months)
    revenue = statement.year().amount("revenue")
    if revenue is None or revenue <= 0:
        return replace(told, why=Why.NO_REVENUE)
    customer = relationship.customer
    pins = opening.pins_now(customer.pk)
    reading = opening.open_reading(actor, customer, pins, as_of=today)
    with opening.refusing():
        months = _months_with_orders(reading, starts, ends)
        if not months:
            return replace(told, why=Why.NO_FACTS)
        if months < _months_touched(starts, ends):
            return replace(told, why=Why.GAPS, months_with_facts=months)
        value, reason = _spend(reading, relationship.pk, starts, ends)
    if value is None and reason == NO_RATE:
        return replace(told, why=Why.SPEND_RATE)
    rate = mean_rate(actor, statement.currency, customer.currency, starts, ends)
    if rate is None:
        return replace(told, why=Why.NO_RATE, spend=value or Decimal(0))
    # No order of a year that the facts cover is a spend of nought, and no gap.
    return replace(told, spend=value or Decimal(0), revenue=revenue * rate, rate=rate)


def mean_rate(actor: Actor, currency: str, base: str, starts: date, ends: date) -> Decimal | None:
    """What one unit of the currency was worth in the customer's, each day counting alike; None where some day has no
    rate."""
    if currency == base:
        return Decimal(1)
    rows = ExchangeRate.objects.visible_to(actor).in_force().filter(currency=currency, day__lt=ends)
    steps = sorted(rows.values_list("day", "rate"))
    known = [(day, rate) for day, rate in steps if day <= starts][-1:]
    if not known:
        return None
    within = [*known, *((day, rate) for day, rate in steps if day > starts)]
    total = Decimal(0)
    for place, (day, rate) in enumerate(within):
        until = within[place + 1][0] if place + 1 < len(within) else ends
        total += rate * (until - max(day, starts)).days
    return total / (ends - starts).days


def _months_with_orders(reading: Reading, starts: date, ends: date) -> int:
    """In how many months of the year the customer ordered anything from anybody."""
    ids = pa.array([EVERYBODY] * reading.mapping.num_rows, pa.int64())
    at = reading.mapping.schema.get_field_index("relationship_id")
    together = replace(reading, mapping=reading.mapping.set_column(at, "relationship_id", ids))
    scope = Scope(Grain.MONTH, starts, ends)
    table = measure(together, [shipped()["order_lines"]], scope, filled=False)
    return sum(1 for value in table["value"].to_pylist() if value)


def _spend(reading: Reading, relationship: int, starts: date, ends: date) -> tuple[Decimal | None, str]:
    scope = Scope(start=starts, end=ends)
    table = measure(reading, [shipped()["spend"]], scope, relationships=[relationship], filled=False)
    for value, reason in zip(table["value"].to_pylist(), table["reason"].to_pylist(), strict=True):
        return (None if value is None else Decimal(str(value)), reason or "")
    return None, ""


def _months_before(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 - months
    year, month = divmod(number, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, day.day)


def _months_touched(starts: date, ends: date) -> int:
    last = ends - timedelta(days=1)
    return (last.year - starts.year) * 12 + last.month - starts.month + 1
