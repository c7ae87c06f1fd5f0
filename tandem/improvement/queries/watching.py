"""The KPI of a case before it was opened and after its actions were in place, from the customer's facts."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tandem.accounts.actor import Actor
from tandem.facts.opening import open_reading, pins_now, refusing
from tandem.improvement.effect import Result, Stretch, compare
from tandem.improvement.models import Case
from tandem.lake.dialect import Grain
from tandem.lake.kpis import KpiSpec
from tandem.lake.measures import measure
from tandem.lake.queries import Scope
from tandem.lake.reading import Reading
from tandem.scorecards.models import Kpi
from tandem.scorecards.queries import current_kpis

# How far back the comparison reaches, and how long a case is watched.
BEFORE, WATCHED = timedelta(days=183), timedelta(days=183)
QUALITY, QUALITY_TABLE = "quality", "current/quality_events"
PER_MILLION = 1_000_000.0


@dataclass(frozen=True)
class Month:
    first: date
    value: float | None


@dataclass(frozen=True)
class Effect:
    """`before` ends the day the case was opened; `after` begins when the last action was in place."""

    kpi: Kpi
    begins: date
    opened: date
    acted: date
    until: date
    before: Stretch
    after: Stretch
    result: Result
    months: tuple[Month, ...]

    @property
    def watch_until(self) -> date:
        return self.acted + WATCHED


def effect_of(actor: Actor, case: Case, today: date) -> Effect | None:
    """None where there is nothing to watch, or nothing to measure it by. Raises Http404 for a case that is not the
    actor's, and Refused."""
    kpi = current_kpis(case.customer_id).get(case.kpi) if case.kpi else None
    if kpi is None or case.acted_on is None or kpi.higher_is_better is None:
        return None
    spec, customer = kpi.measured_as, case.relationship.customer
    reading = open_reading(
        actor,
        customer,
        pins_now(customer.pk),
        as_of=today,
        relationships=[case.relationship_id],
        specs=[spec],
    )
    if spec.view == QUALITY and QUALITY_TABLE not in reading.snapshot:
        return None
    opened = case.opened_at.date()
    begins, until = opened - BEFORE, min(today, case.acted_on + WATCHED) + timedelta(days=1)
    if until <= case.acted_on:
        return None
    months = _months(reading, spec, begins, until)
    before = _stretch(reading, spec, begins, opened, [m for m in months if m.first < opened.replace(day=1)])
    first_whole = (case.acted_on + timedelta(days=31)).replace(day=1)
    after = _stretch(reading, spec, case.acted_on, until, [m for m in months if m.first >= first_whole])
    result = compare(
        spec.interval,
        kpi.higher_is_better,
        before,
        after,
        days=(today - case.acted_on).days,
        scale=PER_MILLION if spec.unit == "ppm" else 1.0,
    )
    return Effect(kpi, begins, opened, case.acted_on, until, before, after, result, tuple(months))


def _stretch(reading: Reading, spec: KpiSpec, start: date, end: date, months: list[Month]) -> Stretch:
    with refusing():
        rows: list[dict[str, Any]] = measure(reading, [spec], Scope(start=start, end=end)).to_pylist()
    row = rows[0] if rows else {"value": None, "n": 0, "spread": None}
    values = tuple(each.value for each in months if each.value is not None)
    return Stretch(row["value"], row["n"] or 0, row["spread"], values)


def _months(reading: Reading, spec: KpiSpec, start: date, end: date) -> list[Month]:
    """Every month between, also those in which nothing was measured."""
    first = start.replace(day=1)
    with refusing():
        scope = Scope(start=first, end=end, grain=Grain.MONTH)
        rows = measure(reading, [spec], scope, filled=False).to_pylist()
    known = {row["period_start"]: row["value"] for row in rows}
    found = []
    while first < end:
        found.append(Month(first, known.get(first)))
        first = (first + timedelta(days=31)).replace(day=1)
    return found
