"""Capacity, bottleneck, headroom and rolled yield, against worked examples and what must always hold."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.assessments.throughput import Machine, Step, bottleneck, by_month, months_from, rolled_yield
from tandem.assessments.working_days import Week, working_days

D = Decimal
NOVEMBER = [date(2026, 11, 1)]


def step(rate: str, days: int = 20, good: str | None = None, per_piece: str = "1") -> Step:
    machine = Machine(rate=D(rate), hours=D(8), efficiency=D("0.5"))
    return Step([machine], [days], D(good) if good else None, D(per_piece))


def test_the_rated_capacity_of_a_work_centre_is_time_times_efficiency() -> None:
    """APICS' calculated capacity: 3 machines, 2 shifts of 8 hours, 5 days, 75 % utilisation, 110 % efficiency give
    198 standard hours a week; here an hour's rate of one piece."""
    machine = Machine(rate=D(1), hours=D(16), efficiency=D("0.75") * D("1.10"), count=3)
    assert Step([machine], [5]).capacity(0) == D(198)


def test_a_line_makes_as_much_as_its_narrowest_process() -> None:
    steps = [step("30"), step("24"), step("40", per_piece="2")]
    (month,) = by_month(steps, NOVEMBER, [D(1000)])
    assert month.by_step == (D(2400), D(1920), D(1600))
    assert (month.capacity, month.bottleneck, month.headroom, month.used) == (D(1600), 2, D(600), 0.625)
    assert bottleneck([month]) == 2


def test_more_promised_than_can_be_made_is_negative_headroom() -> None:
    (month,) = by_month([step("10")], NOVEMBER, [D(900)])
    assert (month.headroom, month.used) == (D(-100), 1.125)


def test_an_unknown_process_is_no_zero_and_no_load_is_no_headroom() -> None:
    (month,) = by_month([step("10"), Step([], [20])], NOVEMBER, [None])
    assert (month.by_step, month.capacity, month.whole) == ((D(800), None), D(800), False)
    assert (month.headroom, month.used) == (None, None)
    assert bottleneck([month]) == 0
    (nothing,) = by_month([], NOVEMBER, [D(5)])
    assert (nothing.capacity, nothing.bottleneck, nothing.whole) == (None, None, False)


def test_the_bottleneck_of_several_months_is_the_smallest_in_all_of_them_together() -> None:
    steps = [Step([Machine(D(10), D(8))], [20, 10]), Step([Machine(D(11), D(8))], [15, 15])]
    months = by_month(steps, months_from(date(2026, 12, 9), 2), [None, None])
    assert [month.bottleneck for month in months] == [1, 0]
    assert bottleneck(months) == 0


def test_rolled_throughput_yield_is_the_product_of_the_first_pass_yields() -> None:
    """Three processes of 98, 93 and 95 % let through 86.6 % at the first go."""
    assert rolled_yield([D("0.98"), D("0.93"), D("0.95")]) == D("0.865830")
    assert rolled_yield([D("0.98"), None]) is None
    assert rolled_yield([]) is None


@given(st.lists(st.decimals("0.01", "1", places=3), min_size=1, max_size=12))
def test_a_rolled_yield_is_never_above_the_worst_step(yields: list[Decimal]) -> None:
    rolled = rolled_yield(yields)
    assert rolled is not None
    assert 0 < rolled <= min(yields)


@given(
    st.lists(st.tuples(st.decimals("0.1", "500", places=1), st.integers(0, 31)), min_size=1, max_size=6),
    st.decimals("0", "90000", places=0),
)
def test_headroom_and_load_add_up_to_the_smallest_capacity(
    given_steps: list[tuple[Decimal, int]], load: Decimal
) -> None:
    steps = [Step([Machine(rate, D(8))], [days]) for rate, days in given_steps]
    (month,) = by_month(steps, NOVEMBER, [load])
    assert month.capacity == min(step.capacity(0) or D(0) for step in steps)
    assert month.headroom is not None
    assert month.headroom + load == month.capacity
    more = by_month([*steps, Step([Machine(D("0.1"), D(1))], [1])], NOVEMBER, [load])[0]
    assert more.capacity is not None
    assert more.capacity <= month.capacity


def test_months_go_on_over_the_new_year() -> None:
    assert months_from(date(2026, 11, 30), 3) == [date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)]


@pytest.mark.parametrize(
    ("country", "week", "month", "days"),
    [
        # Germany, December 2026: 23 weekdays, of which Christmas Day is one (the second is a Saturday).
        ("DE", Week.CALENDAR, date(2026, 12, 1), 22),
        # With Saturdays: four of them, less 26 December.
        ("DE", Week.SIX, date(2026, 12, 1), 25),
        # All 31 days less the two public holidays, and all of them.
        ("DE", Week.SEVEN, date(2026, 12, 1), 29),
        ("DE", Week.ALWAYS, date(2026, 12, 1), 31),
        # China, October 2025: 23 weekdays, less 1 to 8 October (six), and Saturday the 11th made up.
        ("CN", Week.CALENDAR, date(2025, 10, 1), 18),
    ],
)
def test_a_plant_works_by_its_country_and_its_week(country: str, week: Week, month: date, days: int) -> None:
    assert working_days(country, week, month) == days


def test_a_sites_own_days_go_before_the_calendar() -> None:
    own = {date(2026, 12, 24): False, date(2026, 12, 25): True, date(2027, 1, 4): False}
    assert working_days("DE", Week.CALENDAR, date(2026, 12, 1), own) == 22
