"""From a run's pinned versions to measured values: one measure call for all suppliers and KPIs."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import sqrt
from typing import Any

import pyarrow as pa
from django.utils.translation import gettext as _

from tandem.accounts.actor import Actor
from tandem.accounts.models import Organization
from tandem.core import intervals
from tandem.core.errors import Refused
from tandem.core.fence import acting_for
from tandem.core.intervals import Interval
from tandem.facts import opening
from tandem.lake import calendars, kpis, lines, measures
from tandem.lake.calendars import Calendars
from tandem.lake.kpis import KpiSpec
from tandem.lake.queries import Scope
from tandem.lake.reading import Reading, Share
from tandem.lake.results import NO_DATA, without_value
from tandem.relationships.models import Relationship
from tandem.scorecards import explanation
from tandem.scorecards.cardmaking import NO_SITE, WHOLE, Values
from tandem.scorecards.figures import as_measured, figure
from tandem.scorecards.models import Card, Kpi, Run, RunBasis
from tandem.scorecards.queries.corrections import EVERY_ROW_COUNTS, SetAside, set_aside
from tandem.scorecards.scoring import CORRECTED, Measured

PER_MILLION = 1_000_000.0
SET_ASIDE = Measured(None, reason=CORRECTED)
QUALITY, QUALITY_TABLE = "quality", "current/quality_events"
PREVIEWED = 12
# Behind a value a reader looks for what pulled it down.
FAILURES_FIRST = (
    "is_on_time_in_full", "is_on_time", "is_in_full", "is_accurate", "is_paid_on_time",
    "-days_late", "-lead_time", "-requested_changes", "-defective_quantity",
)  # fmt: skip


def figures(
    actor: Actor,
    codes: Sequence[str],
    scope: Scope,
    *,
    as_of: date,
    lake_version: int | None = None,
    together: bool = False,
) -> pa.Table:
    """Any KPIs of the actor's today, by its present numbers and rates: the lake's own result (see
    `measure`).

    `together` measures all suppliers as one, under the relationship id 0. Raises Refused for an unknown KPI.
    """
    known = {kpi.code: kpi for kpi in Kpi.objects.visible_to(actor).current()}
    unknown = [code for code in codes if code not in known]
    if unknown:
        raise Refused(
            _("There is no KPI “%(kpi)s” (known: %(known)s).")
            % {"kpi": unknown[0], "known": ", ".join(sorted(known))}
        )
    specs = [known[code].measured_as for code in dict.fromkeys(codes)]
    customer = Organization.objects.get(pk=actor.organization_id)
    pins = opening.pins_now(customer.pk)
    if lake_version is not None:
        pins = replace(pins, lake_version=lake_version)
    reading = opening.open_reading(actor, customer, pins, as_of=as_of, specs=specs)
    if together and not reading.mapping.num_rows:
        nobody = pa.array([0], pa.int64())
        return pa.concat_tables([without_value(spec.code, nobody, NO_DATA) for spec in specs])
    if together:
        everyone = pa.repeat(pa.scalar(0, pa.int64()), reading.mapping.num_rows)
        reading = replace(reading, mapping=reading.mapping.set_column(2, "relationship_id", everyone))
    return measured_table(reading, specs, scope, filled=True)


def values_of_run(
    actor: Actor,
    run: Run,
    codes: Sequence[str],
    relationships: Collection[int],
    *,
    by_site: bool,
    versions: Mapping[str, Kpi],
    shares: Mapping[int, Sequence[Share]],
    aside: SetAside = EVERY_ROW_COUNTS,
) -> dict[tuple[int, str], Values]:
    """Values by relationship and plant (WHOLE unless `by_site`), by the KPI versions given; of those in
    `shares` only the lines of a share, and nothing of what is set `aside`. Working days are those the run was
    started with. Raises Refused."""
    specs = [versions[code].measured_as for code in codes if code in versions]
    pins = opening.Pins(run.lake_version, run.numbering_version, run.rates_version)
    reading = opening.open_reading(
        actor,
        run.customer,
        pins,
        as_of=run.as_of,
        relationships=relationships,
        specs=specs,
        calendars=_calendars(run, specs),
    )
    if shares:
        reading = reading.narrowed_to(shares)
    reading = reading.without(aside.rows)
    scope = Scope(start=run.starts, end=run.ends, by_site=by_site)
    table = measured_table(reading, specs, scope)
    found = collect(table, {spec.code: spec for spec in specs}, by_site=by_site)
    return _without_whole(found, aside) if aside.whole else found


def _without_whole(found: dict[tuple[int, str], Values], aside: SetAside) -> dict[tuple[int, str], Values]:
    """What was measured for criteria that are set aside as a whole counts as no value, and says why."""
    return {
        (key, site): {
            code: SET_ASIDE if (key, code) in aside.whole else measured for code, measured in values.items()
        }
        for (key, site), values in found.items()
    }


def counts_working_days(specs: Iterable[KpiSpec]) -> bool:
    return any(spec.judging.day_count == "working" for spec in specs)


def _calendars(run: Run, specs: Iterable[KpiSpec]) -> Calendars | None:
    """The working days that the run was started with; None where it has none of its own."""
    if not counts_working_days(specs):
        return None
    # The customer's to know, also when its supplier reads the lines behind its card.
    with acting_for(run.customer_id):
        kept = RunBasis.objects.filter(run=run).values_list("calendars", flat=True).first()
    return calendars.from_data(kept) if kept else None


def measured_table(
    reading: Reading, specs: Sequence[KpiSpec], scope: Scope, *, filled: bool = False
) -> pa.Table:
    """The lake's measure. Where nobody ever reported quality, no defects is no data and not a clean record."""
    unknown = [spec for spec in specs if spec.view == QUALITY and QUALITY_TABLE not in reading.snapshot]
    with opening.refusing():
        table = measures.measure(
            reading, [spec for spec in specs if spec not in unknown], scope, filled=filled
        )
    if not filled or not unknown:
        return table
    members = pa.array(reading.relationships, pa.int64())
    return pa.concat_tables([table, *(without_value(spec.code, members, NO_DATA) for spec in unknown)])


def collect(table: pa.Table, specs: Mapping[str, KpiSpec], *, by_site: bool) -> dict[tuple[int, str], Values]:
    """A measure's result as values with their intervals, by relationship and plant."""
    found: dict[tuple[int, str], dict[str, Measured]] = {}
    columns = (
        table[name].to_pylist() for name in ("kpi", "relationship_id", "value", "n", "spread", "reason")
    )
    sites: Iterable[str | None] = table["site"].to_pylist() if by_site else [WHOLE] * table.num_rows
    # Rates of small samples come up again and again: what is worked out once is kept for the table.
    known: dict[tuple[str, float | None, int, float | None, str | None], Measured] = {}
    for code, relationship, value, n, spread, reason, site in zip(*columns, sites, strict=True):
        figures_of = (code, value, n, spread, reason)
        measured = known.get(figures_of)
        if measured is None:
            measured = known[figures_of] = _measured(specs[code], value, n or 0, spread, reason)
        key = (relationship, site or WHOLE)
        card = found.get(key)
        if card is None:
            card = found[key] = {}
        card[code] = measured
    return dict(found)


def _measured(
    spec: KpiSpec, value: float | None, n: int, spread: float | None, reason: str | None
) -> Measured:
    if value is None:
        return Measured(None, n, reason=reason or "")
    ends = interval(spec, value, n, spread)
    if ends is None:
        return Measured(as_measured(value), n)
    return Measured(as_measured(value), n, figure(ends[0]), figure(ends[1]))


def interval(spec: KpiSpec, value: float, n: int, spread: float | None) -> Interval | None:
    """The 95 % interval by the KPI's own method; None where it has none or the figures do not allow one."""
    if spec.interval == "rate" and n > 0 and 0 <= value <= 1:
        return intervals.wilson(value, n)
    if spec.interval == "mean" and n > 1 and spread is not None:
        return intervals.of_mean(value, spread / sqrt(n), n)
    if spec.interval == "exposure" and spread and value >= 0:
        return intervals.per_exposure(value, spread, PER_MILLION if spec.unit == "ppm" else 1.0)
    return None


@dataclass(frozen=True)
class Previewed:
    relationship: Relationship
    value: float | None
    n: int
    reason: str


def preview(actor: Actor, spec: KpiSpec, *, as_of: date) -> list[Previewed]:
    """A KPI being written, on all facts to date: the suppliers with the largest samples. Raises Refused."""
    customer = Organization.objects.get(pk=actor.organization_id)
    reading = opening.open_reading(actor, customer, opening.pins_now(customer.pk), as_of=as_of, specs=[spec])
    with opening.refusing():
        table = lines.preview(reading, spec, Scope())
    rows: list[dict[str, Any]] = sorted(
        table.to_pylist(), key=lambda row: (-(row["n"] or 0), row["relationship_id"])
    )
    shown = rows[:PREVIEWED]
    known = Relationship.objects.select_related("supplier").in_bulk([row["relationship_id"] for row in shown])
    return [
        Previewed(known[row["relationship_id"]], row["value"], row["n"] or 0, row["reason"] or "")
        for row in shown
    ]


def rows_behind(
    actor: Actor,
    card: Card,
    kpi: Kpi,
    *,
    offset: int = 0,
    limit: int = lines.LONGEST_PAGE,
    only: Collection[lines.RowKey] = (),
) -> lines.Page:
    """Some of the rows one value on a card was measured from, as the KPI saw them: what failed comes first."""
    run, spec = card.run, kpi.measured_as
    used = columns_used(spec)
    pins = opening.Pins(run.lake_version, run.numbering_version, run.rates_version)
    reading = opening.open_reading(
        actor,
        run.customer,
        pins,
        as_of=run.as_of,
        relationships=[card.relationship_id],
        specs=[spec],
        calendars=_calendars(run, [spec]),
    )
    if shares := explanation.shares_from(card.notes):
        reading = reading.narrowed_to({card.relationship_id: shares})
    reading = reading.without(set_aside(run, card.corrections_version, [card.relationship_id]).rows)
    with opening.refusing():
        return lines.lines(
            reading,
            spec,
            card.relationship_id,
            start=run.starts,
            end=run.ends,
            site=None if card.site == WHOLE else card.site.replace(NO_SITE, ""),
            offset=offset,
            limit=limit,
            order=[name for name in FAILURES_FIRST if name.removeprefix("-") in used],
            only=only,
        )


def columns_used(spec: KpiSpec) -> set[str]:
    return kpis.columns_used(spec)
