"""What a supplier's late lines, defects and root causes at one customer have in common."""

from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from tandem.accounts.requests import ActorRequest
from tandem.improvement import causes_shown
from tandem.improvement.queries.root_causes import confirmed_causes
from tandem.portal.views.cards import find_customer
from tandem.portal.views.conduct import SuppliersLines
from tandem.relationships.models import Relationship
from tandem.scorecards import causes, workbook
from tandem.scorecards.queries import followed

PER_PAGE = 50


@require_GET
def customer_causes(request: ActorRequest, slug: str) -> HttpResponse:
    relationship = find_customer(request, slug)
    context: dict[str, Any] = {"relationship": relationship, "tab": "analysis", "part": "causes"}
    if request.GET.get("of") == "root_causes":
        found = confirmed_causes(request.actor, relationship.pk)
        context |= {
            "causes": found,
            "option": causes_shown.option(found),
            "case_page": "improvement_supplier:case",
        }
        return render(request, "portal/causes.html", context)
    asked = _asked(request, relationship)
    if asked is not None:
        today = timezone.localdate()
        bars = causes.bars(request.actor, relationship.customer, asked, today, relationship=relationship)
        rows = causes.shown(bars, asked, reverse("portal:customer_cause_lines", args=[slug]), {})
        starts, ends = asked.window(today)
        context |= {
            "asked": asked,
            "subject_name": causes.subject_name(asked.subject),
            "weight_name": causes.weight_name(asked.subject),
            "dimensions": causes.dimensions(asked.subject, suppliers=False),
            "spans": causes.SPANS,
            "bars": rows,
            "option": causes.option(rows, asked.subject),
            "starts": starts,
            "ends": ends,
        }
    return render(request, "portal/causes.html", context)


@require_GET
def customer_cause_lines(request: ActorRequest, slug: str) -> HttpResponse | FileResponse:
    relationship = find_customer(request, slug)
    asked, cause = _asked(request, relationship), request.GET.get("cause") or None
    if asked is None:
        raise Http404
    spec, read = causes.rows_behind(
        request.actor,
        relationship.customer,
        asked,
        cause,
        timezone.localdate(),
        relationship=relationship,
    )
    export = request.GET.get("as") == "xlsx"
    rows = SuppliersLines(spec, read, every=export)
    rows.page = reverse("portal:order_line", args=[slug])
    if export:
        headings = [str(column.label) for column in rows.columns]
        return workbook.answer(f"{slug}-{asked.subject}.xlsx", asked.subject, headings, rows.plain())
    context = {
        "asked": asked,
        "relationship": relationship,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "columns": rows.columns,
        "kpi": causes.subject_name(asked.subject),
        "cause": causes.cause_name(asked, cause, {}),
        "query": causes.query(asked, cause),
    }
    name = "portal/rows.html" if request.htmx else "portal/cause_lines.html"
    return render(request, name, context)


def _asked(request: ActorRequest, relationship: Relationship) -> causes.Asked | None:
    """None before anything has been published. Raises Http404 for what there is not."""
    until = followed.shown_until(request.actor, relationship.pk)
    if until is None:
        return None
    asked = causes.asked_from(request.GET.dict(), suppliers=False, until=until)
    if asked is None:
        raise Http404
    return asked
