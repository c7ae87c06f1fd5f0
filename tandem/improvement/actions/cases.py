"""Opening, withdrawing, closing and opening cases again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.checks import check
from tandem.accounts.models import User
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.core.fence import acting_for
from tandem.improvement import deadlines, signals, telling
from tandem.improvement.disciplines import CODES
from tandem.improvement.models import Case, Counter, Step
from tandem.improvement.rules import cases as rules
from tandem.relationships.models import Relationship

Status = Case.Status
FIELDS = ("kind", "severity", "title", "description", "item", "site", "defect", "kpi")


@transaction.atomic
def open_case(
    relationship: Relationship,
    values: Mapping[str, Any],
    *,
    origin: str = "",
    reference: str = "",
    record: Any = None,
    owner: User | None = None,
    by: Actor,
    now: datetime,
) -> Case:
    """Open a case and ask for its nine steps. `values` are FIELDS; `record` is what gave the reason, where something
    did (a card, a finding, a claim). The other side is told. Raises Refused."""
    require(rules.can_open(by, relationship), rules.why_not_manage(by))
    ours = relationship.customer_id == by.organization_id
    case = Case(
        relationship=relationship,
        customer_id=relationship.customer_id,
        **{name: values[name] for name in FIELDS if name in values},
        origin=origin or (Case.Origin.CUSTOMER if ours else Case.Origin.SUPPLIER),
        reference=reference[:200],
        record_type=record._meta.label_lower if record is not None else "",
        record_id=record.pk if record is not None else None,
        owner=owner,
        number=_next_number(relationship.customer_id),
        opened_at=now,
        opened_by_id=by.user_id,
        opened_by_name=by.name[:120],
    )
    if ours and owner is None and by.user_id is not None:
        case.owner_id = by.user_id
    check(case)
    case.save()
    country = relationship.supplier.country
    Step.objects.bulk_create(
        Step(case=case, code=code, due_at=deadlines.due(code, now, country)) for code in CODES
    )
    _record(case, "opened", by=by)
    audit.record(
        relationship,
        "case_opened",
        by=by,
        changes={"case": ["", str(case)]},
        counterpart=other_end(case, by),
        shared=True,
    )
    telling.opened(case, by=by, now=now)
    signals.case_opened.send(Case, case=case, by=by, now=now)
    return case


@transaction.atomic
def hand_over(case: Case, owner: User, *, by: Actor, now: datetime) -> None:
    """Say whose case it is at the customer."""
    require(rules.can_manage(by, case), rules.why_not_manage(by))
    lock(case)
    old, case.owner = case.owner, owner
    case.save(update_fields=["owner"])
    changes = {"owner": [old.get_full_name() if old else "", owner.get_full_name()]}
    audit.record(case, "handed_over", by=by, changes=changes, counterpart=other_end(case, by))
    telling.handed_over(case, by=by, now=now)


@transaction.atomic
def withdraw_case(case: Case, *, reason: str, by: Actor, now: datetime) -> None:
    """Nothing is to be solved after all. Raises Refused without a reason."""
    require(rules.can_manage(by, case), rules.why_not_manage(by))
    lock(case)
    case.closing_remark = _reason(reason, _("Say why the case is withdrawn; the supplier reads it."))
    move(case, Status.WITHDRAWN, by=by, reason=case.closing_remark)
    telling.withdrawn(case, by=by, now=now)


@transaction.atomic
def close_case(case: Case, *, remark: str, by: Actor, now: datetime) -> None:
    """All steps are accepted, and somebody says how the effect was checked. Raises Refused."""
    require(rules.can_manage(by, case), rules.why_not_manage(by))
    lock(case)
    waiting = [step.code for step in case.steps.all() if step.status != Step.Status.ACCEPTED]
    if waiting:
        raise Refused(
            _("These steps are not accepted yet: %(steps)s. A case is closed once all are.")
            % {"steps": ", ".join(waiting)}
        )
    case.closing_remark = _reason(remark, _("Say how it was checked that the actions work."))
    closed(case, by=by, now=now)


@transaction.atomic
def reopen_case(case: Case, *, reason: str, by: Actor, now: datetime) -> None:
    """The problem is back, or was not solved: from the causes on, the steps begin anew; what was handed in stays."""
    require(rules.can_manage(by, case), rules.why_not_manage(by))
    lock(case)
    opened_again(case, _reason(reason, _("Say what came back; the supplier reads it.")), by=by, now=now)


def closed(case: Case, *, by: Actor, now: datetime) -> None:
    case.closed_at, case.closed_by_name = now, by.name[:120]
    move(case, Status.CLOSED, by=by, reason=case.closing_remark)
    audit.record(
        case.relationship,
        "case_closed",
        by=by,
        changes={"case": ["", str(case)]},
        counterpart=other_end(case, by),
        shared=True,
    )
    telling.closed(case, by=by, now=now)
    signals.case_closed.send(Case, case=case, by=by, now=now)


AGAIN = ("D0", "D3", "D4", "D5", "D6", "D7", "D8")


def opened_again(case: Case, reason: str, *, by: Actor, now: datetime) -> None:
    case.reopened_at, case.reopened_because = now, reason
    case.times_reopened += 1
    case.closed_at, case.closed_by_name, case.acted_on = None, "", None
    case.verdict, case.judged_on, case.p_value = "", None, None
    case.value_before, case.value_after, case.told_no_change = None, None, False
    move(case, Status.OPEN, by=by, reason=reason)
    country = case.relationship.supplier.country
    for step in case.steps.filter(code__in=AGAIN):
        step.status, step.due_at = Step.Status.OPEN, deadlines.due(step.code, now, country)
        step.save(update_fields=["status", "due_at"])
    audit.record(
        case.relationship,
        "case_reopened",
        by=by,
        changes={"case": ["", str(case)]},
        reason=reason,
        counterpart=other_end(case, by),
        shared=True,
    )
    telling.reopened(case, by=by, now=now)


def lock(case: Case) -> None:
    """Whoever else changes it waits; what is there now is what counts."""
    rows = Case.objects.select_for_update(of=("self",)).with_ends()
    case.refresh_from_db(from_queryset=rows)


def move(case: Case, to: str, *, by: Actor, reason: str = "") -> None:
    audit.move(case, to, by=by, reason=reason, counterpart=other_end(case, by), shared=True)


def other_end(case: Case, by: Actor) -> int:
    relationship = case.relationship
    return (
        relationship.supplier_id
        if relationship.customer_id == by.organization_id
        else relationship.customer_id
    )


def _record(case: Case, verb: str, *, by: Actor) -> None:
    audit.record(case, verb, by=by, counterpart=other_end(case, by), shared=True)


def _next_number(customer_id: int) -> int:
    """Counted for the customer, whichever side opens the case."""
    with acting_for(customer_id):
        Counter.objects.get_or_create(customer_id=customer_id)
        counter = Counter.objects.select_for_update().get(customer_id=customer_id)
        counter.last += 1
        counter.save(update_fields=["last"])
    return counter.last


def _reason(text: str, asked: str) -> str:
    if not text.strip():
        raise Refused(asked)
    return text.strip()[:2000]
