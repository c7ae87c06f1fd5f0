"""Who is told of what happens to a line of the approved list: both ends."""

from datetime import datetime

from django.urls import reverse

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.messaging import values
from tandem.messaging.actions import members, notify, settle
from tandem.messaging.values import Value
from tandem.onboarding.models import Approval, ApprovalCondition
from tandem.onboarding.telling.wording import in_both

CHANGED = "approval.changed"
OURS_CHANGED = "our_approval.changed"
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


def condition_overdue(condition: ApprovalCondition, *, now: datetime) -> None:
    approval = condition.approval
    context = {**_about(approval), "condition": condition.text, "day": values.day(condition.due_on)}
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
    settle((OVERDUE, OURS_OVERDUE), condition, now=now)


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
