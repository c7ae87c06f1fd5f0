"""Templates, every version."""

from datetime import datetime
from typing import Literal

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from ninja import Query
from typing_extensions import TypedDict

from tandem.accounts.rest import ApiRequest, PageOf, Paging, answer, asks, listed
from tandem.accounts.scopes import Scope
from tandem.core.cursors import Order
from tandem.scorecards.api.routing import router
from tandem.scorecards.models import Template


class BandOut(TypedDict):
    grade: str
    floor: float


class RubricLevel(TypedDict):
    points: float
    en: str
    zh: str


class TemplateCriterion(TypedDict):
    """What people judge has a `rubric`, and `judged_by` the roles that are asked; its `kpi` names no KPI."""

    code: str
    name: str
    group: str
    kpi: str
    weight: float
    minimum_sample: int
    curve: list[tuple[float, float]]
    judged_by: list[str]
    rubric: list[RubricLevel]


class TemplateDeduction(TypedDict):
    code: str
    name: str
    kpi: str
    points_each: float
    at_most: float
    free: float


class TemplateRedLine(TypedDict):
    code: str
    name: str
    kpi: str
    trips_at: float
    downward: bool
    cap: str


class TemplateBrief(TypedDict):
    id: int
    name: str
    version: int
    status: str
    activated_at: datetime | None


class TemplateOut(TemplateBrief):
    minimum_coverage: float
    minimum_sample: int
    by_site: bool
    criteria: list[TemplateCriterion]
    deductions: list[TemplateDeduction]
    red_lines: list[TemplateRedLine]
    bands: list[BandOut]


class TemplatePaging(Paging):
    status: Literal["draft", "active", "retired"] | None = None


@router.get(
    "/templates",
    **asks(Scope.READ_SCORECARDS, _("Scorecard templates, every version"), PageOf[TemplateBrief]),
)
def templates(request: ApiRequest, asked: Query[TemplatePaging]) -> HttpResponse:
    rows = Template.objects.visible_to(request.actor)
    if asked.status:
        rows = rows.filter(status=asked.status)
    orders = {"name": Order("name", never_null=True)}
    return listed(request, rows, template_brief, orders=orders, sort="name", paging=asked)


@router.get("/templates/{int:pk}", **asks(Scope.READ_SCORECARDS, _("One version of a template"), TemplateOut))
def template(request: ApiRequest, pk: int) -> HttpResponse:
    return answer(_template(get_object_or_404(Template.objects.visible_to(request.actor), pk=pk)))


def template_brief(found: Template) -> TemplateBrief:
    return TemplateBrief(
        id=found.pk,
        name=found.name,
        version=found.version,
        status=found.status,
        activated_at=found.activated_at,
    )


def _template(found: Template) -> TemplateOut:
    return TemplateOut(
        **template_brief(found),
        minimum_coverage=float(found.minimum_coverage),
        minimum_sample=found.minimum_sample,
        by_site=found.by_site,
        criteria=[
            TemplateCriterion(
                code=each.code,
                name=str(each),
                group=each.group_said,
                kpi=each.kpi,
                weight=float(each.weight),
                minimum_sample=each.minimum_sample,
                curve=[(float(value), float(points)) for value, points in each.curve],
                judged_by=(each.asks or {}).get("roles", []),
                rubric=[
                    RubricLevel(points=float(level.points), en=level.words, zh=level.words_local)
                    for level in each.levels
                ],
            )
            for each in found.criteria.all()
        ],
        deductions=[
            TemplateDeduction(
                code=each.code,
                name=str(each),
                kpi=each.kpi,
                points_each=float(each.points_each),
                at_most=float(each.at_most),
                free=float(each.free),
            )
            for each in found.deductions.all()
        ],
        red_lines=[
            TemplateRedLine(
                code=each.code,
                name=str(each),
                kpi=each.kpi,
                trips_at=float(each.trips_at),
                downward=each.downward,
                cap=each.cap,
            )
            for each in found.red_lines.all()
        ],
        bands=[BandOut(grade=each.grade, floor=float(each.floor)) for each in found.bands.all()],
    )
