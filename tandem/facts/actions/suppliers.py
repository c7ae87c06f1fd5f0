"""Which supplier a file's supplier numbers mean: by number, then by identifier; the rest waits in the queue."""

import re
from datetime import datetime
from typing import Any

import pyarrow as pa
from django.db import transaction
from django.db.models import F

from tandem.accounts.actor import Actor
from tandem.accounts.models import Identifier, Organization
from tandem.accounts.rules import require
from tandem.facts.models import Batch, SupplierKey
from tandem.relationships import actions as relationships
from tandem.relationships.actions.newcomers import Newcomer, create_suppliers_for_numbers
from tandem.relationships.models import Relationship, SupplierNumber
from tandem.relationships.names import normalize
from tandem.relationships.rules import can_number_supplier

COUNTRY = re.compile(r"[A-Z]{2}")
Row = dict[str, Any]


def note_keys(batch: Batch, suppliers: pa.Table) -> None:
    """Remember what the file says of its suppliers, for the matching queue."""
    SupplierKey.objects.bulk_create(
        [
            SupplierKey(
                customer_id=batch.customer_id,
                source=batch.source,
                key=row["key"],
                name=(row["name"] or "")[:250],
                identifier=(row["identifier"] or "")[:60],
                country=(row["country"] or "")[:60],
                rows=row["rows"],
                batch=batch,
            )
            for row in suppliers.to_pylist()
        ],
        update_conflicts=True,
        unique_fields=["customer", "source", "key"],
        update_fields=["name", "identifier", "country", "rows", "batch"],
        batch_size=2000,
    )


def find_suppliers(batch: Batch, suppliers: pa.Table, *, by: Actor) -> None:
    """Give the numbers nobody knows yet to the suppliers whose identifiers stand beside them in the file.

    Those of suppliers that whoever loads the file may not number wait in the matching queue for somebody who may.
    """
    unknown = [row for row in _unknown(batch.customer_id, batch.source, suppliers) if row["identifier"]]
    bearers = _bearers(batch.customer_id, {_compact(row["identifier"]) for row in unknown})
    for row in unknown:
        relationship = bearers.get(_compact(row["identifier"]))
        if relationship is not None and can_number_supplier(by, relationship):
            relationships.number_supplier(
                relationship, source=batch.source, key=row["key"], name=row["name"] or "", by=by
            )


def create_suppliers(batch: Batch, suppliers: pa.Table, *, by: Actor, now: datetime) -> None:
    """Make a supplier of every number nobody knows: what `--create-suppliers` asks for."""
    rows = [_newcomer(batch.customer, row) for row in _unknown(batch.customer_id, batch.source, suppliers)]
    create_suppliers_for_numbers(batch.source, rows, by=by, now=now)


def _newcomer(customer: Organization, row: Row) -> Newcomer:
    """A supplier named as the source names it; in the customer's country where the file gives no ISO code."""
    country = (row["country"] or "").upper()
    return Newcomer(
        key=row["key"],
        name=(row["name"] or row["key"])[:200],
        country=country if COUNTRY.fullmatch(country) else customer.country,
        currency=customer.currency,
    )


def rows_without_supplier(batch: Batch, suppliers: pa.Table) -> int:
    return sum(row["rows"] for row in _unknown(batch.customer_id, batch.source, suppliers))


def rows_to_stay_without_supplier(customer_id: int, source: str, suppliers: pa.Table) -> int:
    """Rows whose supplier neither its number nor its identifier would find, were they loaded."""
    unknown = _unknown(customer_id, source, suppliers)
    bearers = _bearers(customer_id, {_compact(row["identifier"]) for row in unknown if row["identifier"]})
    return sum(row["rows"] for row in unknown if _compact(row["identifier"] or "") not in bearers)


@transaction.atomic
def match_supplier_key(key: SupplierKey, relationship: Relationship, *, by: Actor) -> None:
    """A person's decision: this number means that supplier. Its name is remembered for the next file."""
    require(key.customer_id == by.organization_id)
    relationships.number_supplier(relationship, source=key.source, key=key.key, name=key.name, by=by)
    if key.name:
        relationships.remember_alias(relationship, key.name, normalize(key.name), by=by)


@transaction.atomic
def mark_key_internal(key: SupplierKey, *, by: Actor) -> None:
    """A person's decision: this number is no supplier, its rows enter nobody's figures."""
    require(key.customer_id == by.organization_id)
    relationships.mark_internal(source=key.source, key=key.key, name=key.name, by=by)


@transaction.atomic
def create_for_keys(keys: list[SupplierKey], *, by: Actor, now: datetime) -> int:
    """A person's decision: each of these numbers is a company Tandem does not know yet."""
    require(all(key.customer_id == by.organization_id for key in keys))
    for source in sorted({key.source for key in keys}):
        rows = [
            _newcomer(key.customer, {"key": key.key, "name": key.name, "country": key.country})
            for key in keys
            if key.source == source
        ]
        create_suppliers_for_numbers(source, rows, by=by, now=now)
    return len(keys)


def _unknown(customer_id: int, source: str, suppliers: pa.Table) -> list[Row]:
    known = set(
        SupplierNumber.objects.in_force()
        .filter(customer=customer_id, source=source)
        .values_list("key", flat=True)
    )
    return [row for row in suppliers.to_pylist() if row["key"] not in known]


def _bearers(customer_id: int, values: set[str]) -> dict[str, Relationship]:
    """Relationships by an identifier of their supplier; one that two suppliers bear finds neither."""
    held = Identifier.objects.filter(
        value__in=values, organization__as_supplier__customer=customer_id
    ).values_list("value", "organization")
    suppliers: dict[str, set[int]] = {}
    for value, organization in held:
        suppliers.setdefault(value, set()).add(organization)
    single = {value: one.pop() for value, one in suppliers.items() if len(one) == 1}
    found = Relationship.objects.filter(customer=customer_id, supplier__in=single.values())
    # A supplier that was merged into another means that other.
    ordered = found.select_related("merged_into").order_by(F("merged_into").asc(nulls_last=True))
    by_supplier = {one.supplier_id: one.merged_into or one for one in ordered}
    return {value: by_supplier[organization] for value, organization in single.items()}


def _compact(identifier: str) -> str:
    return re.sub(r"[\s.-]", "", identifier).upper()
