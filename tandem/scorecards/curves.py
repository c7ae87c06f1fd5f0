"""A scoring curve: which KPI value earns how many points.

Breakpoints joined by straight lines, flat outside them. A curve only rises or only falls, so that a better
value never costs points and the worse end of an interval is always the one that earns less.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from itertools import pairwise
from typing import Self

from tandem.scorecards.figures import HUNDRED, ZERO, to_points
from tandem.scorecards.problems import Problem

_NINE_UP = Context(prec=9, rounding=ROUND_CEILING)
_NINE_DOWN = Context(prec=9, rounding=ROUND_FLOOR)


@dataclass(frozen=True, slots=True)
class Curve:
    """`values` strictly ascending, `points` (0 to 100) beside them; see `problems`."""

    values: tuple[Decimal, ...]
    points: tuple[Decimal, ...]

    @classmethod
    def through(cls, breakpoints: Iterable[Sequence[Decimal | int | str]]) -> Self:
        """A curve through (value, points) pairs, given in any order; numbers may be text."""
        pairs = sorted((Decimal(value), Decimal(points)) for value, points in breakpoints)
        return cls(tuple(value for value, _ in pairs), tuple(points for _, points in pairs))

    @property
    def breakpoints(self) -> list[tuple[Decimal, Decimal]]:
        return list(zip(self.values, self.points, strict=True))

    @property
    def rises(self) -> bool:
        return self.points[-1] > self.points[0]

    @property
    def best(self) -> Decimal:
        """The most points this curve can give."""
        return max(self.points[0], self.points[-1])

    @property
    def best_from(self) -> Decimal:
        """The least demanding value that earns the most points."""
        there = [value for value, points in self.breakpoints if points == self.best]
        return there[0] if self.rises else there[-1]

    def moved(self, target: Decimal) -> Self:
        """The same curve moved along its values until the target is the least demanding one with the most points."""
        step = target - self.best_from
        return type(self)(tuple(value + step for value in self.values), self.points)

    def points_at(self, value: Decimal) -> Decimal:
        """Points for a value, to four decimals."""
        values, points = self.values, self.points
        right = bisect_right(values, value)
        if right == 0:
            return to_points(points[0])
        if right == len(values):
            return to_points(points[-1])
        low, high = points[right - 1], points[right]
        if low == high:
            return to_points(low)
        start = values[right - 1]
        return to_points(low + (value - start) * (high - low) / (values[right] - start))

    def value_for(self, wanted: Decimal) -> Decimal | None:
        """The least demanding value that earns at least `wanted` points; None where no value does.

        Rounded to nine significant digits towards the better side.
        """
        if wanted > self.best:
            return None
        pairs = self.breakpoints if self.rises else self.breakpoints[::-1]
        if wanted <= pairs[0][1]:
            return pairs[0][0]
        for (value, points), (next_value, next_points) in pairwise(pairs):
            if wanted <= next_points:
                exact = value + (wanted - points) * (next_value - value) / (next_points - points)
                return (_NINE_UP if self.rises else _NINE_DOWN).plus(exact)
        return None


def problems(curve: Curve) -> list[Problem]:
    """Everything that keeps a curve from being used; empty when it is sound."""
    if len(curve.values) < 2:
        return [Problem("curve_too_short")]
    if not all(number.is_finite() for number in (*curve.values, *curve.points)):
        return [Problem("curve_not_finite")]
    found = [
        Problem("curve_points_out_of_range", {"points": points})
        for points in curve.points
        if not ZERO <= points <= HUNDRED
    ]
    steps = list(pairwise(curve.values))
    found += [Problem("curve_value_twice", {"value": left}) for left, right in steps if left == right]
    climbs = [right - left for left, right in pairwise(curve.points)]
    if all(climb == 0 for climb in climbs):
        found.append(Problem("curve_flat"))
    elif min(climbs) < 0 < max(climbs):
        found.append(Problem("curve_turns"))
    return found


def faces(curve: Curve, *, higher_is_better: bool) -> list[Problem]:
    """A curve must reward what the KPI calls better."""
    if problems(curve) or curve.rises == higher_is_better:
        return []
    return [Problem("curve_rewards_worse")]
