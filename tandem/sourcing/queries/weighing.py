"""The weights of a selection: by its judges, joined, or from the values themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tandem.sourcing.deciding import weights as mathematics
from tandem.sourcing.models import Criterion, Judge, Selection

Weighting = Selection.Weighting
Matrix = Any


@dataclass(frozen=True)
class Disagreement:
    """The judgement that fits the others worst: how many times as important `first` was said to be as `second`, and
    what the other judgements say."""

    first: Criterion
    second: Criterion
    given: float
    implied: float


@dataclass(frozen=True)
class Said:
    """One judge's own weights, as far as given; `missing` judgements to go."""

    judge: Judge
    weights: tuple[float, ...] | None
    missing: int
    consistency_ratio: float | None = None
    worst: Disagreement | None = None

    @property
    def is_consistent(self) -> bool:
        return self.consistency_ratio is None or self.consistency_ratio <= mathematics.CONSISTENT


@dataclass(frozen=True)
class Weights:
    """`weights` in the criteria's order, or None and why (a code of `wording.REASONS`). `lowest` and `highest` are
    single judges' weights."""

    method: str
    weights: tuple[float, ...] | None
    problem: str = ""
    said: tuple[Said, ...] = ()
    lowest: tuple[float, ...] = ()
    highest: tuple[float, ...] = ()
    consistency_ratio: float | None = None
    worst: Disagreement | None = None
    # The pair on which the judges differ most, and by which factor.
    widest: tuple[Criterion, Criterion, float] | None = None
    waiting: tuple[Judge, ...] = field(default=())

    @property
    def is_consistent(self) -> bool:
        return self.consistency_ratio is None or self.consistency_ratio <= mathematics.CONSISTENT


def pairs(criteria: Sequence[Criterion]) -> list[tuple[Criterion, Criterion]]:
    """Every pair once, in the order in which one is asked."""
    return [(first, second) for place, first in enumerate(criteria) for second in criteria[place + 1 :]]


def weights_of(
    selection: Selection, criteria: Sequence[Criterion], middle: Matrix | None, types: Sequence[int]
) -> Weights:
    """`middle` are the values of the candidates in the race (candidates × criteria), for the methods that read them."""
    if not criteria:
        return Weights(selection.weighting, None, "no_criteria")
    if selection.weighting in (Weighting.PAIRWISE, Weighting.DIRECT):
        return _judged(selection, criteria)
    if middle is None or len(middle) < 2:
        return Weights(selection.weighting, None, "too_few_candidates")
    try:
        if selection.weighting == Weighting.ENTROPY:
            return Weights(selection.weighting, mathematics.entropy(middle))
        return Weights(selection.weighting, mathematics.critic(middle, types))
    except ValueError:
        return Weights(selection.weighting, None, "not_for_these_values")


def _judged(selection: Selection, criteria: Sequence[Criterion]) -> Weights:
    judges = list(selection.judges.prefetch_related("judgements", "direct_weights"))
    matrices = {judge.pk: _matrix(judge, selection.weighting, criteria) for judge in judges}
    said = tuple(_said(judge, *matrices[judge.pk], criteria, selection.weighting) for judge in judges)
    handed_in = [judge for judge in judges if judge.done_at is not None and matrices[judge.pk][1] == 0]
    waiting = tuple(judge for judge in judges if judge not in handed_in)
    if not handed_in:
        return Weights(selection.weighting, None, "nobody_judged", said, waiting=waiting)
    joined = mathematics.joined([matrices[judge.pk][0] for judge in handed_in])
    pairwise = selection.weighting == Weighting.PAIRWISE and len(criteria) > 2
    return Weights(
        selection.weighting,
        joined.judged.weights,
        said=said,
        lowest=joined.lowest,
        highest=joined.highest,
        consistency_ratio=joined.judged.consistency_ratio if pairwise else None,
        worst=_disagreement(joined.judged.worst, criteria) if pairwise else None,
        widest=_widest(joined.spread, criteria) if len(handed_in) > 1 else None,
        waiting=waiting,
    )


def _matrix(judge: Judge, weighting: str, criteria: Sequence[Criterion]) -> tuple[Matrix, int]:
    """The judge's whole matrix, and how many judgements are missing of it."""
    place = {criterion.pk: number for number, criterion in enumerate(criteria)}
    if weighting == Weighting.PAIRWISE:
        given = {(place[each.first_id], place[each.second_id]): each.ratio for each in judge.judgements.all()}
        wanted = len(criteria) * (len(criteria) - 1) // 2
        return mathematics.reciprocal(len(criteria), given), wanted - len(given)
    points = {place[each.criterion_id]: float(each.points) for each in judge.direct_weights.all()}
    shares = [points.get(number, 1.0) for number in range(len(criteria))]
    ratios = {
        (first, second): shares[first] / shares[second]
        for first in range(len(shares))
        for second in range(first + 1, len(shares))
    }
    return mathematics.reciprocal(len(criteria), ratios), len(criteria) - len(points)


def _said(judge: Judge, matrix: Matrix, missing: int, criteria: Sequence[Criterion], weighting: str) -> Said:
    if missing:
        return Said(judge, None, missing)
    judged = mathematics.ahp(matrix)
    if weighting == Weighting.DIRECT or len(criteria) < 3:
        return Said(judge, judged.weights, 0)
    return Said(judge, judged.weights, 0, judged.consistency_ratio, _disagreement(judged.worst, criteria))


def _disagreement(
    worst: mathematics.Disagreement | None, criteria: Sequence[Criterion]
) -> Disagreement | None:
    if worst is None:
        return None
    return Disagreement(criteria[worst.first], criteria[worst.second], worst.given, worst.implied)


def _widest(
    spread: Sequence[Sequence[float]], criteria: Sequence[Criterion]
) -> tuple[Criterion, Criterion, float] | None:
    found = max(
        ((spread[first][second], first, second) for first in range(len(spread)) for second in range(first)),
        default=(1.0, 0, 0),
    )
    factor, first, second = found
    return (criteria[second], criteria[first], factor) if factor > 1.0001 else None
