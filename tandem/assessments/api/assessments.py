"""Questionnaires and audits of the customer's suppliers: asked, read with answers, result and findings.

Who reads sees what that person sees on the page: what an assessor gives is in nobody else's answer until all are in.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Annotated, Literal

from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query, Router
from pydantic import Field
from typing_extensions import TypedDict

from tandem.accounts.api import OrganisationBrief, brief
from tandem.accounts.models import User
from tandem.accounts.rest import ApiRequest, Body, PageOf, Paging, Text, Word, answer, asks, listed
from tandem.accounts.rest.faults import Fault, naming
from tandem.accounts.rules import require
from tandem.accounts.scopes import Scope
from tandem.assessments import actions
from tandem.assessments.actions import Wanted
from tandem.assessments.api.forms import (
    AnswerOut,
    FindingOut,
    ResultOut,
    TemplateNamed,
    answer_told,
    answers_told,
    findings_told,
    particulars_told,
    result_told,
    template_named,
)
from tandem.assessments.api.templates import KindName
from tandem.assessments.models import Assessment, Finding, Template
from tandem.assessments.queries import questionnaires as queries
from tandem.assessments.rules import questionnaires as rules
from tandem.core.cursors import Order
from tandem.relationships.api import number
from tandem.relationships.models import Relationship

router = Router(tags=["assessments"])
StateName = Literal["asked", "answering", "submitted", "verified", "closed", "withdrawn", "overdue"]
ORDERS = {"asked": Order(F("asked_at"), never_null=True)}
Name = Annotated[str, Field(max_length=120, pattern=r"^[^\x00]*$")]


class AssessmentOut(TypedDict):
    """`begins_with` supplier: it answers first; assessors: as an audit. `score`, `grade` and `knock_outs` are empty
    until it is published."""

    id: int
    relationship: str
    supplier: OrganisationBrief
    template: TemplateNamed
    status: str
    overdue: bool
    begins_with: str
    purpose: str
    due_on: date
    asked_at: datetime
    asked_by: str
    answered_at: datetime | None
    closed_at: datetime | None
    basis: str | None
    score: float | None
    grade: str | None
    knock_outs: list[str]


class AssessorOut(TypedDict):
    name: str
    leads: bool
    handed_in_at: datetime | None


class AssessorsAnswer(AnswerOut):
    assessor: str


class AssessmentWhole(AssessmentOut):
    """The supplier's `answers` by question's code, once handed in; those of the assessors once all of them are in, and
    until then each of them finds their own alone. `settled` is what the lead assessor decided where they differ."""

    elements: list[str]
    steps: list[str]
    answered_by: str
    reason: str
    assessors: list[AssessorOut]
    answers: dict[str, AnswerOut]
    assessed: dict[str, list[AssessorsAnswer]]
    settled: dict[str, AnswerOut]
    findings: list[FindingOut]
    result: ResultOut | None


class AssessmentPaging(Paging):
    status: StateName | None = None
    kind: KindName | None = None
    template: Text = ""
    relationship: Text = ""


class NewAssessment(Body):
    """`template` is the code of one in use. Where it begins with assessors, `lead` and `assessors` are members' e-mail
    addresses; `elements` and `steps` are what a process audit is about."""

    relationship: Word
    template: Word
    due_on: date
    purpose: Annotated[str, Field(max_length=500, pattern=r"^[^\x00]*$")] = ""
    begins_with: Literal["supplier", "assessors"] = "supplier"
    elements: Annotated[list[Name], Field(max_length=20)] = []
    steps: Annotated[list[Name], Field(max_length=20)] = []
    lead: Text = ""
    assessors: Annotated[list[Text], Field(max_length=20)] = []


@router.get(
    "/assessments",
    **asks(
        Scope.READ_RELATIONSHIPS,
        gettext_lazy("Questionnaires and audits of the organisation’s suppliers, the newest last"),
        PageOf[AssessmentOut],
    ),
)
def assessments(request: ApiRequest, asked: Query[AssessmentPaging]) -> HttpResponse:
    rows = queries.narrowed(
        Assessment.objects.asked_by(request.actor),
        status=asked.status or "",
        template=asked.template,
        today=timezone.localdate(),
    )
    if asked.kind:
        rows = rows.filter(template__kind=asked.kind)
    if asked.relationship:
        rows = rows.filter(relationship__slug=asked.relationship)
    return listed(request, rows, _told, orders=ORDERS, sort="asked", paging=asked, load=_loaded)


@router.post(
    "/assessments",
    **asks(
        Scope.WRITE_ASSESSMENTS,
        gettext_lazy("Ask a supplier to answer a questionnaire, or begin an audit of it"),
        AssessmentWhole,
        status=201,
    ),
)
def ask_assessment(request: ApiRequest, new: NewAssessment) -> HttpResponse:
    require(rules.can_ask_suppliers(request.actor), rules.why_not_ask(request.actor))
    now = timezone.now()
    relationship = _relationship(request, new.relationship)
    template = _template(request, new.template)
    lead, others = _assessors(relationship, new, now)
    if new.due_on < now.date():
        raise Fault("due_on", _("The day it is due has passed already. Choose a later one."))
    given = {"elements": new.elements, "steps": new.steps}
    particulars = {name: value for name, value in given.items() if value}
    with naming("steps" if new.steps else "elements"):
        template.how.checked(template.asked, particulars)
    wanted = Wanted(
        template, new.due_on, new.purpose,
        self_assessed=new.begins_with == "supplier", particulars=particulars,
    )  # fmt: skip
    asked = actions.ask_assessment(relationship, wanted, by=request.actor, now=now)
    if lead is not None:
        actions.assign_assessors(asked, others, lead=lead, by=request.actor, now=now)
    location = f"/api/v1/assessments/{asked.pk}"
    return answer(_whole(request, _find(request, asked.pk)), status=201, location=location)


@router.get(
    "/assessments/{int:pk}",
    **asks(
        Scope.READ_RELATIONSHIPS,
        gettext_lazy("One questionnaire or audit with its answers, result and findings"),
        AssessmentWhole,
    ),
)
def assessment(request: ApiRequest, pk: int) -> HttpResponse:
    return answer(_whole(request, _find(request, pk)))


def _find(request: ApiRequest, pk: int) -> Assessment:
    return get_object_or_404(queries.with_ends(Assessment.objects.asked_by(request.actor)), pk=pk)


def _relationship(request: ApiRequest, slug: str) -> Relationship:
    rows = Relationship.objects.visible_to(request.actor).select_related("supplier", "customer")
    found = rows.filter(slug=slug).first()
    if found is None:
        raise Fault("relationship", _("You have no supplier “%(slug)s”.") % {"slug": slug})
    return found


def _template(request: ApiRequest, code: str) -> Template:
    found = queries.active_templates(request.actor).filter(code=code).first()
    if found is None:
        raise Fault(
            "template",
            _("No template with the code “%(code)s” is in use. Publish one first.") % {"code": code},
        )
    return found


def _assessors(
    relationship: Relationship, new: NewAssessment, now: datetime
) -> tuple[User | None, list[User]]:
    """Who leads and who else assesses; nobody where it begins with the supplier and none are named."""
    if not new.lead:
        if new.begins_with == "assessors" or new.assessors:
            raise Fault("lead", _("Name the assessor who leads, by e-mail address."))
        return None, []
    people = queries.people_who_assess(relationship, now)
    person: Callable[[str], User | None] = lambda email: people.filter(email=email.lower()).first()  # noqa: E731
    found = {name: person(email) for name, email in _named(new)}
    for name, email in _named(new):
        if found[name] is None:
            raise Fault(
                name,
                _("%(email)s is nobody of your organisation who may assess suppliers.") % {"email": email},
            )
    users = [user for user in found.values() if user is not None]
    return users[0], users[1:]


def _named(new: NewAssessment) -> list[tuple[str, str]]:
    """Addresses by the field they stand in, the lead's first."""
    return [("lead", new.lead), *((f"assessors.{place}", each) for place, each in enumerate(new.assessors))]


def _loaded(some: QuerySet[Assessment]) -> Sequence[Assessment]:
    return list(queries.with_ends(some).defer("result"))


def _told(found: Assessment) -> AssessmentOut:
    return AssessmentOut(
        id=found.pk,
        relationship=found.relationship.slug,
        supplier=brief(found.relationship.supplier),
        template=template_named(found.template),
        status=found.status,
        overdue=found.is_overdue(timezone.localdate()),
        begins_with="supplier" if found.self_assessed else "assessors",
        purpose=found.purpose,
        due_on=found.due_on,
        asked_at=found.asked_at,
        asked_by=found.asked_by_name,
        answered_at=found.answered_at,
        closed_at=found.closed_at,
        basis=found.basis or None,
        score=number(found.score),
        grade=found.grade or None,
        knock_outs=[str(code) for code in found.knock_outs],
    )


def _whole(request: ApiRequest, found: Assessment) -> AssessmentWhole:
    of = queries.sides(found, request.actor)
    assessed: dict[str, list[AssessorsAnswer]] = {}
    for assessor, answers in of.assessors:
        for code, given in answers.items():
            told = AssessorsAnswer(**answer_told(given), assessor=assessor.name)
            assessed.setdefault(code, []).append(told)
    return AssessmentWhole(
        **_told(found),
        elements=particulars_told(found, "elements"),
        steps=particulars_told(found, "steps"),
        answered_by=found.answered_by_name,
        reason=found.reason,
        assessors=[
            AssessorOut(name=each.name, leads=each.is_lead, handed_in_at=each.submitted_at)
            for each, _answers in of.assessors
        ],
        answers=answers_told(of.supplier),
        assessed=assessed,
        settled=answers_told(of.settled),
        findings=findings_told(Finding.objects.visible_to(request.actor).filter(assessment=found)),
        result=result_told(found),
    )
