"""A published scorecard as its supplier reads it: the customer's own explanation, without what is the customer's."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse

from tandem.portal import field
from tandem.portal.models import Field
from tandem.scorecards import behind, explaining, measuring, queries
from tandem.scorecards.behind import Heading
from tandem.scorecards.models import Card, Kpi, Run

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor

# What the customer compares with or sorts by for itself; shown only where the KPI itself reads it.
THE_CUSTOMERS_OWN = {
    "baseline_price", "baseline_price_base", "previous_price", "previous_price_base", "category", "uom",
}  # fmt: skip


def cards_of(actor: Actor) -> QuerySet[Card]:
    """The published cards about the actor's organisation, with all that explains them."""
    return (
        Card.objects.visible_to(actor)
        .filter(relationship__supplier=actor.organization_id, run__status=Run.Status.PUBLISHED)
        .select_related("run__template", "run__customer", "relationship__supplier", "relationship__customer")
        .prefetch_related(
            "run__template__criteria",
            "run__template__bands",
            "run__template__deductions",
            "run__template__red_lines",
        )
    )


@dataclass(frozen=True)
class Place:
    """Where one figure stands in the field."""

    name: str
    own: Decimal
    quarter: int
    at_least: int
    bounds: tuple[int, int, int] | None


def explained(actor: Actor, card: Card) -> dict[str, Any]:
    """What the parts of the scorecards room's card page take, for the other end."""
    page = explaining.explained(card, to_supplier=True)
    plants = Card.objects.filter(run=card.run_id, relationship=card.relationship_id).exclude(site="")
    return {
        "card": card,
        "page": page,
        "spoken": explaining.spoken(card),
        "currency": card.run.customer.currency,
        "own": False,
        "card_page": "portal:card",
        "lines_page": "portal:card_lines",
        "plants_cards": {each.site: each for each in plants.defer("lines", "notes")} if page.plants else {},
        "places": places(actor, card, page),
    }


def places(actor: Actor, card: Card, page: explaining.CardPage) -> list[Place]:
    """The score first, then each criterion that enough others have; empty for one plant's card."""
    if card.site or card.score is None:
        return []
    kept = Field.objects.visible_to(actor).filter(run=card.run_id).first()
    if kept is None or not kept.score:
        return []
    whole = field.from_data(kept.score)["score"]
    criteria = field.from_data(kept.criteria)
    found = [_place("", card.score, whole)]
    for each in page.criteria:
        known = criteria.get(each.line.code)
        if known and each.line.points is not None:
            found.append(_place(each.name, each.line.points, known))
    return found


def _place(name: str, own: Decimal, known: field.Quartiles) -> Place:
    return Place(name, own, known.quarter(own), known.at_least, known.bounds)


def kpi_on(card: Card, code: str) -> Kpi | None:
    """The KPI version the card was measured with, if one of its values is this KPI's."""
    parts = (*card.lines, *card.notes.get("deductions", ()), *card.notes.get("red_lines", ()))
    return queries.pinned_kpis(card.run).get(code) if code in {part["kpi"] for part in parts} else None


class Lines(behind.Rows):
    """The same rows in the same order as the customer's, with the columns that tell the supplier something."""

    def _columns(self) -> list[Heading]:
        used = measuring.columns_used(self.spec)
        shown = super()._columns()
        return [column for column in shown if column.name in used or column.name not in THE_CUSTOMERS_OWN]

    @property
    def _page(self) -> str:
        return reverse("portal:order_line", args=[self.card.run.customer.slug])
