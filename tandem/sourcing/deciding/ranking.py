"""Rankings: the weighted sum that a committee reads, and eight other methods that check whether it holds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import scipy  # a part of it is loaded at its first use: all of them take seconds
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]
Limits = tuple[Vector, Vector]
"""Of each criterion the worst and the best value, both turned so that more is better."""


class Problem(StrEnum):
    """Why a method says nothing of a matrix; the pages have a sentence for each."""

    NOT_POSITIVE = "not_positive"  # it divides by values, and one is zero or below
    NO_DIFFERENCE = "no_difference"  # no criterion tells the candidates apart
    TOO_FEW = "too_few"  # it takes two candidates at least


@dataclass(frozen=True)
class Outcome:
    """One method's answer. `scores` as the method defines them (VIKOR: lower is better), `ranks` from 1, ties share
    the best rank; both None where `problem` says why."""

    method: str
    scores: tuple[float, ...] | None
    ranks: tuple[int, ...] | None
    problem: Problem | None = None


@dataclass(frozen=True)
class Robustness:
    """`agreement` is Kendall's W over the weighted sum and all methods that answered: 1 where all rank alike.
    `with_weighted_sum` is each method's Spearman correlation with the weighted sum; None where it is undefined."""

    weighted_sum: Outcome
    outcomes: tuple[Outcome, ...]
    agreement: float | None
    with_weighted_sum: dict[str, float | None]

    @property
    def same_winner(self) -> tuple[int, int]:
        """How many of the methods that answered put the weighted sum's first candidate first, of how many."""
        ranks = [outcome.ranks for outcome in self.outcomes if outcome.ranks is not None]
        if self.weighted_sum.ranks is None:
            return 0, len(ranks)
        first = self.weighted_sum.ranks.index(1)
        return sum(each[first] == 1 for each in ranks), len(ranks)


def scaled(
    matrix: Sequence[Sequence[float]] | Matrix, types: Sequence[int], limits: Limits | None = None
) -> Matrix:
    """Each criterion from 0 (the worst candidate) to 1 (the best); all 1 where the candidates are alike. `limits`: the
    worst and the best that are possible, where these are wider than the candidates' own (`bounds.possible`)."""
    values = np.asarray(matrix, dtype=float) * np.asarray(types)
    lowest, highest = (values.min(axis=0), values.max(axis=0)) if limits is None else limits
    span = highest - lowest
    alike = span <= 0
    return np.where(alike, 1.0, (values - lowest) / np.where(alike, 1, span))


def weighted_sum(
    matrix: Sequence[Sequence[float]] | Matrix,
    weights: Sequence[float],
    types: Sequence[int],
    limits: Limits | None = None,
) -> tuple[float, ...]:
    """Scores from 0 to 1 over values scaled between the worst and the best candidate (simple additive weighting)."""
    return tuple(map(float, scaled(matrix, types, limits) @ np.asarray(weights, dtype=float)))


def ranks(scores: Sequence[float] | Vector, *, lower_is_better: bool = False) -> tuple[int, ...]:
    """From 1 for the best; equal scores (to twelve digits) share the better rank."""
    rounded = np.round(np.asarray(scores, dtype=float), 12)
    ranked = scipy.stats.rankdata(rounded if lower_is_better else -rounded, method="min")
    return tuple(map(int, ranked))


def robustness(
    matrix: Sequence[Sequence[float]] | Matrix,
    weights: Sequence[float],
    types: Sequence[int],
    limits: Limits | None = None,
) -> Robustness:
    """All methods over the same matrix, the weighted sum between its `limits`. Values are finite; `matrix` has as many
    columns as there are weights and types (ValueError)."""
    values, shares, kinds = (np.asarray(each, dtype=float) for each in (matrix, weights, types))
    if values.ndim != 2 or values.shape[1] != len(shares) or len(shares) != len(kinds):
        raise ValueError("a weight and a type for each column")
    if not np.isfinite(values).all():
        raise ValueError("values are finite")
    summed = weighted_sum(values, shares.tolist(), kinds.tolist(), limits)
    own = Outcome("weighted_sum", summed, ranks(summed))
    outcomes = tuple(_answered(name, values, shares, kinds) for name in METHODS)
    ranked = [outcome.ranks for outcome in outcomes if outcome.ranks is not None]
    return Robustness(
        own,
        outcomes,
        kendall_w([own.ranks or (), *ranked]) if ranked else None,
        {outcome.method: _spearman(own.ranks or (), outcome.ranks) for outcome in outcomes},
    )


def kendall_w(rankings: Sequence[Sequence[int]]) -> float | None:
    """Kendall's coefficient of concordance, corrected for ties (Siegel & Castellan 1988); None where it is undefined:
    fewer than two rankings, or nothing told apart."""
    if len(rankings) < 2 or len(rankings[0]) < 2:
        return None
    table = np.array([scipy.stats.rankdata(each) for each in rankings])
    judges, items = table.shape
    sums = table.sum(axis=0)
    ties = sum(
        float((counts**3 - counts).sum())
        for row in table
        for _v, counts in [np.unique(row, return_counts=True)]
    )
    below = judges**2 * (items**3 - items) - judges * ties
    return float(12 * ((sums - sums.mean()) ** 2).sum() / below) if below > 0 else None


def copras(values: Matrix, weights: Vector, types: Vector) -> Vector:
    """Zavadskas & Kaklauskas (1996): relative significance Q = S⁺ + min S⁻ Σ S⁻ / (S⁻ Σ min S⁻ / S⁻), as a share of
    the best. Without criteria of which less is better Q is S⁺. Ours, as pymcdm 1.4 computes another Q
    (docs/decisions/decision-analysis.md)."""
    shared = values / values.sum(axis=0) * weights
    gains, costs = shared[:, types > 0].sum(axis=1), shared[:, types < 0].sum(axis=1)
    significance = gains + (costs.sum() / (costs * (1 / costs).sum()) if (types < 0).any() else 0)
    return np.asarray(significance / significance.max())


def _answered(name: str, values: Matrix, weights: Vector, types: Vector) -> Outcome:
    method = METHODS[name]
    # A criterion that tells nobody apart, or weighs nothing, changes no ranking, and some methods divide by its span.
    tells = (np.ptp(values, axis=0) > 0) & (weights > 0)
    if len(values) < 2:
        return Outcome(name, None, None, Problem.TOO_FEW)
    if not tells.any():
        return Outcome(name, None, None, Problem.NO_DIFFERENCE)
    values, weights, types = values[:, tells], weights[tells] / weights[tells].sum(), types[tells]
    if method.divides and (values <= 0).any():
        return Outcome(name, None, None, Problem.NOT_POSITIVE)
    with np.errstate(all="ignore"):
        scores = method.run(values, weights, types)
    if not np.isfinite(scores).all():  # two candidates that split the field evenly: 0/0
        return Outcome(name, None, None, Problem.NO_DIFFERENCE)
    ranked = ranks(scores, lower_is_better=method.lower_is_better)
    return Outcome(name, tuple(map(float, scores)), ranked)


def _spearman(first: Sequence[int], second: Sequence[int] | None) -> float | None:
    if second is None or len(set(first)) < 2 or len(set(second)) < 2:
        return None
    return float(scipy.stats.spearmanr(first, second).statistic)


# pymcdm is imported where it is used: it brings the drawing library along, which takes seconds.
def _topsis(values: Matrix, weights: Vector, types: Vector) -> Vector:
    from pymcdm.methods import TOPSIS
    from pymcdm.normalizations import vector_normalization

    return np.asarray(TOPSIS(vector_normalization)(values, weights, types, validation=False))


def _vikor(values: Matrix, weights: Vector, types: Vector) -> Vector:
    from pymcdm.methods import VIKOR

    return np.asarray(VIKOR()(values, weights, types, validation=False))


def _promethee(values: Matrix, weights: Vector, types: Vector) -> Vector:
    """Linear preference, indifferent up to a tenth of the criterion's span and sure from half of it."""
    from pymcdm.methods import PROMETHEE_II

    span = np.ptp(values, axis=0)
    return np.asarray(
        PROMETHEE_II("vshape_2", p=span / 2, q=span / 10)(values, weights, types, validation=False)
    )


def _by_name(name: str) -> Callable[[Matrix, Vector, Vector], Vector]:
    def run(values: Matrix, weights: Vector, types: Vector) -> Vector:
        from pymcdm import methods

        return np.asarray(getattr(methods, name)()(values, weights, types, validation=False))

    return run


@dataclass(frozen=True)
class Method:
    run: Callable[[Matrix, Vector, Vector], Vector]
    divides: bool = False
    lower_is_better: bool = False


METHODS: dict[str, Method] = {
    "topsis": Method(_topsis, divides=True),
    "vikor": Method(_vikor, lower_is_better=True),
    "promethee": Method(_promethee),
    "edas": Method(_by_name("EDAS"), divides=True),
    "copras": Method(copras, divides=True),
    "aras": Method(_by_name("ARAS"), divides=True),
    "codas": Method(_by_name("CODAS"), divides=True),
    "marcos": Method(_by_name("MARCOS"), divides=True),
}
