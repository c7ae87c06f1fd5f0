"""The heat map: all suppliers of a published period by criterion, the worst first."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tandem.accounts.requests import ActorRequest
from tandem.analytics import heat
from tandem.analytics.views.trends import customer_of
from tandem.core import formats
from tandem.relationships.models import Category, Segment
from tandem.scorecards import wording
from tandem.scorecards.models import Card, Run
from tandem.scorecards.queries import part_names, pinned_kpis

PER_PAGE = 50
PERIODS = 40


@require_GET
def heat_map(request: ActorRequest) -> HttpResponse:
    """Of the newest published run, or of the one chosen."""
    customer_of(request)
    known = list(heat.runs(request.actor)[:PERIODS])
    if not known:
        return render(request, "analytics/heat_map.html", {"here": "heat_map"})
    given = request.GET.get("run", "")
    run = next((each for each in known if str(each.pk) == given), known[0])
    columns = _columns(run)
    worst = request.GET.get("worst", heat.SCORE)
    if worst not in {column.code for column in columns}:
        worst = heat.SCORE
    found = heat.cards(
        run,
        worst_by=worst,
        category=request.GET.get("category", ""),
        segment=request.GET.get("segment", ""),
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "here": "heat_map",
        "run": run,
        "columns": columns,
        "worst": worst,
        "page": page,
        "rows": heat.rows(list(page), columns, _why, _lines),
        "runs": [(each.pk, _run_name(each)) for each in known],
        "orders": [(heat.SCORE, _("Score")), *((column.code, column.name) for column in columns)],
        "categories": [(each.code, str(each)) for each in Category.objects.visible_to(request.actor)],
        "segments": Segment.choices,
        "bounds": heat.BOUNDS,
    }
    inner = request.htmx and not request.htmx.history_restore_request
    return render(request, "analytics/heat_rows.html" if inner else "analytics/heat_map.html", context)


def _columns(run: Run) -> list[heat.Column]:
    names = part_names(run.template, pinned_kpis(run))
    return [heat.Column(each.code, names[each.code], each.kpi) for each in run.template.criteria.all()]


def _run_name(run: Run) -> str:
    return f"{formats.period(run.period, get_language() or 'en')} · {run.template.title}"


def _why(aside: str) -> str:
    return wording.set_aside(aside) if aside else _("no data")


def _lines(card: Card, kpi: str) -> str:
    return reverse("scorecards:card_lines", args=[card.pk, kpi])
