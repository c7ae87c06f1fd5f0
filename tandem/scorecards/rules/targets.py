"""Who agrees on KPI targets. A target moves a scoring curve, so whoever may write templates proposes it."""

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.scorecards.models import Target, TargetAgreement

C = Capability
Status = TargetAgreement.Status


def can_propose(actor: Actor) -> bool:
    return actor.can(C.EDIT_TEMPLATES)


def can_change(actor: Actor, target: Target) -> bool:
    """Withdraw it, ask those who joined since, go on talking."""
    return (
        target.customer_id == actor.organization_id
        and target.withdrawn_at is None
        and actor.can(C.EDIT_TEMPLATES)
    )


def can_speak(actor: Actor, agreement: TargetAgreement) -> bool:
    """For one of the two sides, whoever’s turn it is."""
    relationship = agreement.relationship
    if relationship.supplier_id == actor.organization_id:
        return actor.can(C.ANSWER_CUSTOMERS)
    return relationship.customer_id == actor.organization_id and actor.can(C.EDIT_TEMPLATES)


def is_ones_turn(actor: Actor, agreement: TargetAgreement) -> bool:
    """The supplier answers a proposal, the customer a counter-proposal; what was withdrawn, nobody."""
    relationship = agreement.relationship
    asked: dict[str, int] = {
        Status.PROPOSED: relationship.supplier_id,
        Status.COUNTERED: relationship.customer_id,
    }
    return not agreement.withdrawn and asked.get(agreement.status) == actor.organization_id


def can_answer(actor: Actor, agreement: TargetAgreement) -> bool:
    return can_speak(actor, agreement) and is_ones_turn(actor, agreement)


def may_propose_again(actor: Actor, agreement: TargetAgreement) -> bool:
    """The customer, on a counter-proposal or to change what was agreed."""
    return agreement.status != Status.PROPOSED and can_change(actor, agreement.target)
