"""Control charts, change points and Pareto bars against published answers, and what must hold for any course."""

import random
from itertools import pairwise
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.scorecards import change_points
from tandem.scorecards.control import Chart, Month, Rule, broken, defects, individuals, rates
from tandem.scorecards.pareto import Bar, bars


def months(values, weight=1.0):
    return [Month(value, weight) for value in values]


def test_flow_rates_of_the_nist_handbook():
    """NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2: ten batches, limits 45.8159 and 55.8041."""
    found = individuals(months([49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]))
    assert found.chart == Chart.XMR
    assert found.centre == pytest.approx(50.81)
    assert found.mean_range == pytest.approx(1.8778, abs=5e-5)
    first = found.points[0]
    assert (first.low, first.high) == (pytest.approx(45.8159, abs=1e-3), pytest.approx(55.8041, abs=1e-3))
    assert found.signals == ()


def test_wafers_of_the_nist_handbook():
    """6.3.3.2: the misregistered of 50 chips on each of 30 wafers; 15 and 23 lie beyond 0.4102."""
    shares = [
        0.24, 0.30, 0.16, 0.20, 0.08, 0.14, 0.32, 0.18, 0.28, 0.20, 0.10, 0.12, 0.34, 0.24, 0.44,
        0.16, 0.20, 0.10, 0.26, 0.22, 0.40, 0.36, 0.48, 0.30, 0.18, 0.24, 0.14, 0.26, 0.18, 0.12,
    ]  # fmt: skip
    found = rates(months(shares, 50))
    assert found.centre == pytest.approx(0.2313, abs=5e-5)
    plain = found.points[0].sigma / found.factor
    assert 0.2313 + 3 * plain == pytest.approx(0.4102, abs=2e-4)
    assert 0.2313 - 3 * plain == pytest.approx(0.0524, abs=2e-4)
    assert [place + 1 for place, share in enumerate(shares) if share > 0.2313 + 3 * plain] == [15, 23]
    # The wafers vary more than chance. With equal n, sigma z is the mean moving range over 1.128 plain sigmas.
    assert found.chart == Chart.P_PRIME
    moves = [abs(later - earlier) for earlier, later in pairwise(shares)]
    assert found.factor == pytest.approx(fmean(moves) / 1.128 / plain)
    assert not [place for place in found.signals if Rule.BEYOND in found.points[place].breaks]


def test_defects_of_the_nist_handbook():
    """6.3.3.1: defects on 25 wafers, 16 on average; limits 4 and 28, the 24th is beyond."""
    counts = [
        16,
        14,
        28,
        16,
        12,
        20,
        10,
        12,
        10,
        17,
        19,
        17,
        14,
        16,
        15,
        13,
        14,
        16,
        11,
        20,
        11,
        19,
        16,
        31,
        13,
    ]
    found = defects(months(counts))
    assert found.centre == 16
    plain = found.points[0].sigma / found.factor
    assert (16 - 3 * plain, 16 + 3 * plain) == (pytest.approx(4), pytest.approx(28))
    assert found.chart == Chart.U_PRIME


def test_laney_with_equal_numbers_is_the_individuals_chart():
    """Laney 2002: where all n are alike, p' is XmR of the rates."""
    shares = [0.9, 0.8, 0.95, 0.7, 0.85, 0.9, 0.99, 0.75, 0.8, 0.9, 0.6, 0.97]
    by_rates, by_moves = rates(months(shares, 4000)), individuals(months(shares))
    assert by_rates.chart == Chart.P_PRIME
    assert [point.sigma for point in by_rates.points] == pytest.approx([p.sigma for p in by_moves.points])


def test_each_rule_is_broken_by_its_last_point():
    assert broken([0.5, 3.1])[-1] == (Rule.BEYOND,)
    assert broken([2.1, 0.0, 2.1]) == [(), (), (Rule.TWO_OF_THREE,)]
    assert broken([2.1, -2.1]) == [(), ()]
    assert broken([-1.1, -1.2, 0.3, -1.1, -1.1])[-1] == (Rule.FOUR_OF_FIVE,)
    assert broken([0.1] * 8) == [()] * 7 + [(Rule.EIGHT,)]
    assert broken([0.1] * 4 + [0.0] + [0.1] * 4) == [()] * 9


def test_a_false_alarm_comes_once_in_92_months():
    """Champ and Woodall 1987: the average run length of the four rules together is 91.75."""
    chance = random.Random(1987)
    lengths = []
    for _ in range(500):
        recent, length, signals = [], 0, ()
        while not signals:
            recent, length = [*recent, chance.gauss(0, 1)][-8:], length + 1
            signals = broken(recent)[-1]
        lengths.append(length)
    assert fmean(lengths) == pytest.approx(91.75, rel=0.1)


def test_few_months_have_no_limits():
    found = rates(months([0.9] * 9, 20))
    assert (found.centre, found.signals, found.known) == (None, (), 9)
    empty = rates([Month(None, 0)] * 12)
    assert (empty.known, empty.centre) == (0, None)


def test_rare_failures_are_judged_by_the_first_rule_alone():
    shares = [1.0] * 14 + [0.5, 1.0]
    found = rates(months(shares, 20))
    assert found.rare
    assert [(place, found.points[place].breaks) for place in found.signals] == [(14, (Rule.BEYOND,))]
    assert not rates(months(shares, 400)).rare


def test_months_without_cases_are_passed_over():
    with_gaps = [Month(0.9, 40) if place % 3 else Month(None, 0) for place in range(30)]
    found = rates(with_gaps)
    assert found.known == 20
    assert all(found.points[place].low is None for place in range(0, 30, 3))


@given(
    st.lists(
        st.tuples(st.integers(0, 60), st.integers(1, 60)).map(lambda pair: (min(pair), pair[1])),
        min_size=10,
        max_size=48,
    )
)
def test_limits_hold_the_centre_and_stay_possible(counts):
    found = rates([Month(hits / n, n) for hits, n in counts])
    assert found.centre is not None
    assert found.factor >= 1
    for point in found.points:
        assert 0 <= point.low <= found.centre <= point.high <= 1
        assert point.signals or point.low - 1e-9 <= point.value <= point.high + 1e-9


def test_the_nile_changed_in_1898():
    """G. W. Cobb, "The problem of the Nile", Biometrika 65 (1978): the flow at Aswan fell after ."""
    flow = [
        1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958,
        1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020,
        1050, 969, 831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040,
        759, 781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874, 848, 890,
        744, 749, 838, 1050, 918, 986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740,
    ]  # fmt: skip
    chart = individuals(months(flow))
    found = change_points.stretches(flow, [point.sigma for point in chart.points])
    assert [(each.start, each.end) for each in found] == [(0, 28), (28, 100)]
    assert [round(each.mean) for each in found] == [1098, 850]


@given(st.lists(st.floats(-100, 100), max_size=40), st.floats(0.5, 20))
def test_stretches_cover_the_course_in_order(values, sigma):
    found = change_points.stretches(values, [sigma] * len(values))
    assert sum(each.end - each.start for each in found) == len(values)
    assert all(earlier.end == later.start for earlier, later in pairwise(found))
    assert len(found) < 2 or all(each.end - each.start >= change_points.LEAST for each in found)
    for each in found:
        assert each.mean == pytest.approx(fmean(values[each.start : each.end]), abs=1e-6)


def test_a_level_course_has_no_change():
    assert len(change_points.stretches([5.0, 5.1, 4.9, 5.0] * 9, [0.1] * 36)) == 1
    assert change_points.stretches([], []) == []
    assert len(change_points.stretches([1.0, 1.0, 9.0], [0.0] * 3)) == 1


def test_the_heaviest_cause_comes_first_and_the_rest_together():
    causes = [
        ("porosity", 30.0, 3),
        (None, 10.0, 2),
        ("burr", 50.0, 9),
        ("dent", 0.0, 4),
        ("rust", 5.0, 1),
        ("mix", 5.0, 1),
    ]
    assert bars(causes, longest=3) == [
        Bar("burr", 50.0, 9, 0.5, 0.5),
        Bar("porosity", 30.0, 3, 0.3, 0.8),
        Bar(None, 10.0, 2, 0.1, 0.9),
        Bar(None, 10.0, 2, 0.1, 1.0, rest=2),
    ]
    assert bars([]) == []


@given(st.dictionaries(st.text(max_size=3), st.floats(0, 1e6), max_size=40))
def test_shares_make_a_whole(causes):
    found = bars((cause, weight, 1) for cause, weight in causes.items())
    if found:
        assert sum(each.share for each in found) == pytest.approx(1)
        assert found[-1].up_to == pytest.approx(1)
        assert all(a.up_to <= b.up_to + 1e-12 for a, b in pairwise(found))
        assert len(found) <= 13
