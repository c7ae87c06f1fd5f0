"""The argument of a selection: who, on what evidence, by which weights, how sure, why not the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from tandem.sourcing.deciding import bounds, ranking, stability
from tandem.sourcing.models import Candidate, Criterion, Selection, Value
from tandem.sourcing.queries import evidence, money, weighing

SAMPLES = 10_000
SEED = 2026


@dataclass(frozen=True)
class KnockOut:
    """A limit that a candidate does not keep; `surely` False where the value is not known well enough to say."""

    criterion: Criterion
    value: Value | None
    surely: bool


@dataclass(frozen=True)
class Part:
    """What one criterion adds to a candidate's score, from 0 to its weight."""

    criterion: Criterion
    points: float
    most: float


@dataclass(frozen=True)
class Line:
    """One candidate of the short list. Scores from 0 to 1: the middle of what is possible, and between which limits the
    missing values let it lie; ranks likewise. None of these for who is knocked out, or while there are no weights."""

    candidate: Candidate
    cells: tuple[Value | None, ...]
    knock_outs: tuple[KnockOut, ...]
    cost: money.Cost
    score: float | None = None
    low: float | None = None
    high: float | None = None
    rank: int | None = None
    rank_best: int | None = None
    rank_worst: int | None = None
    parts: tuple[Part, ...] = ()

    @property
    def is_out(self) -> bool:
        return any(each.surely for each in self.knock_outs)

    @property
    def doubts(self) -> list[KnockOut]:
        return [each for each in self.knock_outs if not each.surely]


@dataclass(frozen=True)
class Argument:
    """`lines` are ordered by rank, those knocked out last. `problem` (a code of `wording.REASONS`) says why nobody is
    ranked yet."""

    selection: Selection
    criteria: tuple[Criterion, ...]
    weights: weighing.Weights
    lines: tuple[Line, ...]
    left_out: tuple[Candidate, ...]
    problem: str = ""
    problem_with: Criterion | None = None
    values: bounds.Bounded | None = None
    # The candidates of `values`' rows.
    race: tuple[Candidate, ...] = ()

    @property
    def types(self) -> list[int]:
        return [criterion.type for criterion in self.criteria]

    @property
    def first(self) -> Line | None:
        return next((line for line in self.lines if line.rank == 1), None)

    @property
    def second(self) -> Line | None:
        ranked = [line for line in self.lines if line.rank is not None]
        return ranked[1] if len(ranked) > 1 else None

    @property
    def is_sure(self) -> bool:
        """Whatever the missing values turn out to be, the first stays first."""
        return self.first is not None and self.first.rank_worst == 1

    @property
    def known(self) -> tuple[int, int]:
        """How many values are known exactly, of how many."""
        cells = [cell for line in self.lines for cell in line.cells]
        return sum(cell is not None and cell.is_known for cell in cells), len(cells)


@dataclass(frozen=True)
class Check:
    """What stands behind "check robustness" and "is the winner safe?". `winner` is the first row of the weighted sum
    over the middle of the values; indices are those of `argument.race`."""

    robustness: ranking.Robustness
    intervals: list[stability.Interval]
    acceptability: stability.Acceptability
    in_order: stability.Acceptability
    winner: int


def argument(selection: Selection, today: date) -> Argument:
    """Computed from what stands in the selection now; the same rows give the same argument."""
    criteria = tuple(selection.criteria.all())
    candidates = list(selection.candidates.select_related("relationship__supplier", "selection__customer"))
    short = [candidate for candidate in candidates if candidate.in_the_race]
    cells = _cells(short, criteria)
    if selection.snapshot:
        costs = money.kept_costs(selection, short)
    else:
        costs = money.costs(selection, short, evidence.expectations(selection, short), today)
    lines = [
        Line(candidate, row, _knock_outs(row, criteria), costs[candidate.pk])
        for candidate, row in ((each, cells[each.pk]) for each in short)
    ]
    race = [line for line in lines if not line.is_out]
    found = Argument(
        selection=selection,
        criteria=criteria,
        weights=weighing.Weights(selection.weighting, None),
        lines=tuple(lines),
        left_out=tuple(candidate for candidate in candidates if not candidate.in_the_race),
        race=tuple(line.candidate for line in race),
    )
    return _ranked(found, race)


def check(found: Argument) -> Check | None:
    """None while nobody is ranked, or where there is nobody to compare with."""
    weights = found.weights.weights
    if found.values is None or weights is None or len(found.race) < 2:
        return None
    middle, limits = found.values.middle, bounds.possible(found.values, found.types)
    robust = ranking.robustness(middle, weights, found.types, limits)
    return Check(
        robust,
        stability.weight_intervals(middle, weights, found.types, limits),
        stability.smaa(found.values, found.types, samples=SAMPLES, seed=SEED),
        stability.smaa(found.values, found.types, samples=SAMPLES, seed=SEED, around=weights),
        int(np.argmax(np.round(robust.weighted_sum.scores or (), 12))),
    )


def _ranked(found: Argument, race: Sequence[Line]) -> Argument:
    criteria, selection = found.criteria, found.selection
    types = found.types
    values: bounds.Bounded | None = None
    problem, problem_with = "", None
    if not criteria:
        problem = "no_criteria"
    elif not race:
        problem = "nobody_left" if found.lines else "no_candidates"
    else:
        unknown = next((each for each in criteria if _nothing_known(each, race, criteria)), None)
        if unknown is not None:
            problem, problem_with = "nothing_known", unknown
        else:
            rows = [[cell.limits if cell else None for cell in line.cells] for line in race]
            values = bounds.bounded(
                rows, [_scale(criterion, rows, place) for place, criterion in enumerate(criteria)]
            )
    middle = values.middle if values is not None else None
    weights = weighing.weights_of(selection, criteria, middle, types)
    if not problem and weights.weights is None:
        problem = weights.problem
    if problem or values is None or weights.weights is None:
        return replace(found, weights=weights, values=values, problem=problem, problem_with=problem_with)
    standings = bounds.standings(values, weights.weights, types)
    scores = [(each.low + each.high) / 2 for each in standings]
    ranks = ranking.ranks(scores)
    parts = _parts(values, weights.weights, types)
    scored = {
        line.candidate.pk: replace(
            line,
            score=scores[place],
            low=standings[place].low,
            high=standings[place].high,
            rank=ranks[place],
            rank_best=standings[place].rank_best,
            rank_worst=standings[place].rank_worst,
            parts=tuple(
                Part(criterion, parts[place][number], weights.weights[number])
                for number, criterion in enumerate(criteria)
            ),
        )
        for place, line in enumerate(race)
    }
    lines = sorted(
        (scored.get(line.candidate.pk, line) for line in found.lines),
        key=lambda line: (line.rank is None, line.rank or 0, str(line.candidate)),
    )
    return replace(found, weights=weights, values=values, lines=tuple(lines))


def _parts(values: bounds.Bounded, weights: Sequence[float], types: Sequence[int]) -> Any:
    """The middle of each candidate's points by each criterion, on the scale of `bounds.standings`."""
    shares = ranking.scaled(values.middle, types, bounds.possible(values, types))
    return (shares * np.asarray(weights)).tolist()


def _cells(
    candidates: Sequence[Candidate], criteria: Sequence[Criterion]
) -> dict[int, tuple[Value | None, ...]]:
    rows = Value.objects.filter(candidate__in=candidates)
    known = {(value.candidate_id, value.criterion_id): value for value in rows}
    return {
        candidate.pk: tuple(known.get((candidate.pk, criterion.pk)) for criterion in criteria)
        for candidate in candidates
    }


def _knock_outs(row: Sequence[Value | None], criteria: Sequence[Criterion]) -> tuple[KnockOut, ...]:
    found = []
    for criterion, value in zip(criteria, row, strict=True):
        if criterion.limit is None:
            continue
        limits = value.limits if value is not None else None
        if limits is None:
            found.append(KnockOut(criterion, value, surely=False))
            continue
        limit = float(criterion.limit)
        best, worst = (limits[1], limits[0]) if criterion.type > 0 else (-limits[0], -limits[1])
        limit = limit * criterion.type
        if best < limit:
            found.append(KnockOut(criterion, value, surely=True))
        elif worst < limit:
            found.append(KnockOut(criterion, value, surely=False))
    return tuple(found)


def _nothing_known(criterion: Criterion, race: Sequence[Line], criteria: Sequence[Criterion]) -> bool:
    place = criteria.index(criterion)
    cells = [line.cells[place] for line in race]
    return all(cell is None or cell.limits is None for cell in cells)


def _scale(criterion: Criterion, rows: Sequence[Sequence[Any]], place: int) -> tuple[float, float] | None:
    """The criterion's own scale, wide enough for what is known."""
    if criterion.scale is None:
        return None
    known = [limit for row in rows if row[place] for limit in row[place]]
    return min(criterion.scale[0], *known), max(criterion.scale[1], *known)
