"""Total cost of a piece, and a volume split between suppliers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.sourcing.deciding.allocation import Bidder, Impossible, in_order, split
from tandem.sourcing.deciding.total_cost import Assumed, Expected, Offered, total_cost

ASSUMED = Assumed(
    "EUR",
    cost_of_defect=Decimal(40),
    cost_of_lateness=Decimal(5),
    yearly_rate=Decimal("0.0365"),
    usual_days=30,
)


def test_a_piece_costs_more_than_its_price() -> None:
    """Huarui: 10.00 and 0.80 freight, tools for 12,000 over 10,000 pieces, 200 ppm, 4 % late, paid after 90 days."""
    offer = Offered("EUR", Decimal("10.00"), freight=Decimal("0.80"), tooling=Decimal(12000), payment_days=90)
    cost = total_cost(offer, Expected(Decimal("0.0002"), Decimal("0.04")), ASSUMED, volume=Decimal(10000))
    assert (cost.price, cost.freight, cost.tooling) == (Decimal("10.00"), Decimal("0.80"), Decimal("1.2"))
    assert cost.defects == Decimal("0.0080")
    assert cost.lateness == Decimal("0.20")
    assert cost.payment == Decimal("-0.06")
    assert cost.total == cost.at_least == Decimal("12.148")


def test_what_is_not_known_is_no_zero() -> None:
    cost = total_cost(Offered("EUR", Decimal(10)), Expected(None, Decimal("0.1")), ASSUMED, volume=Decimal(1))
    assert (cost.defects, cost.total) == (None, None)
    assert cost.at_least == Decimal(10) + Decimal("0.5") + Decimal(10) * Decimal("0.0365") * 30 / 365


def test_two_currencies_and_no_volume_are_refused() -> None:
    with pytest.raises(ValueError, match="CNY"):
        total_cost(Offered("CNY", Decimal(70)), Expected(None, None), ASSUMED, volume=Decimal(1))
    with pytest.raises(ValueError, match="volume"):
        total_cost(Offered("EUR", Decimal(70)), Expected(None, None), ASSUMED, volume=Decimal(0))


def test_the_cheapest_gets_all_unless_a_limit_says_otherwise() -> None:
    huarui, bergquell, lirui = Bidder(10.0), Bidder(9.0, capacity=600), Bidder(12.0)
    assert split([huarui, Bidder(9.0), lirui], volume=1000).shares == (0, 1, 0)
    by_capacity = split([huarui, bergquell, lirui], volume=1000)
    assert by_capacity.shares == pytest.approx((0.4, 0.6, 0))
    assert by_capacity.cost == pytest.approx(1000 * (0.4 * 10 + 0.6 * 9))
    assert split([huarui, bergquell, lirui], volume=1000, most=0.5).shares == pytest.approx((0.5, 0.5, 0))
    three = split([huarui, bergquell, lirui], volume=1000, at_least=3)
    assert three.shares == pytest.approx((0.39, 0.6, 0.01))
    assert split([huarui, bergquell], volume=1000, at_most=1).shares == (1, 0)


def test_a_supplier_with_a_smallest_lot_takes_that_or_nothing() -> None:
    bidders = [Bidder(9.0, capacity=800), Bidder(10.0, least=0.3)]
    assert split(bidders, volume=1000).shares == pytest.approx((0.7, 0.3))


def test_an_impossible_split_says_why() -> None:
    few = split([Bidder(9.0, capacity=400), Bidder(8.0, capacity=500)], volume=1000)
    assert (few.shares, few.problem) == ((0, 0), Impossible.TOO_LITTLE_CAPACITY)
    limits = split([Bidder(9.0), Bidder(8.0)], volume=1000, most=0.4)
    assert limits.problem == Impossible.LIMITS
    with pytest.raises(ValueError, match="bids"):
        split([], volume=10)


@given(st.lists(st.tuples(st.floats(1, 50), st.floats(100, 2000)), min_size=2, max_size=5), st.floats(0.3, 1))
def test_no_split_breaks_a_limit(bids: list[tuple[float, float]], most: float) -> None:
    bidders = [Bidder(cost, capacity=capacity) for cost, capacity in bids]
    found = split(bidders, volume=1000, most=most)
    if found.problem is None:
        assert sum(found.shares) == pytest.approx(1)
        for share, bidder in zip(found.shares, bidders, strict=True):
            assert -1e-6 <= share <= most + 1e-6
            assert share * 1000 <= (bidder.capacity or 0) + 1e-3
        assert found.cost == pytest.approx(
            1000 * sum(share * each.cost for share, each in zip(found.shares, bidders, strict=True))
        )
    else:
        assert sum(min(most, capacity / 1000) for _cost, capacity in bids) < 1 + 1e-6


def test_the_split_is_the_cheapest_to_the_last_digit() -> None:
    """Prices within a hundredth of each other: the third is the dearest, and takes a fifth or nothing."""
    bids = [
        Bidder(1.0043, capacity=72.34, least=0.3),
        Bidder(1.0095, capacity=21.33, least=0.1),
        Bidder(1.0107, capacity=75.45, least=0.2),
    ]
    found = split(bids, volume=100, most=0.6)
    assert found.shares == pytest.approx((0.6, 0.2, 0.2))
    assert found.cost == pytest.approx(60 * 1.0043 + 20 * 1.0095 + 20 * 1.0107)


def test_in_order_the_first_takes_what_it_may_and_can() -> None:
    """Of 3,000: the first makes 1,000, the second anything up to the limit of half; the third takes the rest."""
    shares = in_order([Decimal(1000), None, None], volume=Decimal(3000), most=Decimal(50))
    assert shares == [Decimal("33.33"), Decimal(50), Decimal("16.67")]
    assert in_order([None, None], volume=Decimal(3000)) == [Decimal(100), Decimal(0)]
    assert sum(in_order([Decimal(300)], volume=Decimal(3000))) == 10
