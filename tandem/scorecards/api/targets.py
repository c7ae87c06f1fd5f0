"""KPI targets: where each supplier stands on them, and the supplier's answer."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import Field
from typing_extensions import TypedDict

from tandem.accounts.rest import ApiRequest, Body, PageOf, Paging, Text, answer, asks, listed
from tandem.accounts.scopes import Scope
from tandem.core.cursors import Order
from tandem.relationships.models import Relationship
from tandem.scorecards import actions
from tandem.scorecards.api.routing import router
from tandem.scorecards.models import TargetAgreement, TargetOffer

BY_DATE = {"proposed": Order("target__proposed_at", never_null=True)}


class OfferOut(TypedDict):
    version: int
    by: str
    value: float
    reason: str
    made_at: datetime
    made_by: str


class TargetOut(TypedDict):
    """One supplier's agreement on a target. A share is of one: 0.97. `value` is the latest offer; `agreed_value`, once
    there is one, is what is measured by. `starts` and `ends` are its first and last day."""

    id: int
    kpi: str
    customer: str
    supplier: str
    relationship: str
    status: str
    value: float
    version: int
    agreed_value: float | None
    agreed_version: int | None
    agreed_at: datetime | None
    starts: date
    ends: date | None
    source: str
    clause: str
    clause_text: str
    document: str
    project: str | None
    withdrawn_at: datetime | None
    offers: list[OfferOut]


class TargetPaging(Paging):
    status: Literal["proposed", "countered", "agreed"] | None = None
    kpi: Text = ""


class TargetAnswer(Body):
    """`version` is the offer that was read. With a `value` another is proposed, and `reason` says why; without, it is
    accepted."""

    version: Annotated[int, Field(ge=1)]
    value: Annotated[Decimal, Field(max_digits=18)] | None = None
    reason: Annotated[str, Field(max_length=2000)] = ""


@router.get(
    "/targets",
    **asks(
        Scope.READ_SCORECARDS,
        _("KPI targets by supplier, with every proposal, the newest first"),
        PageOf[TargetOut],
    ),
)
def targets(request: ApiRequest, asked: Query[TargetPaging]) -> HttpResponse:
    return _listed(request, TargetAgreement.objects.of_customer(request.actor), asked)


@router.get(
    "/targets/{int:pk}", **asks(Scope.READ_SCORECARDS, _("One supplier’s agreement on a target"), TargetOut)
)
def target(request: ApiRequest, pk: int) -> HttpResponse:
    return answer(
        _target(get_object_or_404(_whole(TargetAgreement.objects.of_customer(request.actor)), pk=pk))
    )


@router.get(
    "/own-targets",
    tags=["customers"],
    **asks(Scope.READ_CUSTOMERS, _("What customers ask KPIs to reach, the newest first"), PageOf[TargetOut]),
)
def own_targets(request: ApiRequest, asked: Query[TargetPaging]) -> HttpResponse:
    return _listed(request, _own(request), asked)


@router.get(
    "/own-targets/{int:pk}",
    tags=["customers"],
    **asks(Scope.READ_CUSTOMERS, _("One target of a customer"), TargetOut),
)
def own_target(request: ApiRequest, pk: int) -> HttpResponse:
    return answer(_target(get_object_or_404(_whole(_own(request)), pk=pk)))


@router.post(
    "/own-targets/{int:pk}/answer",
    tags=["customers"],
    **asks(
        Scope.ANSWER_CUSTOMERS,
        _("Accept the target that a customer proposed, or propose another value"),
        TargetOut,
    ),
)
def answer_target(request: ApiRequest, pk: int, given: TargetAnswer) -> HttpResponse:
    found = get_object_or_404(_whole(_own(request)), pk=pk)
    now = timezone.now()
    if given.value is None:
        actions.accept_target(found, given.version, by=request.actor, now=now)
    else:
        actions.counter_target(
            found, given.value, version=given.version, reason=given.reason, by=request.actor, now=now
        )
    return answer(_target(get_object_or_404(_whole(_own(request)), pk=pk)))


def _own(request: ApiRequest) -> QuerySet[TargetAgreement]:
    served = Relationship.objects.served_by(request.actor).values("pk")
    return TargetAgreement.objects.asked_of(request.actor).filter(relationship__in=served)


def _listed(request: ApiRequest, rows: QuerySet[TargetAgreement], asked: TargetPaging) -> HttpResponse:
    if asked.status:
        rows = rows.filter(status=asked.status)
    if asked.kpi:
        rows = rows.filter(target__kpi=asked.kpi)
    return listed(request, _whole(rows), _target, orders=BY_DATE, sort="-proposed", paging=asked)


def _whole(rows: QuerySet[TargetAgreement]) -> QuerySet[TargetAgreement]:
    rows = rows.select_related("target", "relationship__supplier", "relationship__customer")
    return rows.prefetch_related("offers")


def _target(found: TargetAgreement) -> TargetOut:
    asked, relationship = found.target, found.relationship
    return TargetOut(
        id=found.pk,
        kpi=asked.kpi,
        customer=relationship.customer.slug,
        supplier=relationship.supplier.slug,
        relationship=relationship.slug,
        status=found.status,
        value=float(found.value),
        version=found.version,
        agreed_value=None if found.agreed_value is None else float(found.agreed_value),
        agreed_version=found.agreed_version,
        agreed_at=found.agreed_at,
        starts=asked.starts,
        ends=asked.ends,
        source=asked.source,
        clause=asked.clause,
        clause_text=asked.clause_text,
        document=asked.document,
        project=asked.project or None,
        withdrawn_at=asked.withdrawn_at,
        offers=[_offer(each) for each in found.offers.all()],
    )


def _offer(each: TargetOffer) -> OfferOut:
    return OfferOut(
        version=each.version,
        by="supplier" if each.by_supplier else "customer",
        value=float(each.value),
        reason=each.reason,
        made_at=each.made_at,
        made_by=each.made_by_name,
    )
