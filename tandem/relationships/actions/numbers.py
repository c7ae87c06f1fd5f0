"""Saying what a source's supplier number means. Each change makes a new version of the customer's numbering."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.relationships import rules, searching
from tandem.relationships.models import Alias, NumberingVersion, Relationship, SupplierNumber

MATCH = Capability.MATCH_SUPPLIERS


@transaction.atomic
def number_supplier(
    relationship: Relationship, *, source: str, key: str, by: Actor, name: str = ""
) -> SupplierNumber:
    """From now on `key` in `source` means this supplier; an earlier meaning ends here.

    A buyer takes no number away from a supplier that the buyer does not look after.
    """
    _require_number(relationship, by)
    if by.reach(MATCH) is not None:
        _require_present_meaning(source, key, by)
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
    require(rules.can_mark_internal(by), _internal(by))
    number = _give_meaning(source, key, by=by, name=name, relationship=None)
    audit.record(number, "marked_internal", by=by)
    return number


@transaction.atomic
def forget_number(number: SupplierNumber, *, by: Actor) -> None:
    """End a number's meaning: its rows wait in the matching queue again, and leave the figures."""
    require(number.customer_id == by.organization_id)
    _require_meaning(number, by)
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
    _require_number(relationship, by)
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
    relationship = alias.relationship
    _require_number(relationship, by)
    audit.record(relationship, "alias_removed", by=by, changes={"alias": [alias.name, ""]})
    alias.delete()
    searching.refresh(relationship)


def _require_number(relationship: Relationship, by: Actor) -> None:
    require(rules.can_number_supplier(by, relationship), rules.out_of_reach(by, MATCH))


def _require_meaning(number: SupplierNumber, by: Actor) -> None:
    """What it means at present is one's own to change."""
    if number.relationship is None:
        require(rules.can_mark_internal(by), _internal(by))
    else:
        _require_number(number.relationship, by)


def _require_present_meaning(source: str, key: str, by: Actor) -> None:
    held = SupplierNumber.objects.visible_to(by).in_force().filter(source=source, key=key)
    for number in held.select_related("relationship"):
        _require_meaning(number, by)


def _internal(by: Actor) -> Any:
    """Said to a buyer, who could otherwise say what some numbers mean."""
    if MATCH not in by.capabilities:
        return None
    return _(
        "An internal number is no supplier’s and in no category."
        " Ask somebody who may match all numbers, such as logistics."
    )


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
