"""Who is told of a case: the supplier's people who answer cases; its owner, else all who manage cases."""

from datetime import datetime

from django.urls import reverse

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.improvement.models import Action, Case, Project, Step
from tandem.messaging import values
from tandem.messaging.actions import Recipients, members, notify, people, settle
from tandem.messaging.values import Value

OPENED, HANDED_IN = "case.opened", "case.handed_in"
# What asks the supplier for something.
ASKING = ("case.opened", "case.returned", "case.reopened")


def opened(case: Case, *, by: Actor, now: datetime) -> None:
    """The other side, and the owner where a rule opened it."""
    if by.organization_id == case.relationship.customer_id:
        _tell_supplier(OPENED, case, by=by, now=now)
    if by.user_id is None or by.organization_id != case.relationship.customer_id:
        _tell_customer("case.opened_here", case, by=by, now=now)


def handed_over(case: Case, *, by: Actor, now: datetime) -> None:
    _tell_customer("case.handed_over", case, by=by, now=now)


def handed_in(step: Step, *, by: Actor, now: datetime) -> None:
    settle(("case.returned",), step, now=now)
    case = step.case
    if case.steps.filter(status__in=(Step.Status.OPEN, Step.Status.RETURNED)).count() == 0:
        settle(ASKING, case, now=now)
    _tell_customer(HANDED_IN, case, step=step, by=by, now=now)


def accepted(step: Step, *, by: Actor, now: datetime) -> None:
    settle((HANDED_IN,), step, now=now)
    _tell_supplier("case.accepted", step.case, step=step, by=by, now=now)


def returned(step: Step, reason: str, *, by: Actor, now: datetime) -> None:
    settle((HANDED_IN,), step, now=now)
    _tell_supplier("case.returned", step.case, step=step, by=by, now=now, reason=reason)


def withdrawn(case: Case, *, by: Actor, now: datetime) -> None:
    over(case, now=now)
    _tell_supplier("case.withdrawn", case, by=by, now=now, reason=case.closing_remark)


def closed(case: Case, *, by: Actor, now: datetime) -> None:
    over(case, now=now)
    _tell_supplier("case.closed", case, by=by, now=now)
    if by.user_id is None:
        _tell_customer("case.closed_here", case, by=by, now=now)


def reopened(case: Case, *, by: Actor, now: datetime) -> None:
    _tell_supplier("case.reopened", case, by=by, now=now, reason=case.reopened_because)
    if by.user_id is None:
        _tell_customer("case.reopened_here", case, by=by, now=now, reason=case.reopened_because)


def watched(case: Case, *, by: Actor, now: datetime) -> None:
    over(case, now=now)
    _tell_supplier("case.watched", case, by=by, now=now)


def no_change(case: Case, *, now: datetime) -> None:
    _tell_customer("case.no_change", case, by=None, now=now)


def overdue(case: Case, each: Step | Action, to: Recipients, *, ours: bool, now: datetime) -> None:
    """Somebody of the ladder hears of a step or an action that is overdue; `ours`: at the customer."""
    step = each if isinstance(each, Step) else None
    what = each.code if isinstance(each, Step) else each.text
    notify(
        "case.overdue_here" if ours else "case.overdue",
        to=to,
        url=_url("improvement" if ours else "improvement_supplier", case, step),
        about=case,
        context={**_context(case, None), "what": what},
        now=now,
    )


def project(found: Project, kind: str, *, by: Actor, now: datetime) -> None:
    """The other side of an improvement project, under its own kind."""
    relationship = found.relationship
    ours = relationship.customer_id == by.organization_id
    side = "improvement_supplier" if ours else "improvement"
    other = relationship.supplier_id if ours else relationship.customer_id
    notify(
        kind if ours else f"{kind}_here",
        to=members(other),
        url=reverse(f"{side}:project", args=[found.pk]),
        about=found,
        context={
            "customer": values.organisation(relationship.customer),
            "supplier": values.organisation(relationship.supplier),
            "project": found.title,
            "reason": found.remark,
        },
        by=by,
        now=now,
    )


def over(case: Case, *, now: datetime) -> None:
    """Nobody is waited for any more."""
    settle((*ASKING, HANDED_IN), case, now=now)
    settle((*ASKING, HANDED_IN), *case.steps.all(), now=now)


def _context(case: Case, step: Step | None) -> dict[str, Value]:
    relationship = case.relationship
    found: dict[str, Value] = {
        "customer": values.organisation(relationship.customer),
        "supplier": values.organisation(relationship.supplier),
        "case": case.label,
        "title": case.title,
    }
    return found | ({"step": step.code} if step else {})


def _tell_supplier(
    kind: str, case: Case, *, step: Step | None = None, by: Actor | None, now: datetime, **more: str
) -> None:
    notify(
        kind,
        to=members(case.relationship.supplier_id),
        url=_url("improvement_supplier", case, step),
        about=step or case,
        context={**_context(case, step), **more},
        by=by,
        now=now,
    )


def _tell_customer(
    kind: str, case: Case, *, step: Step | None = None, by: Actor | None, now: datetime, **more: str
) -> None:
    customer = case.relationship.customer_id
    to = (
        people(customer, case.owner_id) if case.owner_id else members(customer, Capability.MANAGE_IMPROVEMENT)
    )
    notify(
        kind,
        to=to,
        url=_url("improvement", case, step),
        about=step or case,
        context={**_context(case, step), **more},
        by=by,
        now=now,
    )


def _url(side: str, case: Case, step: Step | None) -> str:
    if step is None:
        return reverse(f"{side}:case", args=[case.pk])
    return reverse(f"{side}:step", args=[case.pk, step.code])
