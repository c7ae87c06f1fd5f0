"""What a customer may build on of a supplier's documents: accepted, and not lapsed past its days of grace."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from tandem.accounts.actor import Actor
from tandem.accounts.models import AuditEntry
from tandem.accounts.roles import Capability
from tandem.core.errors import Refused
from tandem.core.fence import beyond_the_fence
from tandem.onboarding.models import (
    Approval,
    Document,
    DocumentKind,
    DocumentReview,
    DocumentSetting,
    RenewalAsk,
)
from tandem.relationships.models import Relationship

Accepted = DocumentReview.Status.ACCEPTED


def grace_days(customer_id: int) -> int:
    settled = (
        DocumentSetting.objects.filter(customer=customer_id).values_list("grace_days", flat=True).first()
    )
    return DocumentSetting.GRACE if settled is None else settled


def accepted(relationship: Relationship, kinds: Iterable[str] | None = None) -> QuerySet[Document]:
    """Those the customer has accepted of this supplier, the one that holds longest first; lapsed ones as well."""
    rows = Document.objects.filter(reviews__relationship=relationship, reviews__status=Accepted)
    return rows if kinds is None else rows.filter(kind__in=list(kinds))


def valid(relationship: Relationship, kind: str, on: date) -> Document | None:
    """The accepted document of a kind that holds on a day, and of several the one that holds longest."""
    rows = accepted(relationship, [kind]).filter(valid_from__lte=on)
    return rows.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on)).first()


def to_rest_on(relationship: Relationship, wanted: Document | str, on: date) -> Document:
    """Raises Refused for a document, or a kind, of which the customer has accepted none that is valid."""
    if isinstance(wanted, str):
        found, named = valid(relationship, wanted, on), str(DocumentKind(wanted).label)
    else:
        found, named = accepted(relationship).filter(pk=wanted.pk).first(), str(wanted)
        found = None if found is None or found.has_lapsed(on) else found
    if found is None:
        raise Refused(
            _(
                "There is no valid document that you accepted: %(document)s. Ask the supplier for it, and accept it."
            )
            % {"document": named}
        )
    return found


def no_longer_hold(approval: Approval, on: date) -> list[Document]:
    """The documents that the approval rests on and that are past their grace, or accepted no longer."""
    relationship = approval.relationship
    last = on - timedelta(days=grace_days(relationship.customer_id))
    rows = Document.objects.filter(rests__approval=approval)
    taken = accepted(relationship).order_by().values("pk")
    return list(rows.filter(Q(valid_until__lt=last) | ~Q(pk__in=taken)))


def waiting_for_renewal(document: Document) -> QuerySet[DocumentReview]:
    """The customers who accepted it and have been handed no renewal that they did not refuse."""
    rows = document.reviews.filter(status=Accepted, relationship__merged_into__isnull=True)
    renewed = DocumentReview.objects.filter(document__replaces=document).exclude(
        status=DocumentReview.Status.REFUSED
    )
    rows = rows.exclude(relationship__in=renewed.values("relationship"))
    return rows.select_related("relationship__customer", "relationship__supplier", "document")


@dataclass(frozen=True)
class Standing:
    """A document with how long it still holds: `tone` and `text` say it at a glance."""

    document: Document
    days_left: int | None
    tone: str
    review: DocumentReview | None = None


def reviews(actor: Actor) -> QuerySet[DocumentReview]:
    """All documents that were handed to the actor's organisation; what lapses first comes first."""
    rows = DocumentReview.objects.visible_to(actor)
    rows = rows.select_related("document__organization", "relationship__supplier", "relationship__customer")
    if actor.reach(Capability.MANAGE_QUALIFICATION) is not None:
        rows = rows.prefetch_related("relationship__categories")  # which rules ask about
    return rows.order_by(F("document__valid_until").asc(nulls_last=True), "-pk")


def state_choices() -> list[tuple[str, str]]:
    return [
        ("waiting", _("wait for review")),
        ("lapsing", _("lapse within 60 days")),
        ("lapsing30", _("lapse within 30 days")),
        ("lapsing7", _("lapse within 7 days")),
        ("lapsed", _("lapsed, not renewed")),
        ("accepted", _("accepted")),
        ("refused", _("refused")),
    ]


def narrowed(
    rows: QuerySet[DocumentReview], *, state: str, kind: str, words: str, today: date
) -> QuerySet[DocumentReview]:
    if kind in DocumentKind.values:
        rows = rows.filter(document__kind=kind)
    for word in words.lower().split():
        named = Q(relationship__search_text__contains=word) | Q(document__number__icontains=word)
        rows = rows.filter(named | Q(document__issuer__icontains=word))
    if state in DocumentReview.Status.values:
        return rows.filter(status=state)
    if state == "lapsed":
        return _open(rows).filter(document__valid_until__lt=today)
    days = {"lapsing": 60, "lapsing30": 30, "lapsing7": 7}.get(state)
    if days is None:
        return rows
    return _open(rows).filter(document__valid_until__range=(today, today + timedelta(days=days)))


def _open(rows: QuerySet[DocumentReview]) -> QuerySet[DocumentReview]:
    """Accepted, and not renewed by one that was accepted as well."""
    renewed = DocumentReview.objects.filter(
        document__replaces=OuterRef("document"), relationship=OuterRef("relationship"), status=Accepted
    )
    return rows.filter(status=Accepted).exclude(Exists(renewed))


def counts(actor: Actor, today: date) -> dict[str, int]:
    mine = DocumentReview.objects.visible_to(actor).order_by()
    found = _open(mine).aggregate(
        lapsed=Count("pk", filter=Q(document__valid_until__lt=today)),
        **{
            f"within_{days}": Count(
                "pk", filter=Q(document__valid_until__range=(today, today + timedelta(days=days)))
            )
            for days in RenewalAsk.STEPS
        },
    )
    waiting = mine.filter(status=DocumentReview.Status.WAITING).count()
    return {**found, "waiting": waiting}


def with_standing(rows: Iterable[Document], today: date) -> list[Standing]:
    return [Standing(one, one.days_left(today), _tone(one.days_left(today))) for one in rows]


def with_standing_of(rows: Iterable[DocumentReview], today: date) -> list[Standing]:
    return [
        Standing(one.document, left, _tone(left), one)
        for one in rows
        for left in (one.document.days_left(today),)
    ]


def _tone(left: int | None) -> str:
    if left is None:
        return "neutral"
    if left < 0:
        return "bad"
    return "warning" if left <= max(RenewalAsk.STEPS) else "good"


def own(actor: Actor) -> tuple[list[Document], list[Document]]:
    """A supplier's own, with what its customers said: those in use, and those that were renewed."""
    renewals = Document.objects.filter(replaces=OuterRef("pk"), organization=actor.organization_id)
    said = DocumentReview.objects.served_by(actor).select_related("relationship__customer")
    rows = Document.objects.filter(organization=actor.organization_id).annotate(renewed=Exists(renewals))
    rows = rows.prefetch_related(Prefetch("reviews", said.order_by("relationship__customer__name"), "said"))
    rows = rows.order_by(F("valid_until").asc(nulls_last=True), "-pk")
    return list(rows.filter(renewed=False)), list(rows.filter(renewed=True))


def own_reviews(actor: Actor, document: Document) -> list[DocumentReview]:
    rows = DocumentReview.objects.served_by(actor).filter(document=document)
    return list(rows.select_related("relationship__customer").order_by("relationship__customer__name"))


def shared_only(actor: Actor, relationship: Relationship) -> QuerySet[Document]:
    """What the supplier shares by consent and has not handed to the actor's organisation."""
    rows = Document.objects.visible_to(actor).filter(organization=relationship.supplier_id)
    return rows.exclude(reviews__relationship=relationship)


def resting_on(actor: Actor, document: Document) -> list[Approval]:
    """Approvals of or for the actor's organisation that rest on the document, or are suspended for it."""
    us = actor.organization_id
    ends = Q(relationship__customer=us) | Q(relationship__supplier=us)
    rows = Approval.objects.filter(ends).filter(Q(rests__document=document) | Q(suspended_for=document))
    rows = rows.exclude(status=Approval.Status.ENDED).distinct()
    # A category is its customer's alone; its name is the supplier's to know where it is approved for it.
    with beyond_the_fence():
        return list(
            rows.select_related("category", "site", "relationship__customer", "relationship__supplier")
        )


def downloads(actor: Actor, document: Document) -> list[AuditEntry]:
    rows = AuditEntry.objects.visible_to(actor).about(document).filter(verb="downloaded")
    return list(rows.select_related("organization")[:50])


def that_hold(relationship: Relationship, on: date) -> QuerySet[Document]:
    """Accepted ones that an approval may rest on today, without those that an accepted one renews."""
    rows = accepted(relationship).filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on))
    return rows.exclude(renewals__in=accepted(relationship).order_by().values("pk"))


def review_pages(approval: Approval) -> dict[int, DocumentReview]:
    """document → its review by the approval's customer."""
    rows = DocumentReview.objects.filter(
        relationship=approval.relationship_id, document__rests__approval=approval
    )
    return {review.document_id: review for review in rows}
