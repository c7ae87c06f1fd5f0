"""Saying what a source's supplier number means. Each change makes a new version of the customer's numbering."""

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.relationships import rules, searching
from tandem.relationships.models import Alias, NumberingVersion, Relationship, SupplierNumber


@transaction.atomic
def number_supplier(
    relationship: Relationship, *, source: str, key: str, by: Actor, name: str = ""
) -> SupplierNumber:
    """From now on `key` in `source` means this supplier; an earlier meaning ends here."""
    require(rules.can_number(by))
    require(relationship.customer_id == by.organization_id)
    number = _give_meaning(source, key, by=by, name=name, relationship=relationship)
    searching.refresh(relationship)
    audit.record(
        relationship,
        "number_given",
        by=by,
        counterpart=relationship.supplier_id,
        changes={"number": ["", f"{source} {key}"]},
    )
    return number


@transaction.atomic
def mark_internal(*, source: str, key: str, by: Actor, name: str = "") -> SupplierNumber:
    """`key` in `source` is the customer's own (a warehouse, say): its rows enter no supplier's figures."""
    require(rules.can_number(by))
    number = _give_meaning(source, key, by=by, name=name, relationship=None)
    audit.record(number, "marked_internal", by=by)
    return number


@transaction.atomic
def forget_number(number: SupplierNumber, *, by: Actor) -> None:
    """End a number's meaning: its rows wait in the matching queue again, and leave the figures."""
    require(rules.can_number(by) and number.customer_id == by.organization_id)
    if number.until_version is not None:
        raise Refused(_("This number's meaning has ended already."))
    number.until_version = next_version(by)
    number.save(update_fields=["until_version"])
    if number.relationship is not None:
        searching.refresh(number.relationship)
    record = number.relationship or number
    audit.record(record, "number_forgotten", by=by, changes={"number": [str(number), ""]})


@transaction.atomic
def remember_alias(relationship: Relationship, name: str, normalized: str, *, by: Actor) -> Alias | None:
    """Keep a name for the next file; None when it normalises to nothing or another supplier bears it."""
    require(rules.can_number(by))
    if not normalized:
        return None
    alias, created = Alias.objects.get_or_create(
        customer_id=by.organization_id,
        normalized=normalized[:250],
        defaults={"relationship": relationship, "name": name[:250]},
    )
    if created:
        searching.refresh(relationship)
        audit.record(relationship, "alias_added", by=by, changes={"alias": ["", alias.name]})
    return alias if alias.relationship_id == relationship.pk else None


@transaction.atomic
def forget_alias(alias: Alias, *, by: Actor) -> None:
    require(rules.can_number(by) and alias.customer_id == by.organization_id)
    relationship = alias.relationship
    audit.record(relationship, "alias_removed", by=by, changes={"alias": [alias.name, ""]})
    alias.delete()
    searching.refresh(relationship)


def _give_meaning(
    source: str, key: str, *, by: Actor, name: str, relationship: Relationship | None
) -> SupplierNumber:
    version = next_version(by)
    current = SupplierNumber.objects.filter(
        customer=by.organization_id, source=source, key=key, until_version=None
    )
    current.update(until_version=version)
    return SupplierNumber.objects.create(
        customer_id=by.organization_id,
        source=source,
        key=key,
        name=name[:250],
        relationship=relationship,
        internal=relationship is None,
        since_version=version,
    )


def next_version(by: Actor) -> int:
    """Begin a new version of the numbering; others wait until this transaction ends."""
    NumberingVersion.objects.get_or_create(customer_id=by.organization_id)
    row = NumberingVersion.objects.select_for_update().get(customer=by.organization_id)
    row.number += 1
    row.save(update_fields=["number"])
    return row.number
