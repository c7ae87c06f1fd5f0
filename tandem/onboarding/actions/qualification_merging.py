"""Qualifications follow when two records turn out to be one company."""

from tandem.accounts.models import Organization
from tandem.onboarding.models import Evidence, Qualification
from tandem.relationships import merge_rules
from tandem.relationships.models import Relationship

Moved = list[tuple[str, list[str]]]


def follow_relationship(kept: Relationship, gone: Relationship) -> Moved:
    """They are the customer's own work, so they move; what the supplier handed in stays whose it is while people act
    for it."""
    rows = Qualification.objects.filter(relationship=gone)
    names = [str(row)[:120] for row in rows.select_related("relationship__supplier")]
    if not merge_rules.acts_for_itself(gone.supplier):
        given = Evidence.objects.filter(
            item__stage__qualification__in=rows.values("pk"), organization=gone.supplier_id
        )
        given.update(organization=kept.supplier_id)
    rows.update(relationship=kept)
    return [("qualifications", names)]


def follow_organization(kept: Organization, gone: Organization) -> Moved:
    Evidence.objects.filter(organization=gone).update(organization=kept)
    return []
