"""Published answers: R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics
in Medicine 17 (1998), table I, method 3 (Wilson's score); Student's t from the usual printed tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.core import intervals


@pytest.mark.parametrize(
    ("hits", "trials", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_newcombes_published_answers(hits: int, trials: int, low: float, high: float) -> None:
    assert intervals.wilson(hits / trials, trials) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("degrees", "quantile"),
    [
        (1, 12.7062),
        (2, 4.30265),
        (3, 3.18245),
        (5, 2.57058),
        (10, 2.22814),
        (30, 2.04227),
        (60, 2.00030),
        (120, 1.97993),
    ],
)
def test_students_t_gives_the_printed_tables(degrees: int, quantile: float) -> None:
    assert intervals.t_quantile(degrees) == pytest.approx(quantile, abs=6e-6 * quantile)


def test_students_t_has_no_step_where_the_method_changes() -> None:
    exact = intervals._bisect(lambda t: intervals._central_share(t, 61) - 0.95, 0.0, 20.0)
    assert intervals.t_quantile(61) == pytest.approx(exact, abs=1e-8)


@given(st.integers(1, 100_000), st.data())
def test_wilson_holds_the_rate_and_stays_between_zero_and_one(trials: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, trials))
    low, high = intervals.wilson(hits / trials, trials)
    assert 0 <= low <= hits / trials <= high <= 1
    assert low < high


@given(st.integers(1, 1000), st.integers(1, 1000))
def test_wilson_is_the_same_for_successes_and_failures(hits: int, more: int) -> None:
    trials = hits + more
    low, high = intervals.wilson(hits / trials, trials)
    failing_low, failing_high = intervals.wilson(more / trials, trials)
    assert (1 - failing_high, 1 - failing_low) == pytest.approx((low, high))


@given(st.floats(0, 1), st.integers(2, 10_000))
def test_more_of_the_same_narrows_the_interval(rate: float, trials: int) -> None:
    low, high = intervals.wilson(rate, trials)
    narrower_low, narrower_high = intervals.wilson(rate, trials * 4)
    assert narrower_high - narrower_low < high - low


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [
        (0, 0.0, 3.6889),
        (1, 0.0253, 5.5716),
        (5, 1.6235, 11.6683),
        (10, 4.7954, 18.3904),
        (50, 37.1110, 65.9188),
    ],
)
def test_poisson_gives_garwoods_published_limits(count: int, low: float, high: float) -> None:
    assert intervals.poisson(count) == pytest.approx((low, high), abs=6e-5)


def test_byars_approximation_takes_over_without_a_step() -> None:
    assert intervals._byar(100) == pytest.approx(intervals.poisson(100), rel=1e-4)


@given(st.floats(0, 1000))
def test_poisson_limits_hold_the_count(count: float) -> None:
    low, high = intervals.poisson(count)
    assert 0 <= low <= count < high


def test_parts_per_million_and_means() -> None:
    # Ten defects among 20,000 pieces: Garwood's limits of ten, per million.
    assert intervals.per_exposure(500, 20_000, 1_000_000) == pytest.approx((239.77, 919.52), abs=0.01)
    # Ten values of mean 5 with standard error 0.7: 5 ± 2.26216 × 0.7.
    assert intervals.of_mean(5, 0.7, 10) == pytest.approx((3.416488, 6.583512))
