"""Weights of criteria: judged pairwise, joined from several deciders, or read from the spread of the values."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy  # a part of it is loaded at its first use: all of them take seconds
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
# Saaty (1980), The Analytic Hierarchy Process: the mean consistency index of random judgements of 1 to 15 elements.
RANDOM_INDEX = (0, 0, 0.58, 0.9, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)
CONSISTENT = 0.1
MOST = len(RANDOM_INDEX)


@dataclass(frozen=True)
class Disagreement:
    """The judgement of `first` over `second` that fits the others worst: what was given, and what the others say."""

    first: int
    second: int
    given: float
    implied: float


@dataclass(frozen=True)
class Judged:
    """Weights by pairwise judgement; `consistency_ratio` above 0.1 asks for a second look at `worst`."""

    weights: tuple[float, ...]
    lambda_max: float
    consistency_ratio: float
    worst: Disagreement | None

    @property
    def is_consistent(self) -> bool:
        return self.consistency_ratio <= CONSISTENT


@dataclass(frozen=True)
class Joined:
    """Several deciders' judgements as one (the geometric mean of each, Aczél & Saaty 1983), and how far they lie apart.

    `spread` is the geometric standard deviation of each judgement: 1 where all say the same, 2 where they
    typically differ by a factor of two. `lowest` and `highest` are the weights of single deciders.
    """

    judged: Judged
    matrix: tuple[tuple[float, ...], ...]
    spread: tuple[tuple[float, ...], ...]
    lowest: tuple[float, ...]
    highest: tuple[float, ...]


def reciprocal(size: int, judgements: dict[tuple[int, int], float]) -> Matrix:
    """The whole matrix from the judgements made; a pair that nobody judged counts as equal."""
    matrix = np.ones((size, size))
    for (first, second), value in judgements.items():
        matrix[first, second], matrix[second, first] = value, 1 / value
    return matrix


def ahp(matrix: Sequence[Sequence[float]] | Matrix) -> Judged:
    """Saaty's principal eigenvector. `matrix[i][j]` says how many times as important i is as j; it is positive and
    reciprocal, of 1 to 15 elements (ValueError)."""
    given = np.asarray(matrix, dtype=float)
    size = len(given)
    if given.shape != (size, size) or not 1 <= size <= MOST:
        raise ValueError(f"AHP takes a square of 1 to {MOST} elements")
    if (given <= 0).any() or not np.allclose(given * given.T, 1, rtol=1e-6):
        raise ValueError("AHP takes positive judgements, and of each pair one the inverse of the other")
    values, vectors = np.linalg.eig(given)
    largest = int(np.argmax(values.real))
    lambda_max = float(values[largest].real)
    principal = np.abs(vectors[:, largest].real)
    weights = principal / principal.sum()
    index = (lambda_max - size) / (size - 1) if size > 2 else 0.0
    ratio = max(0.0, index / RANDOM_INDEX[size - 1]) if size > 2 else 0.0
    return Judged(tuple(map(float, weights)), lambda_max, ratio, _worst(given) if size > 2 else None)


def joined(matrices: Sequence[Sequence[Sequence[float]] | Matrix]) -> Joined:
    """At least one decider's matrix; all of the same size (ValueError)."""
    if not matrices:
        raise ValueError("nobody has judged")
    logs = np.log(np.asarray(matrices, dtype=float))
    mean = np.exp(logs.mean(axis=0))
    alone = np.array([ahp(each).weights for each in matrices])
    return Joined(
        judged=ahp(mean),
        matrix=_rows(mean),
        spread=_rows(np.exp(logs.std(axis=0, ddof=1 if len(matrices) > 1 else 0))),
        lowest=tuple(map(float, alone.min(axis=0))),
        highest=tuple(map(float, alone.max(axis=0))),
    )


def entropy(matrix: Sequence[Sequence[float]] | Matrix) -> tuple[float, ...]:
    """Shannon's: the more a criterion's values differ, the more it weighs (Hwang & Yoon 1981).

    Takes values that are not negative, of two candidates at least, and of each criterion one above zero (ValueError).
    Where no criterion tells the candidates apart all weigh the same.
    """
    values = np.asarray(matrix, dtype=float)
    if len(values) < 2 or (values < 0).any() or (values.sum(axis=0) <= 0).any():
        raise ValueError("entropy weights take two candidates at least, and values that are not negative")
    divergence = 1 - scipy.stats.entropy(values, axis=0) / np.log(len(values))
    return _shares(np.where(divergence < 1e-12, 0, divergence))


def critic(matrix: Sequence[Sequence[float]] | Matrix, types: Sequence[int]) -> tuple[float, ...]:
    """CRITIC (Diakoulaki, Mavrotas & Papayannakis 1995): spread times conflict with the other criteria.

    Takes two candidates at least (ValueError). A criterion on which all candidates are alike weighs nothing.
    """
    values = np.asarray(matrix, dtype=float) * np.asarray(types)
    if len(values) < 2:
        raise ValueError("CRITIC weights take two candidates at least")
    lowest, span = values.min(axis=0), np.ptp(values, axis=0)
    tells = span > 0
    scaled = (values[:, tells] - lowest[tells]) / span[tells]
    information = np.zeros(values.shape[1])
    if tells.any():
        conflict = (1 - np.atleast_2d(np.corrcoef(scaled, rowvar=False))).sum(axis=0)
        found = scaled.std(axis=0, ddof=1) * conflict
        # One criterion alone, or several that say the same: no conflict, so that spread decides.
        information[tells] = found if found.sum() > 1e-12 else scaled.std(axis=0, ddof=1)
    return _shares(information)


def _worst(given: Matrix) -> Disagreement | None:
    """What the others say of a pair: the geometric mean of going by way of each third element."""
    size, logs = len(given), np.log(given)
    # Over all k the sum of ln a_ik + ln a_kj; of these k = i and k = j say the pair itself.
    by_way = (logs.sum(axis=1)[:, None] + logs.sum(axis=0)[None, :] - 2 * logs) / (size - 2)
    off = np.triu(np.abs(logs - by_way), 1)
    first, second = (int(place) for place in np.unravel_index(int(np.argmax(off)), off.shape))
    if off[first, second] < 1e-9:
        return None
    return Disagreement(first, second, float(given[first, second]), float(np.exp(by_way[first, second])))


def _rows(matrix: Matrix) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(map(float, row)) for row in matrix)


def _shares(values: NDArray[np.float64]) -> tuple[float, ...]:
    total = values.sum()
    shares = values / total if total > 0 else np.full(len(values), 1 / len(values))
    return tuple(map(float, shares))
