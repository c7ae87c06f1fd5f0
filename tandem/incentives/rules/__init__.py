"""Who may do what with rewards and penalties. Nobody approves what they proposed, nor judges an appeal against what
they had a hand in."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.improvement.rules import cases as improvement
from tandem.incentives.models import Claim, Consequence, Kind, Policy
from tandem.relationships.models import Relationship
from tandem.relationships.rules import out_of_reach as out_of_reach
from tandem.relationships.rules import reaches

C = Capability
Status = Consequence.Status
CALLS_FOR_IMPROVEMENT = (Status.ANNOUNCED, Status.APPEALED, Status.IN_FORCE, Status.SETTLED)


def can_write_policies(actor: Actor) -> bool:
    """For all suppliers: a buyer's categories do not reach that far."""
    return actor.can_everywhere(C.WRITE_POLICIES)


def can_change_policy(actor: Actor, policy: Policy) -> bool:
    return policy.customer_id == actor.organization_id and can_write_policies(actor)


def is_own_policy(actor: Actor, policy: Policy, now: datetime) -> bool:
    return actor.is_one_with(policy.made_by_id, since=policy.made_at, now=now)


def can_activate(actor: Actor, policy: Policy, now: datetime) -> bool:
    return (
        policy.customer_id == actor.organization_id
        and actor.can_everywhere(C.APPROVE_INCENTIVES)
        and not is_own_policy(actor, policy, now)
    )


def why_not_activate(actor: Actor, policy: Policy, now: datetime) -> Any:
    if is_own_policy(actor, policy, now):
        return _("You wrote this policy, or stand in for who did, so somebody else has to put it to use.")
    return None


def can_propose_somewhere(actor: Actor) -> bool:
    return actor.can(C.PROPOSE_INCENTIVES) and actor.reach(C.PROPOSE_INCENTIVES) != frozenset()


def can_propose(actor: Actor, relationship: Relationship) -> bool:
    return _own(actor, relationship) and reaches(actor, C.PROPOSE_INCENTIVES, relationship)


def can_approve(actor: Actor, consequence: Consequence, now: datetime) -> bool:
    return (
        consequence.status == Status.PROPOSED
        and _own(actor, consequence.relationship)
        and reaches(actor, C.APPROVE_INCENTIVES, consequence.relationship)
        and not is_own_proposal(actor, consequence, now)
    )


def can_announce(actor: Actor, consequence: Consequence) -> bool:
    """Whoever approves or proposes: it is decided, and only told."""
    relationship = consequence.relationship
    return (
        consequence.status == Status.APPROVED
        and _own(actor, relationship)
        and (
            reaches(actor, C.APPROVE_INCENTIVES, relationship)
            or reaches(actor, C.PROPOSE_INCENTIVES, relationship)
        )
    )


def is_own_proposal(actor: Actor, consequence: Consequence, now: datetime) -> bool:
    return actor.is_one_with(consequence.proposed_by_id, since=consequence.proposed_at, now=now)


def why_not_approve(actor: Actor, consequence: Consequence, now: datetime) -> Any:
    if consequence.status != Status.PROPOSED:
        return _("Only what is proposed is approved; this is “%(status)s”.") % {
            "status": consequence.get_status_display()
        }
    if is_own_proposal(actor, consequence, now):
        return _("You proposed this, or stand in for who did, so somebody else has to approve it.")
    return out_of_reach(actor, C.APPROVE_INCENTIVES)


def can_answer(actor: Actor, consequence: Consequence) -> bool:
    """The supplier's word: accepting or appealing."""
    return (
        consequence.status == Status.ANNOUNCED
        and consequence.relationship.supplier_id == actor.organization_id
        and actor.can(C.ANSWER_INCENTIVES)
    )


def can_decide_appeal(actor: Actor, consequence: Consequence, now: datetime) -> bool:
    return (
        consequence.status == Status.APPEALED
        and _own(actor, consequence.relationship)
        and reaches(actor, C.APPROVE_INCENTIVES, consequence.relationship)
        and not had_a_hand(actor, consequence, now)
    )


def had_a_hand(actor: Actor, consequence: Consequence, now: datetime) -> bool:
    """Whether the person proposed or approved it, or is one with somebody who did."""
    approved = actor.is_one_with(consequence.approved_by_id, since=consequence.approved_at, now=now)
    return approved or is_own_proposal(actor, consequence, now)


def why_not_decide_appeal(actor: Actor, consequence: Consequence, now: datetime) -> Any:
    if consequence.status != Status.APPEALED:
        return _("Only an appeal is decided; this is “%(status)s”.") % {
            "status": consequence.get_status_display()
        }
    if had_a_hand(actor, consequence, now):
        return _(
            "You proposed or approved this, or stand in for who did, so somebody else decides the appeal."
        )
    return out_of_reach(actor, C.APPROVE_INCENTIVES)


def can_reverse(actor: Actor, consequence: Consequence) -> bool:
    return (
        consequence.status in (Status.ANNOUNCED, Status.IN_FORCE, Status.SETTLED)
        and _own(actor, consequence.relationship)
        and reaches(actor, C.APPROVE_INCENTIVES, consequence.relationship)
    )


def can_ask_to_improve(actor: Actor, ground: Consequence | Claim) -> bool:
    """For a penalty or a claim that the supplier knows of and no improvement case hangs on yet."""
    if ground.case_id is not None or ground.relationship.customer_id != actor.organization_id:
        return False
    if isinstance(ground, Claim):
        stands = ground.status in (Claim.Status.SENT, Claim.Status.AGREED, Claim.Status.SETTLED)
    else:
        stands = ground.kind == Kind.PENALTY and ground.status in CALLS_FOR_IMPROVEMENT
    return stands and improvement.can_open(actor, ground.relationship)


def can_settle(actor: Actor, relationship: Relationship) -> bool:
    """The customer's finance: statements, and what was carried out."""
    return _own(actor, relationship) and reaches(actor, C.SETTLE_INCENTIVES, relationship)


def _own(actor: Actor, relationship: Relationship) -> bool:
    return relationship.customer_id == actor.organization_id
