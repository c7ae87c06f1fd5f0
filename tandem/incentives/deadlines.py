"""Days to answer, counted in the customer's working days."""

from datetime import date, timedelta

FRIDAY = 4


def after(day: date, working_days: int, country: str) -> date:
    """The day so many working days later, by the country's public holidays; by the week alone where they are not
    known."""
    import holidays  # where it is used: all the world's calendars take a while, and few processes need them

    try:
        return holidays.country_holidays(country).get_nth_working_day(day, working_days)
    except NotImplementedError:
        while working_days:
            day += timedelta(days=1)
            working_days -= day.weekday() <= FRIDAY
        return day
