"""Cases follow their supplier when two records turn out to be one company."""

from tandem.incentives.models import Consequence
from tandem.relationships.models import Relationship

Moved = list[tuple[str, list[str]]]


def follow_relationship(kept: Relationship, gone: Relationship) -> Moved:
    moving = list(Consequence.objects.filter(relationship=gone))
    Consequence.objects.filter(relationship=gone).update(relationship=kept)
    return [("consequences", [str(each)[:120] for each in moving])]
