from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.scorecards.scoring import Measured, Outcome, score
from tests.scorecards.cards import DELIVERY_HEAVY, measured, values

rates = st.decimals(0, 1, places=4)
ppms = st.decimals(0, 6000, places=1)
prices = st.decimals("-0.1", "0.1", places=4)


def test_huarui_is_scored_with_its_whole_explanation() -> None:
    card = score(DELIVERY_HEAVY, values())
    assert card.outcome is Outcome.SCORED
    assert [(line.code, line.points, line.effective_weight, line.set_aside) for line in card.lines] == [
        ("delivery", Decimal(80), Decimal(50), ""),
        ("quality", Decimal(80), Decimal(30), ""),
        ("price", Decimal(50), Decimal(20), ""),
    ]
    assert (card.computed, card.score, card.grade) == (Decimal("74.00"), Decimal("74.00"), "C")
    # Worse ends: 0.835 on time earns 18.6667 points, 910 ppm 72.8889, the price has no interval.
    assert [line.worst_points for line in card.lines] == [Decimal("18.6667"), Decimal("72.7111"), Decimal(50)]
    assert card.lower == Decimal("41.15")
    assert (card.coverage, card.sample) == (Decimal(100), 40)


def test_no_data_is_neither_nothing_nor_everything() -> None:
    card = score(DELIVERY_HEAVY, values(price_variance=Measured(None, reason="no data, rate missing")))
    delivery, quality, price = card.lines
    assert (price.set_aside, price.points, price.effective_weight) == ("no data, rate missing", None, 0)
    assert (delivery.effective_weight, quality.effective_weight) == (Decimal("62.5"), Decimal("37.5"))
    assert (card.score, card.coverage) == (Decimal("80.00"), Decimal(80))


def test_a_criterion_under_its_minimum_sample_is_set_aside_and_says_so() -> None:
    card = score(DELIVERY_HEAVY, values(on_time_lines=measured("1", n=4)))
    assert card.lines[0].set_aside == "small sample"
    assert card.lines[0].value == Decimal(1)
    # Half the weight has no data, and the template asks for 60 %.
    assert (card.outcome, card.score, card.grade) == (Outcome.NOT_ENOUGH_DATA, None, None)


def test_some_criterion_must_rest_on_the_least_number_of_cases() -> None:
    assert score(replace(DELIVERY_HEAVY, minimum_sample=40), values()).outcome is Outcome.SCORED
    assert score(replace(DELIVERY_HEAVY, minimum_sample=41), values()).outcome is Outcome.NOT_ENOUGH_DATA


def test_two_deliveries_alone_are_little_and_not_nothing() -> None:
    card = score(DELIVERY_HEAVY, {"on_time_lines": measured("1", n=2)})
    assert (card.outcome, card.sample, card.coverage) == (Outcome.NOT_ENOUGH_DATA, 2, Decimal(0))


def test_no_business_at_all_is_no_data_and_not_100() -> None:
    card = score(DELIVERY_HEAVY, {})
    assert (card.outcome, card.score, card.coverage) == (Outcome.NO_DATA, None, Decimal(0))
    assert {line.set_aside for line in card.lines} == {"no data"}


def test_a_value_that_is_no_number_is_reported_on_its_card() -> None:
    card = score(DELIVERY_HEAVY, values(price_variance=measured("NaN")))
    assert card.lines[2].set_aside == "unusable value"
    assert card.score == Decimal("80.00")


def test_a_perfect_card_scores_exactly_100_and_gets_the_best_grade() -> None:
    perfect = values(on_time_lines=measured("1"), defect_ppm=measured("0"), price_variance=measured("-0.05"))
    card = score(DELIVERY_HEAVY, perfect)
    assert (card.score, card.grade) == (Decimal(100), "A")


def test_a_line_stop_caps_the_grade_beside_the_computed_one() -> None:
    perfect = values(on_time_lines=measured("1"), defect_ppm=measured("0"), price_variance=measured("-0.05"))
    card = score(DELIVERY_HEAVY, perfect | {"line_stops": measured("1")})
    assert (card.score, card.computed_grade, card.grade) == (Decimal(100), "A", "C")
    assert [(line.code, line.value, line.cap) for line in card.red_lines] == [("line_stop", Decimal(1), "C")]


@pytest.mark.parametrize(("changes", "off"), [("2", "0"), ("4", "2.00"), ("30", "5.00")])
def test_deductions_start_after_the_free_ones_and_end_at_their_most(changes: str, off: str) -> None:
    card = score(DELIVERY_HEAVY, values(date_changes=measured(changes)))
    assert sum(part.points for part in card.deductions) == Decimal(off)
    assert card.computed == Decimal("74.00")
    assert card.score == Decimal("74.00") - Decimal(off)


def test_deductions_never_take_a_score_below_zero() -> None:
    poor = values(
        on_time_lines=measured("0.5"),
        defect_ppm=measured("9000"),
        price_variance=measured("0.5"),
        date_changes=measured("9"),
    )
    card = score(DELIVERY_HEAVY, poor)
    assert (card.computed, card.score, card.lower) == (Decimal(0), Decimal(0), Decimal(0))


@given(rates, rates, ppms, prices)
def test_a_better_delivery_never_lowers_the_score(
    one: Decimal, other: Decimal, ppm: Decimal, price: Decimal
) -> None:
    worse, better = (
        score(
            DELIVERY_HEAVY,
            values(
                on_time_lines=Measured(rate, 40),
                defect_ppm=Measured(ppm, 40),
                price_variance=Measured(price, 40),
            ),
        ).score
        for rate in sorted((one, other))
    )
    assert worse is not None
    assert better is not None
    assert 0 <= worse <= better <= 100


@given(rates, ppms, prices, st.integers(5, 500))
def test_the_lower_bound_is_never_above_the_score(
    rate: Decimal, ppm: Decimal, price: Decimal, n: int
) -> None:
    low, high = max(Decimal(0), rate - Decimal("0.1")), min(Decimal(1), rate + Decimal("0.1"))
    card = score(
        DELIVERY_HEAVY,
        values(
            on_time_lines=Measured(rate, n, low, high),
            defect_ppm=Measured(ppm, n, ppm / 2, ppm * 2),
            price_variance=Measured(price, n),
        ),
    )
    assert card.score is not None
    assert card.lower is not None
    assert card.lower <= card.score


@given(st.sets(st.sampled_from(["on_time_lines", "defect_ppm", "price_variance"])))
def test_effective_weights_of_what_is_counted_sum_to_100(missing: set[str]) -> None:
    card = score(DELIVERY_HEAVY, values(**{kpi: measured(None) for kpi in missing}))
    total = sum(line.effective_weight for line in card.lines)
    assert abs(total - (0 if len(missing) == 3 else 100)) <= Decimal("0.0002")
