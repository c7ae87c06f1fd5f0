"""What suppliers object to: listed and decided by the customer, raised by the supplier."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import Field
from typing_extensions import TypedDict

from tandem.accounts.rest import ApiRequest, Body, PageOf, Paging, Text, Word, answer, asks, listed
from tandem.accounts.scopes import Scope
from tandem.core.cursors import Order
from tandem.core.errors import Refused
from tandem.scorecards import actions
from tandem.scorecards.api.received import received_cards
from tandem.scorecards.api.routing import router
from tandem.scorecards.models import Card, Disputed, Objection
from tandem.scorecards.queries import objections as queries

ReasonCode = Literal["date_moved", "force_majeure", "not_ours", "received", "other"]
BY_DATE = {"opened": Order("opened_at", never_null=True)}


class DisputedOut(TypedDict):
    """A line, or a criterion as a whole where `number` is null. `proof` is what the history of the dates proves."""

    id: int
    kpi: str
    source: str | None
    number: str | None
    line: str | None
    schedule_line: str | None
    facts: dict[str, Any]
    reason: str
    remark: str
    evidence: str | None
    status: str
    proof: dict[str, Any] | None
    decision: str
    decided_at: datetime | None
    decided_by: str | None


class ObjectionOut(TypedDict):
    """`new_version` is the version of the card that it led to, if anything was accepted."""

    id: int
    kind: str
    status: str
    customer: str
    supplier: str
    relationship: str
    template: str
    period: str
    card_version: int
    new_version: int | None
    due_on: date
    submitted_at: datetime | None
    submitted_by: str | None
    decided_at: datetime | None
    remark: str
    lines: list[DisputedOut]


class ObjectionPaging(Paging):
    status: Literal["open", "submitted", "decided", "confirmed", "lapsed", "withdrawn"] | None = None
    kind: Literal["check", "appeal"] | None = None


class Decision(Body):
    accept: bool
    reason: Annotated[str, Field(min_length=1, max_length=2000)]


class Claim(Body):
    """A line behind a KPI's value by its key; without `number` the criterion as a whole."""

    kpi: Word
    reason: ReasonCode
    remark: Text = ""
    source: Text = ""
    number: Text = ""
    line: Text = ""
    schedule_line: Text = ""


class NewAppeal(Body):
    claims: Annotated[list[Claim], Field(min_length=1, max_length=500)]
    remark: Annotated[str, Field(max_length=2000)] = ""


class CheckAnswer(Body):
    """What is wrong among the lines of a data check; no claim says that everything is right."""

    claims: Annotated[list[Claim], Field(max_length=500)] = []
    remark: Annotated[str, Field(max_length=2000)] = ""


class Acknowledged(TypedDict):
    card: int
    version: int
    given_at: datetime
    given_by: str


@router.get(
    "/objections",
    **asks(Scope.READ_SCORECARDS, _("What suppliers object to, the newest first"), PageOf[ObjectionOut]),
)
def objections(request: ApiRequest, asked: Query[ObjectionPaging]) -> HttpResponse:
    rows = _raised_with(request)
    for name in ("status", "kind"):
        if wanted := getattr(asked, name):
            rows = rows.filter(**{name: wanted})
    return listed(request, rows, _objection, orders=BY_DATE, sort="-opened", paging=asked)


@router.get(
    "/objections/{int:pk}", **asks(Scope.READ_SCORECARDS, _("One objection of a supplier"), ObjectionOut)
)
def objection(request: ApiRequest, pk: int) -> HttpResponse:
    return answer(_objection(get_object_or_404(_raised_with(request), pk=pk)))


@router.post(
    "/objections/{int:pk}/lines/{int:line}/decision",
    **asks(Scope.DECIDE_OBJECTIONS, _("Accept or refuse what a supplier disputes"), ObjectionOut),
)
def decide_line(request: ApiRequest, pk: int, line: int, decision: Decision) -> HttpResponse:
    found = get_object_or_404(_raised_with(request), pk=pk)
    disputed = get_object_or_404(found.lines, pk=line)
    actions.decide(
        disputed, accept=decision.accept, why=decision.reason, by=request.actor, now=timezone.now()
    )
    return answer(_objection(get_object_or_404(_raised_with(request), pk=pk)))


@router.get(
    "/own-objections",
    tags=["customers"],
    **asks(
        Scope.READ_CUSTOMERS, _("One's own objections to scorecards, the newest first"), PageOf[ObjectionOut]
    ),
)
def own_objections(request: ApiRequest, asked: Query[ObjectionPaging]) -> HttpResponse:
    rows = _raised_by(request)
    for name in ("status", "kind"):
        if wanted := getattr(asked, name):
            rows = rows.filter(**{name: wanted})
    return listed(request, rows, _objection, orders=BY_DATE, sort="-opened", paging=asked)


@router.get(
    "/own-objections/{int:pk}",
    tags=["customers"],
    **asks(Scope.READ_CUSTOMERS, _("One of one's own objections"), ObjectionOut),
)
def own_objection(request: ApiRequest, pk: int) -> HttpResponse:
    return answer(_objection(get_object_or_404(_raised_by(request), pk=pk)))


@router.post(
    "/received-cards/{int:pk}/appeals",
    tags=["customers"],
    **asks(
        Scope.WRITE_OBJECTIONS,
        _("Appeal against a published scorecard: criteria, or single lines"),
        ObjectionOut,
        status=201,
    ),
)
def appeal(request: ApiRequest, pk: int, new: NewAppeal) -> HttpResponse:
    card = _received(request, pk)
    now = timezone.now()
    with transaction.atomic():
        opened = actions.open_appeal(card, by=request.actor, now=now)
        _claim(request, opened, new.claims, now)
        actions.submit(opened, remark=new.remark, by=request.actor, now=now)
    made = get_object_or_404(_raised_by(request), pk=opened.pk)
    return answer(_objection(made), status=201, location=f"/api/v1/own-objections/{made.pk}")


def _claim(request: ApiRequest, objection: Objection, claims: list[Claim], now: datetime) -> None:
    kpis = queries.kpis_of(queries.card_of(objection))
    for claim in claims:
        if claim.kpi not in kpis:
            raise Refused(_gettext("This card does not measure “%(kpi)s”.") % {"kpi": claim.kpi})
        key = (claim.source, claim.number, claim.line, claim.schedule_line)
        grounds = actions.Grounds(claim.reason, claim.remark)
        keys = [key] if claim.number else []
        actions.dispute(objection, kpis[claim.kpi], keys, grounds, by=request.actor, now=now)


@router.post(
    "/own-objections/{int:pk}/answer",
    tags=["customers"],
    **asks(
        Scope.WRITE_OBJECTIONS, _("Answer a data check: what is wrong, or that all is right"), ObjectionOut
    ),
)
def answer_check(request: ApiRequest, pk: int, given: CheckAnswer) -> HttpResponse:
    rows = _raised_by(request).filter(kind=Objection.Kind.CHECK)
    found = get_object_or_404(rows, pk=pk)
    now = timezone.now()
    with transaction.atomic():
        _claim(request, found, given.claims, now)
        if given.claims:
            actions.submit(found, remark=given.remark, by=request.actor, now=now)
        else:
            actions.confirm(found, by=request.actor, now=now)
    return answer(_objection(get_object_or_404(_raised_by(request), pk=pk)))


@router.post(
    "/received-cards/{int:pk}/acknowledgement",
    tags=["customers"],
    **asks(Scope.WRITE_OBJECTIONS, _("Take note of a published scorecard"), Acknowledged),
)
def acknowledgement(request: ApiRequest, pk: int) -> HttpResponse:
    card = _received(request, pk)
    actions.acknowledge(card, by=request.actor, now=timezone.now())
    given = queries.acknowledged(card)
    if given is None:
        raise Refused(_gettext("This card is not published."))
    return answer(
        Acknowledged(card=card.pk, version=given.version, given_at=given.given_at, given_by=given.given_by)
    )


def _received(request: ApiRequest, pk: int) -> Card:
    rows = received_cards(request).filter(site="").select_related("run__template", "run__customer")
    found: Card = get_object_or_404(
        rows.select_related("relationship__supplier", "relationship__customer"), pk=pk
    )
    return found


def _raised_with(request: ApiRequest) -> QuerySet[Objection]:
    return _whole(Objection.objects.raised_with(request.actor))


def _raised_by(request: ApiRequest) -> QuerySet[Objection]:
    return _whole(Objection.objects.raised_by(request.actor))


def _whole(rows: QuerySet[Objection]) -> QuerySet[Objection]:
    rows = rows.select_related("relationship__supplier", "relationship__customer")
    return rows.prefetch_related("lines__evidence")


def _objection(found: Objection) -> ObjectionOut:
    return ObjectionOut(
        id=found.pk,
        kind=found.kind,
        status=found.status,
        customer=found.relationship.customer.slug,
        supplier=found.relationship.supplier.slug,
        relationship=found.relationship.slug,
        template=found.title,
        period=found.period,
        card_version=found.card_version,
        new_version=found.new_version,
        due_on=found.due_on,
        submitted_at=found.submitted_at,
        submitted_by=found.submitted_by or None,
        decided_at=found.decided_at,
        remark=found.remark,
        lines=[_disputed(line) for line in found.lines.all()],
    )


def _disputed(line: Disputed) -> DisputedOut:
    return DisputedOut(
        id=line.pk,
        kpi=line.kpi,
        source=line.source or None,
        number=line.number or None,
        line=line.line or None,
        schedule_line=line.schedule_line or None,
        facts=line.facts,
        reason=line.reason,
        remark=line.remark,
        evidence=line.evidence.file_name if line.evidence else None,
        status=line.status,
        proof=line.proof,
        decision=line.decision,
        decided_at=line.decided_at,
        decided_by=line.decided_by or None,
    )
