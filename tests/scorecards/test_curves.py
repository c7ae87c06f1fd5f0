from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.scorecards import curve_text, curves
from tandem.scorecards.curves import Curve
from tests.scorecards.cards import DEFECTS, ON_TIME

some_points = st.decimals(0, 100, places=2)


@st.composite
def sound_curves(draw: st.DrawFn) -> Curve:
    values = draw(st.lists(st.decimals(-1000, 1000, places=3), min_size=2, max_size=6, unique=True))
    points = sorted(draw(st.lists(some_points, min_size=len(values), max_size=len(values))))
    if points[0] == points[-1]:
        points[-1], points[0] = Decimal(100), Decimal(0)
    return Curve.through(zip(sorted(values), points if draw(st.booleans()) else points[::-1], strict=True))


@pytest.mark.parametrize(
    ("value", "points"),
    [
        ("0.5", "0"),
        ("0.80", "0"),
        ("0.875", "40"),
        ("0.95", "80"),
        ("0.975", "90"),
        ("1", "100"),
        ("7", "100"),
    ],
)
def test_points_lie_on_straight_lines_between_breakpoints_and_stay_flat_outside(
    value: str, points: str
) -> None:
    assert ON_TIME.points_at(Decimal(value)) == Decimal(points)


def test_a_falling_curve_rewards_less() -> None:
    assert not DEFECTS.rises
    assert DEFECTS.points_at(Decimal(250)) == Decimal(90)
    assert DEFECTS.value_for(Decimal(90)) == Decimal(250)
    assert DEFECTS.value_for(Decimal(0)) == Decimal(5000)


@given(sound_curves(), st.decimals(-2000, 2000, places=4))
def test_points_never_leave_the_curves_own_range(curve: Curve, value: Decimal) -> None:
    assert curves.problems(curve) == []
    assert min(curve.points) <= curve.points_at(value) <= max(curve.points)


@given(sound_curves(), st.decimals(-2000, 2000, places=4), st.decimals(-2000, 2000, places=4))
def test_a_better_value_never_costs_points(curve: Curve, one: Decimal, other: Decimal) -> None:
    worse, better = sorted((one, other), reverse=not curve.rises)
    assert curve.points_at(worse) <= curve.points_at(better)


@given(sound_curves(), some_points)
def test_the_inverse_finds_the_least_demanding_value(curve: Curve, wanted: Decimal) -> None:
    value = curve.value_for(wanted)
    if value is None:
        assert wanted > curve.best
        return
    # Nine digits of a value in the thousands hold its points to a few hundred-thousandths of the steepest
    # line.
    steepest = max(
        abs((high[1] - low[1]) / (high[0] - low[0]))
        for low, high in zip(curve.breakpoints, curve.breakpoints[1:], strict=False)
    )
    assert curve.points_at(value) >= wanted
    assert curve.points_at(value) <= max(wanted, min(curve.points)) + steepest * Decimal("0.00001") + Decimal(
        "0.0001"
    )


@pytest.mark.parametrize(
    ("breakpoints", "codes"),
    [
        ([(1, 0)], ["curve_too_short"]),
        ([(0, 0), (1, 120)], ["curve_points_out_of_range"]),
        ([(0, 0), (0, 50), (1, 100)], ["curve_value_twice"]),
        ([(0, 50), (1, 50)], ["curve_flat"]),
        ([(0, 0), (1, 100), (2, 50)], ["curve_turns"]),
        ([("NaN", 0), (1, 100)], ["curve_not_finite"]),
    ],
)
def test_an_unsound_curve_says_everything_that_is_wrong(
    breakpoints: list[tuple[object, int]], codes: list[str]
) -> None:
    values, points = zip(*breakpoints, strict=True)
    curve = Curve(tuple(Decimal(str(value)) for value in values), tuple(Decimal(each) for each in points))
    assert [problem.code for problem in curves.problems(curve)] == codes


def test_a_curve_must_face_the_way_its_kpi_improves() -> None:
    assert curves.faces(ON_TIME, higher_is_better=True) == []
    assert [problem.code for problem in curves.faces(DEFECTS, higher_is_better=True)] == [
        "curve_rewards_worse"
    ]


@given(sound_curves(), st.decimals(-2000, 2000, places=4), st.decimals(-2000, 2000, places=4))
def test_a_curve_moved_to_a_target_keeps_its_shape_and_first_gives_its_most_points_there(
    curve: Curve, target: Decimal, value: Decimal
) -> None:
    moved = curve.moved(target)
    assert curves.problems(moved) == []
    assert moved.points_at(target) == curve.best
    assert moved.best_from == target
    assert moved.points_at(value + target - curve.best_from) == curve.points_at(value)
    assert moved.moved(curve.best_from) == curve


def test_an_agreed_share_of_97_per_cent_earns_all_points_and_each_step_below_it_costs_as_before() -> None:
    moved = ON_TIME.moved(Decimal("0.97"))
    asked = ("0.97", "0.99", "0.92", "0.845", "0.77")
    assert [moved.points_at(Decimal(value)) for value in asked] == [100, 100, 80, 40, 0]
    assert DEFECTS.moved(Decimal(200)).points_at(Decimal(200)) == 100
    assert DEFECTS.moved(Decimal(200)).points_at(Decimal(700)) == 80


@pytest.mark.parametrize(
    "typed", ["80: 0, 1e9999999: 100", "1e9999999%: 0", "1e999999: 0", "nan: 0", "80%, 90%"]
)
def test_a_curve_through_what_nobody_measures_cannot_be_read(typed: str) -> None:
    """A million digits are short to write: 1e999999."""
    assert curve_text.parse(typed) is None
