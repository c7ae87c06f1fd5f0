"""Who may do what with claims. Nobody approves what they wrote."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.incentives.models import Claim
from tandem.relationships import rules
from tandem.relationships.models import Relationship

C = Capability
Status, Turn = Claim.Status, Claim.Turn


def out_of_reach(actor: Actor) -> Any:
    return rules.out_of_reach(actor, C.PROPOSE_INCENTIVES)


def can_write(actor: Actor, relationship: Relationship) -> bool:
    return _ours(actor, relationship) and rules.reaches(actor, C.PROPOSE_INCENTIVES, relationship)


def can_approve(actor: Actor, claim: Claim, now: datetime) -> bool:
    return (
        claim.status == Status.PROPOSED
        and _ours(actor, claim.relationship)
        and rules.reaches(actor, C.APPROVE_INCENTIVES, claim.relationship)
        and not is_own(actor, claim, now)
    )


def is_own(actor: Actor, claim: Claim, now: datetime) -> bool:
    return actor.is_one_with(claim.made_by_id, since=claim.made_at, now=now)


def why_not_approve(actor: Actor, claim: Claim, now: datetime) -> Any:
    if claim.status == Status.PROPOSED and is_own(actor, claim, now):
        return _("You wrote this claim, or stand in for who did, so somebody else has to approve it.")
    return rules.out_of_reach(actor, C.APPROVE_INCENTIVES)


def can_answer(actor: Actor, claim: Claim) -> bool:
    """Whose turn it is may agree to the last offer, or make another."""
    if claim.status != Status.SENT:
        return False
    relationship = claim.relationship
    if claim.turn == Turn.SUPPLIER:
        return relationship.supplier_id == actor.organization_id and actor.can(C.ANSWER_INCENTIVES)
    return _ours(actor, relationship) and rules.reaches(actor, C.APPROVE_INCENTIVES, relationship)


def why_not_answer(actor: Actor, claim: Claim) -> Any:
    if claim.status == Status.SENT:
        return _("It is the other side's turn.") if claim.turn else None
    return None


def can_attach(actor: Actor, claim: Claim) -> bool:
    """Evidence may come while the claim is written, and from either side while it is negotiated."""
    relationship = claim.relationship
    if claim.status == Status.DRAFT:
        return can_write(actor, relationship)
    if claim.status != Status.SENT:
        return False
    theirs = relationship.supplier_id == actor.organization_id and actor.can(C.ANSWER_INCENTIVES)
    return theirs or can_write(actor, relationship)


def can_withdraw(actor: Actor, claim: Claim) -> bool:
    relationship = claim.relationship
    if claim.status in (Status.SETTLED, Status.WITHDRAWN):
        return False
    if claim.status == Status.DRAFT:
        return can_write(actor, relationship)
    return _ours(actor, relationship) and rules.reaches(actor, C.APPROVE_INCENTIVES, relationship)


def _ours(actor: Actor, relationship: Relationship) -> bool:
    return relationship.customer_id == actor.organization_id
