"""What waits for a person, whichever room says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tandem.core import formats

TONES = ("bad", "warning", "info", "neutral")


@dataclass(frozen=True)
class Need:
    text: str
    hint: str
    url: str
    icon: str
    tone: str


def by_weight(found: Iterable[Need]) -> list[Need]:
    return sorted(found, key=lambda need: TONES.index(need.tone))


@dataclass(frozen=True)
class Due:
    """How many are past due, how many are not yet, and when the first of these is."""

    overdue: int
    waiting: int
    first: date | None

    @property
    def hint(self) -> str:
        return _("The first is due on %(day)s.") % {"day": formats.day(self.first, get_language() or "en")}


def due(rows: QuerySet[Any], today: date) -> Due:
    """Of records that somebody waits for, by their `due_on`."""
    late, in_time = Q(due_on__lt=today), Q(due_on__gte=today)
    return Due(
        **rows.order_by().aggregate(
            overdue=Count("pk", filter=late),
            waiting=Count("pk", filter=in_time),
            first=Min("due_on", filter=in_time),
        )
    )
