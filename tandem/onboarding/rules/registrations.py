from typing import Any

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.onboarding.models import Registration
from tandem.relationships import rules as relationships


def can_keep_page(actor: Actor) -> bool:
    """Switch the registration page on and off and write its welcome."""
    return actor.can(Capability.MANAGE_ORGANISATION) or actor.can(Capability.MANAGE_QUALIFICATION)


def can_refuse(actor: Actor, registration: Registration) -> bool:
    return registration.customer_id == actor.organization_id and actor.can(Capability.MANAGE_QUALIFICATION)


def can_accept(actor: Actor, registration: Registration) -> bool:
    """Who accepts adds a supplier and invites its first person, so that it takes all three rights."""
    return (
        can_refuse(actor, registration)
        and relationships.can_add(actor)
        and actor.can(Capability.ASK_SUPPLIERS)
    )


def why_not_accept(actor: Actor) -> Any:
    return relationships.out_of_reach(actor, Capability.MANAGE_RELATIONSHIPS)
