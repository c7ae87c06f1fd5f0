from typing import Any

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.relationships.models import Relationship
from tandem.relationships.rules import out_of_reach, reaches

NEEDED = Capability.APPROVE_SUPPLIERS


def can_approve(actor: Actor, relationship: Relationship) -> bool:
    """Put a supplier of one's own organisation on the approved list, or take it off."""
    return relationship.customer_id == actor.organization_id and reaches(actor, NEEDED, relationship)


def why_not_approve(actor: Actor) -> Any:
    return out_of_reach(actor, NEEDED)


def can_keep_list(actor: Actor) -> bool:
    """Some of its lines at least."""
    return actor.reach(NEEDED) != frozenset() and actor.can(NEEDED)
