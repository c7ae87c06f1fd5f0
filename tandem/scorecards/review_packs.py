"""A quarterly review pack: what both ends go through together, gathered from every room that has something to say.

A pack holds what its reader may see and nothing else: each room answers by its own `visible_to`, and a supplier's
figures end with the last period published to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language

from tandem.accounts.actor import Actor
from tandem.core import formats
from tandem.relationships.models import Relationship
from tandem.scorecards import months
from tandem.scorecards.models import Card, Run
from tandem.scorecards.periods import Period, containing, period
from tandem.scorecards.queries import followed
from tandem.scorecards.signals import pack_asked
from tandem.scorecards.trends import Trend, shown

QUARTERS = 12
"""quarters that a pack can be made of"""


@dataclass(frozen=True, slots=True)
class Shown:
    """A number in words for the page, and as it is for the workbook."""

    text: str
    value: float | Decimal | int | None


Value = str | int | float | Decimal | date | Shown | None


@dataclass(frozen=True)
class Section:
    """One table of a pack. `place` orders them; `numbers` are the columns set to the right; `wide` is the column of
    words that takes what room there is; `note` stands below the title, `empty` where there are no rows."""

    place: int
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    empty: str
    numbers: tuple[int, ...] = ()
    wide: int = 0
    note: str = ""


@dataclass(frozen=True)
class Pack:
    relationship: Relationship
    period: Period
    card: Card | None
    trends: tuple[Trend, ...]
    sections: tuple[Section, ...]


def quarters(actor: Actor, relationship: Relationship, today: date) -> list[Period]:
    """Those that a pack can be made of, the newest first: for a supplier up to what was published to it."""
    last = today
    if actor.organization_id != relationship.customer_id:
        until = followed.shown_until(actor, relationship.pk)
        if until is None:
            return []
        last = min(today, months.month_after(until, -1))
    found, one = [], containing(last, "quarter")
    for _number in range(QUARTERS):
        found.append(one)
        one = containing(months.month_after(one.starts, -1), "quarter")
    return found


def pack(actor: Actor, relationship: Relationship, quarter: Period, today: date) -> Pack:
    """Everything about one quarter; courses and causes reach further back. Raises Http404 and Refused."""
    own = actor.organization_id == relationship.customer_id
    kpis = (
        followed.of_customer(relationship.customer_id)
        if own
        else followed.of_supplier(actor, relationship.pk)
    )
    until = None if own else followed.shown_until(actor, relationship.pk)
    ends = min(quarter.ends, until) if until else quarter.ends
    courses = months.courses(
        actor, relationship.customer, kpis, today, relationships=[relationship.pk], until=ends
    ).get(relationship.pk, {})
    currency = relationship.customer.currency
    trends = tuple(shown(courses[kpi.code], currency) for kpi in kpis if kpi.code in courses)
    answers: Any = pack_asked.send(
        Relationship,
        actor=actor,
        relationship=relationship,
        since=quarter.starts,
        until=quarter.ends,
        today=today,
    )
    sections = sorted((each for _receiver, told in answers for each in told), key=lambda each: each.place)
    return Pack(relationship, quarter, _card(actor, relationship, quarter), trends, tuple(sections))


def quarter_named(name: str) -> Period | None:
    found = period(name)
    return found if found and found.grain == "quarter" else None


def published_cards(actor: Actor, relationship: Relationship, until: date, count: int) -> Sequence[Card]:
    """Published whole cards of periods that end by then, the newest first."""
    rows = Card.objects.visible_to(actor).filter(
        relationship=relationship, site="", run__status=Run.Status.PUBLISHED, run__ends__lte=until
    )
    return list(rows.select_related("run__template").order_by("-run__starts", "-pk")[:count])


def said(value: Value) -> str:
    """A cell as the page says it."""
    language = get_language() or "en"
    if value is None or value == "":
        return "–"
    if isinstance(value, Shown):
        return value.text
    if isinstance(value, date):
        return formats.day(value, language)
    if isinstance(value, int | float | Decimal):
        return formats.number(value, language)
    return value


def _card(actor: Actor, relationship: Relationship, quarter: Period) -> Card | None:
    found = published_cards(actor, relationship, quarter.ends, 1)
    return found[0] if found and found[0].run.starts >= quarter.starts else None
