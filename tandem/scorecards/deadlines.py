"""The last day of a number of working days, by the customer's calendar."""

from datetime import date, timedelta

from tandem.accounts.models import Organization
from tandem.lake.calendars import days_of
from tandem.lake.errors import LakeRefused

DAYS_IN_ALL = 3
"""at most so many days stand for one working day, with two weeks more for the longest holidays"""


def working_days_on(customer: Organization, start: date, days: int) -> date:
    """The day on which `days` working days after `start` are over: holidays and make-up days (调休) of the customer's
    country counted as they are there, Monday to Friday where none are known."""
    after = start + timedelta(days=1)
    span = days * DAYS_IN_ALL + 14
    try:
        table = days_of("", customer.country, after, after + timedelta(days=span))
        days_known = zip(table["date"].to_pylist(), table["working"].to_pylist(), strict=True)
        working = [day for day, works in days_known if works]
    except LakeRefused:
        every = (after + timedelta(days=each) for each in range(span))
        working = [day for day in every if day.weekday() < 5]
    return working[days - 1] if days > 0 else start
