"""Wherever a document is accepted, refused or lapses, the items of qualifications that asked for it follow."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from tandem.accounts.actor import Actor, day_of
from tandem.onboarding.actions.qualification import lock
from tandem.onboarding.actions.qualification_items import handed_in_review, keep, reopen, settle
from tandem.onboarding.actions.qualification_moving import move_item
from tandem.onboarding.models import (
    Document,
    DocumentReview,
    ItemKind,
    Qualification,
    QualificationItem,
    QualificationStage,
)
from tandem.onboarding.telling import qualification as telling

Status = QualificationItem.Status
BY_ITSELF = "tandem"


def follow_review(review: DocumentReview, *, by: Actor, now: datetime) -> None:
    """In the stage under way of each running qualification of this supplier."""
    rows = _open_stages().filter(stage__qualification__relationship=review.relationship_id)
    for item in rows:
        lock(item.stage.qualification)
        item.refresh_from_db(fields=["status"])
        last = handed_in_review(item)
        of_it = last is not None and last.pk == review.pk
        if review.status == DocumentReview.Status.ACCEPTED:
            _follow_accepted(item, review, of_it, by=by, now=now)
        elif of_it:
            _follow_refused(item, review, by=by, now=now)


@transaction.atomic
def reopen_lapsed(customer_id: int, *, now: datetime) -> int:
    """A document that lapsed while its stage is still under way is to be handed in anew. Returns how many are."""
    today = day_of(now)
    count = 0
    rows = _open_stages().filter(
        status=Status.PASSED,
        stage__qualification__relationship__customer=customer_id,
        stage__qualification__relationship__merged_into=None,
    )
    for item in rows:
        review = handed_in_review(item)
        if review is None or not review.document.has_lapsed(today):
            continue
        by = Actor.system(item.stage.qualification.relationship.customer, BY_ITSELF)
        item.reason, item.reason_local = (_lapsed(each, review.document) for each in ("en", "zh-hans"))
        reopen(item, by=by, now=now)
        count += 1
    return count


def _follow_accepted(
    item: QualificationItem, review: DocumentReview, of_it: bool, *, by: Actor, now: datetime
) -> None:
    """What was handed in for it passes it; while nothing was, so does any of the kind that it asks for."""
    if review.document.has_lapsed(day_of(now)):
        return
    wanted = item.spec.get("document_kind", "")
    if item.status == Status.SUBMITTED and of_it:
        settle(item, Status.PASSED, by=by, now=now)
    elif item.status in (Status.OPEN, Status.RETURNED) and wanted == review.document.kind:
        keep(item, text="", result={}, upload=None, review=review, by=by, now=now)
        item.reason = item.reason_local = ""
        settle(item, Status.PASSED, by=by, now=now)


def _follow_refused(item: QualificationItem, review: DocumentReview, *, by: Actor, now: datetime) -> None:
    """It goes back to the supplier; one that had passed is open again."""
    item.reason, item.reason_local = review.reason, ""
    if item.status == Status.SUBMITTED:
        move_item(item, Status.RETURNED, by=by, reason=item.reason, shared=True)
        telling.returned(item, by=by, now=now)
    elif item.status == Status.PASSED:
        reopen(item, by=by, now=now)


def _open_stages() -> QuerySet[QualificationItem]:
    return (
        QualificationItem.objects.filter(
            kind=ItemKind.DOCUMENT,
            stage__status=QualificationStage.Status.OPEN,
            stage__qualification__status=Qualification.Status.RUNNING,
        )
        .select_related(
            "stage__qualification__relationship__customer", "stage__qualification__relationship__supplier"
        )
        .order_by("pk")
    )


def _lapsed(language: str, document: Document) -> str:
    with override(language):
        return _("%(document)s has lapsed already. Hand in its renewal.") % {"document": document}
