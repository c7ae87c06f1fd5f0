"""Which words about a supplier a reader finds: the supplier's own, where it shares them, and their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.utils.timezone import localdate

from tandem.accounts.actor import Actor
from tandem.accounts.models import Organization
from tandem.assessments.desk import Desk
from tandem.assessments.models import Kept
from tandem.assessments.queries.words import Words
from tandem.relationships.models import Consent, Relationship


@dataclass(frozen=True)
class Desks:
    """`theirs` is what the supplier says, None where it does not share it with this customer, and `since` the day from
    which it does; `ours` what the customer keeps."""

    theirs: Desk | None
    ours: Desk
    since: date | None

    @property
    def both(self) -> list[Desk]:
        return [desk for desk in (self.theirs, self.ours) if desk is not None]


def own_desk(actor: Actor) -> Desk:
    """The actor's organisation as a supplier, speaking of itself."""
    return Desk(Organization.objects.get(pk=actor.organization_id), actor.organization_id)


def desks(actor: Actor, relationship: Relationship, subject: str) -> tuple[Desk | None, Desk]:
    """What the supplier says, None where it does not share it with this customer; and what the customer keeps."""
    found = desks_of([relationship], subject)[relationship.pk]
    return found.theirs, found.ours


def desks_of(relationships: Sequence[Relationship], subject: str) -> dict[int, Desks]:
    """The same for many, by relationship."""
    rows = Consent.objects.in_force().filter(relationship__in=[each.pk for each in relationships])
    given = dict(rows.filter(subject=subject).values_list("relationship", "given_at"))
    return {
        each.pk: Desks(
            Desk(each.supplier, each.supplier_id, each) if each.pk in given else None,
            Desk(each.supplier, each.customer_id, each),
            localdate(given[each.pk]) if each.pk in given else None,
        )
        for each in relationships
    }


def chosen(
    theirs: Desk | None, ours: Desk, models: Sequence[type[Kept]], asked: str, words: Words | None = None
) -> Desk:
    """The one asked for; else the supplier's word, and one's own where the supplier says nothing. Raises Http404 for
    the word of a supplier who does not share it."""
    if asked == "supplier":
        if theirs is None:
            raise Http404
        return theirs
    if asked == "ours" or theirs is None:
        return ours
    said = words or Words([theirs, ours])
    return theirs if said.says(theirs, models) or not said.says(ours, models) else ours
