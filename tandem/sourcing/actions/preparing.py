"""The need and the course of a selection, from its beginning until it is judged."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.checks import check
from tandem.accounts.models import Organization
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.sourcing import telling
from tandem.sourcing.models import Selection
from tandem.sourcing.queries import readiness
from tandem.sourcing.rules import selections as rules

Status = Selection.Status
NEED = (
    "title", "description", "category", "site", "volume", "unit", "begins_on", "ends_on", "decide_by", "currency",
    "capital_cost", "defect_cost", "lateness_cost", "usual_days", "most_share",
)  # fmt: skip


@transaction.atomic
def start_selection(values: Mapping[str, Any], *, by: Actor, now: datetime) -> Selection:
    """A new selection for the need in `values` (the fields of `NEED`)."""
    category = values.get("category")
    require(rules.can_start(by, category.pk if category else None), rules.why_not_run(by))
    # Numbers are given one after the other.
    Organization.objects.select_for_update().get(pk=by.organization_id)
    last = Selection.objects.visible_to(by).aggregate(last=Max("number"))["last"] or 0
    selection = Selection(
        customer_id=by.organization_id,
        number=last + 1,
        made_at=now,
        made_by_id=by.user_id,
        made_by_name=by.name[:120],
        **values,
    )
    _check_need(selection, by)
    selection.save()
    audit.record(selection, "started", by=by)
    return selection


@transaction.atomic
def change_need(selection: Selection, values: Mapping[str, Any], *, by: Actor) -> None:
    hold(selection)
    require(rules.can_prepare(by, selection), rules.why_not_prepare(by, selection))
    changes = audit.differences(selection, values)
    for name, value in values.items():
        setattr(selection, name, value)
    category = selection.category_id
    require(rules.can_start(by, category), rules.why_not_run(by))
    _check_need(selection, by)
    selection.save()
    if changes:
        audit.record(selection, "need_changed", by=by, changes=changes)


@transaction.atomic
def collect_evidence(selection: Selection, *, by: Actor) -> None:
    """From the draft on to the evidence, or back to it from the judging."""
    hold(selection)
    require(rules.can_run(by, selection), rules.why_not_run(by))
    if selection.status == Status.DRAFT:
        readiness.require_candidates(selection)
    audit.move(selection, Status.COLLECTING, by=by)


@transaction.atomic
def begin_judging(selection: Selection, *, by: Actor, now: datetime) -> None:
    """Close the evidence; the judges weigh the criteria. Raises Refused for what is not there yet."""
    hold(selection)
    require(rules.can_run(by, selection), rules.why_not_run(by))
    readiness.require_candidates(selection)
    readiness.require_evidence(selection, now.date())
    audit.move(selection, Status.JUDGING, by=by)
    telling.judges_invited(selection, by=by, now=now)


@transaction.atomic
def withdraw(selection: Selection, *, reason: str, by: Actor, now: datetime) -> None:
    """End it without a decision; it stays on record with the reason."""
    hold(selection)
    require(rules.can_run(by, selection), rules.why_not_run(by))
    if not reason.strip():
        raise Refused(_("Say why it is withdrawn: the reason stays on record."))
    selection.withdrawn_because = reason.strip()[:2000]
    audit.move(selection, Status.WITHDRAWN, by=by, reason=selection.withdrawn_because)
    telling.over(selection, now=now)


def hold(selection: Selection) -> None:
    """Read it anew and keep it from others until the transaction ends, so that two decisions do not meet."""
    selection.refresh_from_db(from_queryset=Selection.objects.select_for_update())


def _check_need(selection: Selection, by: Actor) -> None:
    check(selection)
    for record in (selection.category, selection.site):
        owner = getattr(record, "customer_id", None) or getattr(record, "organization_id", None)
        if record is not None and owner != by.organization_id:
            raise Refused(_("“%(name)s” is not your organisation's.") % {"name": record})
