"""Weights: judged pairwise, joined, and read from the values."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.sourcing.deciding import weights

SAATY = st.sampled_from([1 / 9, 1 / 7, 1 / 5, 1 / 3, 1, 3, 5, 7, 9])


@st.composite
def judgements(draw: st.DrawFn) -> np.ndarray:
    size = draw(st.integers(2, 7))
    pairs = [(first, second) for first in range(size) for second in range(first + 1, size)]
    return weights.reciprocal(size, {pair: draw(SAATY) for pair in pairs})


@given(st.lists(st.floats(0.05, 1), min_size=2, max_size=9))
def test_consistent_judgements_give_back_the_weights_they_came_from(importance: list[float]) -> None:
    given_weights = np.array(importance) / sum(importance)
    judged = weights.ahp(given_weights[:, None] / given_weights[None, :])
    assert judged.weights == pytest.approx(tuple(given_weights), abs=1e-6)
    assert judged.consistency_ratio == pytest.approx(0, abs=1e-6)
    assert judged.is_consistent


@given(judgements())
def test_weights_are_shares_whoever_judges_how(matrix: np.ndarray) -> None:
    judged = weights.ahp(matrix)
    assert sum(judged.weights) == pytest.approx(1)
    assert min(judged.weights) > 0
    assert judged.lambda_max >= len(matrix) - 1e-9
    turned = np.argsort(np.arange(len(matrix)))[::-1]
    assert weights.ahp(matrix[np.ix_(turned, turned)]).weights == pytest.approx(
        judged.weights[::-1], abs=1e-6
    )


def test_the_judgement_that_disagrees_most_is_named_with_what_the_others_say() -> None:
    """Price over quality 3, quality over delivery 3, so price over delivery about 9: Ada wrote one third."""
    matrix = weights.reciprocal(3, {(0, 1): 3, (1, 2): 3, (0, 2): 1 / 3})
    judged = weights.ahp(matrix)
    assert judged.consistency_ratio > 0.1
    assert not judged.is_consistent
    assert judged.worst is not None
    # All three judgements of a triangle are off by the same factor, 27.
    off = abs(np.log(judged.worst.given / judged.worst.implied))
    assert off == pytest.approx(np.log(27))
    five = weights.reciprocal(5, {(a, b): 2.0 ** (b - a) for a in range(5) for b in range(a + 1, 5)})
    five[1, 4], five[4, 1] = 1 / 8, 8  # turned round by mistake: eight times as much, not an eighth
    worst = weights.ahp(five).worst
    assert worst is not None
    assert (worst.first, worst.second, worst.given) == (1, 4, 1 / 8)
    assert worst.implied == pytest.approx(8)


def test_two_elements_cannot_contradict_each_other() -> None:
    judged = weights.ahp(weights.reciprocal(2, {(0, 1): 4}))
    assert judged.weights == pytest.approx((0.8, 0.2))
    assert (judged.consistency_ratio, judged.worst) == (0, None)
    assert weights.ahp([[1]]).weights == (1.0,)


@pytest.mark.parametrize(
    "matrix", [[[1, 2], [2, 1]], [[1, -1], [-1, 1]], [[1, 0], [0, 1]], [[1, 2, 3]], np.ones((16, 16))]
)
def test_what_is_no_judgement_is_refused(matrix: list[list[float]]) -> None:
    with pytest.raises(ValueError, match="AHP takes"):
        weights.ahp(matrix)


def test_several_deciders_are_joined_by_the_geometric_mean_and_their_spread_is_shown() -> None:
    ada = weights.reciprocal(2, {(0, 1): 9})
    matthias = weights.reciprocal(2, {(0, 1): 1})
    joined = weights.joined([ada, matthias])
    assert np.array(joined.matrix) == pytest.approx(np.array([[1, 3], [1 / 3, 1]]))
    assert joined.judged.weights == pytest.approx((0.75, 0.25))
    assert joined.lowest == pytest.approx((0.5, 0.1))
    assert joined.highest == pytest.approx((0.9, 0.5))
    assert joined.spread[0][1] == pytest.approx(np.exp(np.std([np.log(9), 0], ddof=1)))
    alone = weights.joined([ada])
    assert alone.judged.weights == pytest.approx(alone.lowest)
    assert alone.lowest == alone.highest
    assert alone.spread == ((1, 1), (1, 1))
    with pytest.raises(ValueError, match="nobody"):
        weights.joined([])


@given(judgements())
def test_deciders_who_agree_are_one_decider(matrix: np.ndarray) -> None:
    joined = weights.joined([matrix, matrix, matrix])
    assert joined.judged.weights == pytest.approx(weights.ahp(matrix).weights)
    assert np.array(joined.spread) == pytest.approx(np.ones_like(matrix))


def test_entropy_weighs_what_differs_and_takes_a_zero_for_what_it_is() -> None:
    assert weights.entropy([[5, 1], [5, 3]]) == (0, 1)
    # All in one candidate: the entropy is none, 0·ln 0 being 0, and the weight the greatest there is.
    found = weights.entropy([[1, 0], [1, 1]])
    assert found == pytest.approx((0, 1))
    shared = weights.entropy([[0, 2], [1, 1], [1, 3]])
    assert shared[0] == pytest.approx(
        (1 - np.log(2) / np.log(3))
        / ((1 - np.log(2) / np.log(3)) + (1 + sum(p * np.log(p) for p in (1 / 3, 1 / 6, 1 / 2)) / np.log(3)))
    )
    assert weights.entropy([[4, 4], [4, 4]]) == (0.5, 0.5)
    for wrong in ([[1, 2]], [[1, -2], [1, 1]], [[0, 1], [0, 1]]):
        with pytest.raises(ValueError, match="entropy"):
            weights.entropy(wrong)


def test_critic_counts_the_conflict_in_the_direction_of_each_criterion() -> None:
    """Price and quality rise together: no conflict if both were gains, all conflict as one is a cost."""
    matrix = [[10, 1, 5], [20, 2, 1], [30, 3, 4]]
    as_gains = weights.critic(matrix, [1, 1, 1])
    as_cost = weights.critic(matrix, [-1, 1, 1])
    assert as_gains[2] > as_cost[2]
    assert sum(as_cost) == pytest.approx(1)
    assert weights.critic([[1, 7], [2, 7]], [1, 1]) == (1, 0)
    assert weights.critic([[1, 2], [2, 3], [3, 4]], [1, 1]) == pytest.approx((0.5, 0.5))
    with pytest.raises(ValueError, match="CRITIC"):
        weights.critic([[1, 2]], [1, 1])
