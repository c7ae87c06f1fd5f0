"""Who may write down what a supplier can do."""

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.assessments.desk import Desk
from tandem.relationships.rules import reaches


def can_keep(actor: Actor, desk: Desk) -> bool:
    """The supplier its own; a customer for itself, about the suppliers it may assess. Nobody another's word."""
    if desk.kept_by != actor.organization_id:
        return False
    if desk.relationship is None:
        return desk.supplier.pk == actor.organization_id and actor.can(Capability.KEEP_PASSPORT)
    return (
        desk.relationship.customer_id == actor.organization_id
        and desk.relationship.supplier_id == desk.supplier.pk
        and reaches(actor, Capability.ASSESS_SUPPLIERS, desk.relationship)
    )
