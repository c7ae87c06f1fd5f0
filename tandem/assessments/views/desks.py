"""Finding the desk of a page: the supplier's own, or a customer's about one supplier."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from tandem.accounts.requests import ActorRequest
from tandem.assessments.desk import Desk
from tandem.assessments.models import Kept
from tandem.assessments.queries.desks import chosen, desks, own_desk
from tandem.assessments.rules import kept as rules
from tandem.relationships import tabs
from tandem.relationships.models import Relationship


@dataclass(frozen=True)
class Place:
    """A desk with its addresses; `theirs` is the supplier's word where the reader has both."""

    desk: Desk
    may_keep: bool
    ours: Desk
    theirs: Desk | None = None

    @property
    def relationship(self) -> Relationship | None:
        return self.ours.relationship

    @property
    def namespace(self) -> str:
        return "assessments" if self.relationship else "assessments_supplier"

    def url(self, name: str, *arguments: Any) -> str:
        first = (self.relationship.slug,) if self.relationship else ()
        return reverse(f"{self.namespace}:{name}", args=[*first, *arguments])


def reading(request: ActorRequest, slug: str | None, models: Sequence[type[Kept]], subject: str) -> Place:
    """Where one looks: whose word is chosen by `?word=`. Raises Http404."""
    if slug is None:
        desk = own_desk(request.actor)
        return Place(desk, rules.can_keep(request.actor, desk), desk)
    theirs, ours = desks(request.actor, tabs.find(request, slug), subject)
    desk = chosen(theirs, ours, models, request.GET.get("word", ""))
    return Place(desk, rules.can_keep(request.actor, desk), ours, theirs)


def writing(request: ActorRequest, slug: str | None) -> Place:
    """Where one writes: always one's own word. Raises Http404."""
    if slug is None:
        desk = own_desk(request.actor)
    else:
        relationship = tabs.find(request, slug)
        desk = Desk(relationship.supplier, relationship.customer_id, relationship)
    return Place(desk, rules.can_keep(request.actor, desk), desk)
