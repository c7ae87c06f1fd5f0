"""The quarterly review pack of one supplier: which quarters there are, and each as PDF and Excel."""

from django.http import FileResponse, Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from tandem.accounts.requests import ActorRequest
from tandem.analytics.views.trends import customer_of
from tandem.relationships import tabs
from tandem.scorecards import pack_files, review_packs
from tandem.scorecards.review_packs import Pack


@require_GET
def packs_tab(request: ActorRequest, slug: str) -> HttpResponse:
    customer_of(request)
    relationship = tabs.find(request, slug)
    quarters = review_packs.quarters(request.actor, relationship, timezone.localdate())
    context = {"quarters": quarters, "part": "packs"}
    return tabs.answer(request, relationship, "analysis", "analytics/packs_tab.html", context)


@require_GET
def pack_pdf(request: ActorRequest, slug: str, quarter: str) -> HttpResponse:
    return pack_files.as_pdf(_pack(request, slug, quarter), now=timezone.now())


@require_GET
def pack_workbook(request: ActorRequest, slug: str, quarter: str) -> FileResponse:
    return pack_files.as_workbook(_pack(request, slug, quarter))


def _pack(request: ActorRequest, slug: str, quarter: str) -> Pack:
    customer_of(request)
    relationship, today = tabs.find(request, slug), timezone.localdate()
    wanted = review_packs.quarter_named(quarter)
    if wanted is None or wanted not in review_packs.quarters(request.actor, relationship, today):
        raise Http404
    return review_packs.pack(request.actor, relationship, wanted, today)
