"""What late lines, defects and root causes have in common: of one supplier, and of all."""

from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from tandem.accounts.models import Organization
from tandem.accounts.requests import ActorRequest
from tandem.analytics.views.trends import customer_of
from tandem.facts import opening
from tandem.improvement import causes_shown
from tandem.improvement.queries.root_causes import confirmed_causes
from tandem.relationships import tabs
from tandem.relationships.models import Relationship
from tandem.scorecards import behind, causes, workbook

PER_PAGE = 50
ROOT_CAUSES = "root_causes"


@require_GET
def field_causes(request: ActorRequest) -> HttpResponse:
    """Of all suppliers together."""
    context = _context(request, customer_of(request), None) | {"here": "causes"}
    return render(request, "analytics/causes.html", context)


@require_GET
def causes_tab(request: ActorRequest, slug: str) -> HttpResponse:
    """Of one supplier, in its tab."""
    customer, relationship = customer_of(request), tabs.find(request, slug)
    context = _context(request, customer, relationship) | {"part": "causes"}
    return tabs.answer(request, relationship, "analysis", "analytics/causes_tab.html", context)


@require_GET
def field_cause_lines(request: ActorRequest) -> HttpResponse | FileResponse:
    return _lines(request, customer_of(request), None)


@require_GET
def cause_lines(request: ActorRequest, slug: str) -> HttpResponse | FileResponse:
    return _lines(request, customer_of(request), tabs.find(request, slug))


class Rows(behind.Lines):
    """An order line leads to its history, where it is known whose it is."""

    page = ""

    def _row(self, row: dict[str, Any]) -> behind.Row:
        address = behind.line_address(self.page, row) if self.page else ""
        return behind.Row(super()._row(row).cells, address)


def _context(
    request: ActorRequest, customer: Organization, relationship: Relationship | None
) -> dict[str, Any]:
    if request.GET.get("of") == ROOT_CAUSES:
        found = confirmed_causes(request.actor, relationship.pk if relationship else None)
        return {
            "causes": found,
            "option": causes_shown.option(found),
            "case_page": "improvement:case",
        }
    asked = causes.asked_from(request.GET.dict(), suppliers=relationship is None)
    if asked is None:
        raise Http404
    today = timezone.localdate()
    bars = causes.bars(request.actor, customer, asked, today, relationship=relationship)
    names = causes.names_of(request.actor, asked, bars)
    rows = causes.shown(bars, asked, _lines_page(relationship), names)
    if asked.dimension == causes.SUPPLIER:
        rows = _to_suppliers(request, rows, [bar.cause for bar in bars], asked)
    starts, ends = asked.window(today)
    return {
        "asked": asked,
        "subject_name": causes.subject_name(asked.subject),
        "weight_name": causes.weight_name(asked.subject),
        "dimensions": causes.dimensions(asked.subject, suppliers=relationship is None),
        "spans": causes.SPANS,
        "bars": rows,
        "option": causes.option(rows, asked.subject),
        "nothing_loaded": opening.pins_now(customer.pk).lake_version == 0,
        "starts": starts,
        "ends": ends,
    }


def _to_suppliers(
    request: ActorRequest, rows: list[causes.Shown], keys: list[str | None], asked: causes.Asked
) -> list[causes.Shown]:
    """A supplier's bar leads to its own causes."""
    known = Relationship.objects.visible_to(request.actor).in_bulk([int(key) for key in keys if key])
    found = []
    for row, key in zip(rows, keys, strict=True):
        url = ""
        if key and int(key) in known:
            page = reverse("analysis:causes_tab", args=[known[int(key)].slug])
            url = f"{page}?of={asked.subject}&months={asked.span}"
        found.append(causes.Shown(row.name, row.weight, row.cases, row.share, row.up_to, url))
    return found


def _lines_page(relationship: Relationship | None) -> str:
    if relationship is None:
        return reverse("analysis:field_cause_lines")
    return reverse("analysis:cause_lines", args=[relationship.slug])


def _lines(
    request: ActorRequest, customer: Organization, relationship: Relationship | None
) -> HttpResponse | FileResponse:
    asked = causes.asked_from(request.GET.dict(), suppliers=False)
    if asked is None:
        raise Http404
    cause, today = request.GET.get("cause") or None, timezone.localdate()
    spec, read = causes.rows_behind(request.actor, customer, asked, cause, today, relationship=relationship)
    export = request.GET.get("as") == "xlsx"
    rows = Rows(spec, read, every=export)
    if relationship is not None:
        rows.page = reverse("facts:order_line", args=[relationship.slug])
    if export:
        headings = [str(column.label) for column in rows.columns]
        return workbook.answer(f"{asked.subject}.xlsx", asked.subject, headings, rows.plain())
    page = reverse("analysis:field_causes") if relationship is None else ""
    context = {
        "asked": asked,
        "relationship": relationship,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "columns": rows.columns,
        "kpi": causes.subject_name(asked.subject),
        "cause": causes.cause_name(asked, cause, causes.names_of(request.actor, asked, [])),
        "back": page or reverse("analysis:causes_tab", args=[relationship.slug if relationship else ""]),
        "query": causes.query(asked, cause),
    }
    name = "scorecards/card_rows.html" if request.htmx else "analytics/cause_lines.html"
    return render(request, name, context)
