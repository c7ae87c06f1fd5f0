"""What happens in the rooms below, and concerns this one."""

from typing import Any

from django.dispatch import receiver

from tandem.relationships.models import Relationship
from tandem.relationships.signals import relationships_merged
from tandem.sourcing.actions import merging


@receiver(relationships_merged)
def follow_the_relationship(kept: Relationship, gone: Relationship, **_: Any) -> merging.Moved:
    return merging.follow_relationship(kept, gone)
