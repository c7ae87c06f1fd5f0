"""How sure a measured value is: two-sided 95 % intervals, each by a published method.

- A rate (so many of n): the score interval of E. B. Wilson, "Probable inference, the law of succession, and
  statistical inference", JASA 22 (1927), recommended for small and large n alike by Brown, Cai and DasGupta,
  "Interval estimation for a binomial proportion", Statistical Science 16 (2001). A rate by quantity is
  treated as if each counted line were one trial.
- Defects over a received quantity (parts per million): Poisson limits of the number of defects, exact up to
  100 (F. Garwood, "Fiducial limits for the Poisson distribution", Biometrika 28, 1936), beyond by Byar's
  approximation of them (Breslow and Day, "Statistical methods in cancer research" II, 1987, p. 69), there
  good to four digits. Defects come in lots, so the truth is wider.
- A mean whose standard error is known: Student's t with n - 1 degrees of freedom ("The probable error of a
  mean", Biometrika 6, 1908).
- Counts, money, percentiles and spreads have none here: a count is complete, not a sample, and the others
  need the rows themselves.
"""

from collections.abc import Callable
from functools import lru_cache
from math import atan, cos, exp, pi, sin, sqrt
from statistics import NormalDist

Interval = tuple[float, float]

Z95 = NormalDist().inv_cdf(0.975)
TAIL = 0.025
EXACT_UP_TO = 100


def wilson(rate: float, n: float, z: float = Z95) -> Interval:
    """Interval of a rate between 0 and 1 seen in n > 0 trials."""
    square = z * z
    centre = rate + square / (2 * n)
    half = z * sqrt(rate * (1 - rate) / n + square / (4 * n * n))
    scale = 1 + square / n
    # At the very ends the formula is exact on paper and a rounding error away in floating point.
    low = 0.0 if rate == 0 else max(0.0, (centre - half) / scale)
    high = 1.0 if rate == 1 else min(1.0, (centre + half) / scale)
    return low, high


def per_exposure(rate: float, exposure: float, scale: float = 1.0) -> Interval:
    """Interval of a rate of defects over an exposed quantity; `scale` is 1,000,000 for parts per million."""
    low, high = poisson(rate * exposure / scale)
    return low * scale / exposure, high * scale / exposure


def poisson(count: float) -> Interval:
    """Interval of the expected number where `count` were seen."""
    whole = round(count)
    return _garwood(whole) if count == whole <= EXACT_UP_TO else _byar(count)


@lru_cache(maxsize=EXACT_UP_TO + 1)
def _garwood(count: int) -> Interval:
    reach = 2.0 * count + 20
    low = 0.0 if count == 0 else _bisect(lambda mean: 1 - _poisson_share(count - 1, mean) - TAIL, 0.0, reach)
    return low, _bisect(lambda mean: TAIL - _poisson_share(count, mean), 0.0, reach)


def _poisson_share(count: int, mean: float) -> float:
    """P(X <= count) of a Poisson variable."""
    term = total = exp(-mean)
    for step in range(1, count + 1):
        term *= mean / step
        total += term
    return total


def _byar(count: float) -> Interval:
    above = count + 1
    low = count * (1 - 1 / (9 * count) - Z95 / (3 * sqrt(count))) ** 3 if count >= 1 else 0.0
    return max(0.0, low), above * (1 - 1 / (9 * above) + Z95 / (3 * sqrt(above))) ** 3


def of_mean(mean: float, standard_error: float, n: int) -> Interval:
    """Interval of a mean of n >= 2 values."""
    half = t_quantile(n - 1) * standard_error
    return mean - half, mean + half


@lru_cache(maxsize=4096)
def t_quantile(degrees: int) -> float:
    """The 97.5 % point of Student's t."""
    if degrees > 60:
        return _by_expansion(degrees)
    return _bisect(lambda t: _central_share(t, degrees) - 0.95, 0.0, 20.0)


def _by_expansion(degrees: int) -> float:
    """Cornish-Fisher expansion, Abramowitz and Stegun 26.7.5: good to nine digits beyond 60 degrees."""
    z = Z95
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum(term / float(degrees) ** power for power, term in enumerate(terms, start=1))


def _central_share(t: float, degrees: int) -> float:
    """P(|T| <= t), the finite sums of Abramowitz and Stegun 26.7.3 and 26.7.4."""
    angle = atan(t / sqrt(degrees))
    square = cos(angle) ** 2
    term = total = 0.0
    if degrees % 2:
        for step in range(1, degrees - 1, 2):
            term = cos(angle) if step == 1 else term * square * (step - 1) / step
            total += term
        return 2 / pi * (angle + sin(angle) * total)
    for step in range(0, degrees - 1, 2):
        term = 1.0 if step == 0 else term * square * (step - 1) / step
        total += term
    return sin(angle) * total


def _bisect(function: Callable[[float], float], low: float, high: float) -> float:
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if function(middle) < 0 else (low, middle)
    return (low + high) / 2
