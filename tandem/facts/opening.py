"""Opening a customer's facts for reading: the pinned versions, whose rows may be seen, at which rates and calendars.

The lake lies outside the database's fence, so `open_reading` is its only door: everybody else is given a `Reading`.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

import pyarrow as pa
from django.db.models import Max
from django.http import Http404
from django.utils.translation import get_language

from tandem.accounts.actor import Actor
from tandem.accounts.models import Organization, Site
from tandem.accounts.roles import Capability
from tandem.core.errors import Refused
from tandem.core.fence import acting_for, beyond_the_fence
from tandem.facts.models import ExchangeRate, LakeVersion, RatesVersion
from tandem.facts.queries import lake_root, lake_snapshot
from tandem.lake.calendars import Calendars, days_of
from tandem.lake.calendars import calendars as joined
from tandem.lake.errors import LakeRefused
from tandem.lake.kpis import KpiSpec
from tandem.lake.reading import Rates, Reading, open_for_reading
from tandem.relationships.models import NumberingVersion, Relationship, SupplierNumber

DEFAULT_CALENDAR = "default"
FEW = 100
"""relationships, of which so few are read that one does not look at everybody's numbers"""
CALENDAR_BEFORE, CALENDAR_AFTER = timedelta(days=1100), timedelta(days=400)


@dataclass(frozen=True)
class Pins:
    """The versions of everything that a figure rests on besides its KPI."""

    lake_version: int
    numbering_version: int
    rates_version: int


def pins_now(customer_id: int) -> Pins:
    with acting_for(customer_id):
        newest = LakeVersion.objects.newest(customer_id)
        numbering = NumberingVersion.objects.filter(customer=customer_id).first()
        rates = RatesVersion.objects.filter(customer=customer_id).first()
    return Pins(
        newest.number if newest else 0, numbering.number if numbering else 0, rates.number if rates else 0
    )


def pins_of(customer_ids: Collection[int]) -> dict[int, Pins]:
    """The same for many customers, in a fixed number of statements: numbers alone, whoever asks."""
    with beyond_the_fence():
        versions = [
            dict(
                model.objects.filter(customer__in=customer_ids)
                .order_by()
                .values_list("customer")
                .annotate(Max("number"))
            )
            for model in (LakeVersion, NumberingVersion, RatesVersion)
        ]
    return {pk: Pins(*(known.get(pk, 0) for known in versions)) for pk in customer_ids}


def keep_lake_version(customer_id: int, number: int) -> None:
    """A version that a run rests on is never vacuumed."""
    LakeVersion.objects.filter(customer=customer_id, number=number).update(pinned=True)


def open_reading(
    actor: Actor,
    customer: Organization,
    pins: Pins,
    *,
    as_of: date,
    relationships: Collection[int] | None = None,
    specs: Iterable[KpiSpec] = (),
    calendars: Calendars | None = None,
) -> Reading:
    """A customer's facts through pinned versions, for what the actor may see of them: a customer its relationships,
    a supplier those in which it supplies this customer. `relationships` asks for some of these, None for all.

    Raises Http404 when one is asked for that is not the actor's. Working-day calendars are needed only where a KPI
    counts working days: those given, else today's.
    """
    seen = _seen_by(actor, customer, relationships)
    working = any(spec.judging.day_count == "working" for spec in specs)
    # Where the facts lie, and what they are measured by, is the customer's to know, also when its supplier reads them.
    with acting_for(customer.pk):
        return open_for_reading(
            lake_root(customer),
            lake_snapshot(customer, pins.lake_version),
            mapping=_mapping(customer.pk, pins.numbering_version, seen),
            relationships=seen,
            as_of=as_of,
            rates=_rates(customer, pins.rates_version),
            calendars=(calendars or calendars_of(customer, as_of)) if working else None,
        )


def _seen_by(actor: Actor, customer: Organization, asked: Collection[int] | None) -> set[int]:
    own = actor.organization_id == customer.pk
    if own:
        seen = Relationship.objects.visible_to(actor)
    else:
        seen = Relationship.objects.served_by(actor).filter(customer=customer)
    if not actor.can(Capability.READ_SUPPLIERS if own else Capability.READ_CUSTOMERS):
        raise Http404
    if asked is not None:
        seen = seen.filter(pk__in=asked)
    found = set(seen.order_by().values_list("pk", flat=True))
    if not found.issuperset(asked or ()) or not (own or found):
        raise Http404
    return found


@contextmanager
def refusing() -> Iterator[None]:
    """What the lake refuses, said in the reader's language."""
    try:
        yield
    except LakeRefused as error:
        raise Refused(error.in_language(get_language() or "en")) from error


def _mapping(customer_id: int, version: int, seen: Collection[int]) -> pa.Table:
    numbers = SupplierNumber.objects.filter(customer=customer_id, relationship__isnull=False)
    if len(seen) <= FEW:  # else they are as good as all
        numbers = numbers.filter(relationship__in=seen)
    rows = list(numbers.in_force(version).values_list("source", "key", "relationship_id"))
    sources, keys, relationships = zip(*rows, strict=True) if rows else ((), (), ())
    return pa.table(
        {
            "source": pa.array(sources, pa.string()),
            "supplier_key": pa.array(keys, pa.string()),
            "relationship_id": pa.array(relationships, pa.int64()),
        }
    )


def _rates(customer: Organization, version: int) -> Rates:
    rows = ExchangeRate.objects.filter(customer=customer).in_force(version)
    given = list(rows.values_list("currency", "day", "rate"))
    currencies, days, rates = zip(*given, strict=True) if given else ((), (), ())
    table = pa.table(
        {
            "currency": pa.array(currencies, pa.string()),
            "date": pa.array(days, pa.date32()),
            "rate": pa.array(rates, pa.decimal128(18, 8)),
        }
    )
    return Rates(customer.currency, table)


def calendars_of(customer: Organization, as_of: date) -> Calendars:
    """The country's calendar for the organisation, and one for each of its sites with the site's own
    exceptions."""
    first, last = as_of - CALENDAR_BEFORE, as_of + CALENDAR_AFTER
    with refusing():
        tables = [days_of(DEFAULT_CALENDAR, customer.country, first, last)]
        sites = list(Site.objects.filter(organization=customer).prefetch_related("exceptions"))
        for site in sites:
            own = {exception.day: exception.works for exception in site.exceptions.all()}
            tables.append(days_of(site.code, site.country, first, last, exceptions=own))
    return joined(tables, default=DEFAULT_CALENDAR, sites={site.code: site.code for site in sites})
