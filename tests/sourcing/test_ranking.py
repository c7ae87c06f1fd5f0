"""Rankings over one matrix, what they say when they cannot say anything, and how far they agree."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tandem.sourcing.deciding.ranking import (
    METHODS,
    Problem,
    copras,
    kendall_w,
    ranks,
    robustness,
    weighted_sum,
)

# Price, defects per million, score: Huarui dominates Bergquell, and Lirui is cheap and poor.
MATRIX = [[10.0, 200.0, 90.0], [11.0, 300.0, 80.0], [8.0, 900.0, 60.0]]
WEIGHTS, TYPES = [0.2, 0.4, 0.4], [-1, -1, 1]
POSITIVE = arrays(float, st.tuples(st.integers(2, 6), st.just(3)), elements=st.floats(1, 100))


def test_a_weighted_sum_is_what_a_committee_can_check_by_hand() -> None:
    assert weighted_sum(MATRIX, WEIGHTS, TYPES) == pytest.approx(
        (0.2 * 1 / 3 + 0.4 + 0.4, 0.4 * 600 / 700 + 0.4 * 20 / 30, 0.2)
    )
    assert weighted_sum([[5.0, 1.0], [5.0, 2.0]], [0.5, 0.5], [1, 1]) == (0.5, 1.0)


def test_all_methods_see_a_clear_winner() -> None:
    found = robustness(MATRIX, WEIGHTS, TYPES)
    assert [outcome.method for outcome in found.outcomes] == list(METHODS)
    assert found.same_winner == (8, 8)
    assert all(outcome.ranks == (1, 2, 3) for outcome in (found.weighted_sum, *found.outcomes))
    assert found.agreement == pytest.approx(1)
    assert set(found.with_weighted_sum.values()) == {1.0}


@given(POSITIVE)
def test_whoever_is_better_in_everything_is_behind_in_nothing(matrix: np.ndarray) -> None:
    better = matrix[0] * 1.5 + 1
    found = robustness(np.vstack([matrix, better]), [0.2, 0.3, 0.5], [1, 1, 1])
    for outcome in (found.weighted_sum, *found.outcomes):
        assert outcome.ranks is not None, outcome
        # CODAS adds a second distance only from a threshold on, which lets it turn close ones round.
        if outcome.method != "codas":
            assert outcome.ranks[-1] <= outcome.ranks[0], outcome


def test_a_method_that_divides_by_values_says_so_and_the_others_answer() -> None:
    found = robustness([[0.0, 5.0], [2.0, 3.0], [1.0, -1.0]], [0.5, 0.5], [1, 1])
    silent = {outcome.method: outcome.problem for outcome in found.outcomes if outcome.problem}
    assert silent == dict.fromkeys(
        ("topsis", "edas", "copras", "aras", "codas", "marcos"), Problem.NOT_POSITIVE
    )
    assert found.same_winner[1] == 2
    assert found.with_weighted_sum["copras"] is None


def test_candidates_that_are_alike_are_not_told_apart() -> None:
    found = robustness([[1.0, 2.0], [1.0, 2.0]], [0.5, 0.5], [1, 1])
    assert {outcome.problem for outcome in found.outcomes} == {Problem.NO_DIFFERENCE}
    assert found.weighted_sum.ranks == (1, 1)
    assert found.agreement is None
    one = robustness([[1.0, 2.0]], [0.5, 0.5], [1, 1])
    assert {outcome.problem for outcome in one.outcomes} == {Problem.TOO_FEW}


def test_a_matrix_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="column"):
        robustness(MATRIX, [0.5, 0.5], TYPES)
    with pytest.raises(ValueError, match="finite"):
        robustness([[float("nan"), 1.0], [1.0, 1.0]], [0.5, 0.5], [1, 1])


def test_equal_scores_share_the_better_rank() -> None:
    assert ranks([0.5, 0.9, 0.5, 0.1]) == (2, 1, 2, 4)
    assert ranks([0.5, 0.9, 0.5, 0.1], lower_is_better=True) == (2, 4, 2, 1)


def test_concordance_is_one_for_the_same_and_nothing_for_opposites() -> None:
    assert kendall_w([(1, 2, 3), (1, 2, 3), (1, 2, 3)]) == pytest.approx(1)
    assert kendall_w([(1, 2, 3), (3, 2, 1)]) == pytest.approx(0)
    # Siegel & Castellan's form with ties: by hand, sums 2.5, 2.5 + 1, 5 … of two judges with one tie each.
    assert kendall_w([(1, 1, 3), (1, 1, 3)]) == pytest.approx(1)
    assert kendall_w([(1, 1), (1, 1)]) is None
    assert kendall_w([(1, 2)]) is None


def test_less_is_better_for_copras_where_less_is_better() -> None:
    dear_and_cheap = np.array([[10.0, 5.0], [5.0, 5.0]])
    found = copras(dear_and_cheap, np.array([0.5, 0.5]), np.array([-1.0, 1.0]))
    assert found[1] == 1
    assert found[0] < 1
    only_gains = copras(dear_and_cheap, np.array([0.5, 0.5]), np.array([1.0, 1.0]))
    assert only_gains.tolist() == pytest.approx([1, (1 / 3 + 1 / 2) / (2 / 3 + 1 / 2)])
