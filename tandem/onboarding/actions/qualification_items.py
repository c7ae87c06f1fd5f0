"""What is handed in or recorded for the items of a stage, and how each is judged."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor, day_of
from tandem.accounts.rules import require
from tandem.assessments.models import Assessment
from tandem.core import kept_files
from tandem.core.errors import Refused
from tandem.onboarding import results
from tandem.onboarding.actions import documents
from tandem.onboarding.actions.qualification import lock, pass_stage, remark, require_running
from tandem.onboarding.actions.qualification_moving import move_item
from tandem.onboarding.models import (
    Document,
    DocumentReview,
    Evidence,
    Gate,
    ItemKind,
    QualificationItem,
    QualificationStage,
    Remark,
)
from tandem.onboarding.queries.progress import why_blocked
from tandem.onboarding.queries.qualification_assessments import is_by_hand
from tandem.onboarding.queries.screening import Standing, screening_state
from tandem.onboarding.rules import qualification as rules
from tandem.onboarding.telling import qualification as telling

Status = QualificationItem.Status


@dataclass(frozen=True)
class Upload:
    """A file as it was sent: what the sender's computer called it, and what is in it."""

    name: str
    content: bytes


@transaction.atomic
def hand_in(
    item: QualificationItem, *, text: str = "", upload: Upload | None = None, by: Actor, now: datetime
) -> Evidence:
    """The supplier's answer to one item. Raises Refused for a file of no kind that is taken."""
    _begin_handing_in(item, by=by)
    if item.kind == ItemKind.DOCUMENT:
        raise Refused(_("Hand in the document with its number, issuer and dates."))
    if upload is None and not text.strip():
        raise Refused(_("Attach a file, or write your answer."))
    given = keep(item, text=text, result={}, upload=upload, by=by, now=now)
    _submit(item, by=by, now=now)
    return given


@transaction.atomic
def hand_in_document(
    item: QualificationItem,
    about: documents.About,
    upload: Upload,
    *,
    text: str = "",
    by: Actor,
    now: datetime,
) -> Evidence:
    """A document of the supplier's own, kept as every other of its documents, and handed to this customer."""
    _begin_handing_in(item, by=by)
    document = documents.hand_in(
        about,
        content=upload.content,
        file_name=upload.name,
        to=[item.stage.qualification.relationship],
        by=by,
        now=now,
    )
    return _hand_in_review(item, document, text=text, by=by, now=now)


@transaction.atomic
def hand_in_kept(
    item: QualificationItem, document: Document, *, text: str = "", by: Actor, now: datetime
) -> Evidence:
    """One that the supplier keeps already."""
    _begin_handing_in(item, by=by)
    documents.hand_to(document, item.stage.qualification.relationship, by=by, now=now)
    return _hand_in_review(item, document, text=text, by=by, now=now)


@transaction.atomic
def take_accepted(item: QualificationItem, review: DocumentReview, *, by: Actor, now: datetime) -> None:
    """A document that was accepted before passes the item too."""
    begin(item, by=by)
    if item.kind != ItemKind.DOCUMENT or review.relationship_id != item.stage.qualification.relationship_id:
        raise Refused(_("This document is of another supplier, or is not what is asked for."))
    if item.is_done:
        raise Refused(_("“%(item)s” is settled already. Open it again first.") % {"item": item})
    _require_kind(item, review.document)
    if review.status != DocumentReview.Status.ACCEPTED or review.document.has_lapsed(day_of(now)):
        raise Refused(_("%(document)s is not accepted, or has lapsed.") % {"document": review.document})
    keep(item, text="", result={}, upload=None, review=review, by=by, now=now)
    item.reason = item.reason_local = ""
    settle(item, Status.PASSED, by=by, now=now)


@transaction.atomic
def return_item(item: QualificationItem, *, reason: str, by: Actor, now: datetime) -> None:
    """Back to the supplier, with what is missing."""
    begin(item, by=by)
    if not reason.strip():
        raise Refused(_("Say what is missing or wrong, so that the supplier can mend it."))
    if item.status != Status.SUBMITTED:
        raise Refused(_("“%(item)s” has not been handed in yet.") % {"item": item})
    if item.assessment_id is not None:
        raise Refused(_("“%(item)s” is answered in its questionnaire: return it there.") % {"item": item})
    review = handed_in_review(item)
    if review is not None and review.status != DocumentReview.Status.REFUSED:
        documents.refuse_document(review, reason=reason, by=by, now=now)
        item.refresh_from_db()
        if item.status == Status.RETURNED:  # it followed its document
            return
    item.reason, item.reason_local = reason.strip(), ""
    move_item(item, Status.RETURNED, by=by, reason=item.reason, shared=True)
    telling.returned(item, by=by, now=now)


@transaction.atomic
def accept_item(item: QualificationItem, *, by: Actor, now: datetime) -> None:
    """What was handed in will do."""
    begin(item, by=by)
    if item.status != Status.SUBMITTED:
        raise Refused(_("“%(item)s” has not been handed in yet.") % {"item": item})
    if item.assessment is not None and item.assessment.is_open:
        raise Refused(
            _("“%(item)s” is answered in its questionnaire: verify and publish it there.") % {"item": item}
        )
    review = handed_in_review(item)
    if review is not None and review.status != DocumentReview.Status.ACCEPTED:
        documents.accept_document(review, by=by, now=now)
        item.refresh_from_db()
        if item.is_done:  # it followed its document
            return
    settle(item, Status.PASSED, by=by, now=now)


@transaction.atomic
def record_result(
    item: QualificationItem,
    *,
    passed: bool,
    text: str = "",
    figures: dict[str, Any] | None = None,
    reason: str = "",
    upload: Upload | None = None,
    by: Actor,
    now: datetime,
) -> Evidence:
    """What one's own side found: an audit held, samples measured, a batch made, references called. It passes or not;
    `reason` is what the supplier is told of one that did not."""
    begin(item, by=by)
    if item.is_done:
        raise Refused(_("“%(item)s” is settled already. Open it again first.") % {"item": item})
    if item.kind == ItemKind.SCREENING:
        raise Refused(_("Screening has its own page: decide its matches there, then take its state over."))
    if not is_by_hand(item):
        raise Refused(
            _("“%(item)s” gets its result from its questionnaire or audit. Ask for that, or have it waived.")
            % {"item": item}
        )
    if not (text.strip() or figures or upload):
        raise Refused(_("Say what was found, or attach the report."))
    if not passed and not reason.strip():
        raise Refused(_("Say why it was not passed: the supplier reads it."))
    given = keep(item, text=text, result=figures or {}, upload=upload, by=by, now=now)
    item.reason, item.reason_local = "" if passed else reason.strip(), ""
    settle(item, Status.PASSED if passed else Status.FAILED, by=by, now=now)
    return given


@transaction.atomic
def take_screening(item: QualificationItem, *, by: Actor, now: datetime) -> None:
    """Pass the item by how the supplier stands against the lists. Raises Refused unless nothing is open there."""
    begin(item, by=by)
    if item.kind != ItemKind.SCREENING or item.is_done:
        raise Refused(_("“%(item)s” is settled already, or asks for something else.") % {"item": item})
    state = screening_state(item.stage.qualification.relationship)
    if state.standing == Standing.NEVER:
        raise Refused(_("The supplier has not been screened yet. Load the lists first, under Screening."))
    if state.standing == Standing.OPEN:
        raise Refused(_("Matches with the lists wait for a decision. Decide them first, under Screening."))
    if state.standing == Standing.CONFIRMED:
        raise Refused(
            _("The supplier is confirmed to be on a list: propose to refuse it, or have this waived.")
        )
    keep(item, text=state.label, result={}, upload=None, by=by, now=now)
    item.reason = item.reason_local = ""
    settle(item, Status.PASSED, by=by, now=now)


@transaction.atomic
def waive(item: QualificationItem, *, reason: str, by: Actor, now: datetime) -> None:
    """Do without it. Only whoever approves suppliers can, and says why."""
    qualification = lock(item.stage.qualification)
    require(
        rules.can_waive(by, qualification.relationship),
        _("Only whoever approves suppliers may waive an item. Ask one of them."),
    )
    require_running(qualification)
    item.refresh_from_db()
    if not reason.strip():
        raise Refused(_("Say why it is waived: the reason stays with the qualification."))
    remark(qualification, reason, about=Remark.About.WAIVER, item=item, by=by, now=now)
    item.reason = item.reason_local = ""
    settle(item, Status.WAIVED, by=by, now=now, reason=reason.strip())


@transaction.atomic
def open_again(item: QualificationItem, *, reason: str, by: Actor, now: datetime) -> None:
    """A settled item of the stage under way is to be done once more."""
    begin(item, by=by)
    if item.stage.status != QualificationStage.Status.OPEN:
        raise Refused(_("“%(stage)s” is passed already.") % {"stage": item.stage})
    if not reason.strip():
        raise Refused(_("Say why it is done once more: the supplier reads it."))
    item.reason, item.reason_local = reason.strip(), ""
    reopen(item, by=by, now=now)


@transaction.atomic
def record_download(evidence: Evidence, *, by: Actor) -> None:
    """Every download stands in the audit trail; both ends read that of a file that the supplier handed in."""
    relationship = evidence.item.stage.qualification.relationship
    ours = relationship.customer_id == by.organization_id
    audit.record(
        evidence,
        "downloaded",
        by=by,
        counterpart=relationship.supplier_id if ours else relationship.customer_id,
        shared=evidence.organization_id == relationship.supplier_id,
        changes={"file": ["", evidence.file_name]},
    )


def reopen(item: QualificationItem, *, by: Actor, now: datetime) -> None:
    """To be done once more, for the reason that stands with it."""
    item.settled_at, item.settled_by_name, item.assessment = None, "", None
    move_item(item, Status.OPEN, by=by, reason=item.reason, shared=True)
    if item.by_supplier:
        telling.returned(item, by=by, now=now)


def sample_figures(values: Sequence[Decimal]) -> dict[str, Any]:
    return {"values": [str(value) for value in values]} if values else {}


def batch_figures(batch: results.Batch) -> dict[str, Any]:
    return asdict(batch)


def begin(item: QualificationItem, *, by: Actor) -> None:
    """Whoever leads may judge it, and its stage has begun; held, so that nobody judges it at the same time."""
    qualification = item.stage.qualification
    require(rules.can_lead(by, qualification.relationship), rules.why_not_lead(by))
    lock(qualification)
    item.refresh_from_db()
    require_running(qualification)
    _require_begun(item)


def _begin_handing_in(item: QualificationItem, *, by: Actor) -> None:
    """It is the supplier's turn with the item; held, as it may be sent twice."""
    qualification = item.stage.qualification
    require(rules.can_hand_in(by, qualification))
    item.refresh_from_db(from_queryset=QualificationItem.objects.select_for_update())
    if not item.by_supplier:
        raise Refused(_("“%(item)s” is the customer’s to do.") % {"item": item})
    if item.template_code:
        raise Refused(_("Answer the questionnaire itself: the customer asks it of you, or will do so."))
    require_running(qualification)
    _require_begun(item)
    if not item.waits_for_supplier:
        raise Refused(_("“%(item)s” has been handed in already.") % {"item": item})


def _hand_in_review(
    item: QualificationItem, document: Document, *, text: str, by: Actor, now: datetime
) -> Evidence:
    _require_kind(item, document)
    if document.has_lapsed(day_of(now)):
        raise Refused(_("%(document)s has lapsed already. Hand in its renewal.") % {"document": document})
    review = DocumentReview.objects.get(document=document, relationship=item.stage.qualification.relationship)
    given = keep(item, text=text, result={}, upload=None, review=review, by=by, now=now)
    _submit(item, by=by, now=now)
    return given


def _require_kind(item: QualificationItem, document: Document) -> None:
    wanted = item.spec.get("document_kind", "")
    if item.kind != ItemKind.DOCUMENT or (wanted and document.kind != wanted):
        raise Refused(_("“%(item)s” asks for another kind of document.") % {"item": item})


def handed_in_review(item: QualificationItem) -> DocumentReview | None:
    """The customer's word on the document handed in last."""
    given = Evidence.objects.filter(item=item)
    last = given.select_related("review__document", "review__relationship").first()
    return last.review if last is not None else None


def _submit(item: QualificationItem, *, by: Actor, now: datetime) -> None:
    item.reason = item.reason_local = ""
    move_item(item, Status.SUBMITTED, by=by, shared=True)
    telling.handed_in(item, by=by, now=now)


def _require_begun(item: QualificationItem) -> None:
    """A gate that is not passed blocks what comes after it."""
    stage = item.stage
    stage.refresh_from_db()
    if stage.status != QualificationStage.Status.WAITING:
        return
    before = QualificationStage.objects.filter(
        qualification=stage.qualification_id, position__lt=stage.position
    ).last()
    if before is not None:
        raise Refused(why_blocked(stage, before))


def keep(
    item: QualificationItem,
    *,
    text: str,
    result: dict[str, Any],
    upload: Upload | None,
    review: DocumentReview | None = None,
    assessment: Assessment | None = None,
    by: Actor,
    now: datetime,
) -> Evidence:
    relationship = item.stage.qualification.relationship
    file: dict[str, Any] = {}
    if upload is not None:
        folder = f"qualification/{relationship.customer_id}"
        file = asdict(kept_files.keep(upload.content, name=upload.name, folder=folder))
    return Evidence.objects.create(
        item=item,
        organization_id=by.organization_id,
        given_at=now,
        given_by_name=by.name[:120],
        text=text.strip(),
        result=result,
        review=review,
        assessment=assessment,
        **file,
    )


def settle(item: QualificationItem, to: str, *, by: Actor, now: datetime, reason: str = "") -> None:
    item.settled_at, item.settled_by_name = now, by.name[:120]
    move_item(item, to, by=by, reason=reason or item.reason)
    telling.settled(item, by=by, now=now)
    stage = item.stage
    stage.refresh_from_db()
    under_way = stage.status == QualificationStage.Status.OPEN
    if under_way and stage.gate == Gate.ALL and all(each.is_done for each in stage.items.all()):
        pass_stage(stage, by=by, now=now)
