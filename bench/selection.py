"""Rank acceptability under random weights (SMAA) by TOPSIS, against the same in a NumPy loop over pymcdm."""

from collections.abc import Callable
from time import perf_counter

import numpy as np

from bench.table import Result
from tandem.sourcing.deciding.bounds import Bounded
from tandem.sourcing.deciding.stability import smaa

SAMPLES, CANDIDATES, CRITERIA = 10_000, 200, 20
# The best of so many, so that a moment's load on the machine is not measured.
TIMES = 3


def results() -> list[Result]:
    random = np.random.default_rng(11)
    matrix = random.uniform(1, 100, (CANDIDATES, CRITERIA))
    types = np.where(np.arange(CRITERIA) % 3 == 0, -1, 1)
    values = Bounded(matrix, matrix)
    ours = min(
        _timed(lambda: smaa(values, types.tolist(), samples=SAMPLES, seed=1, method="topsis"))
        for _ in range(TIMES)
    )
    loop = min(_timed(lambda: _loop(matrix, types)) for _ in range(TIMES))
    return [
        Result(
            "SMAA, 10,000 samples, 200 suppliers × 20 criteria, TOPSIS",
            "the same in a NumPy loop over pymcdm",
            ours / loop,
            0.2,
            f"{ours * 1000:.0f} ms against {loop * 1000:.0f} ms",
        )
    ]


def _timed(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started


def _loop(matrix: np.ndarray, types: np.ndarray) -> np.ndarray:
    from pymcdm.methods import TOPSIS
    from pymcdm.normalizations import vector_normalization

    topsis = TOPSIS(vector_normalization)
    counts = np.zeros((CANDIDATES, CANDIDATES))
    for weights in np.random.default_rng(1).dirichlet(np.ones(CRITERIA), size=SAMPLES):
        order = np.argsort(-topsis(matrix, weights, types, validation=False))
        counts[order, np.arange(CANDIDATES)] += 1
    return counts / SAMPLES


if __name__ == "__main__":
    for each in results():
        print(f"{each.what}: {each.ratio:.3f} × ({each.detail})")
