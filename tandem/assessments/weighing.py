"""The weighted score of a questionnaire: values in, values out.

    score = Σ weight × points ÷ Σ weight, over the questions that have points

A question that was asked and has no points is "no data": its weight stays in `weight` and is missing from `answered`,
so that a reader sees on how much a score rests; it is never a zero. A question that a condition hides, and one whose
answer has no points by intention (“not applicable”), drops out with its weight. A knock-out does not change the score:
it stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Any

from tandem.assessments.content import Content, Kind, Question

HUNDRED = Decimal(100)
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Given:
    """How one question stands: its points (None: no data), whether it drops out, and whether it knocks out."""

    points: Decimal | None = None
    dropped: bool = False
    knocked_out: bool = False


@dataclass(frozen=True)
class Part:
    """A section, or the whole: `score` of 100, None where nothing has points; of `weight`, `answered` has points."""

    code: str
    score: Decimal | None
    weight: Decimal
    answered: Decimal

    @property
    def coverage(self) -> Decimal | None:
        return self.answered / self.weight if self.weight else None


@dataclass(frozen=True)
class Reason:
    """Why a scheme judged as it did; the scheme says it in words (`Scheme.say`)."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """`grade` where a scheme has grades; `knock_outs` are the questions' codes, in order."""

    whole: Part
    sections: tuple[Part, ...]
    knock_outs: tuple[str, ...] = ()
    grade: str = ""
    reasons: tuple[Reason, ...] = ()


def weigh(content: Content, given: Mapping[str, Given], most: Decimal = HUNDRED) -> Outcome:
    """`given` holds the questions that are shown, answered or not; one that is not in it drops out. `most` are the
    points of a full answer."""
    sections = tuple(_part(section.code, section.questions, given, most) for section in content.sections)
    return Outcome(
        whole=_part("", tuple(content), given, most),
        sections=sections,
        knock_outs=tuple(q.code for q in content if q.code in given and given[q.code].knocked_out),
    )


def points_of(question: Question, value: Any) -> Given:
    """What an answer to a choice or a number gives by itself."""
    if question.kind == Kind.CHOICE:
        option = question.option(value)
        if option is None:
            return Given()
        return Given(option.points, dropped=option.points is None, knocked_out=option.knock_out)
    if question.kind == Kind.NUMBER and value not in (None, ""):
        number = Decimal(str(value))
        return Given(_along(question.scale, number), knocked_out=_out_of_bounds(question, number))
    return Given()


def joined(values: Sequence[Given]) -> Given:
    """What several assessors give together: the mean of their points. One who sees a knock-out is enough for it to
    stand, until the lead assessor settles it; it drops out where all who answered let it drop out."""
    answered = [each for each in values if each.points is not None or each.dropped]
    points = [each.points for each in values if each.points is not None]
    return Given(
        points=sum(points, Decimal(0)) / len(points) if points else None,
        dropped=bool(answered) and not points,
        knocked_out=any(each.knocked_out for each in values),
    )


def spread(values: Iterable[Given]) -> Decimal | None:
    """Between the least and the greatest points of several; None where fewer than two gave any."""
    points = [each.points for each in values if each.points is not None]
    return max(points) - min(points) if len(points) > 1 else None


def _part(code: str, questions: Sequence[Question], given: Mapping[str, Given], most: Decimal) -> Part:
    counted = [(q.weight, given[q.code]) for q in questions if q.code in given and not given[q.code].dropped]
    weight = sum((weight for weight, _given in counted), Decimal(0))
    with_points = [(weight, each.points) for weight, each in counted if weight and each.points is not None]
    answered = sum((weight for weight, _points in with_points), Decimal(0))
    total = sum((weight * points for weight, points in with_points), Decimal(0))
    score = (total / answered / most * HUNDRED).quantize(CENT, ROUND_HALF_UP) if answered else None
    return Part(code, score, weight, answered)


def _along(scale: Sequence[tuple[Decimal, Decimal]], value: Decimal) -> Decimal | None:
    """Straight between the scale's values, level beyond its ends."""
    if not scale:
        return None
    if value <= scale[0][0]:
        return scale[0][1]
    for (low, low_points), (high, high_points) in pairwise(scale):
        if value <= high:
            return low_points + (high_points - low_points) * (value - low) / (high - low)
    return scale[-1][1]


def _out_of_bounds(question: Question, number: Decimal) -> bool:
    below, above = question.knock_out_below, question.knock_out_above
    return (below is not None and number < below) or (above is not None and number > above)
