"""Questionnaire and audit templates, every version."""

from datetime import datetime
from typing import Literal

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from typing_extensions import TypedDict

from tandem.accounts.rest import ApiRequest, PageOf, Paging, Text, answer, asks, listed
from tandem.accounts.scopes import Scope
from tandem.assessments.api.forms import AskedQuestion, TemplateNamed, asked_question, template_named
from tandem.assessments.content import Question, Section
from tandem.assessments.models import Template
from tandem.core.cursors import Order
from tandem.relationships.api import number

router = Router(tags=["assessments"])
KindName = Literal["questionnaire", "audit"]
ORDERS = {"id": Order(F("pk"), never_null=True)}


class AssessmentTemplateOut(TemplateNamed):
    status: str
    questions: int
    published_at: datetime | None


class WeighedQuestion(AskedQuestion):
    """With what only its customer is shown: how an answer counts. `option_points` by option's code, null where the
    option takes the question out of the score; `scale` are pairs of value and points, straight between them."""

    weight: float
    option_points: dict[str, float | None]
    scale: list[tuple[float, float]]
    knocks_out: list[str]
    knock_out_below: float | None
    knock_out_above: float | None


class TemplateSection(TypedDict):
    code: str
    title: str
    title_local: str
    note: str
    note_local: str
    questions: list[WeighedQuestion]


class TemplateVersion(TypedDict):
    id: int
    version: int
    status: str
    published_at: datetime | None


class AssessmentTemplateWhole(AssessmentTemplateOut):
    note: str
    note_local: str
    versions: list[TemplateVersion]
    sections: list[TemplateSection]


class AssessmentTemplatePaging(Paging):
    status: Literal["draft", "active", "retired"] | None = None
    kind: KindName | None = None
    code: Text = ""


@router.get(
    "/assessment-templates",
    **asks(
        Scope.READ_RELATIONSHIPS,
        _("Questionnaire and audit templates, every version, the newest last"),
        PageOf[AssessmentTemplateOut],
    ),
)
def assessment_templates(request: ApiRequest, asked: Query[AssessmentTemplatePaging]) -> HttpResponse:
    rows = Template.objects.visible_to(request.actor)
    wanted = {"status": asked.status, "kind": asked.kind, "code": asked.code}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    return listed(request, rows, _told, orders=ORDERS, sort="id", paging=asked)


@router.get(
    "/assessment-templates/{int:pk}",
    **asks(
        Scope.READ_RELATIONSHIPS,
        _("One version of a template with its sections, questions and weights"),
        AssessmentTemplateWhole,
    ),
)
def assessment_template(request: ApiRequest, pk: int) -> HttpResponse:
    rows = Template.objects.visible_to(request.actor)
    found = get_object_or_404(rows, pk=pk)
    return answer(
        AssessmentTemplateWhole(
            **_told(found),
            note=found.note,
            note_local=found.note_local,
            versions=[
                TemplateVersion(
                    id=each.pk, version=each.version, status=each.status, published_at=each.published_at
                )
                for each in rows.filter(code=found.code).order_by("version")
            ],
            sections=[_section(section) for section in found.asked.sections],
        )
    )


def _told(found: Template) -> AssessmentTemplateOut:
    return AssessmentTemplateOut(
        **template_named(found),
        status=found.status,
        questions=sum(1 for _question in found.asked),
        published_at=found.published_at,
    )


def _section(section: Section) -> TemplateSection:
    return TemplateSection(
        code=section.code,
        title=section.title,
        title_local=section.title_local,
        note=section.note,
        note_local=section.note_local,
        questions=[_weighed(question, section.code) for question in section.questions],
    )


def _weighed(question: Question, section: str) -> WeighedQuestion:
    return WeighedQuestion(
        **asked_question(question, section),
        weight=float(question.weight),
        option_points={option.code: number(option.points) for option in question.options},
        scale=[(float(value), float(points)) for value, points in question.scale],
        knocks_out=[option.code for option in question.options if option.knock_out],
        knock_out_below=number(question.knock_out_below),
        knock_out_above=number(question.knock_out_above),
    )
