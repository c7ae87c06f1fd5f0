"""Writing down, changing and removing what is said of a supplier's means."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.checks import check
from tandem.accounts.rules import require
from tandem.assessments.actions.past import remember
from tandem.assessments.desk import Desk
from tandem.assessments.models import CommittedLoad, CustomerLoad, Equipment, Kept, Plant, Process, Shift
from tandem.assessments.rules import kept as rules
from tandem.assessments.working_days import is_known
from tandem.core import formats
from tandem.core.errors import Refused
from tandem.relationships.models import Relationship


@transaction.atomic
def save_entry(entry: Kept, desk: Desk, *, by: Actor, now: datetime) -> Kept:
    """A new entry, or a known one changed. Raises Refused for what is no entry of this desk's, or cannot be true."""
    require(rules.can_keep(by, desk))
    _belongs(entry, desk)
    entry.supplier, entry.kept_by_id = desk.supplier, desk.kept_by
    entry.saved_at, entry.saved_by_name = now, by.name[:120]
    check(entry)
    _possible(entry)
    entry.save()
    remember(desk, type(entry), by=by, now=now)
    _told(entry, desk, "assessment_entry_saved", ["", str(entry)], by=by)
    return entry


@transaction.atomic
def remove_entry(entry: Kept, desk: Desk, *, by: Actor, now: datetime) -> None:
    """With what hangs on it: a plant's shifts and processes, a process's machines."""
    require(rules.can_keep(by, desk))
    _belongs(entry, desk)
    _told(entry, desk, "assessment_entry_removed", [str(entry), ""], by=by)
    entry.delete()
    remember(desk, type(entry), by=by, now=now)


@transaction.atomic
def import_entries(
    model: type[Kept],
    rows: Iterable[Mapping[str, Any]],
    keys: tuple[str, ...],
    desk: Desk,
    file_name: str,
    *,
    by: Actor,
    now: datetime,
) -> int:
    """Rows of a file, as they were understood; one with known keys replaces what stands. Returns how many."""
    require(rules.can_keep(by, desk))
    count = 0
    for values in rows:
        same = {name: values[name] for name in keys}
        known = model._default_manager.filter(supplier=desk.supplier, kept_by=desk.kept_by, **same).first()
        entry = known or model(supplier=desk.supplier, kept_by_id=desk.kept_by)
        for name, value in values.items():
            setattr(entry, name, value)
        _belongs(entry, desk)
        entry.saved_at, entry.saved_by_name = now, by.name[:120]
        check(entry)
        entry.save()
        count += 1
    if not count:
        raise Refused(_("No row of this file can be taken; nothing was kept."))
    remember(desk, model, by=by, now=now)
    first = model(supplier=desk.supplier, kept_by_id=desk.kept_by)
    _told(first, desk, "assessment_entries_imported", ["", file_name[:200]], by=by)
    return count


@transaction.atomic
def say_share(
    load: CommittedLoad, customer: Relationship, quantity: Any, *, desk: Desk, by: Actor, now: datetime
) -> CustomerLoad:
    """How much of a month's load is for one customer, who alone is told. Raises Refused for more than there is."""
    require(rules.can_keep(by, desk))
    _belongs(load, desk)
    if customer.supplier_id != desk.supplier.pk or not desk.own:
        raise Refused(_("Only a supplier itself says how much of its load is for which customer."))
    part = CustomerLoad.objects.filter(load=load, relationship=customer).first()
    part = part or CustomerLoad(load=load, relationship=customer)
    others = sum(each.quantity for each in load.parts.exclude(relationship=customer))
    if others + quantity > load.quantity:
        language = get_language() or "en"
        raise Refused(
            _(
                "Customers' shares of %(month)s add up to more than the %(whole)s that are committed to all of them."
            )
            % {
                "month": formats.period(f"{load.month:%Y-%m}", language),
                "whole": formats.number(load.quantity, language),
            }
        )
    part.supplier, part.kept_by_id = desk.supplier, desk.kept_by
    part.quantity, part.saved_at, part.saved_by_name = quantity, now, by.name[:120]
    check(part)
    part.save()
    _told(part, desk, "assessment_entry_saved", ["", str(load)], by=by)
    return part


def _belongs(entry: Kept, desk: Desk) -> None:
    """The entry and what it hangs on are of this desk."""
    parents = [
        getattr(entry, name, None) if getattr(entry, f"{name}_id", None) else None
        for name in ("plant", "line", "process", "load")
    ]
    for each in [entry if entry.pk else None, *parents]:
        if isinstance(each, Kept) and (each.supplier_id, each.kept_by_id) != (desk.supplier.pk, desk.kept_by):
            raise Refused(_("This is not yours to change."))


def _possible(entry: Kept) -> None:
    if isinstance(entry, Plant) and not is_known(entry.country):
        raise Refused(
            _(
                "No public holidays are known for “%(country)s”. Write a code of two letters, such as CN or DE."
            )
            % {"country": entry.country}
        )
    if (
        isinstance(entry, Plant)
        and entry.site is not None
        and entry.site.organization_id != entry.supplier_id
    ):
        raise Refused(_("The site is another organisation's."))
    if isinstance(entry, Shift):
        if entry.hours <= 0:
            raise Refused(_("The breaks are as long as the shift."))
        others = entry.plant.shifts.exclude(pk=entry.pk)
        if sum((each.hours for each in others), entry.hours) > 24:
            raise Refused(_("The plant's shifts add up to more than 24 hours a day."))
    parts = entry.parts.all() if isinstance(entry, CommittedLoad) and entry.pk else []
    if isinstance(entry, CommittedLoad) and sum(each.quantity for each in parts) > entry.quantity:
        raise Refused(_("That is less than the shares of it that you told customers."))
    if isinstance(entry, Equipment):
        there = entry.process.plant.shifts.count()
        if entry.shifts is not None and entry.shifts > there:
            raise Refused(
                _("The plant has %(number)s shifts; the machine cannot run more of them.") % {"number": there}
            )
    if isinstance(entry, Process):
        taken = entry.line.processes.filter(position=entry.position).exclude(pk=entry.pk).first()
        if taken is not None:
            raise Refused(
                _("“%(process)s” has place %(place)s of the route already.")
                % {"process": taken, "place": entry.position}
            )


def _told(entry: Kept, desk: Desk, verb: str, change: list[str], *, by: Actor) -> None:
    """A customer's own words are part of its relationship's history; a supplier's of its own organisation's."""
    record = desk.relationship or desk.supplier
    audit.record(record, verb, by=by, changes={"entry": change})
