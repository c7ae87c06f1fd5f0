"""What a supplier shares with a customer, when two records turn out to be one company."""

from datetime import datetime

from tandem.accounts.actor import Actor
from tandem.accounts.models import Organization
from tandem.relationships import merge_rules
from tandem.relationships.models import Consent, Relationship

Moved = list[tuple[str, list[str]]]


def follow_relationship(kept: Relationship, gone: Relationship, *, by: Actor, now: datetime) -> Moved:
    """A customer joins two of its suppliers. What one company agreed to opens nothing of the other's: it goes along as
    history. Where people act for the one that goes, it stays theirs until they join the two themselves."""
    if merge_rules.acts_for_itself(gone.supplier):
        return []
    Consent.objects.filter(relationship=gone, ended_at=None).update(ended_at=now, ended_by_name=by.name[:120])
    return [("consents", _move(kept, gone, by=by, now=now))]


def follow_organization(kept: Organization, gone: Organization, *, by: Actor, now: datetime) -> Moved:
    """A company joins its own two records: it goes on sharing what either shared with a customer."""
    moved = []
    before = Relationship.objects.filter(supplier=gone, merged_into__supplier=kept)
    for old in before.select_related("merged_into"):
        if old.merged_into is not None:
            moved += _move(old.merged_into, old, by=by, now=now)
    return [("consents", moved)]


def _move(kept: Relationship, gone: Relationship, *, by: Actor, now: datetime) -> list[str]:
    """There is one for each subject: what both share, the one that stays shares."""
    rows = Consent.objects.filter(relationship=gone)
    names = [str(row)[:120] for row in rows.select_related("relationship__supplier")]
    both = Consent.objects.filter(relationship=kept, ended_at=None).values_list("subject", flat=True)
    rows.filter(ended_at=None, subject__in=list(both)).update(ended_at=now, ended_by_name=by.name[:120])
    rows.update(relationship=kept)
    return names
