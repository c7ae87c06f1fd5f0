"""KPIs, measured figures, templates, runs, scorecards with their explanation, and the lines behind a value."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.db.models import F, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import BaseModel, Field
from typing_extensions import TypedDict

from tandem.accounts.rest import ApiRequest, Body, PageOf, Paging, Text, Word, answer, asks, listed, paged
from tandem.accounts.scopes import Scope
from tandem.core import cursors
from tandem.core.cursors import Order
from tandem.lake.views import views
from tandem.relationships.api import find, find_customer
from tandem.relationships.models import Relationship
from tandem.scorecards import actions, behind, explaining, measuring, plain, queries
from tandem.scorecards.models import Card, Kpi, Run, Template
from tandem.scorecards.plain import CardTold, Figure

router = Router(tags=["scorecards"])
Period = Annotated[str, Field(max_length=10, pattern=r"^\d{4}(-(Q[1-4]|W\d{2}|\d{2}))?$")]
Day = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2199, 12, 31))]
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


class BandOut(TypedDict):
    grade: str
    floor: float


class TemplateCriterion(TypedDict):
    code: str
    name: str
    group: str
    kpi: str
    weight: float
    minimum_sample: int
    curve: list[tuple[float, float]]


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


class RunOut(TypedDict):
    """`lake_version`, `numbering_version` and `rates_version` are what it was computed from, for good."""

    id: int
    template: TemplateBrief
    period: str
    starts: date
    ends: date
    as_of: date
    status: str
    step: str
    done: int
    total: int
    suppliers: int
    scored: int
    problem: str
    lake_version: int
    numbering_version: int
    rates_version: int
    started_by: str
    created_at: datetime
    computed_at: datetime | None
    published_at: datetime | None


class CardOut(TypedDict):
    id: int
    run: int
    period: str
    template: str
    status: str
    customer: str
    supplier: str
    relationship: str
    site: str | None
    outcome: str
    score: float | None
    lower: float | None
    grade: str | None
    rank: int | None
    coverage: float
    n: int


class ReceivedCard(TypedDict):
    """A card that a customer published to its supplier. Its rank among the others stays the customer's own."""

    id: int
    customer: str
    period: str
    template: str
    site: str | None
    published_at: datetime | None
    outcome: str
    score: float | None
    lower: float | None
    grade: str | None
    coverage: float
    n: int


class Explanation(CardTold):
    """Every number of a card with what it came from; `said` is a sentence where there is no score."""

    id: int
    period: str
    template: str
    customer: str
    currency: str
    said: str


class Column(TypedDict):
    name: str
    kind: str
    label: str


class LinesOut(TypedDict):
    """The rows one value was measured from, those that pulled it down first. `total` counts all of them."""

    columns: list[Column]
    items: list[dict[str, Any]]
    total: int
    next: str | None


class MeasureQuery(BaseModel):
    kpi: Annotated[list[Word], Field(min_length=1, max_length=40)]
    by: Annotated[list[Breakdown], Field(max_length=7)] = []
    first: Day | None = None
    until: Day | None = None
    as_of: Day | None = None


class TemplatePaging(Paging):
    status: Literal["draft", "active", "retired"] | None = None


class RunPaging(Paging):
    status: Literal["draft", "running", "review", "published", "superseded", "discarded"] | None = None
    period: Text = ""


class CardPaging(Paging):
    grade: Text = ""
    outcome: Literal["scored", "not_enough_data", "no_data"] | None = None
    sites: bool = False
    sort: Literal["rank", "-rank", "score", "-score"] = "rank"


class NewRun(Body):
    """`template` is the name of an active one; `suppliers` are short names, all whom it is for when left out."""

    template: Word
    period: Period
    as_of: Day | None = None
    suppliers: Annotated[list[Word], Field(min_length=1, max_length=1000)] | None = None


CARD_ORDERS = {"rank": Order("rank"), "score": Order("score")}
BY_PERIOD = {"period": Order(F("run__starts"), never_null=True)}


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


@router.get(
    "/templates",
    **asks(Scope.READ_SCORECARDS, _("Scorecard templates, every version"), PageOf[TemplateBrief]),
)
def templates(request: ApiRequest, asked: Query[TemplatePaging]) -> HttpResponse:
    rows = Template.objects.visible_to(request.actor)
    if asked.status:
        rows = rows.filter(status=asked.status)
    orders = {"name": Order("name", never_null=True)}
    return listed(request, rows, _template_brief, orders=orders, sort="name", paging=asked)


@router.get("/templates/{int:pk}", **asks(Scope.READ_SCORECARDS, _("One version of a template"), TemplateOut))
def template(request: ApiRequest, pk: int) -> HttpResponse:
    return answer(_template(get_object_or_404(Template.objects.visible_to(request.actor), pk=pk)))


@router.get("/runs", **asks(Scope.READ_SCORECARDS, _("Scorecard runs, the newest first"), PageOf[RunOut]))
def runs(request: ApiRequest, asked: Query[RunPaging]) -> HttpResponse:
    rows = Run.objects.visible_to(request.actor).select_related("template")
    for name in ("status", "period"):
        if wanted := getattr(asked, name):
            rows = rows.filter(**{name: wanted})
    orders = {"created": Order("created_at", never_null=True)}
    return listed(request, rows, _run, orders=orders, sort="-created", paging=asked)


@router.post("/runs", **asks(Scope.WRITE_RUNS, _("Score a period, in the background"), RunOut, status=202))
def start_run(request: ApiRequest, new: NewRun) -> HttpResponse:
    chosen = None
    if new.suppliers is not None:
        chosen = [find(request, slug) for slug in dict.fromkeys(new.suppliers)]
    run = actions.start_run(
        queries.template_by_name(request.actor, new.template),
        new.period,
        by=request.actor,
        now=timezone.now(),
        as_of=new.as_of,
        chosen=chosen,
    )
    return answer(_run(run), status=202, location=f"/api/v1/runs/{run.pk}")


@router.get("/runs/{int:pk}", **asks(Scope.READ_SCORECARDS, _("How a run stands"), RunOut))
def run(request: ApiRequest, pk: int) -> HttpResponse:
    return answer(_run(_find_run(request, pk)))


@router.post(
    "/runs/{int:pk}/publication",
    **asks(Scope.PUBLISH_RUNS, _("Show a reviewed run to its suppliers"), RunOut),
)
def publish_run(request: ApiRequest, pk: int) -> HttpResponse:
    found = _find_run(request, pk)
    actions.publish_run(found, by=request.actor, now=timezone.now())
    return answer(_run(found))


@router.post(
    "/runs/{int:pk}/discarding",
    **asks(Scope.WRITE_RUNS, _("Throw a run away before it is published"), RunOut),
)
def discard_run(request: ApiRequest, pk: int) -> HttpResponse:
    found = _find_run(request, pk)
    actions.discard_run(found, by=request.actor, now=timezone.now())
    return answer(_run(found))


@router.get("/runs/{int:pk}/cards", **asks(Scope.READ_SCORECARDS, _("A run's scorecards"), PageOf[CardOut]))
def run_cards(request: ApiRequest, pk: int, asked: Query[CardPaging]) -> HttpResponse:
    rows = _brief_cards(request).filter(run=_find_run(request, pk))
    rows = rows.exclude(site="") if asked.sites else rows.filter(site="")
    for name in ("grade", "outcome"):
        if wanted := getattr(asked, name):
            rows = rows.filter(**{name: wanted})
    return listed(request, rows, _card, orders=CARD_ORDERS, sort=asked.sort, paging=asked)


@router.get(
    "/relationships/{slug:slug}/cards",
    **asks(Scope.READ_SCORECARDS, _("A supplier's scorecards, the newest period first"), PageOf[CardOut]),
)
def relationship_cards(request: ApiRequest, slug: str, paging: Query[Paging]) -> HttpResponse:
    rows = _brief_cards(request).filter(relationship=find(request, slug), site="")
    return listed(request, rows, _card, orders=BY_PERIOD, sort="-period", paging=paging)


@router.get("/cards/{int:pk}", **asks(Scope.READ_SCORECARDS, _("One scorecard"), CardOut))
def card(request: ApiRequest, pk: int) -> HttpResponse:
    return answer(_card(get_object_or_404(_brief_cards(request), pk=pk)))


@router.get(
    "/cards/{int:pk}/explanation",
    **asks(
        Scope.READ_SCORECARDS,
        _("Why this grade: criteria, curves, values, what changed, what would make the next"),
        Explanation,
    ),
)
def explanation(request: ApiRequest, pk: int) -> HttpResponse:
    return answer(_explanation(get_object_or_404(_whole_cards(_own_cards(request)), pk=pk)))


@router.get(
    "/cards/{int:pk}/lines/{slug:kpi}",
    **asks(Scope.READ_SCORECARDS, _("The order lines behind one value on a card"), LinesOut),
)
def card_lines(request: ApiRequest, pk: int, kpi: str, paging: Query[Paging]) -> HttpResponse:
    found = get_object_or_404(_own_cards(request).select_related("run__customer", "relationship"), pk=pk)
    measured = queries.pinned_kpis(found.run).get(kpi)
    if measured is None:
        raise Http404
    offset = cursors.offset_of(paging.cursor)
    rows = measuring.rows_behind(request.actor, found, measured, offset=offset, limit=paging.limit)
    columns = [heading for heading in _headings(measured) if heading["name"] in rows.table.column_names]
    items = rows.table.select([column["name"] for column in columns]).to_pylist()
    following = offset + len(items)
    cursor = cursors.from_offset(following) if items and following < rows.total else None
    return paged(request, items, cursor, columns=columns, total=rows.total)


@router.get(
    "/customers/{slug:slug}/cards",
    tags=["customers"],
    **asks(
        Scope.READ_CUSTOMERS,
        _("What a customer published about one's organisation, the newest period first"),
        PageOf[ReceivedCard],
    ),
)
def customer_cards(request: ApiRequest, slug: str, paging: Query[Paging]) -> HttpResponse:
    rows = _received_cards(request).filter(relationship=find_customer(request, slug), site="")
    rows = rows.select_related("run__template", "run__customer").defer("lines", "notes")
    return listed(request, rows, _received, orders=BY_PERIOD, sort="-period", paging=paging)


@router.get(
    "/received-cards/{int:pk}",
    tags=["customers"],
    **asks(Scope.READ_CUSTOMERS, _("One published scorecard about one's organisation"), ReceivedCard),
)
def received_card(request: ApiRequest, pk: int) -> HttpResponse:
    rows = _received_cards(request).select_related("run__template", "run__customer")
    return answer(_received(get_object_or_404(rows, pk=pk)))


@router.get(
    "/received-cards/{int:pk}/explanation",
    tags=["customers"],
    **asks(Scope.READ_CUSTOMERS, _("Why the customer gave this grade"), Explanation),
)
def received_explanation(request: ApiRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_whole_cards(_received_cards(request)), pk=pk)
    told = _explanation(found, to_supplier=True)
    told["rank"] = None
    return answer(told)


def _find_run(request: ApiRequest, pk: int) -> Run:
    rows = Run.objects.visible_to(request.actor).select_related("template", "customer")
    return get_object_or_404(rows, pk=pk)


def _own_cards(request: ApiRequest) -> QuerySet[Card]:
    return Card.objects.visible_to(request.actor).filter(run__customer=request.actor.organization_id)


def _received_cards(request: ApiRequest) -> QuerySet[Card]:
    served = Relationship.objects.served_by(request.actor).values("pk")
    return Card.objects.visible_to(request.actor).filter(relationship__in=served)


def _brief_cards(request: ApiRequest) -> QuerySet[Card]:
    found = _own_cards(request).select_related("run__template", "run__customer", "relationship__supplier")
    return found.defer("lines", "notes")


def _whole_cards(cards: QuerySet[Card]) -> QuerySet[Card]:
    found = cards.select_related("run__template", "run__customer", "relationship")
    return found.prefetch_related(
        "run__template__criteria",
        "run__template__bands",
        "run__template__deductions",
        "run__template__red_lines",
    )


def _explanation(found: Card, *, to_supplier: bool = False) -> Explanation:
    page = explaining.explained(found, to_supplier=to_supplier)
    return Explanation(
        **plain.card(found, page),
        id=found.pk,
        period=found.run.period,
        template=found.run.template.name,
        customer=found.run.customer.slug,
        currency=found.run.customer.currency,
        said=explaining.spoken(found),
    )


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


def _headings(kpi: Kpi) -> list[Column]:
    """Every column of the view but those that only join tables."""
    found = [
        behind.Heading(column)
        for column in views()[kpi.measured_as.view].columns
        if column.name not in behind.HIDDEN
    ]
    return [Column(name=each.name, kind=each.kind, label=each.label) for each in found]


def _template_brief(found: Template) -> TemplateBrief:
    return TemplateBrief(
        id=found.pk,
        name=found.name,
        version=found.version,
        status=found.status,
        activated_at=found.activated_at,
    )


def _template(found: Template) -> TemplateOut:
    return TemplateOut(
        **_template_brief(found),
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


def _run(found: Run) -> RunOut:
    return RunOut(
        id=found.pk,
        template=_template_brief(found.template),
        period=found.period,
        starts=found.starts,
        ends=found.ends,
        as_of=found.as_of,
        status=found.status,
        step=found.step,
        done=found.done,
        total=found.total,
        suppliers=found.suppliers,
        scored=found.scored,
        problem=found.problem,
        lake_version=found.lake_version,
        numbering_version=found.numbering_version,
        rates_version=found.rates_version,
        started_by=found.started_by,
        created_at=found.created_at,
        computed_at=found.computed_at,
        published_at=found.published_at,
    )


def _card(found: Card) -> CardOut:
    return CardOut(
        id=found.pk,
        run=found.run_id,
        period=found.run.period,
        template=found.run.template.name,
        status=found.run.status,
        customer=found.run.customer.slug,
        supplier=found.relationship.supplier.slug,
        relationship=found.relationship.slug,
        site=found.site or None,
        outcome=found.outcome,
        score=plain.number(found.score),
        lower=plain.number(found.lower),
        grade=found.grade or None,
        rank=found.rank,
        coverage=float(found.coverage),
        n=found.sample,
    )


def _received(found: Card) -> ReceivedCard:
    return ReceivedCard(
        id=found.pk,
        customer=found.run.customer.slug,
        period=found.run.period,
        template=found.run.template.name,
        site=found.site or None,
        published_at=found.run.published_at,
        outcome=found.outcome,
        score=plain.number(found.score),
        lower=plain.number(found.lower),
        grade=found.grade or None,
        coverage=float(found.coverage),
        n=found.sample,
    )
