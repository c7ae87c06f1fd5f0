"""Is the winner safe? How far each weight may move, and who wins when the weights are anybody's."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tandem.sourcing.deciding.bounds import Bounded, possible
from tandem.sourcing.deciding.ranking import Limits, scaled

Matrix = NDArray[np.float64]
# Samples worked on at a time: bounds the memory whatever the number of samples.
CHUNK = 1000


@dataclass(frozen=True)
class Interval:
    """From which to which weight of one criterion the winner stays first, the others keeping their proportions.

    `below` and `above` are who takes over outside of it; None where the interval reaches 0 or 1.
    """

    weight: float
    low: float
    high: float
    below: int | None
    above: int | None


@dataclass(frozen=True)
class Acceptability:
    """SMAA-2 (Lahdelma & Salminen 2001) by simulation.

    `ranks[i][r]` is the share of samples in which candidate i has rank r + 1. `central[i]` are the average weights of
    those samples in which it is first (None where it never is), and `confidence[i]` the share of samples of uncertain
    values in which it is first with these weights.
    """

    ranks: tuple[tuple[float, ...], ...]
    central: tuple[tuple[float, ...] | None, ...]
    confidence: tuple[float | None, ...]
    samples: int


def weight_intervals(
    matrix: Matrix, weights: Sequence[float], types: Sequence[int], limits: Limits | None = None
) -> list[Interval]:
    """For each criterion of a weighted sum, in closed form: a candidate's score is linear in the one weight."""
    values, shares = scaled(matrix, types, limits), np.asarray(weights, dtype=float)
    winner = int(np.argmax(np.round(values @ shares, 12)))
    return [_interval(values, shares, winner, place) for place in range(len(shares))]


def smaa(
    values: Bounded,
    types: Sequence[int],
    *,
    samples: int,
    seed: int,
    method: str = "weighted_sum",
    around: Sequence[float] | None = None,
) -> Acceptability:
    """Ranks under weights drawn evenly from all there are, and under values drawn evenly between their limits.

    `method` is weighted_sum or topsis (with vector normalisation). With `around`, only weights in the same order of
    importance as these are drawn. The same seed gives the same answer.
    """
    if method not in SCORES:
        raise ValueError(f"SMAA knows {', '.join(SCORES)}")
    random = np.random.default_rng(seed)
    candidates, criteria = values.low.shape
    kinds, certain = np.asarray(types, dtype=float), bool(values.known.all())
    limits = possible(values, kinds.astype(int).tolist())
    prepared = SCORES[method](values.low, kinds, limits) if certain else None
    counts = np.zeros((candidates, candidates))
    central = np.zeros((candidates, criteria))
    for start in range(0, samples, CHUNK):
        drawn = _weights(random, min(CHUNK, samples - start), criteria, around)
        scores = prepared(drawn) if prepared else _uncertain(random, values, kinds, drawn, method, limits)
        first = _count(scores, counts)
        np.add.at(central, first, drawn)
    if certain:
        counts = _shared_by_equals(values.low, counts)
        central = _shared_by_equals(values.low, central)
    wins = counts[:, 0]
    middle = [tuple(map(float, row / row.sum())) if row.sum() > 0 else None for row in central]
    confidence = [
        None
        if weights is None
        else _confidence(random, values, kinds, weights, place, method, samples, limits)
        for place, weights in enumerate(middle)
    ]
    return Acceptability(
        tuple(tuple(map(float, row)) for row in counts / samples),
        tuple(row if wins[place] > 0 else None for place, row in enumerate(middle)),
        tuple(confidence),
        samples,
    )


def _interval(values: Matrix, weights: NDArray[np.float64], winner: int, place: int) -> Interval:
    """Against each rival: t·(a - b) + (1 - t)·(r_a - r_b) ≥ 0, where r is the rest's share of the score."""
    now = float(weights[place])
    others = np.delete(weights, place)
    rest_weights = (
        others / others.sum() if others.sum() > 0 else np.full(len(others), 1 / max(len(others), 1))
    )
    rest = np.delete(values, place, axis=1) @ rest_weights
    low, high, below, above = 0.0, 1.0, None, None
    for rival in range(len(values)):
        if rival == winner:
            continue
        at_zero = float(rest[winner] - rest[rival])
        slope = float(values[winner, place] - values[rival, place]) - at_zero
        if abs(slope) < 1e-12:
            continue
        turn = min(max(-at_zero / slope, 0.0), 1.0)
        if slope > 0 and at_zero < -1e-12 and turn > low:
            low, below = min(turn, now), rival
        elif slope < 0 and at_zero + slope < -1e-12 and turn < high:
            high, above = max(turn, now), rival
    return Interval(now, low, high, below, above)


def _weights(
    random: np.random.Generator, samples: int, criteria: int, around: Sequence[float] | None
) -> Matrix:
    """Evenly from the simplex; in the order of importance of `around`, where equal ones share a place by chance."""
    drawn = random.dirichlet(np.ones(criteria), size=samples)
    if around is None:
        return drawn
    drawn = -np.sort(-drawn, axis=1)
    given = np.broadcast_to(np.asarray(around, dtype=float), drawn.shape)
    order = np.lexsort((random.random(drawn.shape), -given), axis=1)
    sorted_back = np.empty_like(drawn)
    np.put_along_axis(sorted_back, order, drawn, axis=1)
    return sorted_back


class _WeightedSum:
    """Scores of samples × candidates for samples of weights, where the values are certain."""

    def __init__(self, values: Matrix, types: NDArray[np.float64], limits: Limits) -> None:
        self.values = scaled(values, types.tolist(), limits).T

    def __call__(self, weights: Matrix) -> Matrix:
        return np.asarray(weights @ self.values)


class _Topsis:
    """The same by TOPSIS: as weights are not negative, the ideals of the weighted matrix are the weighted ideals, so
    that all distances of all samples are two matrix products."""

    def __init__(self, values: Matrix, types: NDArray[np.float64], _limits: Limits) -> None:
        length = np.sqrt((values**2).sum(axis=0))
        normal = values / np.where(length > 0, length, 1) * types
        self.to_ideal = ((normal - normal.max(axis=0)) ** 2).T
        self.to_worst = ((normal - normal.min(axis=0)) ** 2).T

    def __call__(self, weights: Matrix) -> Matrix:
        squared = weights**2
        good, bad = np.sqrt(squared @ self.to_worst), np.sqrt(squared @ self.to_ideal)
        whole = good + bad
        return np.asarray(np.divide(good, whole, out=np.ones_like(whole), where=whole > 0))


SCORES: dict[str, type[_WeightedSum | _Topsis]] = {"weighted_sum": _WeightedSum, "topsis": _Topsis}


def _uncertain(
    random: np.random.Generator,
    values: Bounded,
    types: NDArray[np.float64],
    weights: Matrix,
    method: str,
    limits: Limits,
) -> Matrix:
    """Each sample has values of its own."""
    span = values.high - values.low
    scores = np.empty((len(weights), len(span)))
    for number, drawn in enumerate(weights):
        made = values.low + random.random(span.shape) * span
        scores[number] = SCORES[method](made, types, limits)(drawn[None, :])[0]
    return scores


def _count(scores: Matrix, counts: Matrix) -> NDArray[np.intp]:
    """Add each sample's ranks to `counts`; answers who is first in each."""
    candidates = scores.shape[1]
    order = np.argsort(-scores, axis=1)
    places = order * candidates + np.arange(candidates)
    counts += np.bincount(places.ravel(), minlength=candidates**2).reshape(candidates, candidates)
    return order[:, 0]


def _shared_by_equals(values: Matrix, counts: Matrix) -> Matrix:
    """Candidates with the same values have the same ranks: what chance gave to one of them is all of theirs."""
    _rows, group = np.unique(values, axis=0, return_inverse=True)
    group = group.ravel()
    sums = np.zeros_like(counts)
    np.add.at(sums, group, counts)
    return np.asarray(sums[group] / np.bincount(group)[group][:, None])


def _confidence(
    random: np.random.Generator,
    values: Bounded,
    types: NDArray[np.float64],
    weights: tuple[float, ...],
    place: int,
    method: str,
    samples: int,
    limits: Limits,
) -> float:
    """How sure the first place is with these weights, as the values are uncertain."""
    given = np.asarray([weights])
    if values.known.all():
        scores = SCORES[method](values.low, types, limits)(given)
        return float(scores[0, place] >= scores.max() - 1e-12)
    repeated = np.repeat(given, min(samples, CHUNK), axis=0)
    scores = _uncertain(random, values, types, repeated, method, limits)
    return float((scores[:, place] >= scores.max(axis=1) - 1e-12).mean())
