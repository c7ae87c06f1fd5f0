"""Is the winner safe: intervals of weights, acceptability of ranks, and values that are not known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tandem.sourcing.deciding.bounds import bounded, possible, standings
from tandem.sourcing.deciding.ranking import ranks, weighted_sum
from tandem.sourcing.deciding.stability import smaa, weight_intervals

TWO = np.array([[1.0, 0.0], [0.0, 1.0]])


def test_the_winner_of_two_criteria_changes_where_both_weigh_the_same() -> None:
    quality, price = weight_intervals(TWO, [0.7, 0.3], [1, 1])
    assert (quality.weight, quality.high, quality.below, quality.above) == (0.7, 1.0, 1, None)
    assert quality.low == pytest.approx(0.5)
    assert (price.low, price.above) == (0.0, 1)
    assert price.high == pytest.approx(0.5)


@settings(deadline=None)
@given(
    arrays(float, (4, 3), elements=st.floats(0, 10)),
    st.lists(st.floats(0.05, 1), min_size=3, max_size=3),
    st.floats(0, 1),
)
def test_inside_of_an_interval_the_winner_stays_and_outside_it_does_not(
    matrix: np.ndarray, raw: list[float], at: float
) -> None:
    weights = np.array(raw) / sum(raw)
    winner = int(np.argmax(np.round(weighted_sum(matrix, weights.tolist(), [1, -1, 1]), 12)))
    for place, interval in enumerate(weight_intervals(matrix, weights.tolist(), [1, -1, 1])):
        moved = weights * (1 - at) / (1 - weights[place])
        moved[place] = at
        scores = weighted_sum(matrix, moved.tolist(), [1, -1, 1])
        ahead = scores[winner] >= max(scores) - 1e-9
        if interval.low + 1e-6 < at < interval.high - 1e-6:
            assert ahead
        elif at < interval.low - 1e-4 or at > interval.high + 1e-4:
            assert scores[winner] <= max(scores) + 1e-12


def test_acceptability_of_two_opposites_is_even_and_of_a_dominated_one_nothing() -> None:
    values = bounded([[1.0, 0.0], [0.0, 1.0], [-1.0, -1.0]], [None, None])
    for method in ("weighted_sum", "topsis"):
        found = smaa(values, [1, 1], samples=4000, seed=1, method=method)
        assert found.ranks[0][0] == pytest.approx(0.5, abs=0.03)
        assert found.ranks[2] == (0, 0, 1)
        assert found.central[2] is None
        assert found.confidence[2] is None
        assert found.confidence[0] == 1
        assert found.central[0] is not None
        assert found.central[0][0] == pytest.approx(0.75, abs=0.03)
        assert np.sum(found.ranks, axis=0) == pytest.approx([1, 1, 1])
        assert np.sum(found.ranks, axis=1) == pytest.approx([1, 1, 1])


def test_topsis_of_all_samples_at_once_is_pymcdm_s_one_by_one() -> None:
    from pymcdm.methods import TOPSIS
    from pymcdm.normalizations import vector_normalization

    from tandem.sourcing.deciding.stability import SCORES

    random = np.random.default_rng(7)
    matrix, types = random.uniform(1, 9, (12, 5)), np.array([1.0, -1.0, 1.0, -1.0, 1.0])
    limits = (matrix * types).min(axis=0), (matrix * types).max(axis=0)
    drawn = random.dirichlet(np.ones(5), size=20)
    topsis = TOPSIS(vector_normalization)
    one_by_one = [topsis(matrix, weights, types, validation=False) for weights in drawn]
    assert SCORES["topsis"](matrix, types, limits)(drawn) == pytest.approx(np.array(one_by_one))


def test_equals_share_their_ranks_and_the_seed_decides_everything() -> None:
    values = bounded([[1.0, 2.0], [1.0, 2.0], [0.0, 3.0]], [None, None])
    found = smaa(values, [1, 1], samples=1500, seed=3)
    assert found.ranks[0] == found.ranks[1]
    assert found.central[0] == found.central[1] is not None
    assert found.confidence[:2] == (1, 1)
    assert found == smaa(values, [1, 1], samples=1500, seed=3)
    assert found != smaa(values, [1, 1], samples=1500, seed=4)
    with pytest.raises(ValueError, match="SMAA"):
        smaa(values, [1, 1], samples=10, seed=1, method="dice")


def test_weights_in_the_committee_s_order_favour_whoever_is_best_in_what_it_values() -> None:
    values = bounded([[1.0, 0.0], [0.0, 1.0]], [None, None])
    found = smaa(values, [1, 1], samples=1000, seed=1, around=[0.6, 0.4])
    assert found.ranks[0][0] == 1
    tied = smaa(values, [1, 1], samples=2000, seed=1, around=[0.5, 0.5])
    assert tied.ranks[0][0] == pytest.approx(0.5, abs=0.04)


def test_an_unknown_value_makes_the_win_unsure_by_as_much_as_it_matters() -> None:
    values = bounded([[5.0, 5.0], [5.0, None]], [(0.0, 10.0), (0.0, 10.0)])
    found = smaa(values, [1, 1], samples=2000, seed=2)
    assert found.ranks[0][0] == pytest.approx(0.5, abs=0.05)
    assert found.confidence[0] == pytest.approx(0.5, abs=0.06)


def test_a_missing_value_is_bounded_by_its_scale_or_by_what_is_known() -> None:
    values = bounded([[3.0, None], [None, 7.0], [(1.0, 2.0), 9.0]], [None, (0.0, 10.0)])
    assert values.low.tolist() == [[3, 0], [1, 7], [1, 9]]
    assert values.high.tolist() == [[3, 10], [3, 7], [2, 9]]
    assert values.known.tolist() == [[True, False], [False, True], [False, True]]
    with pytest.raises(ValueError, match="criterion 1"):
        bounded([[None], [None]], [None])
    with pytest.raises(ValueError, match="above"):
        bounded([[(2.0, 1.0)]], [None])


def test_standings_say_which_ranks_are_possible_whatever_is_missing() -> None:
    """Lirui's audit is missing: it may be first or second; Bergquell is last whatever it says."""
    values = bounded([[9.0, 8.0], [4.0, 3.0], [8.0, None]], [(0.0, 10.0), (0.0, 10.0)])
    huarui, bergquell, lirui = standings(values, [0.5, 0.5], [1, 1])
    assert huarui.high == pytest.approx(huarui.low)
    assert (huarui.rank_best, huarui.rank_worst) == (1, 2)
    assert (bergquell.rank_best, bergquell.rank_worst) == (3, 3)
    assert (lirui.rank_best, lirui.rank_worst) == (1, 2)


@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.floats(0, 10)), min_size=2, max_size=2), min_size=2, max_size=5
    ),
    st.lists(st.floats(0, 1), min_size=10, max_size=10),
)
def test_whatever_the_missing_values_are_the_ranks_lie_between_the_bounds(
    rows: list[list[float | None]], fill: list[float]
) -> None:
    values = bounded(rows, [(0.0, 10.0), (0.0, 10.0)])
    spots = np.resize(np.array(fill), values.low.shape)
    made = values.low + spots * (values.high - values.low)
    frame = standings(values, [0.4, 0.6], [1, -1])
    low, high = values.low.min(axis=0), values.high.max(axis=0)
    kinds = np.array([1, -1])
    worst = np.minimum(low * kinds, high * kinds)
    span = high - low
    scores = np.where(span > 0, (made * kinds - worst) / np.where(span > 0, span, 1), 1.0) @ [0.4, 0.6]
    for place, standing in enumerate(frame):
        assert standing.low - 1e-9 <= scores[place] <= standing.high + 1e-9
        assert standing.rank_best <= 1 + int((scores > scores[place] + 1e-9).sum()) <= standing.rank_worst


@settings(deadline=None)
@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.integers(0, 10).map(float)), min_size=2, max_size=2),
        min_size=2,
        max_size=4,
    ),
    st.lists(st.floats(0, 1), min_size=8, max_size=8),
)
def test_the_bounds_also_hold_on_the_scale_that_is_left_once_everything_is_known(
    rows: list[list[float | None]], fill: list[float]
) -> None:
    values = bounded(rows, [(0.0, 10.0), (0.0, 10.0)])
    spots = np.resize(np.array(fill), values.low.shape)
    made = values.low + spots * (values.high - values.low)
    ranked = ranks(weighted_sum(made, [0.4, 0.6], [1, -1]))
    for standing, rank in zip(standings(values, [0.4, 0.6], [1, -1]), ranked, strict=True):
        assert standing.rank_best <= rank <= standing.rank_worst


def test_a_value_that_is_missing_elsewhere_may_turn_two_that_are_known_round() -> None:
    """On 0 to 100 ten points of quality weigh little; once the third turns out to be alike, they decide."""
    values = bounded([[60.0, 50.0], [50.0, 56.0], [None, 100.0]], [(0.0, 100.0), (0.0, 100.0)])
    first, second, _third = standings(values, [0.5, 0.5], [1, 1])
    assert second.low > first.high
    known = weighted_sum([[60.0, 50.0], [50.0, 56.0], [55.0, 100.0]], [0.5, 0.5], [1, 1])
    assert known[0] > known[1]
    assert (first.rank_best, second.rank_worst) == (1, 3)
    limits = possible(values, [1, 1])
    assert weighted_sum(values.middle, [0.5, 0.5], [1, 1], limits)[:2] == pytest.approx(
        (first.low, second.low)
    )
