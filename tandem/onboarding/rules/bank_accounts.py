from datetime import datetime
from typing import Any

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.onboarding.models import BankAccount, BankChange
from tandem.relationships.merge_rules import acts_for_itself
from tandem.relationships.models import Relationship
from tandem.relationships.rules import out_of_reach, reaches

CONFIRM = Capability.CONFIRM_BANK_ACCOUNTS


def can_keep_accounts(actor: Actor) -> bool:
    """The supplier's own accounts are kept by whoever keeps its passport."""
    return actor.can(Capability.KEEP_PASSPORT)


def can_keep_account(actor: Actor, account: BankAccount) -> bool:
    return account.organization_id == actor.organization_id and can_keep_accounts(actor)


def can_propose(actor: Actor, relationship: Relationship) -> bool:
    return relationship.supplier_id == actor.organization_id and can_keep_accounts(actor)


def can_check(actor: Actor, relationship: Relationship) -> bool:
    """Call back, confirm and refuse: at the customer."""
    return relationship.customer_id == actor.organization_id and reaches(actor, CONFIRM, relationship)


def why_not_check(actor: Actor) -> Any:
    return out_of_reach(actor, CONFIRM)


def can_enter(actor: Actor, relationship: Relationship) -> bool:
    """Write an account down for a supplier of whom nobody is on Tandem; one that somebody acts for names its own."""
    return can_check(actor, relationship) and not acts_for_itself(relationship.supplier)


def has_entered(actor: Actor, change: BankChange, now: datetime) -> bool:
    """Whether the actor wrote it down, or is one hand with whoever did: then another must confirm."""
    return change.entered_by_id is not None and actor.is_one_with(
        change.entered_by_id, since=change.proposed_at, now=now
    )


def is_first_person(actor: Actor, change: BankChange, now: datetime) -> bool:
    """Whether the actor made the call-back, or is one hand with whoever did: then another must confirm."""
    call = getattr(change, "call_back", None)
    return call is not None and actor.is_one_with(call.by_id, since=call.logged_at, now=now)


def can_confirm(actor: Actor, change: BankChange, now: datetime) -> bool:
    """The second of two persons. Nobody without a name of their own (a service token, the machine) is one."""
    return (
        can_check(actor, change.relationship)
        and actor.user_id is not None
        and not is_first_person(actor, change, now)
        and not has_entered(actor, change, now)
    )
