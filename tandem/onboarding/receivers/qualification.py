from typing import Any

from django.dispatch import receiver

from tandem.accounts.models import Organization
from tandem.onboarding.actions import qualification_merging as merging
from tandem.relationships.models import Relationship
from tandem.relationships.signals import organizations_merged, relationships_merged


@receiver(relationships_merged)
def move_qualifications(kept: Relationship, gone: Relationship, **_: Any) -> merging.Moved:
    return merging.follow_relationship(kept, gone)


@receiver(organizations_merged)
def move_evidence(kept: Organization, gone: Organization, **_: Any) -> merging.Moved:
    return merging.follow_organization(kept, gone)
