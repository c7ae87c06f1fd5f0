"""Suppliers compared with the lists in force. A decision stays until either side has changed."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q, QuerySet
from procrastinate.contrib.django import app

from tandem.accounts.models import Organization
from tandem.core.fence import beyond_the_fence
from tandem.messaging.actions import members, notify
from tandem.onboarding.listed_countries import compared
from tandem.onboarding.models import (
    ListedEntry,
    ListedName,
    ListVersion,
    ScreenedSupplier,
    Screening,
    ScreeningMatch,
)
from tandem.onboarding.models.screening_lists import Nature
from tandem.onboarding.queries.screening import newest_versions
from tandem.onboarding.screening_score import Bearer, Hit, all_names, screen
from tandem.relationships.models import Relationship

SCREEN_TASK = "tandem.onboarding.screen_suppliers"
AT_A_TIME = 2000


@dataclass(frozen=True)
class Profile:
    """What of a supplier is compared. A change of it makes a rejected match a question again."""

    names: tuple[str, ...]
    country: str
    digest: str


def screen_everybody() -> None:
    """Queue every customer, in this transaction. Only where a list was loaded there is something to compare."""
    with beyond_the_fence():
        customers = Relationship.objects.current().order_by("customer").values_list("customer", flat=True)
        found = list(customers.distinct()) if ListVersion.objects.exists() else []
    for customer in found:
        app.configure_task(SCREEN_TASK).defer(customer_id=customer)


def note_change(relationships: QuerySet[Relationship], *, now: datetime) -> None:
    """What these suppliers are compared by has changed, or they are new: they are compared within a minute.

    A row a supplier, however many changes come in one transaction, also from a list of ten thousand. Who is locked by
    a screening just now is written down once it is over, so that no change is missed.
    """
    if not ListVersion.objects.exists():
        return  # the first list compares everybody
    with beyond_the_fence():  # a supplier that changes its own name concerns all of its customers
        pks = relationships.filter(merged_into=None).order_by("pk").values_list("pk", flat=True)
        ScreenedSupplier.objects.bulk_create(
            [ScreenedSupplier(relationship_id=pk, due_since=now) for pk in pks],
            batch_size=AT_A_TIME,
            update_conflicts=True,
            unique_fields=["relationship"],
            update_fields=["due_since"],
        )


@transaction.atomic
def screen_suppliers(customer: Organization, *, now: datetime) -> Screening | None:
    """All of a customer's suppliers. None when there is no list to screen against."""
    _one_at_a_time(customer)
    rows = Relationship.objects.current().filter(customer=customer)
    return _screen(customer, rows, whole=True, now=now)


@transaction.atomic
def screen_changed(customer: Organization, *, now: datetime) -> Screening | None:
    """Those of the customer's suppliers that have changed, or are new. None when there is none, or no list."""
    _one_at_a_time(customer)
    waiting = ScreenedSupplier.objects.filter(
        relationship__customer=customer, due_since__isnull=False, relationship__merged_into=None
    )
    # One that is being changed in this moment waits for the next minute, with what it will be then.
    due = list(waiting.select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True))
    if not due:
        return None
    screening = _screen(customer, Relationship.objects.filter(pk__in=due), whole=False, now=now)
    ScreenedSupplier.objects.filter(pk__in=due).update(due_since=None)
    return screening


def _one_at_a_time(customer: Organization) -> None:
    Organization.objects.select_for_update(no_key=True).get(pk=customer.pk)


def _screen(
    customer: Organization, rows: QuerySet[Relationship], *, whole: bool, now: datetime
) -> Screening | None:
    versions = {kind: version.number for kind, version in newest_versions().items()}
    if not versions:
        return None
    profiles = _profiles(rows)
    listed = _in_force(now.date())
    hits = screen([Bearer(pk, name) for pk, profile in profiles.items() for name in profile.names], listed)
    found = _keep(hits, profiles, now)
    if found:
        url = f"{found[0].get_absolute_url()}" if len(found) == 1 else "/onboarding/screening/"
        notify("screening.found", to=members(customer.pk), url=url, context={"count": len(found)}, now=now)
    companies = len({bearer.key for bearer in listed})
    _write_down(profiles, companies, versions, now)
    return Screening.objects.create(
        customer=customer,
        whole=whole,
        at=now,
        suppliers=len(profiles),
        listed=companies,
        found=len(found),
        versions=versions,
    )


def _write_down(profiles: Iterable[int], listed: int, versions: dict[str, int], now: datetime) -> None:
    ScreenedSupplier.objects.bulk_create(
        [
            ScreenedSupplier(relationship_id=pk, at=now, listed=listed, versions=versions)
            for pk in sorted(profiles)
        ],
        batch_size=AT_A_TIME,
        update_conflicts=True,
        unique_fields=["relationship"],
        update_fields=["at", "listed", "versions"],
    )


def _profiles(rows: QuerySet[Relationship]) -> dict[int, Profile]:
    whole = rows.select_related("supplier").prefetch_related("supplier__identifiers", "aliases")
    profiles = {}
    for one in whole.defer("search_text").order_by("pk"):
        supplier = one.supplier
        names = all_names([supplier.name, supplier.name_local, *(alias.name for alias in one.aliases.all())])
        numbers = sorted((each.scheme, each.value) for each in supplier.identifiers.all())
        said = json.dumps([sorted(names), supplier.country, numbers], ensure_ascii=False)
        digest = hashlib.sha256(said.encode()).hexdigest()
        profiles[one.pk] = Profile(tuple(names), supplier.country, digest)
    return profiles


def _in_force(today: date) -> list[Bearer]:
    rows = ListedName.objects.filter(entry__in_force=True)
    rows = rows.filter(Q(entry__until=None) | Q(entry__until__gte=today))
    return [
        Bearer(entry, each, weak=nature == Nature.WEAK)
        for entry, name, nature in rows.values_list("entry", "name", "nature")
        for each in all_names([name])
    ]


def _keep(hits: Sequence[Hit], profiles: dict[int, Profile], now: datetime) -> list[ScreeningMatch]:
    """Write down what is new, and return it; what was open and is no longer alike lapses."""
    Status = ScreeningMatch.Status  # noqa: N806  # as the model's own
    known: dict[tuple[int, int], ScreeningMatch] = {}
    # The newest of a pair holds: it was decided last.
    for match in ScreeningMatch.objects.filter(relationship__in=profiles).order_by("found_at", "pk"):
        known[match.relationship_id, match.entry_id] = match
    entries = ListedEntry.objects.in_bulk({hit.entry for hit in hits})
    new, changed = [], []
    for hit in hits:
        earlier = known.pop((hit.supplier, hit.entry), None)
        fresh = _match(hit, profiles[hit.supplier], entries[hit.entry], now)
        if earlier is None or earlier.status == Status.LAPSED:
            new.append(fresh)
        elif (earlier.supplier_digest, earlier.entry_digest) == (fresh.supplier_digest, fresh.entry_digest):
            continue
        elif earlier.status == Status.REJECTED:
            new.append(fresh)
        elif earlier.status == Status.OPEN:
            fresh.pk, fresh.found_at = earlier.pk, earlier.found_at
            changed.append(fresh)
    over = [match.pk for match in known.values() if match.status == Status.OPEN]
    ScreeningMatch.objects.filter(pk__in=over).update(status=Status.LAPSED)
    ScreeningMatch.objects.bulk_create(new, batch_size=AT_A_TIME)
    fields = ["score", "supplier_name", "listed_name", "country", "supplier_digest", "entry_digest"]
    ScreeningMatch.objects.bulk_update(changed, fields, batch_size=500)
    return new


def _match(hit: Hit, profile: Profile, entry: ListedEntry, now: datetime) -> ScreeningMatch:
    return ScreeningMatch(
        relationship_id=hit.supplier,
        entry=entry,
        score=Decimal(str(hit.score)),
        supplier_name=hit.supplier_name[:500],
        listed_name=hit.listed_name[:500],
        country=compared(profile.country, entry.country),
        supplier_digest=profile.digest,
        entry_digest=entry.digest,
        found_at=now,
    )
