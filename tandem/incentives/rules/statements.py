"""Who makes out reconciliation statements, and who signs them for which side."""

from typing import Any

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.incentives.models import Statement
from tandem.relationships import rules
from tandem.relationships.models import Relationship

C = Capability


def can_make(actor: Actor, relationship: Relationship) -> bool:
    return relationship.customer_id == actor.organization_id and rules.reaches(
        actor, C.SETTLE_INCENTIVES, relationship
    )


def out_of_reach(actor: Actor) -> Any:
    return rules.out_of_reach(actor, C.SETTLE_INCENTIVES)


def can_sign(actor: Actor, statement: Statement) -> bool:
    """For the supplier."""
    return (
        statement.status == Statement.Status.SENT
        and statement.relationship.supplier_id == actor.organization_id
        and actor.can(C.SIGN_STATEMENTS)
    )
