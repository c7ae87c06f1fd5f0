"""Many new suppliers at once: what a first import of an ERP's orders brings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tandem.accounts import actions as accounts
from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.identifiers import country_code, currency_code
from tandem.accounts.models import Organization
from tandem.accounts.roles import Capability
from tandem.accounts.rules import require
from tandem.relationships import rules
from tandem.relationships.actions.numbers import next_version
from tandem.relationships.actions.relationships import first_categories, slug_of
from tandem.relationships.models import Relationship, Stage, StageChange, SupplierNumber
from tandem.relationships.signals import suppliers_added


@dataclass(frozen=True)
class Newcomer:
    """A number in a source that a person has decided is a company Tandem does not know yet."""

    key: str
    name: str
    country: str
    currency: str


@transaction.atomic
def create_suppliers_for_numbers(
    source: str, newcomers: Sequence[Newcomer], *, by: Actor, now: datetime
) -> list[Relationship]:
    """An organisation, an approved relationship and its number for each, as one new version of the numbering.

    The same few statements for one newcomer or ten thousand. Raises Refused for a country or currency that is none.
    """
    require(
        rules.can_add(by) and rules.can_number(by), rules.out_of_reach(by, Capability.MANAGE_RELATIONSHIPS)
    )
    if not newcomers:
        return []
    suppliers = _add_organizations(newcomers, by)
    relationships = Relationship.objects.bulk_create(
        [
            Relationship(
                customer_id=by.organization_id,
                supplier=supplier,
                slug=slug_of(supplier),
                stage=Stage.APPROVED,
                search_text=f"{supplier.name}\n{supplier.slug}\n{newcomer.key}".lower(),
            )
            for supplier, newcomer in zip(suppliers, newcomers, strict=True)
        ],
        batch_size=2000,
    )
    _categorise(relationships, by)
    StageChange.objects.bulk_create(
        [StageChange(relationship=one, at=now, new=one.stage, by_name=by.name) for one in relationships],
        batch_size=2000,
    )
    _number(source, newcomers, relationships, by)
    stage = {"stage": ["", Stage.APPROVED.value]}
    audit.record_many(
        [(one, stage) for one in relationships], "added", by=by, counterpart_field="supplier_id"
    )
    suppliers_added.send(Relationship, relationships=relationships, by=by)
    return relationships


def _categorise(relationships: Sequence[Relationship], by: Actor) -> None:
    """What a buyer adds begins in the buyer's categories."""
    link = Relationship.categories.through
    link.objects.bulk_create(
        [
            link(relationship=relationship, category=category)
            for category in first_categories(by)
            for relationship in relationships
        ],
        batch_size=2000,
    )


def _add_organizations(newcomers: Sequence[Newcomer], by: Actor) -> list[Organization]:
    countries = {code: country_code(code) for code in {one.country for one in newcomers}}
    currencies = {code: currency_code(code) for code in {one.currency for one in newcomers}}
    slugs = accounts.free_slugs([one.name for one in newcomers])
    suppliers = Organization.objects.bulk_create(
        [
            Organization(
                name=one.name,
                slug=slug,
                country=countries[one.country],
                currency=currencies[one.currency],
                recorded_by_id=by.organization_id,
            )
            for one, slug in zip(newcomers, slugs, strict=True)
        ],
        batch_size=2000,
    )
    audit.record_many([(supplier, {}) for supplier in suppliers], "added", by=by, counterpart_field="pk")
    return suppliers


def _number(
    source: str, newcomers: Sequence[Newcomer], relationships: Sequence[Relationship], by: Actor
) -> None:
    version = next_version(by)
    SupplierNumber.objects.bulk_create(
        [
            SupplierNumber(
                customer_id=by.organization_id,
                relationship=relationship,
                source=source,
                key=newcomer.key,
                name=newcomer.name,
                since_version=version,
            )
            for relationship, newcomer in zip(relationships, newcomers, strict=True)
        ],
        batch_size=2000,
    )
    audit.record_many(
        [
            (relationship, {"number": ["", f"{source} {newcomer.key}"]})
            for relationship, newcomer in zip(relationships, newcomers, strict=True)
        ],
        "number_given",
        by=by,
        counterpart_field="supplier_id",
    )
