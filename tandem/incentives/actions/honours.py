"""Honours: given when a case comes into force, taken back with it; their codes."""

from datetime import datetime

from django.utils.crypto import get_random_string
from django.utils.timezone import localtime

from tandem.incentives.models import Consequence, Honour

# Without 0, O, 1, I and L, which people read as each other: 31 letters, 59 bits in twelve.
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def give(consequence: Consequence, *, now: datetime) -> Honour:
    """The honour of a case in force. Its year is the period's where there is one."""
    day = localtime(now).date()
    year = int(consequence.period[:4]) if consequence.period[:4].isdecimal() else day.year
    honour, _made = Honour.objects.get_or_create(
        consequence=consequence,
        defaults={
            "relationship": consequence.relationship,
            "title": consequence.title,
            "title_local": consequence.title_local,
            "reason": consequence.reason,
            "year": year,
            "given_on": day,
            "code": new_code(),
        },
    )
    return honour


def take_back(consequence: Consequence, *, now: datetime) -> None:
    Honour.objects.filter(consequence=consequence).update(revoked_on=localtime(now).date())


def new_code() -> str:
    """Twelve letters and figures in three groups of four: 7KQM-2XWP-9RTB."""
    text = get_random_string(12, LETTERS)
    return f"{text[:4]}-{text[4:8]}-{text[8:]}"
