"""KPIs, and figures measured over the newest facts."""

from datetime import date
from typing import Annotated, Literal

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import BaseModel, Field
from typing_extensions import TypedDict

from tandem.accounts.rest import ApiRequest, PageOf, Paging, Word, answer, asks, listed
from tandem.accounts.scopes import Scope
from tandem.core.cursors import Order
from tandem.scorecards import plain, queries
from tandem.scorecards.api.routing import Day, router
from tandem.scorecards.models import Kpi
from tandem.scorecards.plain import Figure

Breakdown = Literal["relationship", "week", "month", "quarter", "year", "category", "site"]


class KpiOut(TypedDict):
    """`expression` is a SQL aggregate over the columns of `view`; docs/scorecards.md tells what these are."""

    code: str
    version: int
    name: str
    definition: str
    unit: str
    higher_is_better: bool | None
    shipped: bool
    view: str
    expression: str


class MeasuresOut(TypedDict):
    lake_version: int
    as_of: date
    figures: list[Figure]


class MeasureQuery(BaseModel):
    kpi: Annotated[list[Word], Field(min_length=1, max_length=40)]
    by: Annotated[list[Breakdown], Field(max_length=7)] = []
    first: Day | None = None
    until: Day | None = None
    as_of: Day | None = None


@router.get(
    "/kpis",
    tags=["kpis"],
    **asks(Scope.READ_SCORECARDS, _("The KPIs that may be used today"), PageOf[KpiOut]),
)
def kpis(request: ApiRequest, paging: Query[Paging]) -> HttpResponse:
    rows = Kpi.objects.visible_to(request.actor).current()
    orders = {"code": Order("code", never_null=True)}
    return listed(request, rows, _kpi, orders=orders, sort="code", paging=paging)


@router.get(
    "/kpis/{slug:code}", tags=["kpis"], **asks(Scope.READ_SCORECARDS, _("One KPI's definition"), KpiOut)
)
def kpi(request: ApiRequest, code: str) -> HttpResponse:
    found = queries.current_kpis(request.actor.organization_id).get(code)
    if found is None:
        raise Http404
    return answer(_kpi(found))


@router.get(
    "/measures",
    tags=["kpis"],
    **asks(Scope.READ_FACTS, _("KPIs measured over the newest facts, broken down as asked"), MeasuresOut),
)
def measures(request: ApiRequest, asked: Query[MeasureQuery]) -> HttpResponse:
    as_of = asked.as_of or timezone.localdate()
    lake_version, figures = plain.measured(
        request.actor,
        asked.kpi,
        by=asked.by,
        first=asked.first,
        until=asked.until,
        as_of=as_of,
    )
    return answer(MeasuresOut(lake_version=lake_version, as_of=as_of, figures=figures))


def _kpi(found: Kpi) -> KpiOut:
    spec = found.measured_as
    return KpiOut(
        code=found.code,
        version=found.version,
        name=found.name,
        definition=found.definition,
        unit=found.unit,
        higher_is_better=found.higher_is_better,
        shipped=found.shipped,
        view=spec.view,
        expression=spec.expression,
    )
