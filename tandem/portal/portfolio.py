"""The customer portfolio: how attractive each customer is, and how strong one's position there.

The two axes and the names of the quarters follow the supplier preferencing model (Steele and Court, "Profitable
Purchasing Strategies", McGraw-Hill 1996): core, develop, exploit, nuisance. Each axis is the weighted mean of
factors from 0 to 100; a factor without a value is set aside with its weight, and an axis of which less than half
the weight is known has no value: "not enough is known", never a guess.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

HALF = 50.0
LEAST_KNOWN = 0.5


class Axis(StrEnum):
    ATTRACTIVENESS = "attractiveness"
    STRENGTH = "strength"


class Quarter(StrEnum):
    CORE = "core"
    DEVELOP = "develop"
    EXPLOIT = "exploit"
    NUISANCE = "nuisance"


@dataclass(frozen=True)
class Factor:
    """`worst` and `best` are the values worth 0 and 100 points; between them it is linear, beyond them cut off.

    Judged factors are given from 0 to 10 by people.
    """

    code: str
    axis: Axis
    weight: float
    worst: float
    best: float
    judged: bool = False

    def points(self, value: float) -> float:
        """0 to 100."""
        share = (value - self.worst) / (self.best - self.worst)
        return round(100 * min(max(share, 0.0), 1.0), 1)


# Shares are shares of one; growth is this year's orders against last year's, less one.
FACTORS = (
    Factor("revenue_share", Axis.ATTRACTIVENESS, 25, 0.0, 0.30),
    Factor("growth", Axis.ATTRACTIVENESS, 20, -0.20, 0.20),
    Factor("paid_on_time", Axis.ATTRACTIVENESS, 20, 0.50, 1.00),
    Factor("dates_kept", Axis.ATTRACTIVENESS, 10, 0.60, 1.00),
    Factor("margin", Axis.ATTRACTIVENESS, 15, 0, 10, judged=True),
    Factor("fit", Axis.ATTRACTIVENESS, 10, 0, 10, judged=True),
    Factor("score", Axis.STRENGTH, 45, 50.0, 95.0),
    Factor("score_change", Axis.STRENGTH, 10, -10.0, 10.0),
    Factor("share_of_purchases", Axis.STRENGTH, 25, 0, 10, judged=True),
    Factor("access", Axis.STRENGTH, 20, 0, 10, judged=True),
)


@dataclass(frozen=True)
class Part:
    """One factor of an axis: its value, the points it earns, and its share of the known weight (None: set aside)."""

    factor: Factor
    value: float | None
    points: float | None
    share: float | None


@dataclass(frozen=True)
class Index:
    """`value` from 0 to 100; None where too little is known. `known` is the share of the weight with a value."""

    value: float | None
    known: float
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Position:
    attractiveness: Index
    strength: Index

    @property
    def quarter(self) -> Quarter | None:
        """None where one of the two is not known."""
        if self.attractiveness.value is None or self.strength.value is None:
            return None
        if self.attractiveness.value >= HALF:
            return Quarter.CORE if self.strength.value >= HALF else Quarter.DEVELOP
        return Quarter.EXPLOIT if self.strength.value >= HALF else Quarter.NUISANCE


def position(values: Mapping[str, float | None]) -> Position:
    """Where a customer stands, from its factors' values by code; a missing or None value is not known."""
    return Position(index(Axis.ATTRACTIVENESS, values), index(Axis.STRENGTH, values))


def index(axis: Axis, values: Mapping[str, float | None]) -> Index:
    factors = [factor for factor in FACTORS if factor.axis == axis]
    known = {factor.code: value for factor in factors if (value := values.get(factor.code)) is not None}
    weight = sum(factor.weight for factor in factors if factor.code in known)
    whole = sum(factor.weight for factor in factors)
    parts = tuple(
        Part(factor, known[factor.code], factor.points(known[factor.code]), factor.weight / weight)
        if factor.code in known
        else Part(factor, None, None, None)
        for factor in factors
    )
    enough = weight / whole >= LEAST_KNOWN
    value = sum(
        part.points * part.share for part in parts if part.points is not None and part.share is not None
    )
    return Index(round(value, 1) if enough else None, weight / whole, parts)
