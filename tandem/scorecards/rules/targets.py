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


def can_answer(actor: Actor, agreement: TargetAgreement) -> bool:
    """The side whose turn it is: the supplier on a proposal, the customer on a counter-proposal."""
    if agreement.status == Status.PROPOSED:
        return (
            agreement.relationship.supplier_id == actor.organization_id
            and agreement.target.withdrawn_at is None
            and actor.can(C.ANSWER_CUSTOMERS)
        )
    return agreement.status == Status.COUNTERED and can_change(actor, agreement.target)


def can_propose_again(actor: Actor, agreement: TargetAgreement) -> bool:
    """The customer, on a counter-proposal or to change what was agreed."""
    return agreement.status != Status.PROPOSED and can_change(actor, agreement.target)
