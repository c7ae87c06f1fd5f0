"""Periods by name: "2015-09", "2015-Q3", "2015", "2015-W36". Half-open: the end is the first day after."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

_SHAPE = re.compile(
    r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|W(?P<week>\d{2})|(?P<month>\d{2})))?", re.ASCII
)
# Beyond these no facts are read; and a calendar has an end on either side.
FIRST_YEAR, LAST_YEAR = 1900, 2199


@dataclass(frozen=True, slots=True)
class Period:
    name: str
    starts: date
    ends: date

    @property
    def grain(self) -> str:
        """week, month, quarter or year."""
        part = self.name[5:6]
        return {"": "year", "Q": "quarter", "W": "week"}.get(part, "month")


def period(name: str) -> Period | None:
    """The period of that name; None where it names none, or one of a year that no facts are of."""
    found = _named(name)
    return found if found and FIRST_YEAR <= found.starts.year <= LAST_YEAR else None


def _named(name: str) -> Period | None:
    found = _SHAPE.fullmatch(name.strip().upper())
    if not found:
        return None
    year = int(found["year"])
    try:
        if found["week"]:
            starts = date.fromisocalendar(year, int(found["week"]), 1)
            return Period(found[0], starts, starts + timedelta(days=7))
        if found["quarter"]:
            return _months(found[0], year, int(found["quarter"]) * 3 - 2, 3)
        if found["month"]:
            return _months(found[0], year, int(found["month"]), 1)
        return _months(found[0], year, 1, 12)
    except (ValueError, OverflowError):
        return None


def containing(day: date, grain: str) -> Period:
    """The week, month, quarter or year that holds a day."""
    if grain == "week":
        year, week, _ = day.isocalendar()
        name = f"{year}-W{week:02}"
    else:
        quarter = (day.month + 2) // 3
        name = {"month": f"{day:%Y-%m}", "quarter": f"{day:%Y}-Q{quarter}", "year": f"{day:%Y}"}[grain]
    found = _named(name)
    if found is None:
        raise ValueError(f"{day} lies in no {grain}")
    return found


def before(later: Period, back: int = 1) -> Period:
    """The period of the same grain so many before."""
    found = later
    for _ in range(back):
        found = containing(found.starts - timedelta(days=1), later.grain)
    return found


def _months(name: str, year: int, month: int, count: int) -> Period:
    after = month + count
    return Period(name, date(year, month, 1), date(year + (after - 1) // 12, (after - 1) % 12 + 1, 1))
