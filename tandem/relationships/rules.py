from tandem.accounts.actor import Actor
from tandem.accounts.models import Membership
from tandem.accounts.roles import Capability
from tandem.relationships.models import Relationship


def can_manage(actor: Actor, relationship: Relationship) -> bool:
    return _own(actor, relationship) and actor.can(Capability.MANAGE_RELATIONSHIPS)


def can_change_stage(actor: Actor, relationship: Relationship) -> bool:
    return _own(actor, relationship) and actor.can(Capability.CHANGE_STAGE)


def can_correct(actor: Actor, relationship: Relationship) -> bool:
    """A company's own details are its own to change; while nobody acts for it, its only customer may."""
    supplier = relationship.supplier_id
    return (
        can_manage(actor, relationship)
        and not Membership.objects.filter(organization=supplier).exists()
        and not Relationship.objects.filter(supplier=supplier).exclude(pk=relationship.pk).exists()
    )


def can_add(actor: Actor) -> bool:
    return actor.can(Capability.MANAGE_RELATIONSHIPS)


def can_number(actor: Actor) -> bool:
    """Say what a source's supplier number means."""
    return actor.can(Capability.MATCH_SUPPLIERS)


def can_import_list(actor: Actor) -> bool:
    """A list adds suppliers and gives them numbers, so it takes both rights."""
    return can_add(actor) and can_number(actor)


def can_write_note(actor: Actor, relationship: Relationship) -> bool:
    return actor.can(Capability.WRITE_NOTES) and actor.organization_id in (
        relationship.customer_id,
        relationship.supplier_id,
    )


def _own(actor: Actor, relationship: Relationship) -> bool:
    return relationship.customer_id == actor.organization_id
