"""Questionnaires that one's customers ask one to answer: read, answered, handed in, and what came of them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal

from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import File, Query, Router
from ninja.files import UploadedFile as SentFile
from pydantic import Field, StrictFloat, StrictStr
from typing_extensions import TypedDict

from tandem.accounts.api import OrganisationBrief, brief
from tandem.accounts.rest import ApiRequest, Body, PageOf, Paging, Word, answer, asks, listed
from tandem.accounts.rest.faults import Fault, naming
from tandem.accounts.rules import require
from tandem.accounts.scopes import Scope
from tandem.assessments import actions
from tandem.assessments.actions.answers import LONGEST_REMARK
from tandem.assessments.answering import LONGEST, MOST_ROWS
from tandem.assessments.api.forms import (
    AnswerOut,
    AskedQuestion,
    FindingOut,
    ResultOut,
    answers_told,
    asked_question,
    findings_told,
    particulars_told,
    result_told,
)
from tandem.assessments.content import MOST_QUESTIONS
from tandem.assessments.models import Assessment, Finding
from tandem.assessments.queries import questionnaires as queries
from tandem.assessments.rules import questionnaires as rules
from tandem.core.cursors import Order
from tandem.core.file_kinds import LARGEST
from tandem.relationships.api import number

router = Router(tags=["customers"])
StateName = Literal["asked", "answering", "submitted", "verified", "closed", "withdrawn", "overdue"]
ORDERS = {"asked": Order(F("asked_at"), never_null=True)}
Line = Annotated[StrictStr, Field(max_length=LONGEST, pattern=r"^[^\x00]*$")]
Rows = Annotated[
    list[Annotated[list[Annotated[Line, Field(max_length=300)]], Field(max_length=50)]],
    Field(max_length=MOST_ROWS),
]


class OwnAssessmentOut(TypedDict):
    """`score` and `grade` are null until the customer publishes the result."""

    id: int
    customer: OrganisationBrief
    title: str
    title_local: str
    kind: str
    status: str
    overdue: bool
    purpose: str
    due_on: date
    asked_at: datetime
    answered_at: datetime | None
    closed_at: datetime | None
    score: float | None
    grade: str | None


class MissingOut(TypedDict):
    """`file`: what is missing is a file behind the answer."""

    question: str
    file: bool


class OwnAssessmentWhole(OwnAssessmentOut):
    """`questions` are those that the answers so far leave to be asked; `missing` is what keeps it from being handed in.
    `reason` says why it was given back or withdrawn. `findings` and `result` come when it is published."""

    elements: list[str]
    steps: list[str]
    note: str
    note_local: str
    reason: str
    questions: list[AskedQuestion]
    answers: dict[str, AnswerOut]
    missing: list[MissingOut]
    findings: list[FindingOut]
    result: ResultOut | None


class OwnAssessmentPaging(Paging):
    status: StateName | None = None


class GivenAnswer(Body):
    """`value` is an option's code, a number, an ISO day, text, or the rows of a table; null takes the answer back."""

    question: Word
    value: StrictFloat | Line | Rows | None = None
    remark: Annotated[str, Field(max_length=LONGEST_REMARK, pattern=r"^[^\x00]*$")] = ""


class GivenAnswers(Body):
    answers: Annotated[list[GivenAnswer], Field(min_length=1, max_length=MOST_QUESTIONS)]


@router.get(
    "/own-assessments",
    **asks(
        Scope.READ_CUSTOMERS,
        gettext_lazy("What the organisation’s customers ask it to answer, the newest last"),
        PageOf[OwnAssessmentOut],
    ),
)
def own_assessments(request: ApiRequest, asked: Query[OwnAssessmentPaging]) -> HttpResponse:
    rows = queries.narrowed(
        Assessment.objects.asked_of(request.actor), status=asked.status or "", today=timezone.localdate()
    )
    return listed(request, rows, _told, orders=ORDERS, sort="asked", paging=asked, load=_loaded)


@router.get(
    "/own-assessments/{int:pk}",
    **asks(
        Scope.READ_CUSTOMERS,
        gettext_lazy("One of these with its questions, the answers so far and the published result"),
        OwnAssessmentWhole,
    ),
)
def own_assessment(request: ApiRequest, pk: int) -> HttpResponse:
    return answer(_whole(request, _find(request, pk)))


@router.post(
    "/own-assessments/{int:pk}/answers",
    **asks(
        Scope.ANSWER_CUSTOMERS,
        gettext_lazy("Keep answers, all of those sent or none; the customer sees them once handed in"),
        OwnAssessmentWhole,
    ),
)
def answer_own_assessment(request: ApiRequest, pk: int, given: GivenAnswers) -> HttpResponse:
    found = _open(request, pk)
    now = timezone.now()
    for place, each in enumerate(given.answers):
        _require_question(found, each.question, f"answers.{place}.question")
        with naming(f"answers.{place}.value"):
            actions.answer(found, each.question, each.value, remark=each.remark, by=request.actor, now=now)
    return answer(_whole(request, found))


@router.post(
    "/own-assessments/{int:pk}/files/{code}",
    **asks(
        Scope.ANSWER_CUSTOMERS,
        gettext_lazy("Attach a PDF, PNG or JPEG to the answer to one question"),
        OwnAssessmentWhole,
    ),
)
def attach_to_own_assessment(request: ApiRequest, pk: int, code: str, file: File[SentFile]) -> HttpResponse:
    found = _open(request, pk)
    _require_question(found, code, "code", place="path")
    with naming("file", place="file"):
        content = bytes(file.read(LARGEST + 1))
        actions.attach(found, code, content, name=file.name or "", by=request.actor, now=timezone.now())
    return answer(_whole(request, found))


@router.post(
    "/own-assessments/{int:pk}/submission",
    **asks(Scope.ANSWER_CUSTOMERS, gettext_lazy("Hand the answers in"), OwnAssessmentWhole),
)
def submit_own_assessment(request: ApiRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    actions.submit(found, by=request.actor, now=timezone.now())
    return answer(_whole(request, found))


def _find(request: ApiRequest, pk: int) -> Assessment:
    return get_object_or_404(queries.with_ends(Assessment.objects.asked_of(request.actor)), pk=pk)


def _open(request: ApiRequest, pk: int) -> Assessment:
    """One that may be answered now. Raises Refused for one that was handed in."""
    found = _find(request, pk)
    require(rules.can_answer(request.actor, found))
    actions.require_waiting(found)
    return found


def _require_question(found: Assessment, code: str, field: str, *, place: str = "body") -> None:
    if found.asked.question(code) is None:
        raise Fault(field, _("There is no question %(code)s here.") % {"code": code}, place=place)


def _loaded(some: QuerySet[Assessment]) -> Sequence[Assessment]:
    return list(queries.with_ends(some).defer("result"))


def _told(found: Assessment) -> OwnAssessmentOut:
    return OwnAssessmentOut(
        id=found.pk,
        customer=brief(found.relationship.customer),
        title=found.template.title,
        title_local=found.template.title_local,
        kind=found.template.kind,
        status=found.status,
        overdue=found.is_overdue(timezone.localdate()),
        purpose=found.purpose,
        due_on=found.due_on,
        asked_at=found.asked_at,
        answered_at=found.answered_at,
        closed_at=found.closed_at,
        score=number(found.score),
        grade=found.grade or None,
    )


def _whole(request: ApiRequest, found: Assessment) -> OwnAssessmentWhole:
    """An audit's questions are the assessors' business; the supplier reads those of them that the result names."""
    answers = queries.own_answers(found)
    result = result_told(found)
    shown = {question.code for question in queries.shown(found.asked, answers)}
    if result is not None:
        shown = {each["code"] for each in result["questions"]}
    return OwnAssessmentWhole(
        **_told(found),
        elements=particulars_told(found, "elements"),
        steps=particulars_told(found, "steps"),
        note=found.template.note,
        note_local=found.template.note_local,
        reason=found.reason,
        questions=[
            asked_question(question, str(section))
            for section in found.asked.sections
            for question in section.questions
            if question.code in shown
        ],
        answers=answers_told(answers),
        missing=[
            MissingOut(question=each.question.code, file=each.file)
            for each in (queries.missing(found.asked, answers) if found.is_waiting else [])
        ],
        findings=findings_told(Finding.objects.visible_to(request.actor).filter(assessment=found)),
        result=result,
    )
