from datetime import datetime
from typing import Any

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.onboarding.models import Proposal, Qualification, QualificationStage
from tandem.relationships.models import Relationship
from tandem.relationships.rules import out_of_reach, reaches

C = Capability


def can_keep_requirements(actor: Actor) -> bool:
    """They are asked of all suppliers, so that it takes the right for all of them."""
    return actor.can_everywhere(C.MANAGE_QUALIFICATION)


def can_start_some(actor: Actor) -> bool:
    return actor.reach(C.MANAGE_QUALIFICATION) != frozenset() and actor.can(C.MANAGE_QUALIFICATION)


def can_lead(actor: Actor, relationship: Relationship) -> bool:
    """Start it, judge what comes in, propose a decision."""
    ours = relationship.customer_id == actor.organization_id
    return ours and reaches(actor, C.MANAGE_QUALIFICATION, relationship)


def why_not_lead(actor: Actor) -> Any:
    return out_of_reach(actor, C.MANAGE_QUALIFICATION)


def can_waive(actor: Actor, relationship: Relationship) -> bool:
    """Do without an item: for those who could approve the supplier."""
    return relationship.customer_id == actor.organization_id and reaches(
        actor, C.APPROVE_SUPPLIERS, relationship
    )


def can_release(actor: Actor, stage: QualificationStage) -> bool:
    """The stage's owner, by name or by role, whoever stands in for the owner, and those who approve suppliers. A stage
    that names neither is its lead's, as is every stage's work."""
    relationship = stage.qualification.relationship
    if can_waive(actor, relationship):
        return True
    if not can_lead(actor, relationship):
        return False
    if stage.owner_id is not None:
        return _is(actor, stage.owner_id)
    if stage.owner_role:
        return stage.owner_role in actor.roles
    lead = stage.qualification.lead_id
    return lead is None or _is(actor, lead)


def can_decide(actor: Actor, qualification: Qualification) -> bool:
    """Whether it is for them at all; see `is_own_proposal` for the two hands."""
    return can_waive(actor, qualification.relationship)


def is_own_proposal(actor: Actor, proposal: Proposal, now: datetime) -> bool:
    """Nobody decides on what they proposed themselves, nor on what was proposed by whom they are one hand with."""
    return actor.is_one_with(proposal.proposed_by_id, since=proposal.proposed_at, now=now)


def can_hand_in(actor: Actor, qualification: Qualification) -> bool:
    """On the supplier's side: those who answer customers."""
    ours = qualification.relationship.supplier_id == actor.organization_id
    return ours and actor.can(C.ANSWER_CUSTOMERS)


def _is(actor: Actor, user_id: int) -> bool:
    """They, or a colleague who stands in for them today."""
    return actor.user_id == user_id or any(grant.user_id == user_id for grant in actor.handed_over)
