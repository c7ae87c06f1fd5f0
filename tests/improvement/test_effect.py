"""Before against after: the tests against published values, and when it is too early to say."""

import numpy as np
import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from tandem.improvement import effect
from tandem.improvement.effect import Method, Result, Stretch, Verdict, compare
from tandem.improvement.effect_shown import how

COUNTS = st.integers(1, 60)


def test_fisher_finds_the_tea_tasters_p() -> None:
    """R. A. Fisher, "The design of experiments", 1935: three of four cups right; the two-sided p is 34/70."""
    assert effect.of_rates(3, 4, 1, 4) == pytest.approx(34 / 70)


def test_poisson_rates_are_compared_as_przyborowski_and_wilenski_did() -> None:
    """Three against ten with equal exposure: twice the binomial tail, 2 × 378 / 8192."""
    assert effect.of_defects(3, 1.0, 10, 1.0) == pytest.approx(2 * 378 / 8192)


def test_welch_from_summaries_is_welch_from_the_values() -> None:
    """Student's sleep data (Biometrika 6, 1908) taken as two samples: t = -1.8608, df = 17.776, p = 0.07939."""
    before = Stretch(0.75, 10, 1.789010)
    after = Stretch(2.33, 10, 2.002249)
    assert effect.of_means(before, after) == pytest.approx(0.07939, abs=1e-5)


def test_ranks_of_months_apart_are_as_unlikely_as_can_be() -> None:
    """Four against four without overlap: 2 of the 70 orders."""
    assert effect.of_ranks((1, 2, 3, 4), (5, 6, 7, 8)) == pytest.approx(2 / 70)


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_before_and_after_may_change_places(a: int, b: int, c: int, d: int) -> None:
    swapped = effect.of_rates(c, c + d, a, a + b)
    assert effect.of_rates(a, a + b, c, c + d) == pytest.approx(swapped)
    assert effect.of_defects(a, b, c, d) == pytest.approx(effect.of_defects(c, d, a, b))


@pytest.mark.parametrize("before", [183, 3 * 183, 10**9])
def test_looking_every_night_for_half_a_year_finds_no_more_than_five_per_cent_by_chance(before: int) -> None:
    """A case a day after the actions and `before` cases before them, nothing changed: the greatest difference of all
    nights, in standard errors, of 20,000 simulated half years."""
    chance = np.random.default_rng(1977)
    nights = np.arange(effect.LEAST_DAYS, 184)
    known = chance.standard_normal((20_000, 1)) / np.sqrt(before)
    after = chance.standard_normal((20_000, 183)).cumsum(axis=1)[:, effect.LEAST_DAYS - 1 :] / nights
    most = np.abs((after - known) / np.sqrt(1 / before + 1 / nights)).max(axis=1)

    def found(bound: float) -> float:
        return float((most > stats.norm.isf(bound / 2)).mean())

    assert 0.035 < found(effect.NIGHTLY_BOUND) <= 0.0525
    assert found(0.05) > 0.2


def test_looking_at_three_months_is_pococks_table() -> None:
    """Table 1 of Pocock (1977), three looks: 2.289 standard errors."""
    assert 2 * stats.norm.sf(2.289) == pytest.approx(effect.MONTHLY_BOUND, abs=5e-5)


@given(st.integers(20, 200), st.integers(0, 20))
def test_the_same_rate_on_either_side_shows_no_change(n: int, hits: int) -> None:
    stretch = Stretch(hits / n, n)
    assert compare("rate", True, stretch, stretch, days=60).verdict == Verdict.NO_CHANGE


@pytest.mark.parametrize(
    ("interval", "higher", "before", "after", "days", "expected"),
    [
        ("rate", True, Stretch(0.6, 100), Stretch(0.95, 80), 60, (Verdict.IMPROVED, Method.FISHER, False)),
        ("rate", True, Stretch(0.95, 100), Stretch(0.6, 80), 60, (Verdict.NO_CHANGE, Method.FISHER, True)),
        ("rate", True, Stretch(0.8, 100), Stretch(0.85, 80), 60, (Verdict.NO_CHANGE, Method.FISHER, False)),
        ("rate", True, Stretch(0.6, 100), Stretch(0.95, 12), 60, (Verdict.TOO_EARLY, Method.FISHER, False)),
        ("rate", True, Stretch(0.6, 100), Stretch(0.95, 80), 20, (Verdict.TOO_EARLY, Method.FISHER, False)),
        ("exposure", False, Stretch(900, 40, 100_000), Stretch(100, 30, 90_000), 60,
         (Verdict.IMPROVED, Method.POISSON, False)),
        ("exposure", False, Stretch(90, 40, 10_000), Stretch(0, 30, 9_000), 60,
         (Verdict.TOO_EARLY, Method.POISSON, False)),
        ("mean", False, Stretch(9.0, 50, 4.0), Stretch(3.0, 50, 4.0), 60, (Verdict.IMPROVED, Method.WELCH, False)),
        ("none", False, Stretch(5, 0, None, (5, 6, 7)), Stretch(1, 0, None, (1, 2, 1.5)), 90,
         (Verdict.TOO_EARLY, Method.RANKS, False)),
        ("none", False, Stretch(5, 0, None, (5, 6, 7, 8, 9)), Stretch(1, 0, None, (1, 2, 1.5, 3)), 130,
         (Verdict.IMPROVED, Method.RANKS, False)),
        # p = 0.02: a night of 156 like this comes by chance alone in every ninth case.
        ("rate", True, Stretch(0.7, 100), Stretch(0.85, 90), 60, (Verdict.NO_CHANGE, Method.FISHER, False)),
    ],
)  # fmt: skip
def test_what_is_said(
    interval: str,
    higher: bool,
    before: Stretch,
    after: Stretch,
    days: int,
    expected: tuple[Verdict, Method, bool],
) -> None:
    found = compare(interval, higher, before, after, days=days, scale=1_000_000)
    assert (found.verdict, found.test, found.worse) == expected


def test_without_anything_measured_it_is_too_early() -> None:
    assert compare("rate", True, Stretch(None, 0), Stretch(0.9, 50), days=60) == Result(
        Verdict.TOO_EARLY, Method.FISHER
    )


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("method", list(Method))
def test_the_page_names_the_test_and_its_level(language: str, method: Method) -> None:
    with translation.override(language):
        told = how(method)
        assert "5 %" in told
        assert f"{effect.bound(method)}" in told


def test_a_mean_that_no_longer_spreads_is_not_too_early() -> None:
    """Every line on its day after the action: the test has no variance on one side, or on neither."""
    late, perfect = Stretch(3.0, 40, 2.0), Stretch(0.0, 40, 0.0)
    assert compare("mean", False, late, perfect, days=60).verdict == Verdict.IMPROVED
    always = Stretch(3.0, 40, 0.0)
    assert compare("mean", False, always, perfect, days=60).verdict == Verdict.IMPROVED
    assert compare("mean", False, perfect, perfect, days=60) == Result(Verdict.NO_CHANGE, Method.WELCH, 1.0)
