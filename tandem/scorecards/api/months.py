"""A KPI month by month with its control limits, for both ends."""

from datetime import date
from typing import Annotated

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypedDict

from tandem.accounts.rest import ApiRequest, answer, asks
from tandem.accounts.scopes import Scope
from tandem.relationships.api import find, find_customer
from tandem.relationships.models import Relationship
from tandem.scorecards import months, trends
from tandem.scorecards.api.routing import router
from tandem.scorecards.models import Kpi
from tandem.scorecards.queries import current_kpis, followed


class MonthOut(TypedDict):
    """`breaks` names the rules that the month breaks: beyond, two_of_three, four_of_five, eight."""

    month: str
    value: float | None
    n: int
    low: float | None
    high: float | None
    breaks: list[str]


class LevelOut(TypedDict):
    """A stretch of months with one level; `ends` is its last month."""

    starts: str
    ends: str
    mean: float


class MonthsOut(TypedDict):
    """`chart` is p, p_prime, u, u_prime or xmr; without a `centre` there are too few months for limits."""

    kpi: str
    unit: str
    chart: str
    centre: float | None
    factor: float
    months: list[MonthOut]
    levels: list[LevelOut]


class Asked(BaseModel):
    """How many months at most."""

    model_config = ConfigDict(extra="forbid")

    months: Annotated[int, Field(ge=1, le=60)] = months.SHOWN


@router.get(
    "/relationships/{slug:slug}/kpis/{slug:code}/months",
    **asks(Scope.READ_SCORECARDS, _("A supplier's KPI month by month with control limits"), MonthsOut),
)
def relationship_kpi_months(request: ApiRequest, slug: str, code: str, asked: Query[Asked]) -> HttpResponse:
    relationship = find(request, slug)
    kpi = current_kpis(relationship.customer_id).get(code)
    return _answer(request, relationship, kpi, asked.months)


@router.get(
    "/customers/{slug:slug}/kpis/{slug:code}/months",
    tags=["customers"],
    **asks(
        Scope.READ_CUSTOMERS,
        _("One's own KPI at a customer, month by month, up to the last published period"),
        MonthsOut,
    ),
)
def customer_kpi_months(request: ApiRequest, slug: str, code: str, asked: Query[Asked]) -> HttpResponse:
    relationship = find_customer(request, slug)
    known = {kpi.code: kpi for kpi in followed.of_supplier(request.actor, relationship.pk)}
    until = followed.shown_until(request.actor, relationship.pk)
    return _answer(request, relationship, known.get(code), asked.months, until=until)


def _answer(
    request: ApiRequest,
    relationship: Relationship,
    kpi: Kpi | None,
    count: int,
    *,
    until: date | None = None,
) -> HttpResponse:
    if kpi is None:
        raise Http404
    found = months.courses(
        request.actor,
        relationship.customer,
        [kpi],
        timezone.localdate(),
        relationships=[relationship.pk],
        until=until,
        months=count,
    )
    course = found.get(relationship.pk, {}).get(kpi.code) or months.Course(kpi, (), ())
    return answer(_told(course))


def _told(course: months.Course) -> MonthsOut:
    found = course.control
    names = [f"{month:%Y-%m}" for month in course.months]
    return MonthsOut(
        kpi=course.kpi.code,
        unit=course.kpi.unit,
        chart=found.chart.value,
        centre=found.centre,
        factor=found.factor,
        months=[
            MonthOut(
                month=name,
                value=point.value,
                n=figure.n,
                low=point.low,
                high=point.high,
                breaks=[rule.value for rule in point.breaks],
            )
            for name, point, figure in zip(names, found.points, course.figures, strict=True)
        ],
        levels=[
            LevelOut(starts=names[each.start], ends=names[each.end - 1], mean=round(each.mean, 9))
            for each in trends.levels(found)
        ],
    )
