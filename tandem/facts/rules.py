from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.facts.models import Batch, BatchStatus
from tandem.relationships import rules as relationships


def can_import(actor: Actor) -> bool:
    return actor.can(Capability.IMPORT_FACTS)


def can_load(actor: Actor, batch: Batch) -> bool:
    return can_import(actor) and batch.customer_id == actor.organization_id


def can_withdraw(actor: Actor, batch: Batch) -> bool:
    return can_load(actor, batch) and batch.status == BatchStatus.LOADED


def can_match(actor: Actor) -> bool:
    """To some supplier at least: a buyer matches to those of the buyer's categories."""
    return relationships.can_number(actor)


def can_mark_internal(actor: Actor) -> bool:
    return relationships.can_mark_internal(actor)
