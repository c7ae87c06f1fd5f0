"""A customer's conduct towards its suppliers, from its own ledger: payment, changed dates and quantities, prices.

The supplier reads it of each of its customers, the customer of itself over all suppliers and by segment: the same
KPIs through the same measure, so that both ends see one figure. The window is twelve whole months to this one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

import pyarrow as pa
from django.core.cache import cache
from django.utils.translation import get_language

from tandem.facts import opening
from tandem.lake.dialect import Grain
from tandem.lake.kpis import KpiSpec, columns_used, shipped
from tandem.lake.lines import Page, lines
from tandem.lake.measures import measure
from tandem.lake.queries import Scope

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor
    from tandem.accounts.models import Organization
    from tandem.lake.reading import Reading

PAYMENT = ("paid_on_time", "payment_delay", "money_on_time", "money_delay")
CHANGES = ("date_changes", "quantity_changes", "confirmed_changes")
PRICES = ("price_trend", "price_variance")
# What a price is held against in the customer's budget is the customer's own; the trend rests on the orders alone.
FOR_SUPPLIERS = (*PAYMENT, *CHANGES, "price_trend")
FOR_CUSTOMERS = (*PAYMENT, *CHANGES, *PRICES)
MONTHS = 12
KEPT_FOR = 26 * 3600
FORM = 1  # of what is kept: count on when `Conduct` changes
# What failed comes first among the lines behind a figure.
FAILURES_FIRST = (
    "is_paid_on_time", "is_money_on_time", "-days_overdue", "-days_without_money", "-requested_changes",
    "-quantity_changes",
)  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """One KPI over the window and month by month; `n` is the sample of the whole."""

    kpi: str
    value: float | None
    n: int
    reason: str
    months: tuple[float | None, ...]

    @property
    def spec(self) -> KpiSpec:
        return shipped()[self.kpi]

    @property
    def name(self) -> str:
        return self.spec.name.in_language(get_language() or "en")

    @property
    def definition(self) -> str:
        return self.spec.definition.in_language(get_language() or "en")

    @property
    def unit(self) -> str:
        return "share" if self.spec.unit == "percent" else self.spec.unit

    @property
    def counted(self) -> bool:
        """Whether anything stands behind it."""
        return self.n > 0


@dataclass(frozen=True)
class Conduct:
    """By group: one relationship of a supplier's, or everybody and the segments of a customer's."""

    starts: date
    ends: date
    months: tuple[str, ...]
    groups: Mapping[int, Mapping[str, Figure]]


def window(today: date) -> tuple[date, date]:
    """The first day, and the first after it: the last twelve months with the present one, as far as it has come."""
    number = today.year * 12 + today.month
    first = number - MONTHS
    return date(first // 12, first % 12 + 1, 1), date(number // 12, number % 12 + 1, 1)


def measure_conduct(reading: Reading, codes: Sequence[str], today: date) -> Conduct:
    """Every group of the reading: a relationship, unless `grouped` put several under one number. Raises Refused."""
    starts, ends = window(today)
    specs = [shipped()[code] for code in codes]
    scope = Scope(start=starts, end=ends)
    with opening.refusing():
        whole = measure(reading, specs, scope).to_pylist()
        monthly = measure(reading, specs, replace(scope, grain=Grain.MONTH), filled=False).to_pylist()
    months = [date(n // 12, n % 12 + 1, 1) for n in _months_of(starts, ends)]
    by_month = {(row["relationship_id"], row["kpi"], row["period_start"]): row["value"] for row in monthly}
    groups: dict[int, dict[str, Figure]] = {}
    for row in whole:
        group, kpi = row["relationship_id"], row["kpi"]
        course = tuple(by_month.get((group, kpi, month)) for month in months)
        figure = Figure(kpi, row["value"], row["n"] or 0, row["reason"] or "", course)
        groups.setdefault(group, {})[kpi] = figure
    return Conduct(starts, ends, tuple(f"{month:%Y-%m}" for month in months), groups)


def _months_of(starts: date, ends: date) -> range:
    return range(starts.year * 12 + starts.month - 1, ends.year * 12 + ends.month - 1)


def grouped(reading: Reading, groups: Mapping[int, Sequence[int]]) -> Reading:
    """The same facts with relationships under the numbers of their groups; one may stand in several."""
    mapping = reading.mapping
    at = mapping.schema.get_field_index("relationship_id")
    held = mapping["relationship_id"].to_pylist()
    tables = []
    for number, members in groups.items():
        inside = set(members)
        part = mapping.filter(pa.array([pk in inside for pk in held], pa.bool_()))
        tables.append(part.set_column(at, "relationship_id", pa.array([number] * part.num_rows, pa.int64())))
    return replace(reading, mapping=pa.concat_tables(tables) if tables else mapping.slice(0, 0))


def kept_or_measured(
    actor: Actor,
    customer: Organization,
    codes: Sequence[str],
    today: date,
    *,
    relationships: Sequence[int] | None = None,
    groups: Mapping[int, Sequence[int]] | None = None,
) -> Conduct:
    """Measured once for each state of the customer's facts and of the groups. Raises Refused, and Http404 for a
    relationship that is not the actor's."""
    pins = opening.pins_of({customer.pk})[customer.pk]
    reading = opening.open_reading(actor, customer, pins, as_of=today, relationships=relationships)
    state = f"{pins.lake_version}:{pins.numbering_version}:{pins.rates_version}:{today:%Y%m%d}"
    asked = repr((tuple(codes), reading.relationships, [(k, list(v)) for k, v in (groups or {}).items()]))
    parts = sha256(asked.encode()).hexdigest()[:24]
    key = f"portal:conduct{FORM}:{actor.organization_id}:{customer.pk}:{state}:{parts}"
    found: Conduct | None = cache.get(key)
    if found is None:
        found = measure_conduct(grouped(reading, groups) if groups is not None else reading, codes, today)
        cache.set(key, found, KEPT_FOR)
    return found


def lines_behind(reading: Reading, code: str, group: int, today: date, *, offset: int, limit: int) -> Page:
    """Some of the rows one figure was measured from, those that failed first."""
    spec = shipped()[code]
    starts, ends = window(today)
    columns = columns_used(spec)
    order = [name for name in FAILURES_FIRST if name.removeprefix("-") in columns]
    with opening.refusing():
        return lines(reading, spec, group, start=starts, end=ends, offset=offset, limit=limit, order=order)
