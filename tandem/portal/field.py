"""How a supplier stands against the anonymous field: the other suppliers scored in the same run.

The rule, so that no other supplier's figure can be told from what is shown:

1. Nothing is shown, and nothing is kept, unless at least `LEAST_PEERS` others have the figure; each criterion is
   counted by itself, for not everybody has data for everything.
2. What is shown is the quarter of the field one stands in. Never a rank, never the best or the worst value: each of
   these is somebody's own.
3. Where the quarters begin is shown only among at least `PEERS_FOR_BOUNDS` others, in whole points. A quartile of
   few is one supplier's exact figure; of many it lies between two, and rounding hides both.
4. How many others there are is said in classes ("at least 25"): the size of a customer's base is its own, and two
   counts a day apart would tell who was added.
5. It is worked out once, when the run is published, and never again: two states of one run cannot be subtracted.

Quartiles are interpolated (type 7 of Hyndman & Fan 1996, PostgreSQL's `percentile_cont`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any

LEAST_PEERS = 5
PEERS_FOR_BOUNDS = 12
CLASSES = (5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000)
LEVEL = 0
"""the place of everybody where the middle half of the field has one and the same figure"""


@dataclass(frozen=True, slots=True)
class Quartiles:
    """Of one figure over a run, the supplier itself included. More is better."""

    peers: int
    """how many others have the figure, for any one of those who do"""
    low: Decimal
    middle: Decimal
    high: Decimal

    @property
    def at_least(self) -> int:
        """The number of others as it may be said."""
        return max(known for known in CLASSES if known <= self.peers)

    @property
    def bounds(self) -> tuple[int, int, int] | None:
        """Where the fourth, third and second quarter end, in whole points; None where that would tell too much."""
        if self.peers < PEERS_FOR_BOUNDS:
            return None
        low, middle, high = (int(each.quantize(Decimal(1), ROUND_HALF_UP)) for each in self._all)
        return low, middle, high

    @property
    def _all(self) -> tuple[Decimal, Decimal, Decimal]:
        return self.low, self.middle, self.high

    def quarter(self, own: Decimal) -> int:
        """1 for the best quarter to 4 for the last; `LEVEL` where the middle half does not differ."""
        if self.low == self.high == own:
            return LEVEL
        if own >= self.high:
            return 1
        if own >= self.middle:
            return 2
        return 3 if own >= self.low else 4


def quartiles(values: Sequence[Decimal]) -> Quartiles | None:
    """Of the figures of everybody in the run; None where fewer than `LEAST_PEERS` others would be compared with."""
    peers = len(values) - 1
    if peers < LEAST_PEERS:
        return None
    ordered = sorted(values)
    return Quartiles(peers, *(_quantile(ordered, Decimal(share) / 4) for share in (1, 2, 3)))


def _quantile(ordered: Sequence[Decimal], share: Decimal) -> Decimal:
    place = share * (len(ordered) - 1)
    below = int(place.to_integral_value(ROUND_FLOOR))
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def as_data(found: Mapping[str, Quartiles]) -> dict[str, Any]:
    """What is kept of a run; numbers as text, so that no digit is lost."""
    return {
        name: {"peers": each.peers, "low": str(each.low), "middle": str(each.middle), "high": str(each.high)}
        for name, each in found.items()
    }


def from_data(kept: Mapping[str, Any]) -> dict[str, Quartiles]:
    return {
        name: Quartiles(each["peers"], *(Decimal(each[part]) for part in ("low", "middle", "high")))
        for name, each in kept.items()
    }
