"""A supplier's published scorecards at one customer, and the lines behind each of their values."""

from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from tandem.accounts.requests import ActorRequest
from tandem.core import zones
from tandem.portal import cards, served
from tandem.relationships.models import Relationship
from tandem.scorecards import charts, objection_pages, workbook
from tandem.scorecards.models import Card, Kpi, Objection
from tandem.scorecards.rules import objections as rules

PER_PAGE = 50


def find_customer(request: ActorRequest, slug: str) -> Relationship:
    """The relationship with the customer of that short name, seen from its supplier. Raises Http404."""
    rows = Relationship.objects.served_by(request.actor).select_related("customer", "supplier")
    return get_object_or_404(rows, customer__slug=slug)


@require_GET
def customer(request: ActorRequest, slug: str) -> HttpResponse:
    """The newest published card, explained, and the earlier ones."""
    relationship = find_customer(request, slug)
    listed = served.published(request.actor, [relationship.pk])
    if not listed:
        return render(request, "portal/no_card.html", {"relationship": relationship, "tab": "card"})
    return _card(request, get_object_or_404(cards.cards_of(request.actor), pk=listed[-1].pk), listed)


@require_GET
def card(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(cards.cards_of(request.actor), pk=pk)
    return _card(request, found, served.published(request.actor, [found.relationship_id]))


@require_GET
def card_lines(request: ActorRequest, pk: int, kpi: str) -> HttpResponse:
    """The rows a KPI's value on this card was measured from."""
    found, measured = _behind(request, pk, kpi)
    every = request.GET.get("columns") == "all"
    rows = cards.Lines(request.actor, found, measured, every=every)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"card": found, "kpi": measured, "page": page, "columns": rows.columns, "every": every}
    name = "portal/rows.html" if request.htmx else "portal/card_lines.html"
    return render(request, name, context)


@require_GET
def export_card_lines(request: ActorRequest, pk: int, kpi: str) -> FileResponse:
    found, measured = _behind(request, pk, kpi)
    rows = cards.Lines(request.actor, found, measured, every=True)
    name = f"{found.run.customer.slug}-{found.run.period}-{kpi}.xlsx"
    return workbook.answer(name, kpi, [str(column.label) for column in rows.columns], rows.plain())


def _card(request: ActorRequest, found: Card, listed: list[Card]) -> HttpResponse:
    course = [each for each in listed if each.run.template.name == found.run.template.name]
    context = {
        "relationship": found.relationship,
        "tab": "card",
        "listed": listed[::-1],
        "chart": charts.course(course) if len(course) > 1 else None,
        **cards.explained(request.actor, found),
        **_objecting(request, found),
    }
    return render(request, "portal/card.html", context)


def _objecting(request: ActorRequest, found: Card) -> dict[str, Any]:
    """What has been said of the card, and what may be: of the whole card, not of one plant's."""
    page = reverse("portal:order_line", args=[found.run.customer.slug])
    beside = objection_pages.beside(found, request.actor, page=page)
    if found.site:
        return beside
    waits = any(each.status == Objection.Status.SUBMITTED for each, _tone in beside["appeals"])
    may = rules.can_object(request.actor, found.relationship)
    today = zones.today_in(found.relationship.supplier.country, timezone.now())
    takes = rules.takes_appeals(found.run, today)
    return beside | {"may_object": may, "may_appeal": may and takes and not waits}


def _behind(request: ActorRequest, pk: int, code: str) -> tuple[Card, Kpi]:
    found = get_object_or_404(cards.cards_of(request.actor), pk=pk)
    measured = cards.kpi_on(found, code)
    if measured is None:
        raise Http404
    return found, measured
