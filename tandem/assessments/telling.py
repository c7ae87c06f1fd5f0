"""Who is told when something happens to an assessment: the supplier's people who answer customers, whoever asked, and
the assessors."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.assessments.models import Assessment, Assessor
from tandem.messaging import values
from tandem.messaging.actions import members, notify, people, settle
from tandem.messaging.values import Value

# What waits for the supplier's answer, for an assessor, and for whoever publishes.
QUESTION = ("assessment.asked", "assessment.returned")
VERIFYING = ("assessment.assigned",)
DECIDING = ("assessment.submitted", "assessment.verified")


def asked(assessment: Assessment, *, by: Actor, now: datetime) -> None:
    _tell_supplier("assessment.asked", assessment, by=by, now=now)


def returned(assessment: Assessment, *, by: Actor, now: datetime) -> None:
    settle(DECIDING, assessment, now=now)
    _tell_supplier("assessment.returned", assessment, by=by, now=now, reason=assessment.reason)


def submitted(assessment: Assessment, *, by: Actor, now: datetime) -> None:
    settle(QUESTION, assessment, now=now)
    _tell_customer("assessment.submitted", assessment, _asker(assessment), by=by, now=now)


def assigned(assessment: Assessment, assessors: Iterable[Assessor], *, by: Actor, now: datetime) -> None:
    users = {each.user_id for each in assessors}
    _tell_customer("assessment.assigned", assessment, users, by=by, now=now)


def verified(assessment: Assessment, *, by: Actor | None, now: datetime) -> None:
    """All are in: the lead settles what differs, and whoever asked may publish."""
    settle(VERIFYING, assessment, now=now)
    leads = {each.user_id for each in assessment.assessors.all() if each.is_lead}
    _tell_customer("assessment.verified", assessment, leads | _asker(assessment), by=by, now=now)


def closed(assessment: Assessment, *, by: Actor, now: datetime) -> None:
    settle((*QUESTION, *VERIFYING, *DECIDING), assessment, now=now)
    _tell_supplier("assessment.published", assessment, by=by, now=now)


def withdrawn(assessment: Assessment, *, by: Actor, now: datetime) -> None:
    settle((*QUESTION, *VERIFYING, *DECIDING), assessment, now=now)
    if assessment.self_assessed:
        _tell_supplier("assessment.withdrawn", assessment, by=by, now=now)


def _asker(assessment: Assessment) -> set[int | None]:
    return {assessment.asked_by_user_id}


def _context(assessment: Assessment) -> dict[str, Value]:
    template, relationship = assessment.template, assessment.relationship
    return {
        "customer": values.organisation(relationship.customer),
        "supplier": values.organisation(relationship.supplier),
        "what": values.in_both(template.title, template.title_local),
        "due": values.day(assessment.due_on),
    }


def _tell_supplier(kind: str, assessment: Assessment, *, by: Actor, now: datetime, **more: str) -> None:
    notify(
        kind,
        to=members(assessment.relationship.supplier_id),
        url=reverse("assessments_supplier:own", args=[assessment.pk]),
        about=assessment,
        context={**_context(assessment), **more},
        by=by,
        now=now,
    )


def _tell_customer(
    kind: str, assessment: Assessment, users: set[int | None], *, by: Actor | None, now: datetime
) -> None:
    customer = assessment.relationship.customer_id
    known = users - {None}
    to = people(customer, *known) if known else members(customer, Capability.ASSESS_SUPPLIERS)
    notify(kind, to=to, about=assessment, context=_context(assessment), by=by, now=now)
