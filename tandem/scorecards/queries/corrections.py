"""What decisions on suppliers' objections leave out of a card."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import QuerySet

from tandem.core.fence import acting_for
from tandem.lake.set_aside import Aside
from tandem.scorecards.models import Card, Correction, Run


@dataclass(frozen=True)
class SetAside:
    """Single rows, and the KPIs whose criteria are set aside as a whole: (relationship, code)."""

    rows: list[Aside] = field(default_factory=list)
    whole: frozenset[tuple[int, str]] = frozenset()


EVERY_ROW_COUNTS = SetAside()


def set_aside(run: Run, until: int, relationships: Collection[int] | None = None) -> SetAside:
    """Of a run's cards computed when the corrections stood at `until`; of some suppliers alone, or of all."""
    with acting_for(run.customer_id):
        found = Correction.objects.in_force(run, until)
        if relationships is not None:
            found = found.filter(relationship__in=relationships)
        names = ("relationship_id", "subject", "source", "number", "line", "schedule_line")
        rows = [Aside(*row) for row in found.exclude(number="").values_list(*names)]
        whole = frozenset(found.filter(number="").values_list("relationship_id", "kpi"))
    return SetAside(rows, whole)


def of_card(card: Card) -> QuerySet[Correction]:
    """The corrections that a card was computed with, which both its ends read."""
    found = Correction.objects.in_force(card.run, card.corrections_version)
    return found.filter(relationship=card.relationship_id)
