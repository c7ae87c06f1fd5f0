"""What a customer's facts say of its money with one supplier: ordered, overdue and paid late, each currency by itself.

Amounts are never converted and never added across currencies: whose rates would be right, the supplier's books know.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.db import transaction

from tandem.facts import locks, opening
from tandem.lake.kpis import KpiSpec, shipped
from tandem.lake.measures import measure
from tandem.lake.queries import Scope
from tandem.onboarding.queries import bank_accounts

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor
    from tandem.lake.reading import Reading
    from tandem.relationships.models import Relationship

YEAR = timedelta(days=365)
LATELY = timedelta(days=90)
KEPT_FOR = 26 * 3600
FORM = 1  # of what is kept: count on when `Money` changes
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Amount:
    amount: Decimal
    currency: str
    lines: int
    """order or invoice lines it stands for"""


@dataclass(frozen=True)
class Money:
    """As of one day; the largest amount of each list first."""

    ordered: tuple[Amount, ...] = ()
    """in the last 365 days, cancelled lines left out"""
    overdue: tuple[Amount, ...] = ()
    """past the agreed due date and neither paid nor settled by a bill"""
    paid_late: tuple[Amount, ...] = ()
    """settled in the last 90 days after the due date"""
    days_late: float | None = None
    """mean of those lately settled late"""
    held: tuple[Amount, ...] = ()
    """what would be overdue, while a change of the supplier's bank account is being checked"""

    def in_currency(self, currency: str) -> Decimal:
        return sum((each.amount for each in self.ordered if each.currency == currency), Decimal(0))


@dataclass(frozen=True)
class Total:
    """One currency over all customers."""

    currency: str
    amount: Decimal
    customers: int


@dataclass
class Kept:
    """What is known without measuring: money by relationship, and the relationships not measured yet."""

    money: dict[int, Money] = field(default_factory=dict)
    missing: list[Relationship] = field(default_factory=list)


def kept(actor: Actor, relationships: Iterable[Relationship], today: date) -> Kept:
    """The figures of the present facts as far as they were measured before. A fixed number of statements."""
    keys = _keys(actor, list(relationships), today)
    values: Mapping[str, Money] = cache.get_many(keys) if keys else {}
    found = Kept()
    for key, relationship in keys.items():
        if key in values:
            found.money[relationship.pk] = values[key]
        else:
            found.missing.append(relationship)
    for pk in bank_accounts.holds(found.money):
        found.money[pk] = held_back(found.money[pk])
    return found


@transaction.atomic
def measured(actor: Actor, relationships: Iterable[Relationship], today: date) -> Kept:
    """The same, measuring what is missing unless another request is doing so. Raises Refused."""
    found = kept(actor, relationships, today)
    # Until the commit, at which the figures can be seen: a mark in the cache would be seen as late as they are.
    if not found.missing or not locks.taken_to_the_end(f"portal:money:{actor.organization_id}"):
        return found
    pins = opening.pins_of({each.customer_id for each in found.missing})
    for key, relationship in _keys(actor, found.missing, today).items():
        money = measure_money(actor, relationship, pins[relationship.customer_id], today)
        cache.set(key, money, KEPT_FOR)
        found.money[relationship.pk] = money
    for pk in bank_accounts.holds(each.pk for each in found.missing):
        found.money[pk] = held_back(found.money[pk])
    found.missing = []
    return found


def held_back(money: Money) -> Money:
    """While payments are held, what is unpaid is not overdue: it waits for the supplier's account to be confirmed."""
    return replace(money, overdue=(), held=money.overdue)


def totals(amounts: Iterable[tuple[Amount, ...]]) -> list[Total]:
    """Each currency over all customers, the one with most customers first."""
    sums: dict[str, Decimal] = {}
    counts: dict[str, int] = {}
    for each in amounts:
        for one in each:
            sums[one.currency] = sums.get(one.currency, Decimal(0)) + one.amount
            counts[one.currency] = counts.get(one.currency, 0) + 1
    found = [Total(currency, amount, counts[currency]) for currency, amount in sums.items()]
    return sorted(found, key=lambda total: (-total.customers, -total.amount, total.currency))


def measure_money(actor: Actor, relationship: Relationship, pins: opening.Pins, today: date) -> Money:
    """Read through the one door, which shows a supplier its own rows alone. Raises Refused."""
    reading = opening.open_reading(
        actor, relationship.customer, pins, as_of=today, relationships=[relationship.pk]
    )
    with opening.refusing():
        lately = Scope(start=today - LATELY, end=today + timedelta(days=1), by_currency=True)
        return Money(
            ordered=_amounts(reading, ORDERED, replace(lately, start=today - YEAR)),
            overdue=_amounts(reading, OVERDUE, Scope(by_currency=True)),
            paid_late=_amounts(reading, PAID_LATE, lately),
            days_late=_value(reading, DAYS_LATE, replace(lately, by_currency=False)),
        )


def _spec(code: str, of: str, date_column: str, expression: str, sample: str) -> KpiSpec:
    return replace(shipped()[of], code=code, date=date_column, expression=expression, sample=sample)


_LATE = "settled_date is not null and is_paid_on_time = false"
ORDERED = _spec(
    "ordered", "spend", "order_date", "sum(line_value) filter (where is_placed)",
    "count(line_value) filter (where is_placed)",
)  # fmt: skip
OVERDUE = _spec(
    "overdue", "paid_on_time", "invoice_date", "sum(amount) filter (where is_outstanding)",
    "count(*) filter (where is_outstanding)",
)  # fmt: skip
PAID_LATE = _spec(
    "paid_late", "paid_on_time", "settled_date", f"sum(amount) filter (where {_LATE})",
    f"count(*) filter (where {_LATE})",
)  # fmt: skip
DAYS_LATE = _spec(
    "days_late", "paid_on_time", "settled_date", f"avg(days_overdue) filter (where {_LATE})",
    f"count(*) filter (where {_LATE})",
)  # fmt: skip


def _amounts(reading: Reading, spec: KpiSpec, scope: Scope) -> tuple[Amount, ...]:
    rows = measure(reading, [spec], scope, filled=False).to_pylist()
    found = [
        Amount(Decimal(str(row["value"])).quantize(CENT), row["currency"] or "", row["n"])
        for row in rows
        if row["value"]
    ]
    return tuple(sorted(found, key=lambda each: (-each.amount, each.currency)))


def _value(reading: Reading, spec: KpiSpec, scope: Scope) -> float | None:
    rows = measure(reading, [spec], scope, filled=False).to_pylist()
    return rows[0]["value"] if rows else None


def _keys(actor: Actor, relationships: list[Relationship], today: date) -> dict[str, Relationship]:
    """One entry for each state of a customer's facts; a new import, match or rate makes a new one."""
    if not relationships:
        return {}
    pins = opening.pins_of({each.customer_id for each in relationships})
    keys = {}
    for each in relationships:
        at = pins[each.customer_id]
        versions = f"{at.lake_version}:{at.numbering_version}:{at.rates_version}"
        keys[f"portal:money{FORM}:{actor.organization_id}:{each.pk}:{versions}:{today:%Y%m%d}"] = each
    return keys
