"""Points that a person put in the place of computed ones."""

from collections.abc import Collection
from decimal import Decimal

from tandem.core.fence import acting_for
from tandem.scorecards.models import Card, Override, Run

ByCard = dict[tuple[int, str], dict[str, Decimal]]


def overrides_of(run: Run, relationships: Collection[int] | None = None) -> ByCard:
    """Those that stand, by relationship and plant: points by criterion."""
    rows = Override.objects.standing().filter(run=run)
    if relationships is not None and len(relationships) < 100:
        rows = rows.filter(relationship__in=relationships)
    found: ByCard = {}
    for key, site, code, points in rows.values_list("relationship_id", "site", "criterion", "points"):
        found.setdefault((key, site), {})[code] = points
    return found


def of_card(card: Card) -> list[Override]:
    """All there were, as the customer's to read; what a supplier reads of them is chosen where it is shown."""
    with acting_for(card.run.customer_id):
        rows = Override.objects.filter(run=card.run_id, relationship=card.relationship_id, site=card.site)
        return list(rows)
