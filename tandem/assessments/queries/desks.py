"""Which words about a supplier a reader finds: the supplier's own, where it shares them, and their own."""

from collections.abc import Sequence

from django.http import Http404

from tandem.accounts.actor import Actor
from tandem.accounts.models import Organization
from tandem.assessments.desk import Desk
from tandem.assessments.models import Kept
from tandem.relationships.models import Consent, Relationship


def own_desk(actor: Actor) -> Desk:
    """The actor's organisation as a supplier, speaking of itself."""
    return Desk(Organization.objects.get(pk=actor.organization_id), actor.organization_id)


def desks(actor: Actor, relationship: Relationship, subject: str) -> tuple[Desk | None, Desk]:
    """What the supplier says, None where it does not share it with this customer; and what the customer keeps."""
    ours = Desk(relationship.supplier, relationship.customer_id, relationship)
    theirs = Desk(relationship.supplier, relationship.supplier_id, relationship)
    shares = Consent.objects.in_force().filter(relationship=relationship, subject=subject).exists()
    return (theirs if shares else None), ours


def chosen(theirs: Desk | None, ours: Desk, models: Sequence[type[Kept]], asked: str) -> Desk:
    """The one asked for; else the supplier's word, and one's own where the supplier says nothing. Raises Http404 for
    the word of a supplier who does not share it."""
    if asked == "supplier":
        if theirs is None:
            raise Http404
        return theirs
    if asked == "ours" or theirs is None:
        return ours
    return theirs if _says(theirs, models) or not _says(ours, models) else ours


def _says(desk: Desk, models: Sequence[type[Kept]]) -> bool:
    return any(
        model._default_manager.filter(supplier=desk.supplier, kept_by=desk.kept_by).exists()
        for model in models
    )
