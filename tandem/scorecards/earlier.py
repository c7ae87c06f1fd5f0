"""An earlier version of a card, explained as any card is, with what changed between it and the next one."""

from typing import Any

from django.db.models import QuerySet

from tandem.scorecards import explaining
from tandem.scorecards.models import Card, EarlierCard


def whole(rows: QuerySet[EarlierCard]) -> QuerySet[EarlierCard]:
    """With all that explains them."""
    return rows.select_related(
        "run__template", "run__customer", "relationship__supplier", "relationship__customer", "objection"
    ).prefetch_related(
        "run__template__criteria",
        "run__template__bands",
        "run__template__deductions",
        "run__template__red_lines",
    )


def explained(found: EarlierCard, *, own: bool) -> dict[str, Any]:
    """What its page shows, to the customer (`own`) or to the supplier."""
    card = found.as_card()
    basis = explaining.basis_of(found.run)
    later = next_version(found)
    return {
        "earlier": found,
        "card": card,
        "page": explaining.told(card, basis, None),
        "changed": explaining.told(later, basis, card) if later else None,
        "later": later,
        "current": Card.objects.filter(
            run=found.run_id, relationship=found.relationship_id, site=found.site
        ).first(),
        "spoken": explaining.spoken(card),
        "currency": found.run.customer.currency,
        "own": own,
        "ranked": Card.objects.filter(run=found.run_id, site=found.site, rank__isnull=False).count(),
        "lines_page": "",
        "plants_cards": {},
    }


def next_version(found: EarlierCard) -> Card | None:
    """What replaced it: another earlier version, or the card as it stands."""
    same = {"run": found.run, "relationship": found.relationship, "site": found.site}
    following = EarlierCard.objects.filter(**same, version=found.version + 1).first()
    if following is not None:
        following.run, following.relationship = found.run, found.relationship
        return following.as_card()
    card = Card.objects.filter(**same).first()
    if card is not None:
        card.run, card.relationship = found.run, found.relationship
    return card
