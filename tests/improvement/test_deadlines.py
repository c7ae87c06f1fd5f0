"""Days are the supplier's: its holidays, its make-up days, and its own midnight."""

from datetime import UTC, date, datetime

import pytest

from tandem.core import zones
from tandem.core.errors import Refused
from tandem.improvement import deadlines, eight_d
from tandem.improvement.disciplines import Field, Kind


@pytest.mark.parametrize(
    ("country", "opened", "days", "due"),
    [
        # Golden Week 2026 goes until Wednesday 7 October; Saturday the 10th is worked (调休).
        ("CN", datetime(2026, 9, 30, 2, tzinfo=UTC), 1, datetime(2026, 10, 8, 2, tzinfo=UTC)),
        ("CN", datetime(2026, 10, 9, 2, tzinfo=UTC), 1, datetime(2026, 10, 10, 2, tzinfo=UTC)),
        # Friday evening in Shanghai's Saturday morning, and the other way round.
        ("CN", datetime(2026, 11, 27, 23, tzinfo=UTC), 1, datetime(2026, 11, 29, 23, tzinfo=UTC)),
        ("US", datetime(2026, 12, 5, 1, tzinfo=UTC), 2, datetime(2026, 12, 9, 1, tzinfo=UTC)),
        # Summer time ends on 25 October: the same time by UTC.
        ("DE", datetime(2026, 10, 23, 10, tzinfo=UTC), 1, datetime(2026, 10, 26, 10, tzinfo=UTC)),
        ("??", datetime(2026, 11, 27, 10, tzinfo=UTC), 1, datetime(2026, 11, 30, 10, tzinfo=UTC)),
    ],
)
def test_working_days_are_the_suppliers(country: str, opened: datetime, days: int, due: datetime) -> None:
    assert deadlines.after(opened, days, country) == due
    assert deadlines.working_days_between(opened, due, country) == days


def test_a_day_is_over_where_it_ends_last() -> None:
    night = datetime(2026, 12, 8, 5, tzinfo=UTC)
    assert [zones.today_in(country, night).day for country in ("US", "DE", "CN", "??")] == [7, 8, 8, 8]
    assert zones.has_begun(date(2026, 12, 9), datetime(2026, 12, 8, 12, tzinfo=UTC))
    assert not zones.has_begun(date(2026, 12, 9), night)


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31", "2026-13-45", "²"])
def test_a_day_that_cannot_be_meant_is_no_date(text: str) -> None:
    with pytest.raises(Refused, match="is no date"):
        eight_d.kept(Field("due_on", "By", Kind.DAY), text, "")
