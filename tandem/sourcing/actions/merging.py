"""A candidate follows its supplier when two records turn out to be one company. What was decided stays as it was
decided: only the record it points at changes."""

from tandem.relationships.models import Relationship
from tandem.sourcing.models import Candidate

Moved = list[tuple[str, list[str]]]


def follow_relationship(kept: Relationship, gone: Relationship) -> Moved:
    """Where both are candidates of the same selection, each keeps its own evidence and its own record."""
    both = Candidate.objects.filter(relationship=kept).values("selection")
    moving = Candidate.objects.filter(relationship=gone).exclude(selection__in=both)
    names = [str(candidate.selection)[:120] for candidate in moving.select_related("selection")]
    for candidate in moving:
        candidate.relationship = kept
        candidate.save(update_fields=["relationship"])
    return [("selections", names)]
