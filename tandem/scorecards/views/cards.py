from itertools import chain

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from tandem.accounts.requests import ActorRequest
from tandem.relationships import tabs
from tandem.relationships.models import Relationship
from tandem.scorecards import behind, charts, explaining, objection_pages, queries, workbook
from tandem.scorecards.models import Card, HistoricGrade, Kpi, Run
from tandem.scorecards.models.targets import AGREEMENT_TONES
from tandem.scorecards.queries.targets import agreements_of
from tandem.scorecards.rules.overriding import can_override
from tandem.scorecards.rules.targets import can_propose

PER_PAGE = 50


@require_GET
def card(request: ActorRequest, pk: int) -> HttpResponse:
    """Why this supplier has this grade: score, criteria, curves, values, and the lines behind them."""
    found = get_object_or_404(_cards(request), pk=pk)
    context = _explained(request, found) | objection_pages.beside(
        found, request.actor, page=reverse("facts:order_line", args=[found.relationship.slug])
    )
    return render(request, "scorecards/card.html", context)


@require_GET
def card_lines(request: ActorRequest, pk: int, kpi: str) -> HttpResponse:
    """The rows a KPI's value on this card was measured from."""
    found, measured = _behind(request, pk, kpi)
    every = request.GET.get("columns") == "all"
    rows = behind.Rows(request.actor, found, measured, every=every)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"card": found, "kpi": measured, "page": page, "columns": rows.columns, "every": every}
    name = "scorecards/card_rows.html" if request.htmx else "scorecards/card_lines.html"
    return render(request, name, context)


@require_GET
def export_card_lines(request: ActorRequest, pk: int, kpi: str) -> FileResponse:
    found, measured = _behind(request, pk, kpi)
    rows = behind.Rows(request.actor, found, measured, every=True)
    name = f"{found.relationship.slug}-{found.run.period}-{kpi}.xlsx"
    return workbook.answer(name, kpi, [str(column.label) for column in rows.columns], rows.plain())


@require_GET
def performance_tab(request: ActorRequest, slug: str) -> HttpResponse:
    """The relationship page's tab: the latest card, the course of scores, and historic grades beside them."""
    relationship = tabs.find(request, slug)
    courses = queries.courses(relationship.pk, request.actor.organization_id)
    course = next(iter(courses.values()), [])
    latest = course[-1] if course else None
    context = {
        "relationship": relationship,
        "latest": latest,
        "published_card": next(
            (card for card in reversed(course) if card.run.status == Run.Status.PUBLISHED), None
        ),
        "chart": charts.course(course) if course else None,
        "earlier": sorted(chain(*courses.values()), key=lambda each: each.run.starts, reverse=True),
        "historic": HistoricGrade.objects.visible_to(request.actor).filter(relationship=relationship),
        **_targets(request, relationship),
        **(_explained(request, latest) if latest else {}),
    }
    return tabs.answer(request, relationship, "performance", "scorecards/performance_tab.html", context)


def _cards(request: ActorRequest) -> QuerySet[Card]:
    return (
        Card.objects.visible_to(request.actor)
        .select_related("run__template", "run__customer", "relationship__supplier", "relationship__customer")
        .prefetch_related(
            "run__template__criteria",
            "run__template__bands",
            "run__template__deductions",
            "run__template__red_lines",
        )
    )


def _behind(request: ActorRequest, pk: int, code: str) -> tuple[Card, Kpi]:
    found = get_object_or_404(_cards(request), pk=pk)
    measured = queries.pinned_kpis(found.run).get(code)
    if measured is None or found.run.customer_id != request.actor.organization_id:
        raise Http404
    return found, measured


def _explained(request: ActorRequest, found: Card) -> dict[str, object]:
    own = found.run.customer_id == request.actor.organization_id
    return {
        "card": found,
        "page": explaining.explained(found, to_supplier=not own),
        "spoken": explaining.spoken(found),
        "currency": found.run.customer.currency,
        "ranked": _ranked(found),
        "plants_cards": {each.site: each for each in _plants(found)},
        "own": own,
        "card_page": "scorecards:card",
        "lines_page": "scorecards:card_lines" if own else "",
        "may_override": own and can_override(request.actor, found.run, found.relationship),
    }


def _targets(request: ActorRequest, relationship: Relationship) -> dict[str, object]:
    kpis = queries.current_kpis(request.actor.organization_id)
    rows = agreements_of(request.actor, relationship)
    return {
        "agreements": [(each, kpis.get(each.target.kpi), AGREEMENT_TONES[each.status]) for each in rows],
        "may_propose_target": can_propose(request.actor),
        "target_currency": relationship.customer.currency,
    }


def _ranked(found: Card) -> int:
    return Card.objects.filter(run=found.run, site=found.site, rank__isnull=False).count()


def _plants(found: Card) -> QuerySet[Card]:
    cards = Card.objects.filter(run=found.run, relationship=found.relationship_id)
    return cards.exclude(site="").defer("lines", "notes")
