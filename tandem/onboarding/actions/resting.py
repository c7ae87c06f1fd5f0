"""Approvals follow the documents they rest on: suspended for one that no longer holds, back with its renewal."""

from datetime import datetime

from django.db import transaction

from tandem.accounts.actor import Actor, day_of
from tandem.accounts.models import Organization
from tandem.onboarding.actions.approvals import reinstate_approval, suspend_approval
from tandem.onboarding.models import Approval, ApprovalRest, Document, DocumentReview
from tandem.onboarding.queries import documents as queries

Status = Approval.Status
# Whoever accepts a renewal needs no right to approve suppliers: the list follows by itself.
BY_ITSELF = "Tandem"


@transaction.atomic
def renew(review: DocumentReview, *, by: Actor, now: datetime) -> None:
    """What rested on the documents that this accepted one renews rests on it, and comes back if suspended for them."""
    earlier = [document.pk for document in _renewed_by(review.document)]
    rests = ApprovalRest.objects.filter(
        approval__relationship=review.relationship, document__in=earlier
    ).exclude(approval__rests__document=review.document)
    approvals = list(Approval.objects.filter(rests__in=rests).distinct())
    for rest in rests.distinct():
        rest.document = review.document
        rest.save(update_fields=["document"])
    for approval in approvals:
        bring_back(approval, now=now)


@transaction.atomic
def suspend_for(review: DocumentReview, *, by: Actor, now: datetime) -> None:
    """Those of the review's customer that rest on its document, which holds no longer."""
    rows = Approval.objects.filter(relationship=review.relationship, rests__document=review.document)
    for approval in rows.filter(status__in=(Status.APPROVED, Status.CONDITIONAL)):
        suspend_approval(
            approval, reason=review.reason, by=by_itself(approval), now=now, document=review.document
        )


def bring_back(approval: Approval, *, now: datetime) -> bool:
    """Where it was suspended for a document, and all it rests on holds today."""
    today = day_of(now)
    if approval.status != Status.SUSPENDED or approval.suspended_for_id is None:
        return False
    if queries.no_longer_hold(approval, today):
        return False
    resting = [rest.document for rest in approval.rests.select_related("document").order_by("-document__pk")]
    if any(document.valid_from > today for document in resting):
        return False
    reinstate_approval(approval, reason="", by=by_itself(approval), now=now, document=resting[0])
    return True


def by_itself(approval: Approval) -> Actor:
    customer: Organization = approval.relationship.customer
    return Actor.system(customer, BY_ITSELF)


def _renewed_by(document: Document) -> list[Document]:
    """The document's predecessors, each renewed by the next."""
    found: list[Document] = []
    earlier = document.replaces
    while earlier is not None and earlier not in found:
        found.append(earlier)
        earlier = earlier.replaces
    return found
