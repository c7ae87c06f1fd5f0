from tandem.accounts.actor import Actor
from tandem.accounts.models import Membership
from tandem.accounts.roles import Capability
from tandem.core.fence import beyond_the_fence
from tandem.relationships.models import Merge, Relationship


def can_manage(actor: Actor, relationship: Relationship) -> bool:
    return _own(actor, relationship) and actor.can(Capability.MANAGE_RELATIONSHIPS)


def can_change_stage(actor: Actor, relationship: Relationship) -> bool:
    return _own(actor, relationship) and actor.can(Capability.CHANGE_STAGE)


def can_correct(actor: Actor, relationship: Relationship) -> bool:
    """A company's own details are its own to change; while nobody acts for it, its only customer may."""
    if not can_manage(actor, relationship):
        return False
    supplier = relationship.supplier_id
    others = Relationship.objects.current().filter(supplier=supplier).exclude(pk=relationship.pk)
    with beyond_the_fence():
        return not (Membership.objects.filter(organization=supplier).exists() or others.exists())


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


def can_merge(actor: Actor) -> bool:
    """Propose that two records are one company, or decide on somebody else's proposal."""
    return actor.can(Capability.MERGE_ORGANISATIONS)


def can_decide_merge(actor: Actor, merge: Merge) -> bool:
    """Nobody approves what they proposed themselves."""
    return merge.organization_id == actor.organization_id and can_merge(actor) and not proposed(actor, merge)


def proposed(actor: Actor, merge: Merge) -> bool:
    return actor.user_id is not None and actor.user_id == merge.proposed_by_id


def _own(actor: Actor, relationship: Relationship) -> bool:
    return relationship.customer_id == actor.organization_id
