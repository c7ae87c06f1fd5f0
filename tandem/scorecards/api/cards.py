"""A customer's scorecards, why each grade was given, and the lines behind a value."""

from typing import Any, Literal

from django.db.models import F, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from ninja import Query
from typing_extensions import TypedDict

from tandem.accounts.rest import ApiRequest, PageOf, Paging, Text, answer, asks, listed, paged
from tandem.accounts.scopes import Scope
from tandem.core import cursors
from tandem.core.cursors import Order
from tandem.lake.views import views
from tandem.relationships.api import find
from tandem.scorecards import behind, explaining, measuring, plain, queries
from tandem.scorecards.api.routing import router
from tandem.scorecards.api.runs import find_run
from tandem.scorecards.models import Card, Kpi
from tandem.scorecards.plain import CardTold


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


class CardPaging(Paging):
    grade: Text = ""
    outcome: Literal["scored", "not_enough_data", "no_data"] | None = None
    sites: bool = False
    sort: Literal["rank", "-rank", "score", "-score"] = "rank"


CARD_ORDERS = {"rank": Order("rank"), "score": Order("score")}


BY_PERIOD = {"period": Order(F("run__starts"), never_null=True)}


@router.get("/runs/{int:pk}/cards", **asks(Scope.READ_SCORECARDS, _("A run's scorecards"), PageOf[CardOut]))
def run_cards(request: ApiRequest, pk: int, asked: Query[CardPaging]) -> HttpResponse:
    rows = _brief_cards(request).filter(run=find_run(request, pk))
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
    return answer(explained_card(get_object_or_404(whole_cards(_own_cards(request)), pk=pk)))


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


def _own_cards(request: ApiRequest) -> QuerySet[Card]:
    return Card.objects.visible_to(request.actor).filter(run__customer=request.actor.organization_id)


def _brief_cards(request: ApiRequest) -> QuerySet[Card]:
    found = _own_cards(request).select_related("run__template", "run__customer", "relationship__supplier")
    return found.defer("lines", "notes")


def whole_cards(cards: QuerySet[Card]) -> QuerySet[Card]:
    found = cards.select_related("run__template", "run__customer", "relationship")
    return found.prefetch_related(
        "run__template__criteria",
        "run__template__bands",
        "run__template__deductions",
        "run__template__red_lines",
    )


def explained_card(found: Card, *, to_supplier: bool = False) -> Explanation:
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


def _headings(kpi: Kpi) -> list[Column]:
    """Every column of the view but those that only join tables."""
    found = [
        behind.Heading(column)
        for column in views()[kpi.measured_as.view].columns
        if column.name not in behind.HIDDEN
    ]
    return [Column(name=each.name, kind=each.kind, label=each.label) for each in found]


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
