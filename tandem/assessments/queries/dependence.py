"""How much of a supplier's revenue comes from the asking customer: its own spend beside the supplier's statement.

Nothing of another customer is read: the spend is that of the actor's own organisation, through the lake's one door.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
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
Steps = list[tuple[date, Decimal]]


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
    def window(self) -> tuple[date, date]:
        return self.starts, self.ends

    @property
    def last_day(self) -> date:
        return self.ends - timedelta(days=1)


def dependence(actor: Actor, relationship: Relationship, statement: Statement, *, today: date) -> Dependence:
    """Compared only where the customer's own order lines reach over the whole of the statement's year. Raises Refused
    where the facts cannot be read."""
    return dependences(actor, [(relationship, statement)], today=today)[relationship.pk]


def dependences(
    actor: Actor, asked: Sequence[tuple[Relationship, Statement]], *, today: date
) -> dict[int, Dependence]:
    """The same for several suppliers of one customer, by relationship: the facts are read once for each year."""
    told = {relationship.pk: _before_the_facts(statement) for relationship, statement in asked}
    open_ones = [(of, statement) for of, statement in asked if told[of.pk].why is None]
    if not open_ones:
        return told
    customer = open_ones[0][0].customer
    pins = opening.pins_now(customer.pk)
    reading = opening.open_reading(actor, customer, pins, as_of=today)
    currencies = {statement.currency for _of, statement in open_ones}
    rates = _steps(actor, currencies - {customer.currency})
    with opening.refusing():
        for window in sorted({told[of.pk].window for of, _statement in open_ones}):
            those = {of.pk: statement for of, statement in open_ones if told[of.pk].window == window}
            months = _months_with_orders(reading, *window)
            spent = _spend(reading, list(those), *window) if months >= _months_touched(*window) else {}
            for pk, statement in those.items():
                told[pk] = _compared(
                    told[pk], statement, months, spent.get(pk, (None, "")), rates, customer.currency
                )
    return told


def _before_the_facts(statement: Statement) -> Dependence:
    ends = statement.year_end + timedelta(days=1)
    told = Dependence(_months_before(ends, statement.months), ends, months=statement.months)
    revenue = statement.year().amount("revenue")
    return told if revenue is not None and revenue > 0 else replace(told, why=Why.NO_REVENUE)


def _compared(
    told: Dependence,
    statement: Statement,
    months: int,
    spent: tuple[Decimal | None, str],
    rates: Mapping[str, Steps],
    base: str,
) -> Dependence:
    value, reason = spent
    if not months:
        return replace(told, why=Why.NO_FACTS)
    if months < _months_touched(*told.window):
        return replace(told, why=Why.GAPS, months_with_facts=months)
    if value is None and reason == NO_RATE:
        return replace(told, why=Why.SPEND_RATE)
    own = statement.currency == base
    rate = Decimal(1) if own else _mean(rates.get(statement.currency, []), *told.window)
    if rate is None:
        return replace(told, why=Why.NO_RATE, spend=value or Decimal(0))
    revenue = statement.year().amount("revenue") or Decimal(0)
    # No order of a year that the facts cover is a spend of nought, and no gap.
    return replace(told, spend=value or Decimal(0), revenue=revenue * rate, rate=rate)


def mean_rate(actor: Actor, currency: str, base: str, starts: date, ends: date) -> Decimal | None:
    """What one unit of the currency was worth in the customer's, each day counting alike; None where some day has no
    rate."""
    if currency == base:
        return Decimal(1)
    return _mean(_steps(actor, {currency}).get(currency, []), starts, ends)


def _steps(actor: Actor, currencies: Collection[str]) -> dict[str, Steps]:
    """The days on which each currency's rate changed, with the rate from then on; the oldest first."""
    if not currencies:
        return {}
    rows = ExchangeRate.objects.visible_to(actor).in_force().filter(currency__in=currencies)
    found: dict[str, Steps] = {currency: [] for currency in currencies}
    for currency, day, rate in sorted(rows.values_list("currency", "day", "rate")):
        found[currency].append((day, rate))
    return found


def _mean(all_steps: Steps, starts: date, ends: date) -> Decimal | None:
    steps = [(day, rate) for day, rate in all_steps if day < ends]
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


def _spend(
    reading: Reading, relationships: Collection[int], starts: date, ends: date
) -> dict[int, tuple[Decimal | None, str]]:
    """By relationship, with the reason where there is no value; nothing for one from whom nothing was ordered."""
    scope = Scope(start=starts, end=ends)
    table = measure(reading, [shipped()["spend"]], scope, relationships=relationships, filled=False)
    return {
        row["relationship_id"]: (
            None if row["value"] is None else Decimal(str(row["value"])),
            row["reason"] or "",
        )
        for row in table.to_pylist()
    }


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
