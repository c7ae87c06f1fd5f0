"""By when a step is due: hours by the clock for what cannot wait, else working days of the supplier's country."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from tandem.core import zones

WEEKEND = 5
# Working days from the opening until a step is due; D0 has hours, by the clock.
RESPONSE_HOURS = 24
DAYS: dict[str, int] = {"D1": 2, "D2": 2, "D3": 2, "D4": 10, "D5": 15, "D6": 30, "D7": 35, "D8": 40}


def due(
    code: str, begins: datetime, country: str, *, hours: int = RESPONSE_HOURS, days: int | None = None
) -> datetime:
    """When the step is due: the same time of day after so many working days."""
    if code == "D0":
        return begins + timedelta(hours=hours)
    return after(begins, DAYS[code] if days is None else days, country)


def after(moment: datetime, days: int, country: str) -> datetime:
    """`days` working days later, at the same time of day; a day is the supplier's, which may not be UTC's."""
    found = moment
    while days > 0:
        found += timedelta(days=1)
        days -= is_working_day(zones.today_in(country, found), country)
    return found


def working_days_between(first: datetime, last: datetime, country: str) -> int:
    """How many working days have passed: those after `first`'s day up to and including `last`'s."""
    count, day = 0, zones.today_in(country, first)
    end = zones.today_in(country, last)
    while day < end:
        day += timedelta(days=1)
        count += is_working_day(day, country)
    return count


def is_working_day(day: date, country: str) -> bool:
    """By the country's calendar with China's make-up days (调休); Monday to Friday where it is not known."""
    known = _calendar(country, day.year)
    return bool(known.is_working_day(day)) if known is not None else day.weekday() < WEEKEND


@lru_cache(maxsize=200)
def _calendar(country: str, year: int) -> Any:
    import holidays  # where it is used: all the world's calendars take a while, and few processes need them

    try:
        return holidays.country_holidays(country, years=year)
    except NotImplementedError:
        return None
