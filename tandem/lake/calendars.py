"""Working-day calendars: public holidays and make-up days from the `holidays` library, and a site's own exceptions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import holidays
import pyarrow as pa

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
    dates = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    working = [own.get(day, bool(public.is_working_day(day))) for day in dates]
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


def calendars(
    tables: Iterable[pa.Table], *, default: str, sites: Mapping[str, str] | None = None
) -> Calendars:
    """Several calendars (from `days_of`) as one set."""
    return Calendars(pa.concat_tables(list(tables)), default, sites or {})
