"""Published answers: Montgomery's piston rings, SAS/QC's amplifiers, R's package qcc, NIST's example."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.assessments.capability import (
    MOVING,
    POOLED,
    RANGES,
    Capability,
    anderson_darling,
    bissell,
    capability,
    histogram,
    p_value,
)

# SAS/QC 14.1 user's guide, PROC CAPABILITY, "Displaying a Confidence Interval for Cpk".
AMPLIFIERS = [
    4.54, 4.87, 4.66, 4.90, 4.68, 5.22, 4.43, 5.14, 3.07, 4.22, 5.09, 3.41, 5.75, 5.16, 3.96, 5.37, 5.70, 4.11, 4.83,
    4.51, 4.57, 4.16, 5.73, 3.64, 5.48, 4.95, 4.57, 4.46, 4.75, 5.38, 5.19, 4.35, 4.98, 4.87, 3.53, 4.46, 4.57, 4.69,
    5.27, 4.67, 5.03, 4.50, 5.35, 4.55, 4.05, 6.63, 5.32, 5.24, 5.73, 5.08, 5.07, 5.42, 5.05, 5.70, 4.79, 4.34, 5.06,
    4.64, 4.82, 3.24, 4.79, 4.46, 3.84, 5.05, 5.46, 4.64, 6.13, 4.31, 4.81, 4.98, 4.95, 5.57, 4.11, 4.15, 5.95,
]  # fmt: skip
# D. C. Montgomery, "Introduction to statistical quality control": inside diameters of piston rings, 25 samples of 5.
RINGS = [
    [74.030, 74.002, 74.019, 73.992, 74.008], [73.995, 73.992, 74.001, 74.011, 74.004],
    [73.988, 74.024, 74.021, 74.005, 74.002], [74.002, 73.996, 73.993, 74.015, 74.009],
    [73.992, 74.007, 74.015, 73.989, 74.014], [74.009, 73.994, 73.997, 73.985, 73.993],
    [73.995, 74.006, 73.994, 74.000, 74.005], [73.985, 74.003, 73.993, 74.015, 73.988],
    [74.008, 73.995, 74.009, 74.005, 74.004], [73.998, 74.000, 73.990, 74.007, 73.995],
    [73.994, 73.998, 73.994, 73.995, 73.990], [74.004, 74.000, 74.007, 74.000, 73.996],
    [73.983, 74.002, 73.998, 73.997, 74.012], [74.006, 73.967, 73.994, 74.000, 73.984],
    [74.012, 74.014, 73.998, 73.999, 74.007], [74.000, 73.984, 74.005, 73.998, 73.996],
    [73.994, 74.012, 73.986, 74.005, 74.007], [74.006, 74.010, 74.018, 74.003, 74.000],
    [73.984, 74.002, 74.003, 74.005, 73.997], [74.000, 74.010, 74.013, 74.020, 74.003],
    [73.982, 74.001, 74.015, 74.005, 73.996], [74.004, 73.999, 73.990, 74.006, 74.009],
    [74.010, 73.989, 73.990, 74.009, 74.014], [74.015, 74.008, 73.993, 74.000, 74.010],
    [73.982, 73.984, 73.995, 74.017, 74.013],
]  # fmt: skip


def worked(groups: list[list[float]], lower: float | None, upper: float | None) -> Capability:
    found = capability(groups, lower, upper)
    assert found is not None
    return found


def test_piston_rings_give_the_published_indices() -> None:
    """Montgomery: mean 74.001, mean range 0.0232 (0.581 / 25), so σ = R / d2 = 0.0099 and, with 74 ± 0.05, Cp = 1.68
    (he cuts σ after the fourth digit: with all of them it is 1.668)."""
    found = worked(RINGS, 73.95, 74.05)
    assert (found.n, found.groups, found.method) == (125, 25, RANGES)
    assert found.mean == pytest.approx(74.00118, abs=5e-6)
    assert found.within == pytest.approx(0.581 / 25 / 2.326)
    assert found.cp == pytest.approx(0.10 / (6 * 0.581 / 25 / 2.326))
    assert found.cp == pytest.approx(1.68, abs=0.02)
    assert found.cpk.value == pytest.approx((74.05 - 74.001176) / (3 * 0.581 / 25 / 2.326))


def test_the_interval_is_the_one_that_qcc_publishes() -> None:
    """process.capability of its piston rings: Cpk 1.663 of 125 values, 1.448 to 1.878 with n − 1 degrees of
    freedom."""
    index = bissell(1.663, 125, 124)
    assert (index.low, index.high) == pytest.approx((1.448, 1.878), abs=5e-4)
    # The fewer degrees of freedom of a mean range make it a little wider.
    fewer = bissell(1.663, 125, 90)
    assert fewer.low < index.low < index.high < fewer.high


def test_amplifiers_give_the_published_interval_at_90_per_cent() -> None:
    """0.328 to 0.496 from the spread of all values (LSL 4, USL 6)."""
    found = worked([[value] for value in AMPLIFIERS], 4, 6)
    index = bissell(found.ppk.value, 75, 74, z=1.6448536)
    assert (index.low, index.high) == pytest.approx((0.328, 0.496), abs=5e-4)


def test_nists_example() -> None:
    """NIST/SEMATECH e-Handbook, 6.1.6: limits 8 and 20, mean 16, standard deviation 2: Cp 1.0, Cpk 0.6667. Here forty
    values with just that mean and spread."""
    half = 2 * sqrt(39 / 40)
    found = worked([[16 - half, 16 + half] * 20], 8, 20)
    assert (found.method, found.groups) == (POOLED, 1)
    assert (found.cp, found.pp) == pytest.approx((1.0, 1.0))
    assert (found.cpk.value, found.ppk.value) == pytest.approx((2 / 3, 2 / 3))


def test_with_one_limit_there_is_no_cp_and_that_limit_alone_counts() -> None:
    both, upper = worked(RINGS, 73.95, 74.05), worked(RINGS, None, 74.05)
    assert (upper.cp, upper.pp) == (None, None)
    assert upper.cpk == both.cpk  # the upper one is nearer
    lower = worked(RINGS, 73.95, None)
    assert lower.cpk.value == pytest.approx((lower.mean - 73.95) / (3 * lower.within))
    assert lower.cpk.value > both.cpk.value


def test_single_values_are_judged_by_moving_ranges() -> None:
    """Σ|differences| / (n − 1) / 1.128."""
    found = worked([[value] for value in (1.0, 3.0) * 5], 0, 4)
    assert found.method == MOVING
    assert found.within == pytest.approx(2 / 1.128)


def test_too_few_or_all_the_same_is_no_data() -> None:
    assert capability([[1.0, 2.0]] * 4, 0, 3) is None
    assert capability([[2.0, 2.0]] * 20, 0, 3) is None
    assert capability(RINGS, None, None) is None


@pytest.mark.parametrize(("corrected", "p"), [(0.631, 0.10), (0.752, 0.05), (0.873, 0.025), (1.035, 0.01)])
def test_p_values_are_those_of_stephens_printed_table(corrected: float, p: float) -> None:
    assert p_value(corrected) == pytest.approx(p, rel=0.03)


def test_the_statistic_agrees_with_an_independent_implementation() -> None:
    from scipy.stats import anderson

    values = [value for group in RINGS for value in group]
    statistic = anderson(values, "norm", method="interpolate").statistic
    assert anderson_darling(values) == pytest.approx(p_value(statistic * (1 + 0.75 / 125 + 2.25 / 125**2)))
    assert worked(RINGS, 73.95, 74.05).looks_normal
    lopsided = [1.0] * 30 + [1.1] * 6 + [2.0, 3.0, 9.0, 20.0]
    assert anderson_darling(lopsided) < 0.001


def test_bars_hold_every_value_and_reach_both_limits() -> None:
    bars = histogram([value for group in RINGS for value in group], 73.95, 74.05)
    assert sum(bar.count for bar in bars) == 125
    assert bars[0].start <= 73.95 < bars[0].end
    assert bars[-1].start <= 74.05 < bars[-1].end
    assert {round(bar.end - bar.start, 9) for bar in bars} == {0.01}


GROUPS = st.lists(
    st.lists(st.floats(-50, 50).map(lambda x: round(x, 3)), min_size=4, max_size=4), min_size=4, max_size=25
)


@given(GROUPS, st.floats(0.5, 40), st.floats(-1000, 1000))
def test_moving_everything_moves_no_index(groups: list[list[float]], reach: float, by: float) -> None:
    found = capability(groups, -reach, reach)
    moved = capability([[value + by for value in group] for group in groups], by - reach, by + reach)
    if found is None or moved is None or min(found.within, found.overall) < 1e-3:
        return
    assert moved.cpk.value == pytest.approx(found.cpk.value, rel=1e-5, abs=1e-6)
    assert moved.ppk.value == pytest.approx(found.ppk.value, rel=1e-5, abs=1e-6)


@given(GROUPS, st.floats(0.5, 40))
def test_an_index_lies_in_its_interval_and_cpk_is_never_above_cp(
    groups: list[list[float]], reach: float
) -> None:
    found = capability(groups, -reach, reach)
    if found is None:
        return
    assert found.cp is not None
    assert found.cpk.value <= found.cp + 1e-9
    assert found.cpk.low < found.cpk.value < found.cpk.high
    assert 0 <= found.p_normal <= 1


def test_a_limit_that_lies_far_away_asks_for_no_bars_on_the_way_there() -> None:
    bars = histogram([1.0, 1.001] * 6, 0.9, 1e12)
    assert len(bars) < 20
    assert sum(bar.count for bar in bars) == 12
    assert histogram([2.0] * 12, None, 1e12)[0].count == 12
