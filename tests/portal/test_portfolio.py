"""Where a customer stands: attractiveness × strength, from what is known alone."""

from hypothesis import given
from hypothesis import strategies as st

from tandem.portal.portfolio import FACTORS, Axis, Quarter, index, position

EVERYTHING = {
    "revenue_share": 0.30, "growth": 0.20, "paid_on_time": 1.0, "dates_kept": 1.0, "margin": 10, "fit": 10,
    "score": 95, "score_change": 10, "share_of_purchases": 10, "access": 10,
}  # fmt: skip
values = st.dictionaries(
    st.sampled_from([one.code for one in FACTORS]),
    st.one_of(st.none(), st.floats(-1000, 1000, allow_nan=False)),
)


def test_the_weights_of_an_axis_make_a_hundred() -> None:
    for axis in Axis:
        assert sum(factor.weight for factor in FACTORS if factor.axis == axis) == 100


def test_the_best_of_everything_is_core_and_the_worst_a_nuisance() -> None:
    best = position(EVERYTHING)
    assert (best.attractiveness.value, best.strength.value, best.quarter) == (100.0, 100.0, Quarter.CORE)
    worst = position(dict.fromkeys(EVERYTHING, -1000))
    assert (worst.attractiveness.value, worst.strength.value, worst.quarter) == (0.0, 0.0, Quarter.NUISANCE)


def test_an_attractive_customer_where_one_is_weak_is_to_be_developed_and_the_other_way_exploited() -> None:
    weak = EVERYTHING | {"score": 40, "share_of_purchases": 1, "access": 2, "score_change": -10}
    assert position(weak).quarter == Quarter.DEVELOP
    dull = EVERYTHING | {"revenue_share": 0.01, "growth": -0.3, "margin": 1, "paid_on_time": 0.5}
    assert position(dull).quarter == Quarter.EXPLOIT


def test_what_is_not_known_is_set_aside_with_its_weight() -> None:
    found = index(Axis.ATTRACTIVENESS, {"paid_on_time": 0.75, "growth": 0.0, "fit": 8})
    # 20 + 20 + 10 of 100 are known: 50, 50 and 80 points.
    assert found.known == 0.5
    assert found.value == 56.0
    assert [(part.points, part.share) for part in found.parts] == [
        (None, None), (50.0, 0.4), (50.0, 0.4), (None, None), (None, None), (80.0, 0.2),
    ]  # fmt: skip


def test_less_than_half_the_weight_gives_no_value_and_no_quarter() -> None:
    found = index(Axis.ATTRACTIVENESS, {"paid_on_time": 1.0, "growth": 0.2})
    assert (found.value, found.known) == (None, 0.4)
    assert position({"score": 90}).quarter is None


@given(values)
def test_an_index_lies_between_0_and_100_and_its_shares_make_one(
    given_values: dict[str, float | None],
) -> None:
    for axis in Axis:
        found = index(axis, given_values)
        assert found.value is None or 0 <= found.value <= 100
        shares = [part.share for part in found.parts if part.share is not None]
        assert not shares or abs(sum(shares) - 1) < 1e-9
