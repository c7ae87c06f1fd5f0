"""8D cases: listed, opened, closed and opened again."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import Field
from typing_extensions import TypedDict

from tandem.accounts.rest import ApiRequest, Body, PageOf, Paging, Word, answer, asks, listed
from tandem.accounts.rest.faults import Fault
from tandem.accounts.scopes import Scope
from tandem.core.cursors import Order
from tandem.improvement import actions
from tandem.improvement.actions.cases import FIELDS
from tandem.improvement.api.routing import Code, GivenReason, Name, Remark, Story, Title, router
from tandem.improvement.models import Case
from tandem.improvement.queries.cases import owners
from tandem.relationships.api import find, find_customer
from tandem.relationships.models import Relationship

StatusName = Literal["open", "watched", "closed", "withdrawn"]
ORDERS = {"opened": Order(F("opened_at"), never_null=True)}


class CaseOut(TypedDict):
    """`customer` and `supplier` by their short names; `verdict` is what the facts say of the effect, empty while
    nothing is watched."""

    id: int
    number: str
    customer: str
    supplier: str
    kind: str
    severity: str
    status: str
    origin: str
    reference: str
    title: str
    item: str
    kpi: str
    opened_at: datetime
    acted_on: date | None
    closed_at: datetime | None
    verdict: str
    times_reopened: int


class StepOut(TypedDict):
    """`content` as it was handed in last, null where nothing was; drafts are not told."""

    code: str
    status: str
    due_at: datetime
    version: int
    handed_in_at: datetime | None
    content: dict[str, Any] | None


class ActionOut(TypedDict):
    id: int
    text: str
    against: str
    owner: str
    due_on: date
    done_on: date | None


class CaseWhole(CaseOut):
    description: str
    value_before: float | None
    value_after: float | None
    p_value: float | None
    steps: list[StepOut]
    actions: list[ActionOut]


class CasePaging(Paging):
    status: StatusName | None = None


class CaseParts(Body):
    title: Title
    description: Story
    kind: Literal["process", "product", "service"] = "product"
    severity: Literal["minor", "major", "critical"] = "major"
    item: Name = ""
    site: Name = ""
    defect: Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")] = ""
    kpi: Code = ""


class NewCase(CaseParts):
    """`owner` is the e-mail address of whoever looks after it; oneself when left out."""

    relationship: Word
    owner: Annotated[str, Field(max_length=250, pattern=r"^[^\x00]*$")] = ""


class NewReceivedCase(CaseParts):
    """`customer` is the short name that `GET customers` gives."""

    customer: Word


@router.get(
    "/cases",
    **asks(
        Scope.READ_RELATIONSHIPS,
        _("8D cases of the organisation’s suppliers, the newest last"),
        PageOf[CaseOut],
    ),
)
def cases(request: ApiRequest, asked: Query[CasePaging]) -> HttpResponse:
    return _listed(request, Case.objects.of_customer(request.actor), asked)


@router.get(
    "/cases/{int:pk}",
    **asks(Scope.READ_RELATIONSHIPS, _("One 8D case with its steps and actions"), CaseWhole),
)
def case(request: ApiRequest, pk: int) -> HttpResponse:
    return answer(whole(find_case(request, pk)))


@router.post(
    "/cases",
    **asks(Scope.WRITE_IMPROVEMENT, _("Open an 8D case with a supplier"), CaseWhole, status=201),
)
def open_case(request: ApiRequest, new: NewCase) -> HttpResponse:
    relationship, now = find(request, new.relationship), timezone.now()
    owner = None
    if new.owner:
        owner = owners(request.actor.organization_id, now).filter(email__iexact=new.owner).first()
        if owner is None:
            raise Fault("owner", _gettext("Nobody with this address handles cases here."))
    made = actions.open_case(relationship, _values(new), owner=owner, by=request.actor, now=now)
    return answer(whole(find_case(request, made.pk)), status=201, location=f"/api/v1/cases/{made.pk}")


@router.post(
    "/cases/{int:pk}/closing",
    **asks(Scope.WRITE_IMPROVEMENT, _("Close a case once all steps are accepted"), CaseWhole),
)
def close_case(request: ApiRequest, pk: int, given: Remark) -> HttpResponse:
    actions.close_case(find_case(request, pk), remark=given.remark, by=request.actor, now=timezone.now())
    return answer(whole(find_case(request, pk)))


@router.post(
    "/cases/{int:pk}/reopening",
    **asks(Scope.WRITE_IMPROVEMENT, _("Open a case again: the problem is back"), CaseWhole),
)
def reopen_case(request: ApiRequest, pk: int, because: GivenReason) -> HttpResponse:
    actions.reopen_case(find_case(request, pk), reason=because.reason, by=request.actor, now=timezone.now())
    return answer(whole(find_case(request, pk)))


@router.post(
    "/cases/{int:pk}/withdrawal",
    **asks(Scope.WRITE_IMPROVEMENT, _("Withdraw a case: nothing is to be solved"), CaseWhole),
)
def withdraw_case(request: ApiRequest, pk: int, because: GivenReason) -> HttpResponse:
    actions.withdraw_case(find_case(request, pk), reason=because.reason, by=request.actor, now=timezone.now())
    return answer(whole(find_case(request, pk)))


@router.get(
    "/received-cases",
    **asks(Scope.READ_CUSTOMERS, _("8D cases that concern the organisation as a supplier"), PageOf[CaseOut]),
)
def received_cases(request: ApiRequest, asked: Query[CasePaging]) -> HttpResponse:
    return _listed(request, Case.objects.of_supplier(request.actor), asked)


@router.get(
    "/received-cases/{int:pk}",
    **asks(Scope.READ_CUSTOMERS, _("One of these 8D cases with its steps and actions"), CaseWhole),
)
def received_case(request: ApiRequest, pk: int) -> HttpResponse:
    return answer(whole(find_received(request, pk)))


@router.post(
    "/received-cases",
    tags=["customers"],
    **asks(Scope.ANSWER_CASES, _("Open an 8D case with a customer"), CaseWhole, status=201),
)
def open_received_case(request: ApiRequest, new: NewReceivedCase) -> HttpResponse:
    relationship = supplied(request, new.customer)
    made = actions.open_case(relationship, _values(new), by=request.actor, now=timezone.now())
    return answer(
        whole(find_received(request, made.pk)), status=201, location=f"/api/v1/received-cases/{made.pk}"
    )


def find_case(request: ApiRequest, pk: int) -> Case:
    return get_object_or_404(Case.objects.of_customer(request.actor).with_ends(), pk=pk)


def find_received(request: ApiRequest, pk: int) -> Case:
    return get_object_or_404(Case.objects.of_supplier(request.actor).with_ends(), pk=pk)


def supplied(request: ApiRequest, customer: str) -> Relationship:
    """With its supplier too, whose country says how long a step may take."""
    pk = find_customer(request, customer).pk
    return Relationship.objects.select_related("customer", "supplier").get(pk=pk)


def _values(parts: CaseParts) -> dict[str, Any]:
    return {name: getattr(parts, name) for name in FIELDS}


def _listed(request: ApiRequest, rows: QuerySet[Case], asked: CasePaging) -> HttpResponse:
    if asked.status:
        rows = rows.filter(status=asked.status)
    return listed(request, rows, _told, orders=ORDERS, sort="opened", paging=asked, load=_loaded)


def _loaded(some: QuerySet[Case]) -> Sequence[Case]:
    return list(some.select_related("relationship__customer", "relationship__supplier"))


def _told(found: Case) -> CaseOut:
    return CaseOut(
        id=found.pk,
        number=found.label,
        customer=found.relationship.customer.slug,
        supplier=found.relationship.supplier.slug,
        kind=found.kind,
        severity=found.severity,
        status=found.status,
        origin=found.origin,
        reference=found.reference,
        title=found.title,
        item=found.item,
        kpi=found.kpi,
        opened_at=found.opened_at,
        acted_on=found.acted_on,
        closed_at=found.closed_at,
        verdict=found.verdict,
        times_reopened=found.times_reopened,
    )


def whole(found: Case) -> CaseWhole:
    steps = []
    for step in found.steps.prefetch_related("hand_ins"):
        hand_ins = list(step.hand_ins.all())
        latest = hand_ins[-1] if hand_ins else None
        steps.append(
            StepOut(
                code=step.code,
                status=step.status,
                due_at=step.due_at,
                version=latest.version if latest else 0,
                handed_in_at=latest.handed_in_at if latest else None,
                content=latest.content if latest else None,
            )
        )
    planned = [
        ActionOut(
            id=each.pk,
            text=each.text,
            against=each.against,
            owner=each.owner,
            due_on=each.due_on,
            done_on=each.done_on,
        )
        for each in found.actions.all()
    ]
    return CaseWhole(
        **_told(found),
        description=found.description,
        value_before=found.value_before,
        value_after=found.value_after,
        p_value=found.p_value,
        steps=steps,
        actions=planned,
    )
