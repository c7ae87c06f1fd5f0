"""Documents: the supplier hands them to customers, each customer accepts or refuses, and each download is on record."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor, day_of
from tandem.accounts.rules import require
from tandem.core import kept_files
from tandem.core.errors import Refused
from tandem.core.fence import beyond_the_fence
from tandem.core.file_kinds import DOCUMENTS
from tandem.core.kept_files import KeptFile
from tandem.onboarding import signals, telling
from tandem.onboarding.actions import resting
from tandem.onboarding.models import Document, DocumentReview, DocumentSetting
from tandem.onboarding.queries import documents as queries
from tandem.onboarding.rules import documents as rules
from tandem.relationships.models import Relationship

Status = DocumentReview.Status


@dataclass(frozen=True)
class About:
    """What a document says of itself; `valid_until` is its last day, None: for good."""

    kind: str
    number: str
    issuer: str
    valid_from: date
    valid_until: date | None
    language: str


@transaction.atomic
def hand_in(
    about: About,
    *,
    content: bytes,
    file_name: str,
    to: Iterable[Relationship],
    replaces: Document | None = None,
    by: Actor,
    now: datetime,
) -> Document:
    """The supplier keeps a document of its own and hands it to these customers. Raises Refused for a file that is not
    what it says it is, that is encrypted, or that runs something."""
    require(rules.can_keep_own(by))
    if replaces is not None:
        require(rules.can_hand_in(by, replaces))
    _check(about, replaces)
    kept = kept_files.keep(content, name=file_name, folder=f"documents/{by.organization_id}", taken=DOCUMENTS)
    document = _keep(
        about, kept, organization=by.organization_id, replaces=replaces, handed_in_by=by.name, now=now
    )
    audit.record(document, "handed_in", by=by)
    for relationship in to:
        hand_to(document, relationship, by=by, now=now)
    return document


@transaction.atomic
def hand_to(document: Document, relationship: Relationship, *, by: Actor, now: datetime) -> DocumentReview:
    """One more customer sees it, and has to say what it thinks of it; said again it changes nothing."""
    require(rules.can_hand_in(by, document) and relationship.supplier_id == by.organization_id)
    review, new = DocumentReview.objects.get_or_create(
        relationship=relationship, document=document, defaults={"handed_in_at": now}
    )
    if new:
        _record(review, "document_handed_in", by=by)
        telling.documents.handed_in(review, by=by, now=now)
    return review


@transaction.atomic
def record_document(
    relationship: Relationship,
    about: About,
    *,
    content: bytes,
    file_name: str,
    replaces: Document | None = None,
    by: Actor,
    now: datetime,
) -> DocumentReview:
    """The customer uploads what the supplier sent it some other way; the supplier sees it, and other customers only
    once the supplier hands it to them."""
    require(rules.can_review(by, relationship), rules.why_not_review(by))
    _check(about, replaces)
    if replaces is not None and replaces.organization_id != relationship.supplier_id:
        raise Refused(_("What it renews is a document of another supplier. Choose one of this supplier."))
    kept = kept_files.keep(
        content, name=file_name, folder=f"documents/{relationship.supplier_id}", taken=DOCUMENTS
    )
    document = _keep(
        about,
        kept,
        organization=relationship.supplier_id,
        replaces=replaces,
        recorded_by=by.organization_id,
        handed_in_by=by.name,
        now=now,
    )
    review = DocumentReview.objects.create(relationship=relationship, document=document, handed_in_at=now)
    _record(review, "document_recorded", by=by)
    return review


@transaction.atomic
def take_over(
    relationship: Relationship,
    about: About,
    kept: KeptFile,
    *,
    handed_in_at: datetime,
    handed_in_by: str,
    by: Actor,
    now: datetime,
) -> DocumentReview:
    """A document that the supplier handed in elsewhere and the customer accepted there becomes an accepted document
    here; `kept` is the file as it is stored. It renews the one accepted document of its kind, if there is just one."""
    require(relationship.customer_id == by.organization_id)
    same = list(queries.accepted(relationship, [about.kind]).filter(renewals=None)[:2])
    # The supplier's own document, which a customer's request only brought to light.
    with beyond_the_fence():
        document = _keep(
            about,
            kept,
            organization=relationship.supplier_id,
            replaces=same[0] if len(same) == 1 else None,
            handed_in_by=handed_in_by,
            now=handed_in_at,
        )
    review = DocumentReview.objects.create(
        relationship=relationship, document=document, handed_in_at=handed_in_at
    )
    _accept(review, by=by, now=now)
    return review


@transaction.atomic
def see_shared(document: Document, relationship: Relationship, *, by: Actor, now: datetime) -> DocumentReview:
    """A document that the supplier shares with all it shares its documents with, taken up for review."""
    require(rules.can_review(by, relationship), rules.why_not_review(by))
    review, _new = DocumentReview.objects.get_or_create(
        relationship=relationship, document=document, defaults={"handed_in_at": document.handed_in_at}
    )
    return review


@transaction.atomic
def accept_document(review: DocumentReview, *, reason: str = "", by: Actor, now: datetime) -> None:
    """Approvals that rest on what it renews rest on it from now on, and come back if they were suspended for it."""
    require(rules.can_review(by, review.relationship), rules.why_not_review(by))
    _lock(review)
    if review.document.has_lapsed(day_of(now)):
        raise Refused(
            _("%(document)s has lapsed already. Ask for its renewal.") % {"document": review.document}
        )
    _accept(review, reason=reason, by=by, now=now)


@transaction.atomic
def refuse_document(review: DocumentReview, *, reason: str, by: Actor, now: datetime) -> None:
    """Also one that was accepted before: approvals that rest on it are suspended at once."""
    require(rules.can_review(by, review.relationship), rules.why_not_review(by))
    if not reason.strip():
        raise Refused(_("Say what is wrong with the document, so that the supplier can mend it."))
    _lock(review)
    before = review.status
    _decide(review, Status.REFUSED, reason=reason, by=by, now=now)
    if before == Status.ACCEPTED:
        resting.suspend_for(review, by=by, now=now)


@transaction.atomic
def record_download(document: Document, *, by: Actor) -> None:
    """Every download stands in the audit trail; the two ends read of it."""
    ours = document.organization_id == by.organization_id
    audit.record(
        document,
        "downloaded",
        by=by,
        counterpart=None if ours else document.organization_id,
        shared=True,
    )


@transaction.atomic
def set_grace(days: int, *, by: Actor) -> None:
    """How long after its last day a document still carries the approvals that rest on it."""
    require(rules.can_set_grace(by))
    if not 0 <= days <= 180:
        raise Refused(_("Give between 0 and 180 days."))
    setting, _new = DocumentSetting.objects.get_or_create(customer_id=by.organization_id)
    old, setting.grace_days = setting.grace_days, days
    setting.save()
    audit.record(setting, "changed", by=by, changes={"grace_days": [old, days]})


def _check(about: About, replaces: Document | None) -> None:
    """What rests on a document rests on its renewal, which must therefore be the same thing anew."""
    if about.valid_until is not None and about.valid_until <= about.valid_from:
        raise Refused(_("A document ends after it begins: look at its two dates."))
    if replaces is not None and replaces.kind != about.kind:
        raise Refused(
            _(
                "%(document)s is of another kind. Choose what this renews, or nothing: then it is a new document."
            )
            % {"document": replaces}
        )


def _keep(
    about: About,
    kept: KeptFile,
    *,
    organization: int,
    replaces: Document | None,
    recorded_by: int | None = None,
    handed_in_by: str,
    now: datetime,
) -> Document:
    return Document.objects.create(
        organization_id=organization,
        **asdict(about),
        **asdict(kept),
        handed_in_at=now,
        handed_in_by_name=handed_in_by[:120],
        recorded_by_id=recorded_by,
        replaces=replaces,
    )


def _accept(review: DocumentReview, *, reason: str = "", by: Actor, now: datetime) -> None:
    _decide(review, Status.ACCEPTED, reason=reason, by=by, now=now)
    resting.renew(review, by=by, now=now)


def _decide(review: DocumentReview, to: str, *, reason: str, by: Actor, now: datetime) -> None:
    review.reason, review.decided_at = reason.strip(), now
    review.decided_by_id, review.decided_by_name = by.user_id, by.name[:120]
    audit.move(
        review, to, by=by, reason=review.reason, counterpart=review.relationship.supplier_id, shared=True
    )
    _record(review, f"document_{to}", by=by, reason=review.reason)
    telling.documents.decided(review, by=by, now=now)
    signals.document_reviewed.send(DocumentReview, review=review, by=by, now=now)


def _lock(review: DocumentReview) -> None:
    review.refresh_from_db(from_queryset=DocumentReview.objects.select_for_update())


def _record(review: DocumentReview, verb: str, *, by: Actor, reason: str = "") -> None:
    relationship = review.relationship
    ours = relationship.customer_id == by.organization_id
    audit.record(
        relationship,
        verb,
        by=by,
        counterpart=relationship.supplier_id if ours else relationship.customer_id,
        shared=True,
        changes={"document": ["", str(review.document)]},
        reason=reason,
    )
