"""The customers an organisation serves, as its home page lists them: published grade, course and what moved it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.db.models import Count
from django.utils.translation import get_language

from tandem.portal.models import Ask
from tandem.relationships.models import Relationship
from tandem.scorecards import explaining
from tandem.scorecards.models import Card, Run
from tandem.scorecards.periods import period

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor
    from tandem.accounts.models import Organization

COURSE_SHOWN = 8
KEPT_FOR = 26 * 3600


@dataclass(frozen=True)
class Mover:
    """The contribution that moved a score most between two published cards."""

    name: str
    points: Decimal


@dataclass
class Served:
    """One customer, seen from its supplier. Only what has been published to it is here."""

    relationship: Relationship
    course: list[Card] = field(default_factory=list)
    """its whole published cards by the template published last, the oldest first"""
    mover: Mover | None = None
    asks: int = 0
    """what waits for an answer"""

    @property
    def customer(self) -> Organization:
        return self.relationship.customer

    @property
    def card(self) -> Card | None:
        return self.course[-1] if self.course else None

    @cached_property
    def before(self) -> Card | None:
        """The card it is compared with: the one before, of a period as long."""
        if not self.course:
            return None
        grain = _grain(self.course[-1])
        return next((card for card in self.course[-2::-1] if _grain(card) == grain), None)

    @cached_property
    def change(self) -> Decimal | None:
        now, before = self.card, self.before
        if now is None or before is None or now.score is None or before.score is None:
            return None
        return now.score - before.score

    @property
    def scores(self) -> list[float | None]:
        return [None if card.score is None else float(card.score) for card in self.course[-COURSE_SHOWN:]]


def customers_of(actor: Actor) -> list[Served]:
    """Every customer with its published cards, by name. A fixed number of queries."""
    rows = Relationship.objects.served_by(actor).select_related("customer").defer("search_text")
    found = {row.pk: Served(row) for row in rows.order_by("customer__name", "pk")}
    for pk, course in _courses(actor, found).items():
        found[pk].course = course
    waiting = Ask.objects.asked_of(actor).waiting().order_by().values_list("relationship")
    for pk, number in waiting.annotate(Count("pk")):
        if pk in found:
            found[pk].asks = number
    movers = _movers(list(found.values()))
    for served in found.values():
        served.mover = movers.get(served.card.pk) if served.card else None
    return list(found.values())


def published(actor: Actor, relationships: Iterable[int]) -> list[Card]:
    """The published cards of these relationships for the whole supplier, the oldest first, without explanations."""
    cards = Card.objects.visible_to(actor).filter(
        run__status=Run.Status.PUBLISHED,
        relationship__in=list(relationships),
        relationship__supplier=actor.organization_id,
    )
    return list(
        cards.whole()
        .select_related("run__template")
        .defer("lines", "notes")
        .order_by("run__starts", "run__published_at", "pk")
    )


def _courses(actor: Actor, relationships: Iterable[int]) -> dict[int, list[Card]]:
    """By relationship: the cards of the template that was published last."""
    by_relationship: dict[int, list[Card]] = {}
    for card in published(actor, relationships):
        by_relationship.setdefault(card.relationship_id, []).append(card)
    return {
        pk: [card for card in cards if card.run.template.name == cards[-1].run.template.name]
        for pk, cards in by_relationship.items()
    }


def _grain(card: Card) -> str:
    found = period(card.run.period)
    return found.grain if found else ""


def _movers(customers: list[Served]) -> dict[int, Mover]:
    """What moved each latest card most, by card. Published cards never change, so it is kept."""
    pairs = [
        (each.card, each.before)
        for each in customers
        if each.card and each.before and each.change is not None
    ]
    language = get_language() or "en"
    keys = {f"portal:mover:{language}:{now.pk}:{before.pk}": (now, before) for now, before in pairs}
    kept: dict[str, Mover | str] = cache.get_many(keys) if keys else {}
    missing = {key: pair for key, pair in keys.items() if key not in kept}
    if missing:
        told = explaining.largest_contributions(list(missing.values()))
        fresh: dict[str, Mover | str] = {
            key: Mover(*told[now.pk]) if now.pk in told else "" for key, (now, _before) in missing.items()
        }
        cache.set_many(fresh, KEPT_FOR)
        kept |= fresh
    return {keys[key][0].pk: mover for key, mover in kept.items() if isinstance(mover, Mover)}
