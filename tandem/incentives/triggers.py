"""When a policy speaks: what published cards have to show. Values in, findings out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class When(StrEnum):
    GRADE = "grade"
    KPI = "kpi"
    STREAK = "streak"
    TREND = "trend"
    IMPROVED = "improved"
    INCIDENT = "incident"


class Comparison(StrEnum):
    BELOW = "below"
    ABOVE = "above"


class Standing(NamedTuple):
    """One published card as a policy reads it; `values` are its KPIs' values, those without data left out; `improved`
    are the improvement cases that the facts showed to have improved in the card's period: (the KPI, the case)."""

    period: str
    grade: str
    score: Decimal | None
    values: Mapping[str, Decimal]
    improved: Sequence[tuple[str, int]] = ()


@dataclass(frozen=True, slots=True)
class Trigger:
    """`grade`: the grade is one of `grades`. `kpi`: the KPI's value is below or above the threshold. `streak`: either
    of these for `periods` periods one after the other. `trend`: the score, or the KPI's value where one is named, has
    risen (`change` above 0) or fallen (below 0) by that much or more since `periods` periods ago. `improved`: so many
    `cases`, of the KPI where one is named, improved in the period; each is of one period, so that none counts twice.
    `incident`: never by itself; a person proposes."""

    when: When
    grades: frozenset[str] = frozenset()
    kpi: str = ""
    comparison: Comparison = Comparison.BELOW
    threshold: Decimal = Decimal(0)
    periods: int = 1
    change: Decimal = Decimal(0)
    cases: int = 1


class Finding(NamedTuple):
    """Why it spoke: the periods that count, and the value of each (None where the grade alone counts); the improvement
    cases, where these count."""

    periods: tuple[str, ...]
    grades: tuple[str, ...]
    values: tuple[Decimal | None, ...]
    cases: tuple[int, ...] = ()


def found(trigger: Trigger, course: Sequence[Standing]) -> Finding | None:
    """Whether the last of a supplier's standings, oldest first and one a period, calls for the policy.

    A period without data meets no condition: it ends a streak, and a trend is not measured from it.
    """
    if not course or trigger.when == When.INCIDENT:
        return None
    if trigger.when == When.TREND:
        return _trend(trigger, course)
    if trigger.when == When.IMPROVED:
        return _improved(trigger, course[-1])
    if trigger.when != When.STREAK:
        return _alone(trigger, course[-1])
    if len(course) < trigger.periods:
        return None
    last = course[-trigger.periods :]
    if not all(_meets(trigger, standing) for standing in last):
        return None
    return _finding(trigger, last)


def _alone(trigger: Trigger, standing: Standing) -> Finding | None:
    """Of one period: a grade, or a KPI's value. Most policies are of this kind and most cards meet none of them."""
    if trigger.when == When.GRADE:
        if standing.grade not in trigger.grades:
            return None
        return Finding((standing.period,), (standing.grade,), (None,))
    value = standing.values.get(trigger.kpi)
    if value is None or (
        value >= trigger.threshold if trigger.comparison == Comparison.BELOW else value <= trigger.threshold
    ):
        return None
    return Finding((standing.period,), (standing.grade,), (value,))


def _improved(trigger: Trigger, standing: Standing) -> Finding | None:
    cases = tuple(case for kpi, case in standing.improved if trigger.kpi in ("", kpi))
    if len(cases) < max(trigger.cases, 1):
        return None
    return Finding((standing.period,), (standing.grade,), (None,), cases)


def _meets(trigger: Trigger, standing: Standing) -> bool:
    if trigger.kpi:
        value = standing.values.get(trigger.kpi)
        if value is None:
            return False
        return (
            value < trigger.threshold if trigger.comparison == Comparison.BELOW else value > trigger.threshold
        )
    return standing.grade in trigger.grades


def _trend(trigger: Trigger, course: Sequence[Standing]) -> Finding | None:
    if len(course) <= trigger.periods or not trigger.change:
        return None
    before, after = course[-1 - trigger.periods], course[-1]
    first, last = _value(trigger, before), _value(trigger, after)
    if first is None or last is None:
        return None
    moved = last - first
    reached = moved >= trigger.change if trigger.change > 0 else moved <= trigger.change
    return _finding(trigger, (before, after)) if reached else None


def _value(trigger: Trigger, standing: Standing) -> Decimal | None:
    return standing.values.get(trigger.kpi) if trigger.kpi else standing.score


def _finding(trigger: Trigger, standings: Sequence[Standing]) -> Finding:
    by_value = bool(trigger.kpi) or trigger.when == When.TREND
    return Finding(
        tuple(each.period for each in standings),
        tuple(each.grade for each in standings),
        tuple(_value(trigger, each) if by_value else None for each in standings),
    )
