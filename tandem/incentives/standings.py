"""Published cards as policies read them: one supplier's course of periods, as short as the policies need."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any

from tandem.improvement.queries.record import improved_between
from tandem.incentives.models import Policy
from tandem.incentives.triggers import Standing, When
from tandem.scorecards.models import Card, Run
from tandem.scorecards.queries import GRAINS

OF_VALUES = (When.KPI, When.STREAK, When.TREND)
Courses = dict[int, list[Standing]]


def courses(
    runs: Iterable[Run], policies: Collection[Policy], *, chosen: Collection[int] | None = None
) -> Courses:
    """By relationship that has a card in the last run, what the runs' whole cards show, in the order of the runs: the
    oldest first; a run without a card of it shows nothing. KPI values are read only where a policy asks for one."""
    runs = list(runs)
    wanted = {policy.kpi for policy in policies if policy.kpi and policy.when in OF_VALUES}
    rows = Card.objects.filter(run__in=[run.pk for run in runs]).whole()
    if chosen is not None:
        rows = rows.filter(relationship__in=chosen)
    fields = ["relationship_id", "run__period", "grade", "score", *(["lines"] if wanted else [])]
    found: Courses = {}
    improved = _improved(runs, policies, chosen)
    for relationship, period, grade, score, *lines in rows.order_by("run__starts").values_list(*fields):
        values = _values(lines[0], wanted) if lines else {}
        better = improved.get((period, relationship), ()) if improved else ()
        found.setdefault(relationship, []).append(Standing(period, grade, score, values, better))
    return _whole(found, [run.period for run in runs]) if len(runs) > 1 else found


def _whole(found: Courses, periods: list[str]) -> Courses:
    """One standing a period, so that a streak does not step over a period in which there was no card."""
    last = periods[-1]
    return {
        relationship: course if len(course) == len(periods) else _filled(course, periods)
        for relationship, course in found.items()
        if course[-1].period == last
    }


def _filled(course: list[Standing], periods: list[str]) -> list[Standing]:
    known = {standing.period: standing for standing in course}
    return [known.get(period) or Standing(period, "", None, {}) for period in periods]


def _improved(
    runs: Iterable[Run], policies: Collection[Policy], chosen: Collection[int] | None
) -> dict[tuple[str, int], list[tuple[str, int]]]:
    """By period and relationship the cases that improved in it, where a policy asks for them."""
    if not any(policy.when == When.IMPROVED for policy in policies):
        return {}
    return {
        (run.period, relationship): cases
        for run in runs
        for relationship, cases in improved_between(
            run.customer_id, run.starts, run.ends, chosen=chosen
        ).items()
    }


def runs_up_to(run: Run, policies: Collection[Policy]) -> list[Run]:
    """The run and the published ones before it that a streak or a trend reaches back to; of periods as long, by any
    version of the same template. The oldest first; a period without a published run ends the row."""
    back = max((policy.periods for policy in policies if policy.when in (When.STREAK, When.TREND)), default=0)
    if not back:
        return [run]
    earlier = Run.objects.filter(
        customer=run.customer_id,
        template__name=run.template.name,
        status=Run.Status.PUBLISHED,
        starts__lt=run.starts,
        period__regex=_grain(run.period),
    ).order_by("-starts")[:back]
    row = [run]
    for each in earlier:
        if each.ends != row[-1].starts:
            break
        row.append(each)
    return row[::-1]


def published_runs(customer_id: int, scorecard: str, periods: int) -> list[Run]:
    """The last published runs of a scorecard, the oldest first; of any scorecard where none is named."""
    rows = Run.objects.filter(customer=customer_id, status=Run.Status.PUBLISHED)
    if scorecard:
        rows = rows.filter(template__name=scorecard)
    return list(reversed(rows.select_related("template", "customer").order_by("-starts", "-pk")[:periods]))


def _grain(period: str) -> str:
    grain = "week" if "W" in period else "quarter" if "Q" in period else "month" if "-" in period else "year"
    return GRAINS[grain]


def _values(lines: Iterable[Mapping[str, Any]], wanted: Collection[str]) -> dict[str, Decimal]:
    return {
        line["kpi"]: Decimal(line["value"]) for line in lines if line["kpi"] in wanted and "value" in line
    }
