"""Working-day calendars: public holidays and make-up days from the `holidays` library, and a site's own exceptions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tandem.lake.errors import LakeRefused


@dataclass(frozen=True)
class Calendars:
    """Working days by calendar, and which calendar each site keeps; a site not named keeps the default one.

    `days` has a row per calendar and day: calendar, date, working, ordinal (working days up to and with this day).
    """

    days: pa.Table
    default: str
    sites: Mapping[str, str] = field(default_factory=dict)


def days_of(
    name: str,
    country: str,
    first: date,
    last: date,
    *,
    subdivision: str | None = None,
    exceptions: Mapping[date, bool] | None = None,
) -> pa.Table:
    """One calendar's days from `first` to `last`, both included.

    Holidays, weekly rest and China's make-up working days (调休) are those of the `holidays` library, which takes them
    from the State Council's yearly notices. `exceptions` are the site's own: True works, False rests.
    """
    import holidays  # where it is used: all the world's calendars take a while, and few processes need them

    own = exceptions or {}
    try:
        public = holidays.country_holidays(
            country, subdiv=subdivision, years=range(first.year, last.year + 1)
        )
    except NotImplementedError as error:
        raise LakeRefused(
            f"No holidays are known for “{country}”; use a two-letter country code such as CN or DE.",
            f"没有“{country}”的节假日数据；请使用两位国家代码，例如 CN 或 DE。",
        ) from error
    dates = _days(first, (last - first).days + 1)
    return _table(name, dates, [own.get(day, bool(public.is_working_day(day))) for day in dates])


def calendars(
    tables: Iterable[pa.Table], *, default: str, sites: Mapping[str, str] | None = None
) -> Calendars:
    """Several calendars (from `days_of`) as one set."""
    return Calendars(pa.concat_tables(list(tables)), default, sites or {})


def as_data(given: Calendars) -> dict[str, Any]:
    """To be kept as JSON: of each calendar its first day, how many there are, and which of them (counted from 0) are
    unlike a week of five working days from Monday on."""
    found: dict[str, Any] = {}
    for name in dict.fromkeys(given.days["calendar"].to_pylist()):
        rows = given.days.filter(pc.equal(given.days["calendar"], name))
        dates, working = rows["date"].to_pylist(), rows["working"].to_pylist()
        unlike = [n for n, day in enumerate(dates) if working[n] != _weekday(day)]
        found[name] = {"first": dates[0].isoformat(), "days": len(dates), "unlike": unlike}
    return {"default": given.default, "sites": dict(given.sites), "calendars": found}


def from_data(data: Mapping[str, Any]) -> Calendars:
    """What `as_data` kept, whatever has become of the holidays and the exceptions since."""
    tables = []
    for name, kept in data["calendars"].items():
        dates, unlike = _days(date.fromisoformat(kept["first"]), kept["days"]), set(kept["unlike"])
        tables.append(_table(name, dates, [_weekday(day) != (n in unlike) for n, day in enumerate(dates)]))
    return calendars(tables, default=data["default"], sites=data["sites"])


def _weekday(day: date) -> bool:
    return day.weekday() < 5


def _days(first: date, count: int) -> list[date]:
    return [first + timedelta(days=n) for n in range(count)]


def _table(name: str, dates: list[date], working: list[bool]) -> pa.Table:
    ordinals, count = [], 0
    for works in working:
        count += works
        ordinals.append(count)
    return pa.table(
        {
            "calendar": pa.array([name] * len(dates), pa.string()),
            "date": pa.array(dates, pa.date32()),
            "working": pa.array(working, pa.bool_()),
            "ordinal": pa.array(ordinals, pa.int32()),
        }
    )
