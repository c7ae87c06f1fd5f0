"""Values that are missing, or known between two limits: bounded, never guessed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tandem.sourcing.deciding.ranking import Limits, Matrix

Cell = float | tuple[float, float] | None
"""A value, its two limits, or None where nothing is known."""


@dataclass(frozen=True)
class Bounded:
    """Candidates × criteria between `low` and `high`, in the criteria's own units; `known` where both are one value."""

    low: NDArray[np.float64]
    high: NDArray[np.float64]

    @property
    def known(self) -> NDArray[np.bool_]:
        return np.asarray(self.low == self.high)

    @property
    def middle(self) -> NDArray[np.float64]:
        return (self.low + self.high) / 2


@dataclass(frozen=True)
class Standing:
    """A candidate's weighted sum at its worst and at its best; `rank_best` and `rank_worst` are the ranks it can have
    whatever the missing values turn out to be."""

    low: float
    high: float
    rank_best: int
    rank_worst: int


def bounded(rows: Sequence[Sequence[Cell]], scales: Sequence[tuple[float, float] | None]) -> Bounded:
    """A missing value lies on its criterion's scale, or, where that has none, between the lowest and the highest value
    known. Raises ValueError naming the criterion of which nothing is known at all."""
    low, high = (np.empty((len(rows), len(scales))) for _end in range(2))
    for place, scale in enumerate(scales):
        known = [limits for row in rows if (limits := _limits(row[place])) is not None]
        if not known and scale is None:
            raise ValueError(f"nothing is known of criterion {place + 1}")
        least = scale[0] if scale else min(limits[0] for limits in known)
        most = scale[1] if scale else max(limits[1] for limits in known)
        for number, row in enumerate(rows):
            low[number, place], high[number, place] = _limits(row[place]) or (least, most)
    return Bounded(low, high)


def possible(values: Bounded, types: Sequence[int]) -> Limits:
    """The worst and the best that each criterion can be at all: the scale of the weighted sum."""
    worst, best = _ends(values, types)
    return worst.min(axis=0), best.max(axis=0)


def standings(values: Bounded, weights: Sequence[float], types: Sequence[int]) -> list[Standing]:
    """The weighted sum of each candidate over values scaled between the lowest and highest possible of each criterion.

    Each missing value is free of the others. Once it is known it may also narrow the scale, and a difference on a
    narrower scale counts for more: a candidate is surely ahead of another where it is so on every scale that can be.
    """
    shares = np.asarray(weights, dtype=float)
    worst, best = _ends(values, types)
    least, most = possible(values, types)
    span = most - least
    alike = span <= 0
    low = np.where(alike, 1.0, (worst - least) / np.where(alike, 1, span)) @ shares
    high = np.where(alike, 1.0, (best - least) / np.where(alike, 1, span)) @ shares
    leads = _leads(worst, best) @ shares
    return [
        Standing(
            float(low[place]),
            float(high[place]),
            rank_best=1 + int((leads[place] < -1e-12).sum()),
            rank_worst=int((leads[:, place] >= -1e-12).sum()),
        )
        for place in range(len(low))
    ]


def _ends(values: Bounded, types: Sequence[int]) -> Limits:
    """Each value at its worst and at its best, turned so that more is better."""
    ends = np.stack([values.low * np.asarray(types), values.high * np.asarray(types)])
    return ends.min(axis=0), ends.max(axis=0)


def _leads(worst: Matrix, best: Matrix) -> Matrix:
    """By how much each candidate (first axis) can at most be ahead of each other one (second) on each criterion.

    (a - b) / span is greatest with a at its best and b at its worst; where a is ahead then, on the narrowest scale that
    holds both and can hold the others, else on the widest.
    """
    count = len(worst)
    leads = np.zeros((count, *worst.shape))
    widest = best.max(axis=0) - worst.min(axis=0)
    for first in range(count):
        for second in range(count):
            if first == second:
                continue
            others = [place for place in range(count) if place not in (first, second)]
            ahead = best[first] - worst[second]
            lowest = np.minimum(best[first], worst[second])
            highest = np.maximum(best[first], worst[second])
            if others:
                lowest = np.minimum(lowest, best[others].min(axis=0))
                highest = np.maximum(highest, worst[others].max(axis=0))
            span = np.where(ahead > 0, highest - lowest, widest)
            leads[first, second] = np.where(span > 0, ahead / np.where(span > 0, span, 1), 0)
    return leads


def _limits(cell: Cell) -> tuple[float, float] | None:
    if cell is None:
        return None
    low, high = cell if isinstance(cell, tuple) else (cell, cell)
    if low > high:
        raise ValueError("the lower limit is above the upper one")
    return float(low), float(high)
