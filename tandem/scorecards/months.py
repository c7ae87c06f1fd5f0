"""KPIs month by month, for one relationship or for all of a customer's suppliers together: what trends are drawn from.

Both ends read the same figures through the one door to the facts. What decisions on objections set aside does not
count; the KPI is its present definition, over all lines of the supplier. A month that is not over is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pyarrow as pa

from tandem.accounts.actor import Actor
from tandem.accounts.models import Organization
from tandem.core.fence import acting_for
from tandem.facts import opening
from tandem.lake.dialect import Grain
from tandem.lake.queries import Scope
from tandem.lake.reading import Reading
from tandem.lake.set_aside import Aside
from tandem.scorecards import control
from tandem.scorecards.control import Control, Month
from tandem.scorecards.measuring import PER_MILLION, measured_table
from tandem.scorecards.models import Correction, Kpi

EVERYBODY = 0
"""the relationship id under which all suppliers are measured as one"""
SHOWN = 36
"""months"""


@dataclass(frozen=True, slots=True)
class Figure:
    """One month's value, how many cases it rests on, and the exposed quantity where the KPI has one."""

    value: float | None = None
    n: int = 0
    spread: float | None = None


NOTHING = Figure()


@dataclass(frozen=True)
class Course:
    """One KPI month by month, the oldest first; it begins and ends with months that have a value."""

    kpi: Kpi
    months: tuple[date, ...]
    figures: tuple[Figure, ...]

    @property
    def values(self) -> list[float | None]:
        return [figure.value for figure in self.figures]

    @property
    def last(self) -> float | None:
        return self.figures[-1].value if self.figures else None

    @property
    def control(self) -> Control:
        return _control(self)


def month_after(day: date, months: int = 1) -> date:
    """The first day of the month so many months after the one `day` lies in."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def courses(
    actor: Actor,
    customer: Organization,
    kpis: Sequence[Kpi],
    today: date,
    *,
    relationships: Collection[int] | None,
    until: date | None = None,
    months: int = SHOWN,
) -> dict[int, dict[str, Course]]:
    """By relationship and KPI; all suppliers as one under `EVERYBODY` where no relationships are named. `until` is the
    first day that is not shown. Raises Http404 for a relationship that is not the actor's, and Refused."""
    ends = month_after(min(today, until) if until else today, 0)
    reading = opened(actor, customer, kpis, today, relationships=relationships)
    if relationships is None:
        reading = as_one(reading)
    return _courses(reading, kpis, month_after(ends, -months), ends)


def by_everybody(
    actor: Actor, customer: Organization, kpi: Kpi, today: date, *, months: int = SHOWN
) -> dict[int, Course]:
    """One KPI of each supplier by itself: the field that one of them is held against. Raises Refused."""
    ends = month_after(today, 0)
    reading = opened(actor, customer, [kpi], today, relationships=None)
    found = _courses(reading, [kpi], month_after(ends, -months), ends)
    return {pk: by_kpi[kpi.code] for pk, by_kpi in found.items() if kpi.code in by_kpi}


def opened(
    actor: Actor,
    customer: Organization,
    kpis: Sequence[Kpi],
    today: date,
    *,
    relationships: Collection[int] | None,
) -> Reading:
    """The facts of today without what was set aside. Raises Http404."""
    reading = opening.open_reading(
        actor,
        customer,
        opening.pins_now(customer.pk),
        as_of=today,
        relationships=relationships,
        specs=[kpi.measured_as for kpi in kpis],
    )
    return reading.without(_set_aside(customer.pk, relationships))


def as_one(reading: Reading) -> Reading:
    """The same facts as if one supplier had delivered all of them."""
    ids = pa.array([EVERYBODY] * reading.mapping.num_rows, pa.int64())
    at = reading.mapping.schema.get_field_index("relationship_id")
    aside = reading.set_aside
    if aside is not None:
        place = aside.schema.get_field_index("relationship_id")
        everybody = pa.array([EVERYBODY] * aside.num_rows, pa.int64())
        aside = aside.set_column(place, "relationship_id", everybody)
    return replace(reading, mapping=reading.mapping.set_column(at, "relationship_id", ids), set_aside=aside)


def _set_aside(customer_id: int, relationships: Collection[int] | None) -> list[Aside]:
    with acting_for(customer_id):
        rows = Correction.objects.filter(customer=customer_id).exclude(number="")
        if relationships is not None:
            rows = rows.filter(relationship__in=relationships)
        names = ("relationship_id", "subject", "source", "number", "line", "schedule_line")
        return [Aside(*row) for row in rows.values_list(*names)]


def _courses(reading: Reading, kpis: Sequence[Kpi], starts: date, ends: date) -> dict[int, dict[str, Course]]:
    specs = [kpi.measured_as for kpi in kpis]
    table = measured_table(reading, specs, Scope(Grain.MONTH, starts, ends))
    names = ("relationship_id", "kpi", "period_start", "value", "n", "spread")
    found: dict[tuple[int, str], dict[date, Figure]] = {}
    for pk, code, month, value, n, spread in zip(*(table[name].to_pylist() for name in names), strict=True):
        if month is not None and value is not None:
            found.setdefault((pk, code), {})[month] = Figure(value, n or 0, spread)
    by_code = {kpi.code: kpi for kpi in kpis}
    told: dict[int, dict[str, Course]] = {}
    for (pk, code), by_month in found.items():
        told.setdefault(pk, {})[code] = _course(by_code[code], by_month)
    return told


def _course(kpi: Kpi, by_month: Mapping[date, Figure]) -> Course:
    first, last = min(by_month), max(by_month)
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    months = tuple(month_after(first, number) for number in range(count))
    return Course(kpi, months, tuple(by_month.get(month, NOTHING) for month in months))


def _control(course: Course) -> Control:
    """The chart by the KPI's own kind of figure."""
    spec = course.kpi.measured_as
    known = [value for value in course.values if value is not None]
    if spec.interval == "rate" and all(0 <= value <= 1 for value in known):
        return control.rates([Month(figure.value, figure.n) for figure in course.figures])
    if spec.interval == "exposure" and all(value >= 0 for value in known):
        scale = PER_MILLION if spec.unit == "ppm" else 1.0
        return control.defects(
            [Month(figure.value, (figure.spread or 0.0) / scale) for figure in course.figures]
        )
    # Days, counts and spreads end at nought; prices and delays against terms may lie on either side of it.
    ends_at_nought = spec.unit in ("days", "count", "ppm") and all(value >= 0 for value in known)
    return control.individuals(
        [Month(figure.value) for figure in course.figures], least=0.0 if ends_at_nought else None
    )
