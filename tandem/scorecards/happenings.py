"""What happened in a relationship between two days: told by every room that knows something, for a trend's marks.

A change of level and what happened around it coincide; nothing here says that one caused the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tandem.accounts.actor import Actor
from tandem.relationships.models import Relationship
from tandem.scorecards.signals import happenings_asked

AROUND = timedelta(weeks=6)
"""how far from a change of level something may lie to be named beside it"""


@dataclass(frozen=True, slots=True)
class Happening:
    """`url` leads to the record for whoever asked; empty where there is no page."""

    day: date
    text: str
    icon: str = "point"
    url: str = ""


def happenings(actor: Actor, relationship: Relationship, since: date, until: date) -> list[Happening]:
    """From `since` up to and not including `until`, the earliest first: what the actor may see of it."""
    answers: Any = happenings_asked.send(
        Relationship, actor=actor, relationship=relationship, since=since, until=until
    )
    found = {each for _receiver, told in answers for each in told if since <= each.day < until}
    return sorted(found, key=lambda each: (each.day, each.text))


def around(month: date, all_of_them: Iterable[Happening]) -> list[Happening]:
    """Those within `AROUND` of the month's first day, at which a change of level is placed."""
    return [each for each in all_of_them if month - AROUND <= each.day <= month + AROUND]
