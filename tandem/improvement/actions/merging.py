"""Cases follow when two records turn out to be one company."""

from tandem.accounts.models import Organization
from tandem.improvement.models import Case, Project, Proposal
from tandem.relationships import merge_rules
from tandem.relationships.models import Relationship

Moved = list[tuple[str, list[str]]]


def follow_relationship(kept: Relationship, gone: Relationship) -> Moved:
    """Two suppliers of one customer. Where people act for the one that goes, what they answered stays theirs."""
    if merge_rules.acts_for_itself(gone.supplier):
        return []
    return [("improvement_cases", _move(kept, gone))]


def follow_organization(kept: Organization, gone: Organization) -> Moved:
    before = Relationship.objects.filter(supplier=gone, merged_into__supplier=kept).select_related(
        "merged_into"
    )
    moved = [name for old in before if old.merged_into for name in _move(old.merged_into, old)]
    return [("improvement_cases", moved)]


def _move(kept: Relationship, gone: Relationship) -> list[str]:
    names = [str(case)[:120] for case in Case.objects.filter(relationship=gone)]
    names += [str(project)[:120] for project in Project.objects.filter(relationship=gone)]
    Case.objects.filter(relationship=gone).update(relationship=kept)
    Project.objects.filter(relationship=gone).update(relationship=kept)
    there = Proposal.objects.filter(relationship=kept).values("case")
    Proposal.objects.filter(relationship=gone).exclude(case__in=there).update(relationship=kept)
    return names
