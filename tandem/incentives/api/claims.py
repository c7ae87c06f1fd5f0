"""Claims as the customer sees them: written with items and evidence, approved by another, negotiated."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import File, Query
from ninja.files import UploadedFile as SentFile
from pydantic import Field
from typing_extensions import TypedDict

from tandem.accounts.rest import ApiRequest, Body, PageOf, Paging, Text, Word, answer, asks, listed
from tandem.accounts.rest.faults import naming
from tandem.accounts.scopes import Scope
from tandem.core.cursors import Order
from tandem.core.file_kinds import LARGEST
from tandem.incentives import actions
from tandem.incentives.actions import Damage, Told
from tandem.incentives.api.routing import (
    Amount,
    Because,
    Long,
    Row,
    Short,
    TaxName,
    router,
)
from tandem.incentives.models import Claim
from tandem.relationships.api import Currency, find

BY_DAY = {"made": Order("made_at", never_null=True)}
StatusName = Literal["draft", "proposed", "sent", "agreed", "settled", "withdrawn"]
CauseName = Literal["sorting", "line_stop", "freight", "rework", "scrap", "other"]
Day = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2199, 12, 31))]


class ClaimOut(TypedDict):
    """`claimed` is the damage, `standing` what the last offers come to; `turn` is the side that has to answer."""

    id: int
    number: int
    status: str
    turn: str | None
    customer: str
    supplier: str
    relationship: str
    cause: str
    title: str
    happened_on: date
    currency: str
    claimed: str
    standing: str
    made_at: datetime
    sent_at: datetime | None
    agreed_at: datetime | None
    settled_at: datetime | None
    case: int | None


class ItemOut(TypedDict):
    """`said` is why the last offer is what it is."""

    id: int
    what: str
    quantity: str
    damage: str
    offered: str
    said: str


class PaperOut(TypedDict):
    id: int
    file_name: str
    size: int
    sha256: str
    given_at: datetime
    given_by: str


class ClaimWhole(ClaimOut):
    description: str
    order_line: str
    tax: str
    made_by: str
    agreed_by: str | None
    over_because: str
    items: list[ItemOut]
    evidence: list[PaperOut]


class ClaimPaging(Paging):
    status: StatusName | None = None
    relationship: Text = ""


class NewItem(Body):
    what: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]
    damage: Amount
    quantity: Annotated[str, Field(max_length=80, pattern=r"^[^\x00]*$")] = ""


class ClaimParts(Body):
    """What happened, and what it cost item by item; damage has no cap but what is shown."""

    title: Annotated[str, Field(min_length=1, max_length=160, pattern=r"^[^\x00]*$")]
    cause: CauseName
    description: Annotated[Long, Field(min_length=1)]
    happened_on: Day
    currency: Currency
    items: Annotated[list[NewItem], Field(min_length=1, max_length=40)]
    order_line: Short = ""
    tax: TaxName = "none"


class NewClaim(ClaimParts):
    relationship: Word


class OfferedItem(Body):
    item: Row
    amount: Amount
    why: Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]


class Offer(Body):
    """Another amount for single items, and why; the others stand as last offered."""

    items: Annotated[list[OfferedItem], Field(min_length=1, max_length=40)]


@router.get(
    "/claims", **asks(Scope.READ_INCENTIVES, _("Claims for damages, the newest first"), PageOf[ClaimOut])
)
def claims(request: ApiRequest, asked: Query[ClaimPaging]) -> HttpResponse:
    rows = Claim.objects.of_customer(request.actor)
    if asked.relationship:
        rows = rows.filter(relationship__slug=asked.relationship)
    return listed_claims(request, rows, asked)


@router.post(
    "/claims",
    **asks(
        Scope.WRITE_INCENTIVES, _("Write a claim, as a draft without evidence yet"), ClaimWhole, status=201
    ),
)
def write_claim(request: ApiRequest, new: NewClaim) -> HttpResponse:
    made = actions.write_claim(
        find(request, new.relationship), _told(new), _damages(new), by=request.actor, now=timezone.now()
    )
    return answer(whole(_find(request, made.pk)), status=201, location=f"/api/v1/claims/{made.pk}")


@router.get(
    "/claims/{int:pk}",
    **asks(Scope.READ_INCENTIVES, _("One claim with its items and evidence"), ClaimWhole),
)
def claim(request: ApiRequest, pk: int) -> HttpResponse:
    return answer(whole(_find(request, pk)))


@router.put(
    "/claims/{int:pk}",
    **asks(Scope.WRITE_INCENTIVES, _("Write a draft of a claim anew; its evidence stays"), ClaimWhole),
)
def rewrite_claim(request: ApiRequest, pk: int, parts: ClaimParts) -> HttpResponse:
    found = _find(request, pk)
    actions.write_claim(
        found.relationship, _told(parts), _damages(parts), by=request.actor, now=timezone.now(), claim=found
    )
    return answer(whole(_find(request, pk)))


@router.post(
    "/claims/{int:pk}/evidence",
    **asks(Scope.WRITE_INCENTIVES, _("Attach evidence to a claim"), ClaimWhole),
)
def attach_to_claim(request: ApiRequest, pk: int, file: File[SentFile]) -> HttpResponse:
    attach(request, _find(request, pk), file)
    return answer(whole(_find(request, pk)))


@router.post(
    "/claims/{int:pk}/hand-in",
    **asks(Scope.WRITE_INCENTIVES, _("Hand a claim in, for somebody else to approve"), ClaimWhole),
)
def hand_in_claim(request: ApiRequest, pk: int) -> HttpResponse:
    actions.hand_in(_find(request, pk), by=request.actor, now=timezone.now())
    return answer(whole(_find(request, pk)))


@router.post(
    "/claims/{int:pk}/approval",
    **asks(Scope.DECIDE_INCENTIVES, _("Approve somebody else’s claim and send it"), ClaimWhole),
)
def send_claim(request: ApiRequest, pk: int) -> HttpResponse:
    actions.send(_find(request, pk), by=request.actor, now=timezone.now())
    return answer(whole(_find(request, pk)))


@router.post(
    "/claims/{int:pk}/return",
    **asks(Scope.DECIDE_INCENTIVES, _("Send a claim back to who wrote it"), ClaimWhole),
)
def send_back_claim(request: ApiRequest, pk: int, because: Because) -> HttpResponse:
    actions.send_back(_find(request, pk), reason=because.reason, by=request.actor, now=timezone.now())
    return answer(whole(_find(request, pk)))


@router.post(
    "/claims/{int:pk}/agreement",
    **asks(Scope.DECIDE_INCENTIVES, _("Agree to what the supplier offered"), ClaimWhole),
)
def agree_to_claim(request: ApiRequest, pk: int) -> HttpResponse:
    actions.agree(_find(request, pk), by=request.actor, now=timezone.now())
    return answer(whole(_find(request, pk)))


@router.post(
    "/claims/{int:pk}/offer",
    **asks(Scope.DECIDE_INCENTIVES, _("Offer the supplier other amounts"), ClaimWhole),
)
def offer_on_claim(request: ApiRequest, pk: int, offer: Offer) -> HttpResponse:
    actions.offer(_find(request, pk), amounts(offer), by=request.actor, now=timezone.now())
    return answer(whole(_find(request, pk)))


@router.post(
    "/claims/{int:pk}/withdrawal",
    **asks(Scope.DECIDE_INCENTIVES, _("Let a claim go"), ClaimWhole),
)
def withdraw_claim(request: ApiRequest, pk: int, because: Because) -> HttpResponse:
    actions.withdraw(_find(request, pk), reason=because.reason, by=request.actor, now=timezone.now())
    return answer(whole(_find(request, pk)))


@router.post(
    "/claims/{int:pk}/improvement",
    **asks(
        Scope.WRITE_IMPROVEMENT,
        _("Ask the supplier to improve what caused the damage: an 8D case"),
        ClaimWhole,
    ),
)
def improve_after_claim(request: ApiRequest, pk: int) -> HttpResponse:
    actions.ask_to_improve(_find(request, pk), by=request.actor, now=timezone.now())
    return answer(whole(_find(request, pk)))


def listed_claims(request: ApiRequest, rows: QuerySet[Claim], asked: ClaimPaging) -> HttpResponse:
    if asked.status:
        rows = rows.filter(status=asked.status)
    return listed(request, rows, _claim, orders=BY_DAY, sort="-made", paging=asked, load=_loaded)


def _loaded(rows: QuerySet[Claim]) -> Sequence[Claim]:
    return list(with_ends(rows))


def with_ends(rows: QuerySet[Claim]) -> QuerySet[Claim]:
    rows = rows.select_related("relationship__supplier", "relationship__customer")
    return rows.prefetch_related("items", "papers")


def attach(request: ApiRequest, found: Claim, file: SentFile) -> None:
    with naming("file", place="file"):
        content = bytes(file.read(LARGEST + 1))
        actions.attach(found, content, name=file.name or "", by=request.actor, now=timezone.now())


def amounts(offer: Offer) -> dict[int, tuple[Decimal, str]]:
    return {each.item: (Decimal(each.amount), each.why) for each in offer.items}


def _told(parts: ClaimParts) -> Told:
    return Told(
        title=parts.title,
        cause=parts.cause,
        text=parts.description,
        happened_on=parts.happened_on,
        currency=parts.currency,
        order_line=parts.order_line,
        tax=parts.tax,
    )


def _damages(parts: ClaimParts) -> list[Damage]:
    return [Damage(each.what, Decimal(each.damage), each.quantity) for each in parts.items]


def _find(request: ApiRequest, pk: int) -> Claim:
    return get_object_or_404(with_ends(Claim.objects.of_customer(request.actor)), pk=pk)


def _claim(found: Claim) -> ClaimOut:
    return ClaimOut(
        id=found.pk,
        number=found.number,
        status=found.status,
        turn=found.turn or None,
        customer=found.relationship.customer.slug,
        supplier=found.relationship.supplier.slug,
        relationship=found.relationship.slug,
        cause=found.cause,
        title=found.title,
        happened_on=found.happened_on,
        currency=found.currency,
        claimed=f"{found.claimed:f}",
        standing=f"{found.standing:f}",
        made_at=found.made_at,
        sent_at=found.sent_at,
        agreed_at=found.agreed_at,
        settled_at=found.settled_at,
        case=found.case_id,
    )


def whole(found: Claim) -> ClaimWhole:
    return ClaimWhole(
        **_claim(found),
        description=found.text,
        order_line=found.order_line,
        tax=found.tax,
        made_by=found.made_by_name,
        agreed_by=found.agreed_by_name or None,
        over_because=found.over_because,
        items=[
            ItemOut(
                id=item.pk,
                what=item.what,
                quantity=item.quantity,
                damage=f"{item.amount:f}",
                offered=f"{item.offered:f}",
                said=item.said,
            )
            for item in found.items.all()
        ],
        evidence=[
            PaperOut(
                id=paper.pk,
                file_name=paper.file_name,
                size=paper.size,
                sha256=paper.sha256,
                given_at=paper.given_at,
                given_by=paper.given_by_name,
            )
            for paper in found.papers.all()
        ],
    )
