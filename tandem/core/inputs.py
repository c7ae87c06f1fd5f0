"""What forms of several rooms are made of."""

from datetime import date

from django import forms
from django.utils.dateparse import parse_date


class DateInput(forms.DateInput):
    """The browser's own calendar, which takes and gives ISO dates."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def day_sent(text: str) -> date | None:
    """The day that a field of no form holds; None for what is none."""
    try:
        return parse_date(text)
    except ValueError:
        return None
