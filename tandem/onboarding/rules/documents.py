from typing import Any

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.onboarding.models import Document
from tandem.relationships.models import Relationship
from tandem.relationships.rules import out_of_reach, reaches

NEEDED = Capability.MANAGE_QUALIFICATION


def can_keep_own(actor: Actor) -> bool:
    """Upload one's own organisation's documents and hand them to customers."""
    return actor.can(Capability.KEEP_PASSPORT)


def can_hand_in(actor: Actor, document: Document) -> bool:
    return document.organization_id == actor.organization_id and can_keep_own(actor)


def can_review(actor: Actor, relationship: Relationship) -> bool:
    """Accept or refuse a supplier's documents, and upload some on its behalf."""
    return relationship.customer_id == actor.organization_id and reaches(actor, NEEDED, relationship)


def why_not_review(actor: Actor) -> Any:
    return out_of_reach(actor, NEEDED)


def can_set_grace(actor: Actor) -> bool:
    """It holds for all suppliers at once."""
    return actor.can_everywhere(NEEDED)
