"""Where the level of a course changed: the division into stretches that fits best, each stretch with a price.

Optimal partitioning (B. Jackson and others, "An algorithm for optimal partitioning of data on an interval", IEEE Signal
Processing Letters 12, 2005): the exact optimum that PELT (R. Killick, P. Fearnhead and I. A. Eckley, "Optimal detection
of changepoints with a linear computational cost", JASA 107, 2012) finds with pruning; of some sixty months there is
nothing to prune. The cost is the squared distance of each month from its stretch's mean, in units of that month's own
standard deviation, so that a month of four lines weighs less than one of four hundred; the means are weighted alike.
A change costs 3 ln(months), which leads the modified BIC of N. R. Zhang and D. O. Siegmund, Biometrics 63 (2007).
A stretch is at least four months long.

The standard deviations come from moving ranges (see `control`), which a change of level hardly touches.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, log

LEAST = 4
"""months in a stretch"""
PRICE = 3.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """From the place `start` up to and not including `end`."""

    start: int
    end: int
    mean: float


def stretches(values: Sequence[float], sigmas: Sequence[float]) -> list[Stretch]:
    """The best division of the course; one stretch where no change is worth its price."""
    count = len(values)
    if not count:
        return []
    weights = [1 / sigma**2 if sigma > 0 else 0.0 for sigma in sigmas]
    if not all(weights):
        return [Stretch(0, count, sum(values) / count)]
    costs = _Costs(values, weights)
    price = PRICE * log(count)
    best, came_from = [-price] + [inf] * count, [0] * (count + 1)
    for end in range(LEAST, count + 1):
        for start in (0, *range(LEAST, end - LEAST + 1)):
            total = best[start] + costs.of(start, end) + price
            if total < best[end]:
                best[end], came_from[end] = total, start
    if best[count] == inf:
        return [Stretch(0, count, costs.mean(0, count))]
    found, end = [], count
    while end:
        start = came_from[end]
        found.append(Stretch(start, end, costs.mean(start, end)))
        end = start
    return found[::-1]


class _Costs:
    """Sums up to each place, so that any stretch's cost is a few subtractions."""

    def __init__(self, values: Sequence[float], weights: Sequence[float]) -> None:
        # Taken from the first value, so that large levels lose no digits.
        self.origin = values[0]
        self.weight, self.first, self.second = [0.0], [0.0], [0.0]
        for value, weight in zip(values, weights, strict=True):
            off = value - self.origin
            self.weight.append(self.weight[-1] + weight)
            self.first.append(self.first[-1] + weight * off)
            self.second.append(self.second[-1] + weight * off * off)

    def mean(self, start: int, end: int) -> float:
        weight = self.weight[end] - self.weight[start]
        return self.origin + (self.first[end] - self.first[start]) / weight

    def of(self, start: int, end: int) -> float:
        weight, first = self.weight[end] - self.weight[start], self.first[end] - self.first[start]
        return max(0.0, self.second[end] - self.second[start] - first * first / weight)
