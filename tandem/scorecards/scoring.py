"""Scoring one supplier's card: measured values in, points and a grade with their whole explanation out.

No data is neither zero nor a hundred: a criterion without a usable value is set aside, its weight is shared
among the others in proportion, and the card says so. The lower bound takes every criterion at the worse end
of its 95 % interval at once, which is cautious on purpose: a supplier ranks high only if few doubts remain.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple, Self

from tandem.scorecards.curves import Curve
from tandem.scorecards.figures import HUNDRED, ZERO, to_points, to_score
from tandem.scorecards.grades import Bands
from tandem.scorecards.targets import Held

SMALL_SAMPLE = "small sample"
NO_DATA = "no data"
UNUSABLE = "unusable value"
FEW_ANSWERS = "few answers"
CORRECTED = "set aside"


class Outcome(StrEnum):
    SCORED = "scored"
    NOT_ENOUGH_DATA = "not_enough_data"
    NO_DATA = "no_data"


class Answers(NamedTuple):
    """How people judged a criterion: of so many asked so many gave points, from the lowest to the highest."""

    asked: int
    given: int
    lowest: Decimal | None = None
    highest: Decimal | None = None


class Measured(NamedTuple):
    """One KPI's value for one supplier; `value` is None where `reason` says why. `low` and `high` are the
    ends of its 95 % interval, None where none is known. What people judged has their `answers`."""

    value: Decimal | None
    n: int = 0
    low: Decimal | None = None
    high: Decimal | None = None
    reason: str = ""
    answers: Answers | None = None


MISSING = Measured(None, reason=NO_DATA)


@dataclass(frozen=True, slots=True)
class Criterion:
    """`weight` is of 100 over the whole template; `code` stays the same through a template's versions. Where the
    supplier is held to a `target`, the curve has been moved to it. Where it is `judged` by people no KPI is measured
    for it: `kpi` is the key of their points."""

    code: str
    kpi: str
    weight: Decimal
    curve: Curve
    group: str = ""
    minimum_sample: int = 1
    target: Held | None = None
    judged: bool = False


@dataclass(frozen=True, slots=True)
class Deduction:
    """Points off for each unit of a KPI beyond `free`, at most `at_most` points."""

    code: str
    kpi: str
    points_each: Decimal
    at_most: Decimal
    free: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class RedLine:
    """One red line (一票否决): a KPI at `trips_at` or more (or less, where `downward`) caps the grade at
    `cap`."""

    code: str
    kpi: str
    cap: str
    trips_at: Decimal = Decimal(1)
    downward: bool = False

    def crossed(self, value: Decimal) -> bool:
        return value <= self.trips_at if self.downward else value >= self.trips_at


@dataclass(frozen=True, slots=True)
class Template:
    """`minimum_coverage` is the least share of weight, in per cent, that must have data for a card to get a
    score; `minimum_sample` the least number of cases that at least one criterion must rest on."""

    criteria: tuple[Criterion, ...]
    bands: Bands
    deductions: tuple[Deduction, ...] = ()
    red_lines: tuple[RedLine, ...] = ()
    minimum_coverage: Decimal = Decimal(50)
    minimum_sample: int = 0

    @property
    def kpis(self) -> list[str]:
        """Every KPI a card of this template needs, each once."""
        found = [criterion.kpi for criterion in self.criteria if not criterion.judged]
        found += [deduction.kpi for deduction in self.deductions]
        found += [red_line.kpi for red_line in self.red_lines]
        return list(dict.fromkeys(found))

    def held_to(self, targets: Mapping[str, Held]) -> Self:
        """The same for a supplier that has agreed to targets, by KPI."""
        if not targets:
            return self
        return replace(self, criteria=tuple(_held(each, targets.get(each.kpi)) for each in self.criteria))


def _held(criterion: Criterion, target: Held | None) -> Criterion:
    if target is None:
        return criterion
    return replace(criterion, curve=criterion.curve.moved(target.value), target=target)


class Line(NamedTuple):
    """A criterion on a card. `points` are None, `effective_weight` zero and `set_aside` says why, where it
    was not counted; `worst_points` are those at the worse end of the interval: a person's word has none. `met` says
    whether the value reached the `target`, None where there is none or the criterion was not counted."""

    code: str
    kpi: str
    value: Decimal | None
    n: int
    low: Decimal | None
    high: Decimal | None
    points: Decimal | None
    worst_points: Decimal | None
    weight: Decimal
    effective_weight: Decimal
    set_aside: str
    target: Held | None = None
    met: bool | None = None
    answers: Answers | None = None
    # What was computed where a person put other points in its place.
    computed_points: Decimal | None = None

    @property
    def counted(self) -> bool:
        return not self.set_aside


class TakenOff(NamedTuple):
    code: str
    kpi: str
    value: Decimal
    points: Decimal


class Tripped(NamedTuple):
    code: str
    kpi: str
    value: Decimal
    cap: str


@dataclass(frozen=True, slots=True)
class CardResult:
    """`computed` is the weighted mean of the points, `score` what deductions leave of it; `computed_grade`
    is the score's own, `grade` the one after red lines. All are None unless the outcome is SCORED. `sample`
    is the largest number of cases behind a criterion."""

    outcome: Outcome
    lines: tuple[Line, ...]
    deductions: tuple[TakenOff, ...]
    red_lines: tuple[Tripped, ...]
    coverage: Decimal
    sample: int
    computed: Decimal | None = None
    score: Decimal | None = None
    lower: Decimal | None = None
    computed_grade: str | None = None
    grade: str | None = None


def score(
    template: Template, values: Mapping[str, Measured], overrides: Mapping[str, Decimal] | None = None
) -> CardResult:
    """Score one card. A KPI absent from `values` counts as no data. `overrides` are points that count in the place of
    computed ones, by criterion; what has no data has none."""
    judged = []
    coverage = ZERO
    for criterion in template.criteria:
        measured = values.get(criterion.kpi, MISSING)
        set_aside = _why_set_aside(criterion, measured)
        judged.append((criterion, measured, set_aside))
        if not set_aside:
            coverage += criterion.weight
    lines = tuple(_line(*each, coverage) for each in judged)
    if overrides:
        lines = tuple(_overridden(line, overrides) for line in lines)
    deductions = taken_off(template, values)
    red_lines = tripped(template, values)
    sample = max((line.n for line in lines if line.value is not None), default=0)
    outcome = _outcome(template, coverage, sample)
    if outcome is not Outcome.SCORED:
        return CardResult(outcome, lines, deductions, red_lines, coverage, sample)
    computed = weighted_mean(lines, coverage)
    off = sum((part.points for part in deductions), ZERO)
    final = max(ZERO, computed - off)
    lower = max(ZERO, weighted_mean(lines, coverage, worst=True) - off)
    grade = template.bands.grade(final)
    capped = template.bands.capped(grade, (line.cap for line in red_lines))
    return CardResult(
        outcome, lines, deductions, red_lines, coverage, sample, computed, final, lower, grade, capped
    )


def weighted_mean(lines: tuple[Line, ...], coverage: Decimal, *, worst: bool = False) -> Decimal:
    """The counted lines' points by weight, to two decimals."""
    total = ZERO
    for line in lines:
        points = line.worst_points if worst else line.points
        if points is not None:
            total += line.weight * points
    return to_score(total / coverage)


def _line(criterion: Criterion, measured: Measured, set_aside: str, coverage: Decimal) -> Line:
    value, n, low, high, _, answers = measured
    points = worst = None
    effective = ZERO
    met = None
    if value is not None and not set_aside:
        points_at = criterion.curve.points_at
        points = worst = points_at(value)
        if low is not None and high is not None:
            # A curve only rises or only falls: its worse end is the low one where it rises.
            worst = min(points, points_at(low if criterion.curve.rises else high))
        effective = _effective(criterion.weight, coverage)
        if criterion.target is not None:
            met = criterion.target.met(value, higher_is_better=criterion.curve.rises)
    return Line(
        criterion.code,
        criterion.kpi,
        value,
        n,
        low,
        high,
        points,
        worst,
        criterion.weight,
        effective,
        set_aside,
        criterion.target,
        met,
        answers,
    )


def _overridden(line: Line, overrides: Mapping[str, Decimal]) -> Line:
    points = overrides.get(line.code)
    if points is None or line.points is None:
        return line
    points = to_points(points)
    return line._replace(points=points, worst_points=points, computed_points=line.points)


@lru_cache(maxsize=4096)
def _effective(weight: Decimal, coverage: Decimal) -> Decimal:
    """A criterion's weight in per cent of the weight that was counted."""
    return to_points(weight * HUNDRED / coverage)


def _why_set_aside(criterion: Criterion, measured: Measured) -> str:
    if measured.value is None:
        return measured.reason or NO_DATA
    if not measured.value.is_finite():
        return UNUSABLE
    return SMALL_SAMPLE if measured.n < criterion.minimum_sample else ""


def _outcome(template: Template, coverage: Decimal, sample: int) -> Outcome:
    if not sample:
        return Outcome.NO_DATA
    if not coverage or coverage < template.minimum_coverage or sample < template.minimum_sample:
        return Outcome.NOT_ENOUGH_DATA
    return Outcome.SCORED


def taken_off(template: Template, values: Mapping[str, Measured]) -> tuple[TakenOff, ...]:
    """The deductions that apply; a KPI without data takes nothing off."""
    found = []
    for deduction in template.deductions:
        value = values.get(deduction.kpi, MISSING).value
        if value is not None and value.is_finite() and value > deduction.free:
            points = min(deduction.at_most, (value - deduction.free) * deduction.points_each)
            found.append(TakenOff(deduction.code, deduction.kpi, value, to_score(points)))
    return tuple(found)


def tripped(template: Template, values: Mapping[str, Measured]) -> tuple[Tripped, ...]:
    """The red lines crossed; a KPI without data crosses none."""
    found = []
    for red_line in template.red_lines:
        value = values.get(red_line.kpi, MISSING).value
        if value is not None and value.is_finite() and red_line.crossed(value):
            found.append(Tripped(red_line.code, red_line.kpi, value, red_line.cap))
    return tuple(found)
