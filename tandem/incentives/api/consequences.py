"""Rewards and penalties as the customer sees them: proposed, decided by another, announced, in force, reversed."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import Field, StrictInt
from typing_extensions import TypedDict

from tandem.accounts.rest import ApiRequest, Body, PageOf, Paging, Text, Word, answer, asks, listed
from tandem.accounts.scopes import Scope
from tandem.core.cursors import Order
from tandem.incentives import actions, wording
from tandem.incentives.api.routing import (
    Amount,
    Because,
    EffectName,
    KindName,
    Number,
    Row,
    Short,
    TaxName,
    decimal,
    router,
    text,
)
from tandem.incentives.models import Consequence, ConsequenceLine
from tandem.relationships.api import Currency, find

BY_DAY = {"proposed": Order("proposed_at", never_null=True)}
StatusName = Literal[
    "proposed", "approved", "announced", "appealed", "in_force", "settled", "refused", "reversed"
]


class ConsequenceOut(TypedDict):
    """`title` is a sentence in the reader's language. Amounts are after the cap; `case` is the 8D case it led to."""

    id: int
    number: int
    title: str
    status: str
    kind: str
    effect: str
    customer: str
    supplier: str
    relationship: str
    period: str
    currency: str
    amount: str | None
    announced_at: datetime | None
    respond_by: date | None
    in_force_at: datetime | None
    settled_at: datetime | None
    erp_document: str
    case: int | None


class LineOut(TypedDict):
    """An order line that the amount rests on; `stands` is false once it was set aside. `moved_by_customer` counts how
    often the customer moved its requested date."""

    id: int
    source: str
    number: str
    line: str
    schedule_line: str
    item: str
    due_date: date | None
    delivered_date: date | None
    days_late: int
    value: str
    amount: str
    moved_by_customer: int
    stands: bool
    disputed: str
    set_aside_because: str


class Course(ConsequenceOut):
    """What both ends read. `finding` is what showed in the scorecards; `over_because` why it was reversed."""

    reason: str
    finding: dict[str, Any]
    base_value: str | None
    uncapped: str | None
    cap: str | None
    days: int | None
    points: str | None
    stage: str
    segment: str
    honour: str
    honour_local: str
    agreement: str
    clause: str
    clause_text: str
    tax: str
    accepted_at: datetime | None
    accepted_by: str | None
    appealed_at: datetime | None
    appealed_by: str | None
    appeal: str
    decided_at: datetime | None
    decision: str
    over_because: str
    lines: list[LineOut]


class ConsequenceWhole(Course):
    """With what is the customer's own: who proposed and approved it, and why it is right although the customer moved
    the requested dates of some lines itself."""

    policy: int | None
    card: int | None
    proposed_at: datetime
    proposed_by: str
    approved_at: datetime | None
    approved_by: str | None
    caused_by_us: int
    conduct_answer: str


class ConsequencePaging(Paging):
    status: StatusName | None = None
    kind: KindName | None = None
    relationship: Text = ""


class NewConsequence(Body):
    """Money needs `amount` and `currency`, an honour its name; a penalty the agreement and the clause it rests on."""

    relationship: Word
    kind: KindName
    effect: EffectName
    reason: Annotated[str, Field(min_length=1, max_length=4000, pattern=r"^[^\x00]*$")]
    amount: Amount | None = None
    currency: Currency | Literal[""] = ""
    days: Annotated[StrictInt, Field(ge=0, le=720)] | None = None
    points: Number | None = None
    stage: Annotated[str, Field(max_length=12, pattern=r"^[^\x00]*$")] = ""
    segment: Annotated[str, Field(max_length=12, pattern=r"^[^\x00]*$")] = ""
    honour: Short = ""
    honour_local: Short = ""
    agreement: Short = ""
    clause: Annotated[str, Field(max_length=40, pattern=r"^[^\x00]*$")] = ""
    clause_text: Annotated[str, Field(max_length=2000, pattern=r"^[^\x00]*$")] = ""
    tax: TaxName = "none"


class Approval(Body):
    """`conduct_answer` says why it is right although the customer moved the date of some lines itself."""

    conduct_answer: Annotated[str, Field(max_length=2000, pattern=r"^[^\x00]*$")] = ""


class Marked(Body):
    line: Row
    why: Annotated[str, Field(min_length=1, max_length=1000, pattern=r"^[^\x00]*$")]


class Verdict(Body):
    """`lines` are those that count no more, where the appeal is granted for some."""

    granted: Literal["whole", "lines", "nothing"]
    decision: Annotated[str, Field(min_length=1, max_length=4000, pattern=r"^[^\x00]*$")]
    lines: Annotated[list[Marked], Field(max_length=1000)] = []


class Document(Body):
    document: Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[^\x00]*$")]


@router.get(
    "/consequences",
    **asks(Scope.READ_INCENTIVES, _("Rewards and penalties, the newest first"), PageOf[ConsequenceOut]),
)
def consequences(request: ApiRequest, asked: Query[ConsequencePaging]) -> HttpResponse:
    rows = Consequence.objects.of_customer(request.actor)
    if asked.relationship:
        rows = rows.filter(relationship__slug=asked.relationship)
    return listed_consequences(request, rows, asked)


@router.post(
    "/consequences",
    **asks(
        Scope.WRITE_INCENTIVES,
        _("Propose a reward or penalty; somebody else approves it"),
        ConsequenceWhole,
        status=201,
    ),
)
def propose_consequence(request: ApiRequest, new: NewConsequence) -> HttpResponse:
    words = actions.Words(
        kind=new.kind,
        effect=new.effect,
        reason=new.reason,
        amount=decimal(new.amount),
        currency=new.currency,
        days=new.days,
        points=decimal(new.points),
        stage=new.stage,
        segment=new.segment,
        title=new.honour,
        title_local=new.honour_local,
        agreement=new.agreement,
        clause=new.clause,
        clause_text=new.clause_text,
        tax=new.tax,
    )
    made = actions.propose(find(request, new.relationship), words, by=request.actor, now=timezone.now())
    return answer(_whole(_find(request, made.pk)), status=201, location=f"/api/v1/consequences/{made.pk}")


@router.get(
    "/consequences/{int:pk}",
    **asks(Scope.READ_INCENTIVES, _("One reward or penalty with its order lines"), ConsequenceWhole),
)
def consequence(request: ApiRequest, pk: int) -> HttpResponse:
    return answer(_whole(_find(request, pk)))


@router.post(
    "/consequences/{int:pk}/approval",
    **asks(Scope.DECIDE_INCENTIVES, _("Approve what somebody else proposed"), ConsequenceWhole),
)
def approve_consequence(request: ApiRequest, pk: int, given: Approval) -> HttpResponse:
    found = _find(request, pk)
    actions.approve(found, conduct_answer=given.conduct_answer, by=request.actor, now=timezone.now())
    return answer(_whole(_find(request, pk)))


@router.post(
    "/consequences/{int:pk}/refusal",
    **asks(
        Scope.DECIDE_INCENTIVES, _("Do not approve it, or do not announce it after all"), ConsequenceWhole
    ),
)
def refuse_consequence(request: ApiRequest, pk: int, because: Because) -> HttpResponse:
    actions.refuse(_find(request, pk), reason=because.reason, by=request.actor, now=timezone.now())
    return answer(_whole(_find(request, pk)))


@router.post(
    "/consequences/{int:pk}/announcement",
    **asks(Scope.DECIDE_INCENTIVES, _("Tell the supplier of what is approved"), ConsequenceWhole),
)
def announce_consequence(request: ApiRequest, pk: int) -> HttpResponse:
    actions.announce(_find(request, pk), by=request.actor, now=timezone.now())
    return answer(_whole(_find(request, pk)))


@router.post(
    "/consequences/{int:pk}/appeal-decision",
    **asks(Scope.DECIDE_INCENTIVES, _("Decide the supplier’s appeal"), ConsequenceWhole),
)
def decide_consequence_appeal(request: ApiRequest, pk: int, verdict: Verdict) -> HttpResponse:
    actions.decide_appeal(
        _find(request, pk),
        granted=verdict.granted,
        set_aside={each.line: each.why for each in verdict.lines},
        decision=verdict.decision,
        by=request.actor,
        now=timezone.now(),
    )
    return answer(_whole(_find(request, pk)))


@router.post(
    "/consequences/{int:pk}/reversal",
    **asks(Scope.DECIDE_INCENTIVES, _("Take back what was announced or is in effect"), ConsequenceWhole),
)
def reverse_consequence(request: ApiRequest, pk: int, because: Because) -> HttpResponse:
    actions.reverse(_find(request, pk), reason=because.reason, by=request.actor, now=timezone.now())
    return answer(_whole(_find(request, pk)))


@router.post(
    "/consequences/{int:pk}/settlement",
    **asks(
        Scope.WRITE_INCENTIVES,
        _("Say by which document what is no money was carried out"),
        ConsequenceWhole,
    ),
)
def settle_consequence(request: ApiRequest, pk: int, by: Document) -> HttpResponse:
    actions.note_document(_find(request, pk), document=by.document, by=request.actor, now=timezone.now())
    return answer(_whole(_find(request, pk)))


@router.post(
    "/consequences/{int:pk}/improvement",
    **asks(
        Scope.WRITE_IMPROVEMENT,
        _("Ask the supplier to improve what it was punished for: an 8D case"),
        ConsequenceWhole,
    ),
)
def improve_after_penalty(request: ApiRequest, pk: int) -> HttpResponse:
    actions.ask_to_improve(_find(request, pk), by=request.actor, now=timezone.now())
    return answer(_whole(_find(request, pk)))


def listed_consequences(
    request: ApiRequest, rows: QuerySet[Consequence], asked: ConsequencePaging
) -> HttpResponse:
    for name in ("status", "kind"):
        if wanted := getattr(asked, name):
            rows = rows.filter(**{name: wanted})
    return listed(request, with_ends(rows), told, orders=BY_DAY, sort="-proposed", paging=asked)


def with_ends(rows: QuerySet[Consequence]) -> QuerySet[Consequence]:
    return rows.select_related("relationship__supplier", "relationship__customer", "policy")


def _find(request: ApiRequest, pk: int) -> Consequence:
    return get_object_or_404(with_ends(Consequence.objects.of_customer(request.actor)), pk=pk)


def told(found: Consequence) -> ConsequenceOut:
    return ConsequenceOut(
        id=found.pk,
        number=found.number,
        title=wording.title(found),
        status=found.status,
        kind=found.kind,
        effect=found.effect,
        customer=found.relationship.customer.slug,
        supplier=found.relationship.supplier.slug,
        relationship=found.relationship.slug,
        period=found.period,
        currency=found.currency,
        amount=text(found.amount),
        announced_at=found.announced_at,
        respond_by=found.respond_by,
        in_force_at=found.in_force_at,
        settled_at=found.settled_at,
        erp_document=found.erp_document,
        case=found.case_id,
    )


def course(found: Consequence) -> Course:
    return Course(
        **told(found),
        reason=found.reason,
        finding=dict(found.finding),
        base_value=text(found.base_value),
        uncapped=text(found.uncapped),
        cap=text(found.cap),
        days=found.days,
        points=text(found.points),
        stage=found.stage,
        segment=found.segment,
        honour=found.title,
        honour_local=found.title_local,
        agreement=found.agreement,
        clause=found.clause,
        clause_text=found.clause_text,
        tax=found.tax,
        accepted_at=found.accepted_at,
        accepted_by=found.accepted_by_name or None,
        appealed_at=found.appealed_at,
        appealed_by=found.appealed_by_name or None,
        appeal=found.appeal,
        decided_at=found.decided_at,
        decision=found.decision,
        over_because=found.over_because,
        lines=[_line(line) for line in found.lines.all()],
    )


def _whole(found: Consequence) -> ConsequenceWhole:
    return ConsequenceWhole(
        **course(found),
        policy=found.policy_id,
        card=found.card_id,
        proposed_at=found.proposed_at,
        proposed_by=found.proposed_by_name,
        approved_at=found.approved_at,
        approved_by=found.approved_by_name or None,
        caused_by_us=actions.course.caused_by_us(found),
        conduct_answer=found.conduct_answer,
    )


def _line(line: ConsequenceLine) -> LineOut:
    return LineOut(
        id=line.pk,
        source=line.source,
        number=line.document,
        line=line.line,
        schedule_line=line.schedule_line,
        item=line.item,
        due_date=line.due_date,
        delivered_date=line.delivered_date,
        days_late=line.days_late,
        value=f"{line.value:f}",
        amount=f"{line.amount:f}",
        moved_by_customer=line.moved_by_customer,
        stands=line.stands,
        disputed=line.disputed,
        set_aside_because=line.set_aside_because,
    )
