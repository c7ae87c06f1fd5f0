"""When a calendar opens, reminds and closes: working days of the customer's country."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tandem.scorecards.deadlines import working_days_on
from tandem.scorecards.models.calendars import Schedule
from tandem.scorecards.periods import Period, containing, period


@dataclass(frozen=True)
class Window:
    """The days on which a period opens, its input is reminded of, and, at its end, closes."""

    period: Period
    opens_on: date
    remind_on: date
    closes_on: date


def window(schedule: Schedule, of: Period) -> Window:
    opens_on = working_days_on(schedule.customer, of.ends - timedelta(days=1), schedule.opens_after)
    return opened_on(schedule, of, opens_on)


def opened_on(schedule: Schedule, of: Period, day: date) -> Window:
    """The same where it opens on that day, sooner or later than planned."""
    before = min(schedule.remind_before, schedule.input_days)
    reminding = schedule.input_days - before
    return Window(
        of,
        day,
        working_days_on(schedule.customer, day, reminding),
        working_days_on(schedule.customer, day, schedule.input_days),
    )


def periods_from(schedule: Schedule) -> Iterator[Period]:
    """The schedule's periods, the first one first, without end."""
    found = period(schedule.first)
    while found is not None:
        yield found
        found = containing(found.ends, schedule.grain)
