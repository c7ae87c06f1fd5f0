"""Telling those whom a customer's ladder names of what is overdue, each rung once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.db import transaction

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.models import Membership
from tandem.accounts.roles import Capability, Role
from tandem.core.fence import acting_for
from tandem.improvement import deadlines, telling
from tandem.improvement.models import WAITING, Action, Case, Escalation, Rung, Step, Whom
from tandem.messaging.actions import Recipients, members, people

C = Capability


@dataclass(frozen=True)
class Told:
    after_days: int
    whom: str


# Where a customer has set no ladder of its own.
USUAL = (Told(0, Whom.SUPPLIER), Told(1, Whom.OWNER), Told(3, Whom.SUPPLIER_ADMIN), Told(3, Whom.PURCHASING))
SUPPLIERS = (Whom.SUPPLIER, Whom.SUPPLIER_ADMIN)


def escalate(*, now: datetime) -> int:
    """Everything overdue of everybody; how many were told. Called beyond the fence."""
    late = Step.objects.filter(status__in=WAITING, due_at__lt=now, case__status=Case.Status.OPEN)
    waiting = Action.objects.filter(done_on=None, due_on__lt=now.date(), case__status=Case.Status.OPEN)
    ends = ("case__relationship__customer", "case__relationship__supplier", "case__owner")
    ladders: dict[int, Sequence[Told]] = {}
    count = 0
    overdue: list[Step | Action] = [*late.select_related(*ends), *waiting.select_related(*ends)]
    for each in overdue:
        customer = each.case.customer_id
        if customer not in ladders:
            own = Rung.objects.filter(customer=customer)
            ladders[customer] = [Told(rung.after_days, rung.whom) for rung in own] or USUAL
        count += _tell(each, ladders[customer], now)
    return count


def _tell(each: Step | Action, ladder: Sequence[Told], now: datetime) -> int:
    case = each.case
    # What is due on a day is overdue once the day is over.
    due = each.due_at if isinstance(each, Step) else _day_after(each)
    country = case.relationship.supplier.country
    passed = deadlines.working_days_between(due, now, country)
    count = 0
    with acting_for(case.customer_id), transaction.atomic():
        for rung in ladder:
            if rung.after_days > passed:
                continue
            _row, new = Escalation.objects.get_or_create(
                case=case,
                step=each if isinstance(each, Step) else None,
                action=each if isinstance(each, Action) else None,
                due_at=due,
                after_days=rung.after_days,
                whom=rung.whom,
                defaults={"told_at": now},
            )
            if new:
                telling.overdue(case, each, _whom(case, rung.whom), ours=rung.whom not in SUPPLIERS, now=now)
                _record(case, each, rung)
                count += 1
    return count


def _whom(case: Case, whom: str) -> Recipients:
    customer, supplier = case.relationship.customer_id, case.relationship.supplier_id
    match whom:
        case Whom.SUPPLIER:
            return members(supplier, C.ANSWER_CASES)
        case Whom.SUPPLIER_ADMIN:
            return members(supplier, C.MANAGE_ORGANISATION)
        case Whom.OWNER if case.owner_id:
            return people(customer, case.owner_id)
        case Whom.QUALITY:
            return people(customer, *_holders(customer, Role.QUALITY_ENGINEER))
        case Whom.PURCHASING:
            return people(customer, *_holders(customer, Role.PURCHASING_MANAGER))
        case Whom.ADMIN:
            return members(customer, C.MANAGE_ORGANISATION)
    return members(customer, C.MANAGE_IMPROVEMENT)


def _holders(customer: int, role: Role) -> list[int]:
    held = Membership.objects.filter(organization=customer, roles__contains=[role])
    return list(held.values_list("user", flat=True))


def _record(case: Case, each: Step | Action, rung: Told) -> None:
    by = Actor.system(case.relationship.customer, "Tandem")
    what = each.code if isinstance(each, Step) else each.text
    audit.record(
        case,
        "escalated",
        by=by,
        changes={"what": ["", what], "whom": ["", rung.whom]},
        counterpart=case.relationship.supplier_id,
        shared=True,
    )


def _day_after(action: Action) -> datetime:
    return datetime.combine(action.due_on + timedelta(days=1), time(0), UTC)
