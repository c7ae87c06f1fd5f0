"""How many days a plant works in a month: its country's calendar, its week, and its site's own exceptions."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

SATURDAY = 5


class Week(StrEnum):
    """On which days a plant works where its country's calendar does not say otherwise."""

    CALENDAR = "calendar"
    SIX = "six"
    SEVEN = "seven"
    ALWAYS = "always"


def is_known(country: str) -> bool:
    """Whether the country's holidays are known."""
    try:
        _public(country, 2026)
    except NotImplementedError:
        return False
    return True


def working_days(country: str, week: str, month: date, exceptions: Mapping[date, bool] | None = None) -> int:
    """In the month that begins on `month`. Holidays and China's make-up days (调休) are those of the `holidays`
    library; with a week of six or seven days the public holidays are free, with `ALWAYS` nothing is. `exceptions` are
    the site's own days: True works, False rests."""
    own = exceptions or {}
    return sum(own.get(day, _works(country, week, day)) for day in _days_of(month))


def _works(country: str, week: str, day: date) -> bool:
    if week == Week.ALWAYS:
        return True
    public = _public(country, day.year)
    if public.is_working_day(day):
        return True
    if _named(public, day):
        return False
    return week == Week.SEVEN or (week == Week.SIX and day.weekday() == SATURDAY)


def _named(public: Any, day: date) -> bool:
    """A public holiday, also one that falls on a weekend."""
    return day in public


def _days_of(month: date) -> list[date]:
    first = month.replace(day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    return [first + timedelta(days=n) for n in range((after - first).days)]


@lru_cache(maxsize=200)
def _public(country: str, year: int) -> Any:
    import holidays  # where it is used: all the world's calendars take a while, and few processes need them

    return holidays.country_holidays(country, years=year)
