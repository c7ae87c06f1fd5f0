"""A volume split between suppliers (配额) at least total cost, within what each can do and what the buyer wants."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum

import numpy as np
import scipy  # a part of it is loaded at its first use: all of them take seconds


class Impossible(StrEnum):
    """Why there is no such split; the pages have a sentence for each."""

    TOO_LITTLE_CAPACITY = "too_little_capacity"  # all together cannot make the volume
    LIMITS = "limits"  # the limits on shares and on the number of suppliers contradict each other


@dataclass(frozen=True)
class Bidder:
    """`cost` a piece; `capacity` in pieces, None where it is not known to be bounded; `least` the smallest share (of
    one) that it takes if it takes any."""

    cost: float
    capacity: float | None = None
    least: float = 0.0


@dataclass(frozen=True)
class Split:
    """Shares of one, in the bidders' order, and what the whole volume costs; or why there is none."""

    shares: tuple[float, ...]
    cost: float
    problem: Impossible | None = None


def split(
    bidders: Sequence[Bidder],
    *,
    volume: float,
    most: float = 1.0,
    at_least: int = 1,
    at_most: int | None = None,
) -> Split:
    """The cheapest split, by mixed-integer programming (HiGHS through SciPy).

    `most` is the largest share of one supplier; `at_least` and `at_most` how many suppliers get some. With equal cost
    the earlier bidder gets more. Raises ValueError for no bidders or no volume.
    """
    if not bidders or volume <= 0:
        raise ValueError("somebody bids, for a volume above zero")
    count = len(bidders)
    ceilings = np.array(
        [min(most, 1.0 if each.capacity is None else max(each.capacity, 0) / volume) for each in bidders]
    )
    if sum(1.0 if each.capacity is None else each.capacity / volume for each in bidders) < 1 - 1e-9:
        return Split((0.0,) * count, 0.0, Impossible.TOO_LITTLE_CAPACITY)
    # Whoever counts as a supplier gets a hundredth at least: a share of nothing is none.
    floors = np.array([max(each.least, 0.01 if at_least > 1 else 0.0) for each in bidders])
    costs = np.array([each.cost for each in bidders])
    scale = max(float(np.abs(costs).max()), 1.0)
    # Shares, then whether each gets any; a trace of cost by order decides between equals.
    objective = np.concatenate([costs / scale + 1e-9 * np.arange(count), np.zeros(count)])
    one, none = np.eye(count), np.zeros(count)
    rules = [
        scipy.optimize.LinearConstraint(np.concatenate([np.ones(count), none]), 1, 1),
        scipy.optimize.LinearConstraint(np.hstack([one, -np.diag(ceilings)]), -np.inf, 0),
        scipy.optimize.LinearConstraint(np.hstack([one, -np.diag(floors)]), 0, np.inf),
        scipy.optimize.LinearConstraint(np.concatenate([none, np.ones(count)]), at_least, at_most or count),
    ]
    found = scipy.optimize.milp(
        objective,
        constraints=rules,
        integrality=np.concatenate([none, np.ones(count)]),
        bounds=scipy.optimize.Bounds(0, 1),
        # Else the search ends at a split that may cost a ten-thousandth more than the cheapest.
        options={"mip_rel_gap": 0},
    )
    if not found.success:
        return Split((0.0,) * count, 0.0, Impossible.LIMITS)
    shares = np.where(found.x[:count] < 1e-9, 0.0, found.x[:count])
    shares = shares / shares.sum()
    return Split(tuple(map(float, shares)), float(shares @ costs * volume))


def in_order(
    capacities: Sequence[Decimal | None], *, volume: Decimal, most: Decimal | None = None
) -> list[Decimal]:
    """Shares in per cent with two decimals: the first takes as much as it may and can, then the next. Together less
    than 100 where capacities and `most` leave something over."""
    left, shares = Decimal(100), []
    for capacity in capacities:
        can = Decimal(100) if capacity is None or volume <= 0 else capacity * 100 / volume
        share = min(left, can, Decimal(100) if most is None else most).quantize(Decimal("0.01"), ROUND_FLOOR)
        shares.append(share)
        left -= share
    return shares
