from typing import Any

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.onboarding.models import PassportProposal
from tandem.relationships.models import Relationship
from tandem.relationships.rules import out_of_reach, reaches


def can_keep_passport(actor: Actor) -> bool:
    """Write down what one's own organisation says of itself, publish and share it."""
    return actor.can(Capability.KEEP_PASSPORT)


def can_decide_passport(actor: Actor, relationship: Relationship) -> bool:
    """A buyer decides for the suppliers of the buyer's categories."""
    return relationship.customer_id == actor.organization_id and reaches(
        actor, Capability.MANAGE_QUALIFICATION, relationship
    )


def why_not_decide(actor: Actor) -> Any:
    return out_of_reach(actor, Capability.MANAGE_QUALIFICATION)


def is_own_proposal(actor: Actor, proposal: PassportProposal) -> bool:
    return proposal.relationship.supplier_id == actor.organization_id
