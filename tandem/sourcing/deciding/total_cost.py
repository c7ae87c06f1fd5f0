"""What a piece costs besides its price: freight, defects, lateness, tools, and what later payment is worth."""

from dataclasses import dataclass
from decimal import Decimal

YEAR = Decimal(365)


@dataclass(frozen=True)
class Offered:
    """One candidate's offer, a piece and in one currency. `freight` to the buyer's gate; `tooling` once for the whole
    volume; `payment_days` from delivery to payment."""

    currency: str
    price: Decimal
    freight: Decimal = Decimal(0)
    tooling: Decimal = Decimal(0)
    payment_days: int = 0


@dataclass(frozen=True)
class Expected:
    """What is expected of a candidate: shares of pieces defective and late (of one). None is "no data"."""

    defect_share: Decimal | None
    late_share: Decimal | None


@dataclass(frozen=True)
class Assumed:
    """The same for all candidates, in the offers' currency: what a defective and a late piece cost the buyer, the
    yearly rate at which money is worth having (0.06 is 6 %), and the payment term that costs and gains nothing."""

    currency: str
    cost_of_defect: Decimal
    cost_of_lateness: Decimal
    yearly_rate: Decimal
    usual_days: int = 30


@dataclass(frozen=True)
class TotalCost:
    """A piece's cost by its parts; a part of which nothing is known is None, and so is then `total`. `at_least` is the
    sum of what is known."""

    currency: str
    price: Decimal
    freight: Decimal
    tooling: Decimal
    defects: Decimal | None
    lateness: Decimal | None
    # Below zero where the supplier waits longer for its money than is usual.
    payment: Decimal

    @property
    def at_least(self) -> Decimal:
        known = (self.price, self.freight, self.tooling, self.payment, self.defects, self.lateness)
        return sum((part for part in known if part is not None), Decimal(0))

    @property
    def total(self) -> Decimal | None:
        return None if self.defects is None or self.lateness is None else self.at_least


def total_cost(offer: Offered, expected: Expected, assumed: Assumed, *, volume: Decimal) -> TotalCost:
    """The cost of a piece when `volume` pieces are bought. Payment is worth its term's simple interest:
    price × rate × (usual days - days) / 365. Raises ValueError for two currencies or no volume."""
    if offer.currency != assumed.currency:
        raise ValueError(f"an offer in {offer.currency} beside assumptions in {assumed.currency}")
    if volume <= 0:
        raise ValueError("the volume is above zero")
    return TotalCost(
        currency=offer.currency,
        price=offer.price,
        freight=offer.freight,
        tooling=offer.tooling / volume,
        defects=_times(expected.defect_share, assumed.cost_of_defect),
        lateness=_times(expected.late_share, assumed.cost_of_lateness),
        payment=offer.price * assumed.yearly_rate * (assumed.usual_days - offer.payment_days) / YEAR,
    )


def _times(share: Decimal | None, cost: Decimal) -> Decimal | None:
    return None if share is None else share * cost
