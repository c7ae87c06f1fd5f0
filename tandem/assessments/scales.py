"""From figures to points: one documented scale a figure, and how much each weighs in its dimension.

A scale is a line through corners (value, points); beyond its ends the points stay as there. A dimension's points are
the mean of the points of those figures that are known, each counting by its weight; what is not known counts nowhere,
and beside the points stands on how much of the weight they rest. Figures without a scale are shown and not judged.
docs/evaluation.md has the whole table.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

Corner = tuple[float, float]
FINANCE, CAPACITY, QUALITY, DELIVERY = "finance", "capacity", "quality", "delivery"


@dataclass(frozen=True)
class Scale:
    """`corners` from the smallest value on; `weight` within the dimension."""

    weight: int
    corners: tuple[Corner, ...]

    def points(self, value: float) -> float:
        """From 0 to 100."""
        first, last = self.corners[0], self.corners[-1]
        if value <= first[0]:
            return first[1]
        for (left, low), (right, high) in pairwise(self.corners):
            if value <= right:
                return low + (high - low) * (value - left) / (right - left)
        return last[1]


PLAIN = ((0.0, 0.0), (100.0, 100.0))
SCALES: dict[str, dict[str, Scale]] = {
    FINANCE: {
        "altman": Scale(3, ((0, 0), (1.1, 40), (2.6, 75), (4, 100))),
        "current_ratio": Scale(1, ((0.5, 0), (1, 40), (1.5, 75), (2, 100))),
        "debt_ratio": Scale(1, ((0.4, 100), (0.6, 70), (0.8, 30), (0.95, 0))),
        "interest_cover": Scale(1, ((0, 0), (1, 20), (3, 60), (8, 100))),
        "net_margin": Scale(1, ((-0.05, 0), (0, 30), (0.05, 70), (0.1, 100))),
        "cash_margin": Scale(1, ((-0.05, 0), (0, 30), (0.05, 70), (0.1, 100))),
        "revenue_growth": Scale(1, ((-0.2, 0), (0, 60), (0.1, 100))),
        "dependence": Scale(1, ((0.15, 100), (0.3, 70), (0.5, 30), (0.7, 0))),
    },
    CAPACITY: {
        "headroom": Scale(4, ((0, 0), (0.05, 40), (0.15, 80), (0.25, 100))),
        "tightest_month": Scale(2, ((0.8, 100), (0.9, 70), (1, 30), (1.1, 0))),
        "rolled_yield": Scale(2, ((0.7, 0), (0.85, 50), (0.95, 85), (0.99, 100))),
        "machine_age": Scale(1, ((5, 100), (10, 75), (20, 20), (25, 0))),
    },
    QUALITY: {
        "standards": Scale(2, ((0, 0), (1, 60), (2, 80), (3, 100))),
        "calibrated": Scale(2, ((0.8, 0), (0.95, 60), (1, 100))),
        "mechanisms": Scale(2, ((0, 0), (1, 100))),
        "cpk": Scale(2, ((0.67, 0), (1, 40), (1.33, 75), (1.67, 100))),
        "audit": Scale(4, PLAIN),
        "questionnaire": Scale(1, PLAIN),
    },
    DELIVERY: {
        "accuracy": Scale(3, ((0.7, 0), (0.9, 60), (0.95, 80), (0.99, 100))),
        "exact_quantity": Scale(1, ((0.8, 0), (0.95, 60), (1, 100))),
        "reliability": Scale(2, ((0, 0), (0.5, 40), (0.75, 70), (1, 100))),
    },
}


@dataclass(frozen=True)
class Judged:
    """`points` None where no figure with a scale is known; `rests_on` is the known share of the weights."""

    points: float | None
    rests_on: float
    known: int
    of: int


def points_of(dimension: str, key: str, value: float | None) -> float | None:
    scale = SCALES[dimension].get(key)
    return None if scale is None or value is None else scale.points(value)


def judged(dimension: str, values: Mapping[str, float | None]) -> Judged:
    """The dimension's points from its figures by key. Every scale of the dimension is expected: one that is not among
    the figures is as missing as one without a value."""
    scales = SCALES[dimension]
    known = {key: value for key, value in values.items() if key in scales and value is not None}
    whole = sum(scale.weight for scale in scales.values())
    weight = sum(scales[key].weight for key in known)
    if not weight:
        return Judged(None, 0.0, 0, len(scales))
    total = sum(scales[key].weight * scales[key].points(value) for key, value in known.items())
    return Judged(total / weight, weight / whole, len(known), len(scales))


def complete(courses: Iterable[Sequence[float | None]]) -> list[int]:
    """The places at which every course has a value: what can be drawn on one radar."""
    rows = list(courses)
    width = len(rows[0]) if rows else 0
    return [place for place in range(width) if all(row[place] is not None for row in rows)]
