"""Who may do what with the organisation's customers as its sales team keeps them."""

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.portal.models import AccountNote, CustomerAccount, NextStep


def can_keep_customers(actor: Actor) -> bool:
    return actor.can(Capability.KEEP_CUSTOMERS)


def can_keep(actor: Actor, account: CustomerAccount) -> bool:
    return account.organization_id == actor.organization_id and can_keep_customers(actor)


def can_note(actor: Actor, account: CustomerAccount) -> bool:
    return account.organization_id == actor.organization_id and actor.can(Capability.WRITE_NOTES)


def can_remove_note(actor: Actor, note: AccountNote) -> bool:
    """Only its author, while they may write notes."""
    return can_note(actor, note.account) and note.author_id is not None and note.author_id == actor.user_id


def can_finish(actor: Actor, step: NextStep) -> bool:
    """Whoever keeps the customer, and whoever the step was given to: not while they only audit."""
    given = actor.user_id is not None and step.assignee_id == actor.user_id
    return can_keep(actor, step.account) or (given and can_note(actor, step.account))
