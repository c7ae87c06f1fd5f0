"""Evaluations: the list of suppliers, one supplier, several side by side; as screen, PDF and workbook."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from tandem.accounts.requests import ActorRequest
from tandem.assessments import evaluation_charts, evaluation_reports
from tandem.assessments.queries.course import course
from tandem.assessments.queries.evaluation import (
    DIMENSIONS,
    Evaluation,
    evaluate,
    evaluate_all,
    side_by_side,
)
from tandem.core import pdf
from tandem.relationships import tabs
from tandem.relationships.models import Relationship

PAGE, MOST = 12, 4


@require_GET
def evaluations(request: ActorRequest) -> HttpResponse:
    """The suppliers; their dimensions are loaded after them, all at once."""
    page = _page(request)
    context = {
        "page": page,
        "dimensions": [label for label, _page in DIMENSIONS.values()],
        "most": MOST,
        "query": urlencode({"q": request.GET.get("q", ""), "page": str(page.number)}),
    }
    if request.htmx and not request.htmx.history_restore_request and request.htmx.target == "results":
        return render(request, "assessments/evaluation/rows.html", context)
    return render(request, "assessments/evaluation/list.html", context)


@require_GET
def evaluation_rows(request: ActorRequest) -> HttpResponse:
    """The same page of the list with its dimensions."""
    found = evaluate_all(request.actor, list(_page(request)), timezone.localdate())
    return render(request, "assessments/evaluation/evaluated.html", {"evaluations": found})


@require_GET
def evaluation(request: ActorRequest, slug: str) -> HttpResponse:
    """A tab of the supplier's page."""
    relationship = tabs.find(request, slug)
    today = timezone.localdate()
    found = evaluate(request.actor, relationship, today)
    moments = course(request.actor, relationship, today)
    context = {
        "evaluation": found,
        "radar": evaluation_charts.radar([found]),
        "trend": evaluation_charts.trend(moments),
        "moments": moments[::-1],
        "labels": {key: label for key, (label, _page) in DIMENSIONS.items()},
        "query": urlencode({"s": relationship.slug}),
    }
    return tabs.answer(request, relationship, "evaluation", "assessments/evaluation/one.html", context)


@require_GET
def compare(request: ActorRequest) -> HttpResponse:
    found = _chosen(request)
    slugs = [each.relationship.slug for each in found]
    context: dict[str, Any] = {
        "evaluations": found,
        "rows": side_by_side(found) if found else [],
        "radar": evaluation_charts.radar(found) if found else None,
        "query": urlencode({"s": slugs}, doseq=True),
        "without": [(each.relationship, _without(slugs, each.relationship.slug)) for each in found],
        "most": MOST,
        "others": Relationship.objects.visible_to(request.actor)
        .exclude(slug__in=slugs)
        .select_related("supplier")[:500],
    }
    return render(request, "assessments/evaluation/compare.html", context)


@require_GET
def evaluation_pdf(request: ActorRequest) -> HttpResponse:
    now = timezone.now()
    found = _chosen(request)
    if not found:
        raise Http404
    return pdf.handed_out(evaluation_reports.report(found, now=now), "evaluation.pdf")


@require_GET
def evaluation_workbook(request: ActorRequest) -> FileResponse:
    found = _chosen(request)
    if not found:
        raise Http404
    return evaluation_reports.workbook(found, "evaluation.xlsx")


def _page(request: ActorRequest) -> Page[Relationship]:
    rows = Relationship.objects.visible_to(request.actor).select_related("supplier", "customer")
    wanted = request.GET.get("q", "").strip().lower()
    if wanted:
        rows = rows.filter(search_text__contains=wanted)
    return Paginator(rows, PAGE).get_page(request.GET.get("page"))


def _chosen(request: ActorRequest) -> list[Evaluation]:
    """Those that the address names by `?s=`, up to four. Raises Http404 for one that is not the actor's."""
    slugs = list(dict.fromkeys(slug for slug in request.GET.getlist("s") if slug))[:MOST]
    found = [tabs.find(request, slug) for slug in slugs]
    return evaluate_all(request.actor, found, timezone.localdate())


def _without(slugs: list[str], left_out: str) -> str:
    return urlencode({"s": [slug for slug in slugs if slug != left_out]}, doseq=True)
