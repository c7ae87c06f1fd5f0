from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.facts.models import Batch, BatchStatus


def can_import(actor: Actor) -> bool:
    return actor.can(Capability.IMPORT_FACTS)


def can_load(actor: Actor, batch: Batch) -> bool:
    return can_import(actor) and batch.customer_id == actor.organization_id


def can_withdraw(actor: Actor, batch: Batch) -> bool:
    return can_load(actor, batch) and batch.status == BatchStatus.LOADED


def can_match(actor: Actor) -> bool:
    return actor.can(Capability.MATCH_SUPPLIERS)
