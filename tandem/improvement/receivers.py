"""What happens in the rooms below, and concerns this one."""

from typing import Any

from django.dispatch import receiver

from tandem.accounts.models import Organization
from tandem.improvement.actions import merging
from tandem.relationships.models import Relationship
from tandem.relationships.signals import organizations_merged, relationships_merged


@receiver(relationships_merged)
def follow_the_relationship(kept: Relationship, gone: Relationship, **_: Any) -> merging.Moved:
    return merging.follow_relationship(kept, gone)


@receiver(organizations_merged)
def follow_the_organization(kept: Organization, gone: Organization, **_: Any) -> merging.Moved:
    return merging.follow_organization(kept, gone)
