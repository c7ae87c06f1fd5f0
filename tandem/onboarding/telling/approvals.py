"""Who is told of what happens to a line of the approved list: both ends."""

from datetime import datetime

from django.urls import reverse

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.messaging import values
from tandem.messaging.actions import members, notify, people, settle
from tandem.messaging.values import Value
from tandem.onboarding.models import Approval, ApprovalCondition
from tandem.onboarding.telling.wording import in_both

CHANGED = "approval.changed"
OURS_CHANGED = "our_approval.changed"
DUE = "approval.condition_due"
OURS_DUE = "our_approval.condition_due"
OVERDUE = "approval.condition_overdue"
OURS_OVERDUE = "our_approval.condition_overdue"


def changed(approval: Approval, *, by: Actor, now: datetime) -> None:
    """The supplier hears of every change; the customer's people of those that one of them did not make."""
    context = {**_about(approval), "status": _status(approval), "reason": _reason(approval)}
    relationship = approval.relationship
    notify(
        OURS_CHANGED,
        to=members(relationship.supplier_id),
        url=reverse("onboarding_supplier:approvals"),
        about=approval,
        context=context,
        by=by,
        now=now,
    )
    notify(
        CHANGED,
        to=members(relationship.customer_id, Capability.MANAGE_QUALIFICATION),
        about=approval,
        context=context,
        by=by,
        now=now,
    )


def condition_due(condition: ApprovalCondition, *, now: datetime) -> None:
    """Ahead of its day: whoever led the qualification and owns the supplier, else all who lead qualifications; and the
    supplier."""
    approval, relationship = condition.approval, condition.approval.relationship
    context = {**_about(approval), "condition": condition.text, "day": values.day(condition.due_on)}
    settle((DUE, OURS_DUE), condition, now=now)  # the step before
    leads = approval.qualifications.exclude(lead=None).values_list("lead", flat=True)
    known = {relationship.owner_id, *leads} - {None}
    everybody = members(relationship.customer_id, Capability.MANAGE_QUALIFICATION)
    notify(
        DUE,
        to=people(relationship.customer_id, *known) if known else everybody,
        url=approval.get_absolute_url(),
        about=condition,
        context=context,
        now=now,
    )
    notify(
        OURS_DUE,
        to=members(relationship.supplier_id),
        url=reverse("onboarding_supplier:approvals"),
        about=condition,
        context=context,
        now=now,
    )


def condition_overdue(condition: ApprovalCondition, *, now: datetime) -> None:
    approval = condition.approval
    context = {**_about(approval), "condition": condition.text, "day": values.day(condition.due_on)}
    settle((DUE, OURS_DUE), condition, now=now)
    notify(
        OVERDUE,
        to=members(approval.relationship.customer_id, Capability.MANAGE_QUALIFICATION),
        url=approval.get_absolute_url(),
        about=condition,
        context=context,
        now=now,
    )
    notify(
        OURS_OVERDUE,
        to=members(approval.relationship.supplier_id),
        url=reverse("onboarding_supplier:approvals"),
        about=condition,
        context=context,
        now=now,
    )


def condition_met(condition: ApprovalCondition, *, now: datetime) -> None:
    settle((DUE, OURS_DUE, OVERDUE, OURS_OVERDUE), condition, now=now)


def _about(approval: Approval) -> dict[str, Value]:
    return {
        "customer": values.organisation(approval.relationship.customer),
        "supplier": values.organisation(approval.relationship.supplier),
        "what": in_both(lambda: f"{approval.category} · {approval.site_label}"),
    }


def _status(approval: Approval) -> Value:
    return in_both(lambda: str(approval.get_status_display()))


def _reason(approval: Approval) -> Value:
    last = approval.changes.select_related("document").last()
    return in_both(lambda: last.told if last else "")
