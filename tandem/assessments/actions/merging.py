"""What was assessed follows when two records turn out to be one company."""

from tandem.accounts.models import Organization
from tandem.assessments.models import Assessment
from tandem.relationships import merge_rules
from tandem.relationships.models import Relationship

Moved = list[tuple[str, list[str]]]


def follow_relationship(kept: Relationship, gone: Relationship) -> Moved:
    """Two suppliers of one customer. Where people act for the one that goes, what they answered stays theirs."""
    if merge_rules.acts_for_itself(gone.supplier):
        return []
    return [("assessments", _move(kept, gone))]


def follow_organization(kept: Organization, gone: Organization) -> Moved:
    before = Relationship.objects.filter(supplier=gone, merged_into__supplier=kept).select_related(
        "merged_into"
    )
    moved = [name for old in before if old.merged_into for name in _move(old.merged_into, old)]
    return [("assessments", moved)]


def _move(kept: Relationship, gone: Relationship) -> list[str]:
    rows = Assessment.objects.filter(relationship=gone).select_related("template", "relationship__supplier")
    names = [str(row)[:120] for row in rows]
    Assessment.objects.filter(relationship=gone).update(relationship=kept)
    return names
