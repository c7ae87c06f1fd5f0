"""Control charts: whether a course of months shows more than its usual variation, and by which rule.

- W. A. Shewhart, "Economic control of quality of manufactured product" (1931): a centre line and limits at three
  standard deviations; what lies within is the process's own variation.
- p-chart for a rate (so many of n) and u-chart for defects over an exposed quantity, with limits for each month's own
  n: Western Electric, "Statistical quality control handbook" (1956).
- D. B. Laney, "Improved control charts for attributes", Quality Engineering 14 (2002): p' and u' multiply the limits by
  how much the months vary beyond chance (sigma z, from moving ranges). Here the factor widens limits and never narrows
  them: at or below 1 the chart is the plain p or u.
- XmR, individuals with their moving range, for means and everything else: D. J. Wheeler, "Understanding variation"
  (1993): limits at the mean ± 2.66 mean moving ranges, that of the ranges at 3.268 of it.
- The four rules of the Western Electric handbook (1956, pp. 25-28), each on one side of the centre line: they are also
  tests 1, 5, 6 and (with nine in a row) 2 of L. S. Nelson, "The Shewhart control chart: tests for special causes",
  Journal of Quality Technology 16 (1984). Nelson's other tests are left out: a trend rule finds shifts no sooner and
  cries wolf more often (R. B. Davis and W. H. Woodall, JQT 20, 1988). All four together give a false alarm once in 92
  months on average (C. W. Champ and W. H. Woodall, Technometrics 29, 1987).

Runs suppose that months lie above and below the centre alike. Where fewer than five failures are expected in the usual
month that is not so (NIST/SEMATECH e-Handbook, 6.3.3.2), and the first rule alone is used.

Months without cases have no point; rules count on past them.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import sqrt
from statistics import fmean, median

LEAST_POINTS = 10
"""with fewer months limits say little (Wheeler)"""
D2 = 1.128
"""the mean range of two, in standard deviations"""
MR_LIMIT = 3.268
LIMIT, WARNING, ZONE = 3.0, 2.0, 1.0
LEAST_EXPECTED = 5.0
"""failures in the usual month, for runs to tell anything"""
RUN = 8


class Chart(StrEnum):
    P = "p"
    P_PRIME = "p_prime"
    U = "u"
    U_PRIME = "u_prime"
    XMR = "xmr"


class Rule(StrEnum):
    BEYOND = "beyond"
    """one point beyond three standard deviations"""
    TWO_OF_THREE = "two_of_three"
    """two of three in a row beyond two, on one side"""
    FOUR_OF_FIVE = "four_of_five"
    """four of five in a row beyond one, on one side"""
    EIGHT = "eight"
    """eight in a row on one side"""


@dataclass(frozen=True, slots=True)
class Month:
    """One month's value and what its limits rest on: so many cases, or the exposed quantity (in the unit that the value
    is counted by)."""

    value: float | None
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Point:
    """A month on the chart. Without a value it has no limits; `sigma` is one standard deviation there."""

    value: float | None
    low: float | None = None
    high: float | None = None
    sigma: float = 0.0
    z: float | None = None
    breaks: tuple[Rule, ...] = ()
    up: bool = False
    """on which side of the centre it broke them"""

    @property
    def signals(self) -> bool:
        return bool(self.breaks)


@dataclass(frozen=True)
class Control:
    """`factor` is Laney's sigma z, 1 where it does not apply; `centre` is None with fewer than `LEAST_POINTS` months,
    and then there are neither limits nor signals."""

    chart: Chart
    points: tuple[Point, ...]
    centre: float | None = None
    factor: float = 1.0
    mean_range: float | None = None
    range_limit: float | None = None
    rare: bool = False
    """failures are so rare that the first rule alone is used"""

    @property
    def known(self) -> int:
        return sum(point.value is not None for point in self.points)

    @property
    def signals(self) -> tuple[int, ...]:
        """The places of the points that break a rule."""
        return tuple(place for place, point in enumerate(self.points) if point.signals)


def rates(months: Sequence[Month]) -> Control:
    """p-chart, or Laney's p': values between 0 and 1, weights are numbers of cases."""
    return _attributes(
        months,
        Chart.P,
        Chart.P_PRIME,
        lambda centre: centre * (1 - centre),
        lambda centre: min(centre, 1 - centre),
        1.0,
    )


def defects(months: Sequence[Month]) -> Control:
    """u-chart, or Laney's u': defects for each unit of exposure, weights are exposures."""
    return _attributes(months, Chart.U, Chart.U_PRIME, lambda centre: centre, lambda centre: centre, None)


def individuals(months: Sequence[Month], *, least: float | None = None) -> Control:
    """XmR: values as they are. `least` is what no value can fall below."""
    known = [month.value for month in months if month.value is not None]
    if len(known) < LEAST_POINTS:
        return Control(Chart.XMR, tuple(Point(month.value) for month in months))
    centre, mean_range = fmean(known), fmean(_moves(known))
    sigma = mean_range / D2
    points = _ruled(
        [
            Point(None) if month.value is None else _point(month.value, centre, sigma, least, None)
            for month in months
        ]
    )
    return Control(Chart.XMR, points, centre, 1.0, mean_range, MR_LIMIT * mean_range)


def broken(z: Sequence[float]) -> list[tuple[Rule, ...]]:
    """Which rules each point breaks, by its distance from the centre in standard deviations; a rule about several is
    broken by the last of them."""
    return [_broken_at(z[: place + 1]) for place in range(len(z))]


def _broken_at(z: Sequence[float]) -> tuple[Rule, ...]:
    side = 1.0 if z[-1] > 0 else -1.0
    off = [side * each for each in z[-RUN:]]
    found = []
    if off[-1] > LIMIT:
        found.append(Rule.BEYOND)
    if off[-1] > WARNING and sum(each > WARNING for each in off[-3:]) >= 2:
        found.append(Rule.TWO_OF_THREE)
    if off[-1] > ZONE and sum(each > ZONE for each in off[-5:]) >= 4:
        found.append(Rule.FOUR_OF_FIVE)
    if len(off) == RUN and all(each > 0 for each in off):
        found.append(Rule.EIGHT)
    return tuple(found)


def _attributes(
    months: Sequence[Month],
    plain: Chart,
    prime: Chart,
    variance: Callable[[float], float],
    failing: Callable[[float], float],
    most: float | None,
) -> Control:
    usable = [month if month.weight > 0 else Month(None) for month in months]
    known = [(month.value, month.weight) for month in usable if month.value is not None]
    if len(known) < LEAST_POINTS:
        return Control(plain, tuple(Point(month.value) for month in usable))
    centre = sum(value * weight for value, weight in known) / sum(weight for _value, weight in known)
    spread = variance(centre)
    factor = 1.0
    if spread > 0:
        scores = [(value - centre) / sqrt(spread / weight) for value, weight in known]
        factor = max(1.0, fmean(_moves(scores)) / D2)
    rare = failing(centre) * median(weight for _value, weight in known) < LEAST_EXPECTED
    points = _ruled(
        [
            Point(None)
            if month.value is None
            else _point(month.value, centre, factor * sqrt(max(spread, 0.0) / month.weight), 0.0, most)
            for month in usable
        ],
        rare=rare,
    )
    return Control(prime if factor > 1 else plain, points, centre, factor, rare=rare)


def _moves(values: Sequence[float]) -> list[float]:
    return [abs(later - earlier) for earlier, later in itertools.pairwise(values)]


def _point(value: float, centre: float, sigma: float, least: float | None, most: float | None) -> Point:
    low, high = centre - LIMIT * sigma, centre + LIMIT * sigma
    if least is not None:
        low = max(low, least)
    if most is not None:
        high = min(high, most)
    return Point(value, low, high, sigma, (value - centre) / sigma if sigma > 0 else 0.0)


def _ruled(points: Sequence[Point], *, rare: bool = False) -> tuple[Point, ...]:
    found = iter(broken([point.z for point in points if point.z is not None]))
    return tuple(point if point.z is None else _judged(point, next(found), rare=rare) for point in points)


def _judged(point: Point, breaks: tuple[Rule, ...], *, rare: bool) -> Point:
    if rare:
        breaks = tuple(rule for rule in breaks if rule is Rule.BEYOND)
    return replace(point, breaks=breaks, up=(point.z or 0.0) > 0)
