"""Policies: written, tried on the past, put to use by another than who wrote them."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import BaseModel, Field, StrictInt
from typing_extensions import TypedDict

from tandem.accounts.rest import ApiRequest, Body, PageOf, Paging, Word, answer, asks, listed
from tandem.accounts.rest.faults import Fault
from tandem.accounts.scopes import Scope
from tandem.core.cursors import Order
from tandem.incentives import actions, back_tests, wording
from tandem.incentives.actions import POLICY
from tandem.incentives.api.routing import (
    Amount,
    Because,
    EffectName,
    KindName,
    Long,
    Number,
    Short,
    TaxName,
    decimal,
    router,
    text,
)
from tandem.incentives.models import Policy
from tandem.relationships.api import Currency
from tandem.relationships.models import Category
from tandem.scorecards.queries import current_kpis

BY_NAME = {"name": Order(F("name"), never_null=True)}
WhenName = Literal["grade", "kpi", "streak", "trend", "improved", "incident"]
Grade = Annotated[str, Field(min_length=1, max_length=10, pattern=r"^[^\x00]*$")]
DECIMALS = ("threshold", "change", "rate", "line_most", "amount", "cap_rate", "cap_amount", "points")


class PolicyOut(TypedDict):
    """`sentence` is the policy as its page reads it, in the reader's language."""

    id: int
    status: str
    sentence: str
    name: str
    name_local: str
    kind: str
    scorecard: str
    category: str | None
    segment: str
    when: str
    grades: list[str]
    kpi: str
    comparison: str
    threshold: str | None
    periods: int
    change: str | None
    cases: int
    effect: str
    base: str
    lines_of: str
    rate: str | None
    per: str
    line_most: str | None
    amount: str | None
    currency: str
    cap_rate: str | None
    cap_amount: str | None
    days: int | None
    points: str | None
    stage: str
    to_segment: str
    agreement: str
    clause: str
    clause_text: str
    tax: str
    answer_days: int
    made_at: datetime
    made_by: str
    activated_at: datetime | None
    activated_by: str | None
    retired_because: str


class WouldOut(TypedDict):
    """One case it would have proposed; amounts by currency, after the cap."""

    relationship: str
    period: str
    grades: list[str]
    values: list[str | None]
    amounts: dict[str, str]
    capped: bool


class BackTest(TypedDict):
    """`left_out` cases are counted and not reckoned, because they are too many."""

    periods: list[str]
    count: int
    left_out: int
    totals: dict[str, str]
    problem: str
    cases: list[WouldOut]


class PolicyPaging(Paging):
    status: Literal["draft", "active", "retired"] | None = None


class PolicyParts(Body):
    """What is left out stays as it was; of a new one it is empty."""

    name_local: Short = ""
    scorecard: Short = ""
    category: Word | None = None
    segment: Literal["", "strategic", "leverage", "bottleneck", "routine"] = ""
    grades: Annotated[list[Grade], Field(max_length=20)] = []
    kpi: Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")] = ""
    comparison: Literal["", "below", "above"] = ""
    threshold: Number | None = None
    periods: Annotated[StrictInt, Field(ge=1, le=24)] = 1
    change: Number | None = None
    cases: Annotated[StrictInt, Field(ge=1, le=50)] = 1
    base: Literal["", "lines", "period", "fixed"] = ""
    lines_of: Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")] = ""
    rate: Number | None = None
    per: Literal["line", "day", "week"] = "line"
    line_most: Number | None = None
    amount: Amount | None = None
    currency: Currency | Literal[""] = ""
    cap_rate: Number | None = None
    cap_amount: Amount | None = None
    days: Annotated[StrictInt, Field(ge=0, le=720)] | None = None
    points: Number | None = None
    stage: Annotated[str, Field(max_length=12, pattern=r"^[^\x00]*$")] = ""
    to_segment: Literal["", "strategic", "leverage", "bottleneck", "routine"] = ""
    agreement: Short = ""
    clause: Annotated[str, Field(max_length=40, pattern=r"^[^\x00]*$")] = ""
    clause_text: Long = ""
    tax: TaxName = "none"
    answer_days: Annotated[StrictInt, Field(ge=1, le=90)] = 10


class NewPolicy(PolicyParts):
    """Whoever wrote a policy does not put it to use."""

    name: Word
    kind: KindName
    when: WhenName
    effect: EffectName


class PolicyChange(PolicyParts):
    name: Word = ""
    kind: KindName = "reward"
    when: WhenName = "grade"
    effect: EffectName = "rebate"


class Tried(BaseModel):
    periods: Annotated[int, Field(ge=1, le=12)] = 4


@router.get(
    "/policies",
    **asks(Scope.READ_INCENTIVES, _("Policies of rewards and penalties, by name"), PageOf[PolicyOut]),
)
def policies(request: ApiRequest, asked: Query[PolicyPaging]) -> HttpResponse:
    rows = Policy.objects.visible_to(request.actor).select_related("category")
    if asked.status:
        rows = rows.filter(status=asked.status)
    return listed(request, rows, _policy, orders=BY_NAME, sort="name", paging=asked)


@router.get("/policies/{int:pk}", **asks(Scope.READ_INCENTIVES, _("One policy"), PolicyOut))
def policy(request: ApiRequest, pk: int) -> HttpResponse:
    return answer(_policy(_find(request, pk)))


@router.post(
    "/policies", **asks(Scope.WRITE_INCENTIVES, _("Write a policy, as a draft"), PolicyOut, status=201)
)
def write_policy(request: ApiRequest, new: NewPolicy) -> HttpResponse:
    blank = Policy()
    values = {name: getattr(blank, name) for name in POLICY} | _values(request, new)
    made = actions.save_policy(values, by=request.actor, now=timezone.now())
    return answer(_policy(made), status=201, location=f"/api/v1/policies/{made.pk}")


@router.patch(
    "/policies/{int:pk}",
    **asks(Scope.WRITE_INCENTIVES, _("Change a policy that is a draft"), PolicyOut),
)
def change_policy(request: ApiRequest, pk: int, change: PolicyChange) -> HttpResponse:
    found = _find(request, pk)
    actions.save_policy(_values(request, change), by=request.actor, now=timezone.now(), policy=found)
    return answer(_policy(found))


@router.post(
    "/policies/{int:pk}/activation",
    **asks(Scope.DECIDE_INCENTIVES, _("Put a policy to use that somebody else wrote"), PolicyOut),
)
def activate_policy(request: ApiRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    actions.activate(found, by=request.actor, now=timezone.now())
    return answer(_policy(found))


@router.post(
    "/policies/{int:pk}/retirement",
    **asks(Scope.WRITE_INCENTIVES, _("Take a policy out of use; what it led to stays"), PolicyOut),
)
def retire_policy(request: ApiRequest, pk: int, because: Because) -> HttpResponse:
    found = _find(request, pk)
    actions.retire(found, reason=because.reason, by=request.actor)
    return answer(_policy(found))


@router.post(
    "/policies/{int:pk}/copies",
    **asks(Scope.WRITE_INCENTIVES, _("A draft like this policy"), PolicyOut, status=201),
)
def copy_policy(request: ApiRequest, pk: int) -> HttpResponse:
    made = actions.copy(_find(request, pk), by=request.actor, now=timezone.now())
    return answer(_policy(made), status=201, location=f"/api/v1/policies/{made.pk}")


@router.get(
    "/policies/{int:pk}/back-test",
    **asks(
        Scope.READ_INCENTIVES, _("Whom the policy would have met in past periods, and how much"), BackTest
    ),
)
def back_test_policy(request: ApiRequest, pk: int, asked: Query[Tried]) -> HttpResponse:
    tried = back_tests.tried(request.actor, _find(request, pk), asked.periods)
    return answer(
        BackTest(
            periods=[run.period for run in tried.runs],
            count=tried.count,
            left_out=tried.left_out,
            totals={currency: f"{total:f}" for currency, total in tried.totals.items()},
            problem=tried.problem,
            cases=[_would(case) for case in tried.cases],
        )
    )


def _would(case: back_tests.Would) -> WouldOut:
    return WouldOut(
        relationship=case.relationship.slug,
        period=case.period,
        grades=list(case.finding.grades),
        values=[None if value is None else str(value) for value in case.finding.values],
        amounts={currency: f"{amount:f}" for currency, amount in case.amounts},
        capped=case.capped,
    )


def _values(request: ApiRequest, given: PolicyParts) -> dict[str, Any]:
    """What was sent, as the record holds it."""
    values = given.model_dump(exclude_unset=True)
    for name in DECIMALS:
        if name in values:
            values[name] = decimal(values[name])
    if code := values.get("category"):
        values["category"] = Category.objects.visible_to(request.actor).filter(code=code).first()
        if values["category"] is None:
            raise Fault("category", _gettext("There is no category with this code."))
    return values


def _find(request: ApiRequest, pk: int) -> Policy:
    return get_object_or_404(Policy.objects.visible_to(request.actor).select_related("category"), pk=pk)


def _policy(found: Policy) -> PolicyOut:
    return PolicyOut(
        id=found.pk,
        status=found.status,
        sentence=wording.sentence(found, current_kpis(found.customer_id)),
        name=found.name,
        name_local=found.name_local,
        kind=found.kind,
        scorecard=found.scorecard,
        category=found.category.code if found.category else None,
        segment=found.segment,
        when=found.when,
        grades=list(found.grades),
        kpi=found.kpi,
        comparison=found.comparison,
        threshold=_number(found.threshold),
        periods=found.periods,
        change=_number(found.change),
        cases=found.cases,
        effect=found.effect,
        base=found.base,
        lines_of=found.lines_of,
        rate=_number(found.rate),
        per=found.per,
        line_most=_number(found.line_most),
        amount=text(found.amount),
        currency=found.currency,
        cap_rate=_number(found.cap_rate),
        cap_amount=text(found.cap_amount),
        days=found.days,
        points=_number(found.points),
        stage=found.stage,
        to_segment=found.to_segment,
        agreement=found.agreement,
        clause=found.clause,
        clause_text=found.clause_text,
        tax=found.tax,
        answer_days=found.answer_days,
        made_at=found.made_at,
        made_by=found.made_by_name,
        activated_at=found.activated_at,
        activated_by=found.activated_by_name or None,
        retired_because=found.retired_because,
    )


def _number(value: Decimal | None) -> str | None:
    """Without zeros that nobody wrote: 0.9, not 0.900000."""
    return None if value is None else f"{value.normalize():f}"
