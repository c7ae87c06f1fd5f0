"""Days where people are: a day of a deadline is over once it is over in the whole of the reader's country.

The zones of a country are CLDR's, as babel has them.
"""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.core import get_global

FIRST = timedelta(hours=14)
"""Where a day begins first on earth, on the Line Islands, it does so this long before it begins at UTC."""


def today_in(country: str, now: datetime) -> date:
    """The day that it is where the country's days end last; by UTC where the country is not known."""
    return min((now.astimezone(zone).date() for zone in _zones(country)), default=now.astimezone(UTC).date())


def has_begun(day: date, now: datetime) -> bool:
    """Somewhere on earth: who says “today” from a far place is not told that the day has not come yet."""
    return day <= (now.astimezone(UTC) + FIRST).date()


# Where one time holds officially, whatever else is used beside it.
OFFICIAL = {"CN": ("Asia/Shanghai",)}


@cache
def _zones(country: str) -> tuple[ZoneInfo, ...]:
    found = []
    territories = get_global("zone_territories")
    for name in OFFICIAL.get(country) or [name for name in territories if territories[name] == country]:
        try:
            found.append(ZoneInfo(name))
        except (ZoneInfoNotFoundError, ValueError):
            continue  # CLDR knows one that this machine's list does not
    return tuple(found)
