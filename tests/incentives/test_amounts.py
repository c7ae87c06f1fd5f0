"""What late lines come to, and that a cap is a cap."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.incentives import currencies
from tandem.incentives.amounts import Per, Rate, capped, lowest, of_line, share_of

D = Decimal

cents = st.decimals(min_value=0, max_value=1_000_000, places=2)


def test_a_line_pays_once_by_day_or_by_begun_week() -> None:
    value = D("1234.50")
    once, by_day, by_week = Rate(D(5)), Rate(D("0.5"), Per.DAY), Rate(D(1), Per.WEEK)
    assert [of_line(value, days, once, 2) for days in (0, 3)] == [D("61.73"), D("61.73")]
    assert [of_line(value, days, by_day, 2) for days in (-2, 0, 3)] == [D("0.00"), D("0.00"), D("18.52")]
    assert [of_line(value, days, by_week, 2) for days in (1, 7, 8)] == [D("12.35"), D("12.35"), D("24.69")]


def test_one_line_never_pays_more_than_its_own_most() -> None:
    rate = Rate(D("0.5"), Per.DAY, most=D(10))
    assert [of_line(D(1000), days, rate, 2) for days in (19, 20, 21, 300)] == [
        D("95.00"),
        D("100.00"),
        D("100.00"),
        D("100.00"),
    ]


def test_a_currency_without_decimals_is_rounded_to_whole_units() -> None:
    assert of_line(D(1049), 1, Rate(D(5)), 0) == D(52)
    assert share_of(D(1050), D(5), 0) == D(53)


def test_a_credit_is_no_value_to_punish() -> None:
    assert of_line(D(-500), 9, Rate(D(5)), 2) == D("0.00")


def test_what_exceeds_the_cap_is_cut_in_proportion_to_the_cent() -> None:
    assert capped([D("10.00"), D("10.00"), D("10.00")], D("20.00"), 2) == [D("6.67"), D("6.67"), D("6.66")]
    assert capped([D("70.00"), D("30.00")], D("50.00"), 2) == [D("35.00"), D("15.00")]
    assert capped([D("70.00"), D("30.00")], D("100.00"), 2) == [D("70.00"), D("30.00")]
    assert capped([D("70.00"), D("30.00")], None, 2) == [D("70.00"), D("30.00")]


def test_the_lower_of_two_caps_binds() -> None:
    assert (lowest(D(5), None, D(3)), lowest(None, None)) == (D(3), None)


@given(st.lists(cents, max_size=40), cents)
def test_the_cap_is_never_exceeded_and_nothing_grows(amounts: list[D], cap: D) -> None:
    cut = capped(amounts, cap, 2)
    assert sum(cut, D(0)) == min(sum(amounts, D(0)), cap)
    assert all(D(0) <= after <= before for before, after in zip(amounts, cut, strict=True))


@given(
    st.lists(st.integers(0, 10**18), min_size=2, max_size=12), st.integers(0, 10**18), st.sampled_from((0, 2))
)
def test_no_share_is_a_unit_away_from_its_proportion_however_large(
    units: list[int], most: int, places: int
) -> None:
    amounts, cap = [D(each).scaleb(-places) for each in units], D(most).scaleb(-places)
    cut = capped(amounts, cap, places)
    assert sum(cut, D(0)) == min(sum(amounts, D(0)), cap)
    if sum(units) > most:
        for each, after in zip(units, cut, strict=True):
            assert abs(Fraction(each * most, sum(units)) - int(after.scaleb(places))) < 1


@given(st.lists(cents, min_size=1, max_size=20), st.decimals(min_value=0, max_value=1000, places=4))
def test_a_cap_between_two_cents_is_kept_as_well(amounts: list[D], cap: D) -> None:
    assert sum(capped(amounts, cap, 2), D(0)) <= cap or sum(amounts, D(0)) <= cap


@given(cents, st.integers(-10, 400), st.decimals(min_value=0, max_value=100, places=2), st.sampled_from(Per))
def test_a_line_never_pays_more_than_its_most(value: D, days: int, most: D, per: Per) -> None:
    assert of_line(value, days, Rate(D(3), per, most), 2) <= share_of(value, most, 2)


@pytest.mark.parametrize(
    ("amount", "currency", "sentence"),
    [
        ("100.50", "JPY", "JPY has 0 decimals"),
        ("100.505", "EUR", "EUR has 2 decimals"),
        ("100", "EUX", "is no currency"),
        ("100", "", "is no currency"),
        ("100", "JPY", ""),
        ("0.01", "KWD", ""),
        ("99999999999999.99", "CNY", ""),
    ],
)
def test_an_amount_is_a_whole_number_of_its_currencys_smallest_unit(
    amount: str, currency: str, sentence: str
) -> None:
    found = currencies.problem_of(D(amount), currency)
    assert sentence in found
    assert bool(sentence) == bool(found)
