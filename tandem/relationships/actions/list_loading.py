"""One row of a supplier list becomes a supplier, or adds to one."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from tandem.accounts import actions as accounts
from tandem.accounts.actor import Actor
from tandem.accounts.models import Contact, Organization
from tandem.accounts.roles import Capability
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.relationships import names, rules
from tandem.relationships.actions.numbers import number_supplier, remember_alias
from tandem.relationships.actions.relationships import (
    add_relationship,
    add_supplier,
    change_relationship,
    identify,
    save_category,
)
from tandem.relationships.models import (
    Category,
    Decision,
    Outcome,
    Relationship,
    SupplierList,
    SupplierListRow,
    SupplierNumber,
)


def load_row(supplier_list: SupplierList, row: SupplierListRow, *, by: Actor, now: datetime) -> None:
    """Do what the preview said and the person decided; a refusal is kept on the row."""
    try:
        with transaction.atomic():
            row.result = _load(supplier_list, row, by, now)
    except Refused as refusal:
        row.failure = str(refusal)
    except IntegrityError:
        row.failure = _("Somebody else added the same supplier or number meanwhile. Check the list again.")
    row.done = True
    row.save(update_fields=["done", "failure", "result"])


def _load(supplier_list: SupplierList, row: SupplierListRow, by: Actor, now: datetime) -> Relationship | None:
    if row.outcome == Outcome.REFUSED or row.decision == Decision.LEAVE:
        return None
    known = _known(supplier_list, row, by, now)
    relationship = known or _new(supplier_list, row, by, now)
    complete(relationship, row, supplier_list.source, by=by, new=known is None)
    return relationship


def _known(
    supplier_list: SupplierList, row: SupplierListRow, by: Actor, now: datetime
) -> Relationship | None:
    """The supplier that the row turned out to be; None when it is to be added."""
    if row.outcome == Outcome.NEW or row.decision == Decision.NEW:
        return None
    if row.same_as_row is not None:
        earlier = supplier_list.rows.select_related("result__supplier").get(number=row.same_as_row)
        if earlier.result is None:
            message = _("Row %(row)d, the same company, was not loaded.")
            raise Refused(message % {"row": row.same_as_row})
        return earlier.result
    if row.organization is not None:
        own = Relationship.objects.visible_to(by).filter(supplier=row.organization).first()
        return own or add_relationship(row.organization, by=by, now=now, stage=_stage(supplier_list, row))
    if row.relationship is None:
        raise Refused(_("The supplier that this row meant is no longer there. Check the list again."))
    return row.relationship


def _new(supplier_list: SupplierList, row: SupplierListRow, by: Actor, now: datetime) -> Relationship:
    values = row.values
    return add_supplier(
        values["name"],
        by=by,
        now=now,
        country=values["country"],
        currency=values["currency"],
        name_local=values.get("name_local", ""),
        stage=_stage(supplier_list, row),
    )


def _stage(supplier_list: SupplierList, row: SupplierListRow) -> str:
    return str(row.values.get("stage") or supplier_list.stage)


def complete(relationship: Relationship, row: SupplierListRow, source: str, *, by: Actor, new: bool) -> None:
    """Add what the row knows and the supplier lacks. Nothing that is there already is overwritten."""
    values = row.values
    for scheme, number in values.get("identifiers", ()):
        identify(relationship, scheme=scheme, value=number, by=by)
    if "key" in values:
        _give_number(relationship, source, values["key"], values["name"], by)
    if row.decision == Decision.SAME:
        for name in (values["name"], values.get("name_local", "")):
            remember_alias(relationship, name, names.normalize(name), by=by)
    _change(relationship, row, by, new)
    if "contact" in values:
        require(rules.can_manage(by, relationship), rules.out_of_reach(by, Capability.MANAGE_RELATIONSHIPS))
        _add_contact(relationship.supplier, values["contact"], by)


def _give_number(relationship: Relationship, source: str, key: str, name: str, by: Actor) -> None:
    held = SupplierNumber.objects.visible_to(by).in_force().filter(source=source, key=key).first()
    if held is None:
        number_supplier(relationship, source=source, key=key, by=by, name=name)
    elif held.relationship_id != relationship.pk:
        message = _("The number %(number)s means another supplier.")
        raise Refused(message % {"number": key})


def _change(relationship: Relationship, row: SupplierListRow, by: Actor, new: bool) -> None:
    changes: dict[str, object] = {}
    if row.values.get("segment") and not relationship.segment:
        changes["segment"] = row.values["segment"]
    if new and row.values.get("preferred"):
        changes["preferred"] = True
    categories = None
    if row.values.get("categories"):
        # A new one is in those that its row names, and no longer in all of its buyer's.
        had: Iterable[Category] = () if new else relationship.categories.all()
        categories = {*had, *(_category(code, by) for code in row.values["categories"])}
    if changes or categories:
        change_relationship(relationship, by=by, values=changes, categories=categories)


def _category(word: str, by: Actor) -> Category:
    """The category that the word names by its code, or by its name in either script; else a new one."""
    called = Q(code=word) | Q(name__iexact=word) | Q(name_local=word)
    known = Category.objects.visible_to(by).filter(called).first()
    return known or save_category(word, by=by)


def _add_contact(supplier: Organization, contact: dict[str, str], by: Actor) -> None:
    kept = Contact.objects.filter(organization=supplier, kept_by=by.organization_id)
    if not kept.filter(name=contact["name"], email=contact["email"]).exists():
        accounts.save_contact(Contact(organization=supplier, kept_by_id=by.organization_id, **contact), by=by)
