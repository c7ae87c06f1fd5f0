"""What measurements say of a process: Cp, Cpk from the spread within subgroups, Pp, Ppk from that of all values.

Formulas and constants: AIAG, "Statistical Process Control", 2nd edition (2005), chapter IV and appendix E; the same
indices as ISO 22514-2 defines for a normal distribution:

    Cp  = (U − L) / 6 σ_within          Pp  = (U − L) / 6 s
    Cpk = min(U − x̄, x̄ − L) / 3 σ_within    Ppk = min(U − x̄, x̄ − L) / 3 s

With one limit there is no Cp and no Pp, and Cpk looks at that limit alone. s is the standard deviation of all values
(n − 1). σ_within is, with ν degrees of freedom,

- for subgroups of one size from 2 to 10: mean range / d2, ν = 0.9 k (n − 1);
- for other subgroups: the pooled standard deviation, ν = Σ (nᵢ − 1);
- for single values: mean moving range / 1.128, ν = number of ranges.

The interval is Bissell's (A. F. Bissell, "How reliable is your capability index?", Applied Statistics 39, 1990),
two-sided 95 %: index ± z √(1/(9 N) + index²/(2 ν)). It, and every index, supposes that the values are about normally
distributed: the Anderson-Darling test says whether they look so, with the mean and the spread taken from the values
(R. B. D'Agostino and M. A. Stephens, "Goodness-of-fit techniques", 1986, table 4.7 and the p-values of table 4.9).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, erfc, exp, floor, log, log10, sqrt
from statistics import NormalDist, fmean, stdev

Z95 = NormalDist().inv_cdf(0.975)
# AIAG SPC, appendix E: the mean range of so many normal values, in standard deviations.
D2 = {2: 1.128, 3: 1.693, 4: 2.059, 5: 2.326, 6: 2.534, 7: 2.704, 8: 2.847, 9: 2.970, 10: 3.078}
FEWEST = 10
"""With fewer values nothing is worked out: an interval would say no more than that nothing is known."""
FEW = 100
"""AIAG and VDA ask for about as many values before a process is released."""
NORMAL_AT = 0.05

RANGES, POOLED, MOVING = "ranges", "pooled", "moving"


@dataclass(frozen=True)
class Index:
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Capability:
    """`cp` and `pp` are None where there is one limit only. `p_normal` is the p-value of the Anderson-Darling test,
    `outside` how many values lie beyond a limit. `method` says how σ_within was estimated."""

    n: int
    groups: int
    mean: float
    within: float
    overall: float
    method: str
    cp: float | None
    cpk: Index
    pp: float | None
    ppk: Index
    skewness: float
    p_normal: float
    outside: int

    @property
    def looks_normal(self) -> bool:
        return self.p_normal >= NORMAL_AT

    @property
    def few(self) -> bool:
        return self.n < FEW


def capability(
    subgroups: Sequence[Sequence[float]], lower: float | None, upper: float | None
) -> Capability | None:
    """None where there are fewer than ten values, or all are the same: then there is no spread to hold them
    against."""
    values = [value for group in subgroups for value in group]
    if len(values) < FEWEST or (lower is None and upper is None):
        return None
    mean, overall = fmean(values), stdev(values)
    within, freedom, method = _within(subgroups)
    if overall <= 0 or within <= 0:
        return None
    n = len(values)
    return Capability(
        n=n,
        groups=len(subgroups),
        mean=mean,
        within=within,
        overall=overall,
        method=method,
        cp=_spread(lower, upper, within),
        cpk=bissell(_centred(mean, lower, upper, within), n, freedom),
        pp=_spread(lower, upper, overall),
        ppk=bissell(_centred(mean, lower, upper, overall), n, n - 1),
        skewness=_skewness(values, mean),
        p_normal=anderson_darling(values),
        outside=sum(_is_outside(value, lower, upper) for value in values),
    )


def bissell(index: float, n: int, freedom: float, z: float = Z95) -> Index:
    half = z * sqrt(1 / (9 * n) + index * index / (2 * freedom))
    return Index(index, index - half, index + half)


def _within(subgroups: Sequence[Sequence[float]]) -> tuple[float, float, str]:
    """σ within the subgroups, its degrees of freedom, and how it was estimated."""
    sizes = {len(group) for group in subgroups}
    if sizes == {1}:
        values = [group[0] for group in subgroups]
        ranges = [abs(b - a) for a, b in pairwise(values)]
        return fmean(ranges) / D2[2], len(ranges), MOVING
    (size, *others) = sizes
    if not others and size in D2:
        ranges = [max(group) - min(group) for group in subgroups]
        return fmean(ranges) / D2[size], 0.9 * len(subgroups) * (size - 1), RANGES
    freedom = sum(len(group) - 1 for group in subgroups)
    squares = sum(sum((value - fmean(group)) ** 2 for value in group) for group in subgroups)
    return sqrt(squares / freedom), freedom, POOLED


def _spread(lower: float | None, upper: float | None, sigma: float) -> float | None:
    return None if lower is None or upper is None else (upper - lower) / (6 * sigma)


def _centred(mean: float, lower: float | None, upper: float | None, sigma: float) -> float:
    sides = [upper - mean] if upper is not None else []
    sides += [mean - lower] if lower is not None else []
    return min(sides) / (3 * sigma)


def _is_outside(value: float, lower: float | None, upper: float | None) -> bool:
    return (lower is not None and value < lower) or (upper is not None and value > upper)


def _skewness(values: Sequence[float], mean: float) -> float:
    """The third standardised moment (g1): 0 for what lies evenly about its mean."""
    second = fmean((value - mean) ** 2 for value in values)
    third = fmean((value - mean) ** 3 for value in values)
    return float(third / second**1.5)


def anderson_darling(values: Sequence[float]) -> float:
    """The p-value of normality with mean and spread unknown; below 0.05 the values do not look normal."""
    n, mean, spread = len(values), fmean(values), stdev(values)
    ordered = [(value - mean) / (spread * sqrt(2)) for value in sorted(values)]
    below = [log(max(erfc(-each) / 2, 1e-300)) for each in ordered]
    above = [log(max(erfc(each) / 2, 1e-300)) for each in reversed(ordered)]
    total = sum((2 * i + 1) * (b + a) for i, (b, a) in enumerate(zip(below, above, strict=True)))
    return p_value((-n - total / n) * (1 + 0.75 / n + 2.25 / n**2))


def p_value(squared: float) -> float:
    """Of the Anderson-Darling statistic A², corrected for the number of values."""
    if squared >= 0.6:
        return exp(1.2937 - 5.709 * squared + 0.0186 * squared**2) if squared < 13 else 0.0
    if squared > 0.34:
        return exp(0.9177 - 4.279 * squared - 1.38 * squared**2)
    if squared > 0.2:
        return 1 - exp(-8.318 + 42.796 * squared - 59.938 * squared**2)
    return 1 - exp(-13.436 + 101.14 * squared - 223.73 * squared**2)


@dataclass(frozen=True)
class Bar:
    start: float
    end: float
    count: int


MOST_BARS = 400
"""A limit so far from the values that it takes more than these to reach it is left outside of the picture."""


def histogram(values: Sequence[float], lower: float | None, upper: float | None) -> list[Bar]:
    """Bars of one round width, over all values and both limits. The number of bars is Sturges' of the values."""
    low, high = min(values), max(values)
    wanted = ceil(log(len(values), 2)) + 1
    width = _round_width((high - low) / wanted) if high > low else 1.0
    ends = [low, high, *(limit for limit in (lower, upper) if limit is not None)]
    first, last = floor(min(ends) / width), floor(max(ends) / width)
    if last - first >= MOST_BARS:
        first, last = floor(low / width), floor(high / width)
    counts = [0] * (last - first + 1)
    for value in values:
        counts[floor(value / width) - first] += 1
    return [Bar((first + i) * width, (first + i + 1) * width, count) for i, count in enumerate(counts)]


def _round_width(width: float) -> float:
    """1, 2 or 5 times a power of ten, not below what is asked for."""
    power = 10.0 ** floor(log10(width))
    return float(next(step * power for step in (1, 2, 5, 10) if step * power >= width * (1 - 1e-9)))
