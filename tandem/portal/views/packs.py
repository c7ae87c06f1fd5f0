"""The quarterly review pack at one customer, with what its supplier may see."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tandem.accounts.requests import ActorRequest
from tandem.portal.views.cards import find_customer
from tandem.scorecards import pack_files, review_packs
from tandem.scorecards.review_packs import Pack


@require_GET
def customer_packs(request: ActorRequest, slug: str) -> HttpResponse:
    relationship = find_customer(request, slug)
    quarters = review_packs.quarters(request.actor, relationship, timezone.localdate())
    context = {"relationship": relationship, "tab": "analysis", "part": "packs", "quarters": quarters}
    return render(request, "portal/packs.html", context)


@require_GET
def customer_pack_pdf(request: ActorRequest, slug: str, quarter: str) -> HttpResponse:
    return pack_files.as_pdf(_pack(request, slug, quarter), now=timezone.now())


@require_GET
def customer_pack_workbook(request: ActorRequest, slug: str, quarter: str) -> FileResponse:
    return pack_files.as_workbook(_pack(request, slug, quarter))


def _pack(request: ActorRequest, slug: str, quarter: str) -> Pack:
    relationship, today = find_customer(request, slug), timezone.localdate()
    wanted = review_packs.quarter_named(quarter)
    if wanted is None or wanted not in review_packs.quarters(request.actor, relationship, today):
        raise Http404
    return review_packs.pack(request.actor, relationship, wanted, today)
