"""How much a line of processes can make in a month, what is promised of it, and where it is narrowest.

Units: rates in pieces an hour, hours a working day, capacities and loads in pieces a month, yields and efficiencies as
shares of one. The formulas are those of rated capacity ("calculated capacity", APICS Dictionary: time available ×
utilisation × efficiency) and of rolled throughput yield (M. Harry and R. Schroeder, "Six Sigma", 2000: the product of
the first-pass yields of the steps):

    capacity of a process = Σ over its machines (count × rate × efficiency × share × shift hours) × working days
                            ÷ operations that each piece of the line needs there
    capacity of the line  = the smallest of its processes' capacities; that process is the bottleneck
    headroom              = capacity of the line − committed load
    rolled throughput yield = Π first-pass yields
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import prod

ONE = Decimal(1)


@dataclass(frozen=True)
class Machine:
    """`count` machines alike: `rate` is what one makes in an hour when nothing hinders it, `efficiency` what share of
    that it reaches, `share` how much of its time belongs to this process, `hours` those it is manned a working day."""

    rate: Decimal
    hours: Decimal
    efficiency: Decimal = ONE
    count: int = 1
    share: Decimal = ONE

    @property
    def a_day(self) -> Decimal:
        return self.count * self.rate * self.efficiency * self.share * self.hours


@dataclass(frozen=True)
class Step:
    """A process of the line: `days` are its working days in each month, `per_piece` the operations a piece needs."""

    machines: Sequence[Machine]
    days: Sequence[int]
    first_pass_yield: Decimal | None = None
    per_piece: Decimal = ONE

    def capacity(self, month: int) -> Decimal | None:
        """Pieces of the line in that month; None where no machine is known, which is not the same as nothing."""
        if not self.machines:
            return None
        return (
            sum((machine.a_day for machine in self.machines), Decimal(0)) * self.days[month] / self.per_piece
        )


@dataclass(frozen=True)
class Month:
    """`by_step` in the order of the line; `bottleneck` is a place in it. Where a step's capacity is not known the line
    makes at most `capacity`, and `whole` says no."""

    month: date
    by_step: tuple[Decimal | None, ...]
    load: Decimal | None

    @property
    def capacity(self) -> Decimal | None:
        return min((each for each in self.by_step if each is not None), default=None)

    @property
    def whole(self) -> bool:
        return bool(self.by_step) and None not in self.by_step

    @property
    def bottleneck(self) -> int | None:
        return None if self.capacity is None else self.by_step.index(self.capacity)

    @property
    def headroom(self) -> Decimal | None:
        return None if self.capacity is None or self.load is None else self.capacity - self.load

    @property
    def used(self) -> float | None:
        """Which share of the capacity is promised; above one it cannot be kept."""
        if not self.capacity or self.load is None:
            return None
        return float(self.load / self.capacity)


def by_month(steps: Sequence[Step], months: Sequence[date], loads: Sequence[Decimal | None]) -> list[Month]:
    """The line month by month; a month without a load has None there, never zero."""
    return [
        Month(month, tuple(step.capacity(place) for step in steps), loads[place])
        for place, month in enumerate(months)
    ]


def bottleneck(months: Sequence[Month]) -> int | None:
    """The process with the smallest capacity over all these months, which at one load for all of them is the one with
    the smallest ratio of capacity to load. A process that is not known cannot be it."""
    if not months:
        return None
    sums = [
        (sum((each for each in course if each is not None), Decimal(0)), place)
        for place, course in enumerate(zip(*(month.by_step for month in months), strict=True))
        if None not in course
    ]
    return min(sums)[1] if sums else None


def rolled_yield(yields: Sequence[Decimal | None]) -> Decimal | None:
    """The share of pieces that pass every step at the first go; None where a step's yield is not known."""
    known = [each for each in yields if each is not None]
    return prod(known, start=ONE) if known and len(known) == len(yields) else None


def months_from(first: date, count: int) -> list[date]:
    """The first days of so many months, from that of `first` on."""
    start = first.year * 12 + first.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(start, start + count)]
