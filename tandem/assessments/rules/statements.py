from tandem.accounts.actor import Actor
from tandem.accounts.models import Organization
from tandem.accounts.roles import Capability
from tandem.assessments.models import Statement
from tandem.relationships.models import Relationship
from tandem.relationships.rules import reaches


def can_keep_own(actor: Actor, organization: Organization) -> bool:
    """A company's own statements, which it may share."""
    return organization.pk == actor.organization_id and actor.can(Capability.KEEP_PASSPORT)


def can_keep_for(actor: Actor, relationship: Relationship) -> bool:
    """A supplier's statements as its customer has them, for the customer alone."""
    return relationship.customer_id == actor.organization_id and reaches(
        actor, Capability.ASSESS_SUPPLIERS, relationship
    )


def can_keep(actor: Actor, organization: Organization, relationship: Relationship | None) -> bool:
    """`relationship` is the customer's, for which it keeps them; None for one's own."""
    if relationship is None:
        return can_keep_own(actor, organization)
    return relationship.supplier_id == organization.pk and can_keep_for(actor, relationship)


def is_keeper(actor: Actor, statement: Statement) -> bool:
    return statement.kept_by_id == actor.organization_id
