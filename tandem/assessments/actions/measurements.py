"""Keeping what a file of measurements gave, one record a characteristic."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.checks import check
from tandem.accounts.rules import require
from tandem.assessments.actions.past import remember
from tandem.assessments.desk import Desk
from tandem.assessments.measurement_files import Series
from tandem.assessments.models import Measurements
from tandem.assessments.rules import kept as rules
from tandem.core.errors import Refused


@transaction.atomic
def keep_measurements(
    found: Sequence[Series], file_name: str, measured_on: date, desk: Desk, *, by: Actor, now: datetime
) -> list[Measurements]:
    """All of a file. The same characteristic measured on the same day is replaced; another day's stays beside it.
    Raises Refused for a file without a value, and for a day to come."""
    require(rules.can_keep(by, desk))
    if not found:
        raise Refused(_("No row of this file can be taken; nothing was kept."))
    if measured_on > now.date():
        raise Refused(_("The day of measuring has not come yet."))
    kept = []
    for series in found:
        whose = {"supplier": desk.supplier, "kept_by_id": desk.kept_by}
        what = {"part": series.part, "characteristic": series.characteristic, "measured_on": measured_on}
        record = Measurements.objects.filter(**whose, **what).first() or Measurements(**whose, **what)
        record.unit, record.lower, record.upper = series.unit, series.lower, series.upper
        record.subgroups, record.file_name = series.subgroups, file_name[:200]
        record.saved_at, record.saved_by_name = now, by.name[:120]
        check(record)
        record.save()
        kept.append(record)
    remember(desk, Measurements, by=by, now=now)
    audit.record(
        desk.relationship or desk.supplier,
        "assessment_entries_imported",
        by=by,
        changes={"entry": ["", file_name[:200]]},
    )
    return kept
