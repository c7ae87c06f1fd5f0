"""When a policy speaks: on a grade, a KPI, a streak, a trend; and when it keeps silent."""

from decimal import Decimal

import pytest

from tandem.incentives.triggers import Comparison, Finding, Standing, Trigger, When, found

D = Decimal


def card(period: str, grade: str, score: str | None = None, **values: str) -> Standing:
    known = {code: D(value) for code, value in values.items()}
    return Standing(period, grade, None if score is None else D(score), known)


Q1 = card("2026-Q1", "B", "82", on_time="0.96")
Q2 = card("2026-Q2", "C", "70", on_time="0.91")
Q3 = card("2026-Q3", "C", "66", on_time="0.88")
LOW_GRADE = Trigger(When.GRADE, grades=frozenset({"C", "D"}))
LATE = Trigger(When.KPI, kpi="on_time", comparison=Comparison.BELOW, threshold=D("0.9"))


def test_a_grade_speaks_on_the_last_card_alone() -> None:
    assert found(LOW_GRADE, [Q1, Q2]) == Finding(("2026-Q2",), ("C",), (None,))
    assert found(LOW_GRADE, [Q2, Q1]) is None


def test_a_kpi_speaks_beyond_its_threshold_not_on_it() -> None:
    assert found(LATE, [Q2, Q3]) == Finding(("2026-Q3",), ("C",), (D("0.88"),))
    assert found(LATE, [card("2026-Q4", "C", on_time="0.90")]) is None
    above = Trigger(When.KPI, kpi="ppm", comparison=Comparison.ABOVE, threshold=D(500))
    assert found(above, [card("2026-Q4", "A", ppm="500.1")]) is not None


def test_a_streak_is_unbroken_and_whole() -> None:
    streak = Trigger(When.STREAK, grades=frozenset({"C"}), periods=2)
    assert found(streak, [Q1, Q2, Q3]) == Finding(("2026-Q2", "2026-Q3"), ("C", "C"), (None, None))
    assert found(streak, [Q2, Q1, Q3]) is None
    assert found(streak, [Q3]) is None
    by_kpi = Trigger(When.STREAK, kpi="on_time", threshold=D("0.95"), periods=2)
    assert found(by_kpi, [Q1, Q2, Q3]) == Finding(("2026-Q2", "2026-Q3"), ("C", "C"), (D("0.91"), D("0.88")))


def test_no_data_meets_nothing_and_ends_a_streak() -> None:
    silent = card("2026-Q3", "")
    assert found(LATE, [Q2, silent]) is None
    assert found(Trigger(When.STREAK, kpi="on_time", threshold=D(1), periods=2), [Q1, silent, Q3]) is None


@pytest.mark.parametrize(("change", "speaks"), [("-16", True), ("-16.5", False), ("5", False)])
def test_a_fall_is_measured_over_its_periods(change: str, speaks: bool) -> None:
    falling = Trigger(When.TREND, periods=2, change=D(change))
    assert (found(falling, [Q1, Q2, Q3]) is not None) is speaks


def test_a_rise_of_one_kpi_rewards() -> None:
    rise = Trigger(When.TREND, kpi="on_time", periods=1, change=D("0.05"))
    better = card("2026-Q4", "B", "84", on_time="0.95")
    assert found(rise, [Q3, better]) == Finding(("2026-Q3", "2026-Q4"), ("C", "B"), (D("0.88"), D("0.95")))
    assert found(rise, [Q3]) is None


def test_an_incident_never_speaks_by_itself() -> None:
    assert found(Trigger(When.INCIDENT), [Q3]) is None


def test_cases_that_improved_speak_of_their_own_period_alone() -> None:
    improved = [("on_time", 7), ("ppm", 8)]
    better = Standing("2026-Q3", "B", D("80"), {}, improved)
    assert found(Trigger(When.IMPROVED), [Q2, better]) == Finding(("2026-Q3",), ("B",), (None,), (7, 8))
    assert found(Trigger(When.IMPROVED, kpi="ppm"), [better]) == Finding(("2026-Q3",), ("B",), (None,), (8,))
    assert found(Trigger(When.IMPROVED, cases=3), [better]) is None
    assert found(Trigger(When.IMPROVED), [better, Q2]) is None
