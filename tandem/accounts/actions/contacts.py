from django.db import transaction

from tandem.accounts import audit, rules
from tandem.accounts.actor import Actor
from tandem.accounts.checks import check
from tandem.accounts.models import Contact


@transaction.atomic
def save_contact(contact: Contact, *, by: Actor) -> Contact:
    """Keep a person in one's own address book (or, for one's own organisation, as its own contact)."""
    rules.require(rules.can_keep_contact(by, contact))
    check(contact)
    contact.save()
    audit.record(contact.organization, "contact_saved", by=by, changes={"contact": ["", contact.name]})
    return contact


@transaction.atomic
def remove_contact(contact: Contact, *, by: Actor) -> None:
    rules.require(rules.can_keep_contact(by, contact))
    audit.record(contact.organization, "contact_removed", by=by, changes={"contact": [contact.name, ""]})
    contact.delete()
