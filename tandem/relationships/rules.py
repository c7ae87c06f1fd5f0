from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from tandem.accounts.actor import Actor
from tandem.accounts.models import Membership
from tandem.accounts.roles import Capability
from tandem.core.fence import beyond_the_fence
from tandem.relationships.models import Merge, Note, Relationship

C = Capability


def reaches(actor: Actor, capability: Capability, relationship: Relationship) -> bool:
    """Whether the capability holds for this supplier: a buyer's does where it has one of the buyer's categories."""
    within = actor.reach(capability)
    if within is None:
        return actor.can(capability)
    return bool(within) and actor.can_for(capability, [each.pk for each in relationship.categories.all()])


def out_of_reach(actor: Actor, capability: Capability) -> Any:
    """Why a buyer may not do it here, in a sentence; None where the categories are not the reason."""
    within = actor.reach(capability)
    if within is None or capability not in actor.capabilities:
        return None
    if not within:
        return _(
            "No categories have been assigned to you yet, so you read suppliers and change none."
            " Ask an administrator of your organisation."
        )
    return _(
        "This is outside of the categories you look after, so you may read it and not change it."
        " Ask an administrator of your organisation."
    )


def can_manage(actor: Actor, relationship: Relationship) -> bool:
    return _own(actor, relationship) and reaches(actor, C.MANAGE_RELATIONSHIPS, relationship)


def can_change_stage(actor: Actor, relationship: Relationship) -> bool:
    return _own(actor, relationship) and reaches(actor, C.CHANGE_STAGE, relationship)


def can_correct(actor: Actor, relationship: Relationship) -> bool:
    """A company's own details are its own to change; while nobody acts for it, its only customer may."""
    if not can_manage(actor, relationship):
        return False
    supplier = relationship.supplier_id
    others = Relationship.objects.current().filter(supplier=supplier).exclude(pk=relationship.pk)
    with beyond_the_fence():
        return not (Membership.objects.filter(organization=supplier).exists() or others.exists())


def can_add(actor: Actor) -> bool:
    """A buyer's new suppliers begin in the buyer's categories, so that it takes one at least."""
    return actor.reach(C.MANAGE_RELATIONSHIPS) != frozenset() and actor.can(C.MANAGE_RELATIONSHIPS)


def can_keep_categories(actor: Actor) -> bool:
    """The list of categories is everybody's: who looks after some of them does not change it."""
    return actor.can_everywhere(C.MANAGE_RELATIONSHIPS)


def can_number(actor: Actor) -> bool:
    """Say what a source's supplier number means."""
    return actor.reach(C.MATCH_SUPPLIERS) != frozenset() and actor.can(C.MATCH_SUPPLIERS)


def can_number_supplier(actor: Actor, relationship: Relationship) -> bool:
    return _own(actor, relationship) and reaches(actor, C.MATCH_SUPPLIERS, relationship)


def can_mark_internal(actor: Actor) -> bool:
    """What is no supplier's has no category: it takes the right for all of them."""
    return actor.can_everywhere(C.MATCH_SUPPLIERS)


def can_assign_categories(actor: Actor, membership: Membership) -> bool:
    """Say what a member looks after. Nobody widens their own reach with rights that were only handed to them."""
    if membership.organization_id != actor.organization_id or not actor.can(C.MANAGE_ORGANISATION):
        return False
    return membership.user_id != actor.user_id or C.MANAGE_ORGANISATION in actor.own_capabilities


def can_import_list(actor: Actor) -> bool:
    """A list adds suppliers and gives them numbers, so it takes both rights."""
    return can_add(actor) and can_number(actor)


def can_write_note(actor: Actor, relationship: Relationship) -> bool:
    return actor.can(Capability.WRITE_NOTES) and actor.organization_id in (
        relationship.customer_id,
        relationship.supplier_id,
    )


def can_remove_note(actor: Actor, note: Note) -> bool:
    """Only its author, while they may write notes."""
    return (
        can_write_note(actor, note.relationship)
        and note.author_id is not None
        and note.author_id == actor.user_id
    )


def can_share(actor: Actor, relationship: Relationship) -> bool:
    """Let a customer see what one's own organisation says of itself, or no longer."""
    return relationship.supplier_id == actor.organization_id and actor.can(Capability.KEEP_PASSPORT)


def can_merge(actor: Actor) -> bool:
    """Propose that two records are one company, or decide on somebody else's proposal."""
    return actor.can(Capability.MERGE_ORGANISATIONS)


def can_decide_merge(actor: Actor, merge: Merge, now: datetime) -> bool:
    """Nobody approves what they proposed themselves, nor what was proposed by whom they are one hand with."""
    return (
        merge.organization_id == actor.organization_id
        and not is_own_merge(actor, merge, now)
        and can_merge(actor)
    )


def is_own_merge(actor: Actor, merge: Merge, now: datetime) -> bool:
    return actor.is_one_with(merge.proposed_by_id, since=merge.proposed_at, now=now)


def proposed(actor: Actor, merge: Merge) -> bool:
    return actor.user_id is not None and actor.user_id == merge.proposed_by_id


def _own(actor: Actor, relationship: Relationship) -> bool:
    return relationship.customer_id == actor.organization_id
