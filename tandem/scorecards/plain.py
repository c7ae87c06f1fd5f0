"""Figures and cards as plain values, for scripts: what the API and `--json` on the command line tell.

Scores, points, weights and measured values are JSON numbers: nine digits at most. Money and quantities of order
lines are decimals written as text.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from typing_extensions import TypedDict

from tandem.accounts.actor import Actor
from tandem.core.errors import Refused
from tandem.facts import opening
from tandem.lake.dialect import Grain
from tandem.lake.queries import Scope
from tandem.relationships.models import Relationship
from tandem.scorecards import explanation, measuring
from tandem.scorecards.explaining import Advice, CardPage, Explained
from tandem.scorecards.models import Card, Run
from tandem.scorecards.periods import containing
from tandem.scorecards.scoring import Line


class Figure(TypedDict):
    """`value` is null where `reason` says why; `n` is what it rests on."""

    kpi: str
    relationship: str | None
    period: str | None
    category: str | None
    site: str | None
    value: float | None
    n: int
    reason: str | None


class RunTold(TypedDict):
    run: int
    status: str
    template: str
    template_version: int
    period: str
    as_of: date
    lake_version: int
    numbering_version: int
    rates_version: int
    scored: int
    suppliers: int


class TargetTold(TypedDict):
    """The target that the supplier agreed to; `met` is null where the criterion did not count."""

    agreement: int
    version: int
    value: float
    agreed_on: date
    requirement: str
    met: bool | None


class Answered(TypedDict):
    """How people judged a criterion: how many of those asked gave points, and the words of the level at the median."""

    asked: int
    given: int
    lowest: float | None
    highest: float | None
    level: list[str]


class Criterion(TypedDict):
    """What was measured, which points the curve gives for it, and what that gives to the score.

    `curve` is a list of [value, points], joined by straight lines; it has been moved to the `target`, where the
    supplier agreed to one. `set_aside` says why it did not count. What people judged has its `answers`: its value is
    the median of their points. Where a person put other `points` in the place of `computed_points`, `adjusted` is the
    reason written for the supplier.
    """

    code: str
    name: str
    group: str
    kpi: str
    unit: str
    value: float | None
    n: int
    low: float | None
    high: float | None
    points: float | None
    worst_points: float | None
    weight: float
    effective_weight: float
    gives: float | None
    set_aside: str
    curve: list[tuple[float, float]]
    target: TargetTold | None
    answers: Answered | None
    computed_points: float | None
    adjusted: str | None


class TakenOff(TypedDict):
    code: str
    name: str
    kpi: str
    value: float
    points: float


class Tripped(TypedDict):
    code: str
    name: str
    kpi: str
    value: float
    cap: str


class Share(TypedDict):
    """Which share of the business was measured: a category, a site, or both."""

    category: str | None
    site: str | None


class PlantTold(TypedDict):
    site: str
    share: float
    score: float | None


class Contribution(TypedDict):
    cause: str
    code: str | None
    name: str
    points: float


class ChangeTold(TypedDict):
    since: str
    total: float
    contributions: list[Contribution]


class NextTold(TypedDict):
    grade: str
    gap: float


class CardTold(TypedDict):
    """`computed` is the weighted mean of the points; deductions make `score` of it, red lines cap `grade`."""

    relationship: str
    site: str | None
    outcome: str
    score: float | None
    computed: float | None
    lower: float | None
    grade: str | None
    computed_grade: str | None
    rank: int | None
    coverage: float
    n: int
    criteria: list[Criterion]
    deductions: list[TakenOff]
    red_lines: list[Tripped]
    only: list[Share]
    plants: list[PlantTold]
    change: ChangeTold | None
    next_grade: NextTold | None
    problem: str | None


def grain(by: Sequence[str]) -> Grain:
    grains = [Grain(name) for name in by if name in ("week", "month", "quarter", "year")]
    if len(grains) > 1:
        raise Refused(_("Name one of week, month, quarter and year, not several."))
    return grains[0] if grains else Grain.NONE


def measured(
    actor: Actor,
    kpis: Sequence[str],
    *,
    by: Sequence[str],
    first: date | None,
    until: date | None,
    as_of: date,
) -> tuple[int, list[Figure]]:
    """Each KPI over the newest facts, for everybody at once or broken down, and the lake version measured.

    `first` counts, `until` no longer does. Raises Refused for an unknown KPI.
    """
    scope = Scope(grain=grain(by), start=first, end=until, by_category="category" in by, by_site="site" in by)
    pins = opening.pins_now(actor.organization_id)
    table = measuring.figures(
        actor,
        kpis,
        scope,
        as_of=as_of,
        lake_version=pins.lake_version,
        together="relationship" not in by,
    )
    return pins.lake_version, figures(actor, kpis, table.to_pylist(), scope.grain)


def figures(actor: Actor, kpis: Sequence[str], measured: list[dict[str, Any]], grain: Grain) -> list[Figure]:
    """The rows by KPI in the order asked for, then relationship, period, category and site."""
    slugs = dict(Relationship.objects.visible_to(actor).values_list("pk", "slug"))
    order = {code: place for place, code in reversed(list(enumerate(kpis)))}
    rows = [
        Figure(
            kpi=row["kpi"],
            relationship=slugs.get(row["relationship_id"]),
            period=containing(row["period_start"], grain.value).name if row["period_start"] else None,
            category=row["category"],
            site=row["site"],
            value=row["value"],
            n=row["n"],
            reason=row["reason"],
        )
        for row in measured
    ]

    def place(row: Figure) -> tuple[int, str, str, str, str]:
        broken_down = (row["relationship"], row["period"], row["category"], row["site"])
        first, second, third, fourth = (each or "" for each in broken_down)
        return order[row["kpi"]], first, second, third, fourth

    return sorted(rows, key=place)


def run(told: Run) -> RunTold:
    return RunTold(
        run=told.pk,
        status=told.status,
        template=told.template.name,
        template_version=told.template.version,
        period=told.period,
        as_of=told.as_of,
        lake_version=told.lake_version,
        numbering_version=told.numbering_version,
        rates_version=told.rates_version,
        scored=told.scored,
        suppliers=told.suppliers,
    )


def card(told: Card, page: CardPage) -> CardTold:
    """A card with its explanation, as the page shows it."""
    return CardTold(
        relationship=told.relationship.slug,
        site=told.site or None,
        outcome=told.outcome,
        score=number(told.score),
        computed=number(told.computed),
        lower=number(told.lower),
        grade=told.grade or None,
        computed_grade=told.computed_grade or None,
        rank=told.rank,
        coverage=float(told.coverage),
        n=told.sample,
        criteria=[_criterion(each, page) for each in page.criteria],
        deductions=[
            TakenOff(
                code=part.code, name=name, kpi=part.kpi, value=float(part.value), points=float(part.points)
            )
            for name, part, _unit in page.deductions
        ],
        red_lines=[
            Tripped(code=part.code, name=name, kpi=part.kpi, value=float(part.value), cap=part.cap)
            for name, part, _unit in page.red_lines
        ],
        only=[
            Share(category=category or None, site=site or None)
            for category, site in explanation.shares_from(told.notes)
        ],
        plants=[
            PlantTold(site=plant.site, share=float(plant.share), score=number(plant.score))
            for plant in page.plants
        ],
        change=_change(page),
        next_grade=_next(page.advice),
        problem=page.problem or None,
    )


def number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _criterion(each: Explained, page: CardPage) -> Criterion:
    line = each.line
    adjusted = {found.line.code: found.override.told for found in page.overrides}
    return Criterion(
        code=line.code,
        name=each.name,
        group=each.group,
        kpi=line.kpi,
        unit=each.unit,
        value=number(line.value),
        n=line.n,
        low=number(line.low),
        high=number(line.high),
        points=number(line.points),
        worst_points=number(line.worst_points),
        weight=float(line.weight),
        effective_weight=float(line.effective_weight),
        gives=number(each.gives),
        set_aside=line.set_aside,
        curve=[(float(value), float(points)) for value, points in each.breakpoints],
        target=_target(line),
        answers=_answered(each),
        computed_points=number(line.computed_points),
        adjusted=adjusted.get(line.code),
    )


def _target(line: Line) -> TargetTold | None:
    held = line.target
    if held is None:
        return None
    return TargetTold(
        agreement=held.agreement,
        version=held.version,
        value=float(held.value),
        agreed_on=held.agreed_on,
        requirement=held.requirement,
        met=line.met,
    )


def _answered(each: Explained) -> Answered | None:
    told = each.line.answers
    if told is None:
        return None
    return Answered(
        asked=told.asked,
        given=told.given,
        lowest=number(told.lowest),
        highest=number(told.highest),
        level=each.level or [],
    )


def _next(advice: Advice | None) -> NextTold | None:
    return NextTold(grade=advice.next.grade, gap=float(advice.next.gap)) if advice else None


def _change(page: CardPage) -> ChangeTold | None:
    if page.change is None or page.before is None:
        return None
    return ChangeTold(
        since=page.before.run.period,
        total=float(page.change.total),
        contributions=[
            Contribution(
                cause=each.part.cause.value,
                code=each.part.code or None,
                name=each.name,
                points=float(each.part.points),
            )
            for each in page.moved
        ],
    )
