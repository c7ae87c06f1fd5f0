"""The same as the supplier sees them: what was announced, and its word on it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.requests import ActorRequest
from tandem.core.errors import Refused
from tandem.core.fence import acting_for
from tandem.incentives import actions, rules, wording, workbook
from tandem.incentives.models import Consequence, Kind
from tandem.incentives.views.consequences import listed
from tandem.incentives.views.finding import marked, shown
from tandem.scorecards.models import Card

PER_PAGE = 25


@require_GET
def consequences(request: ActorRequest) -> HttpResponse:
    rows = Consequence.objects.announced_to(request.actor)
    found, status, kind = rows, request.GET.get("status", ""), request.GET.get("kind", "")
    if status in Consequence.Status.values:
        found = found.filter(status=status)
    if kind in Kind.values:
        found = found.filter(kind=kind)
    page = Paginator(
        found.select_related("relationship__customer").order_by("-announced_at", "-pk"), PER_PAGE
    )
    shown_page = page.get_page(request.GET.get("page"))
    context = {
        "page": shown_page,
        "rows": listed(shown_page),
        "statuses": [
            choice
            for choice in Consequence.Status.choices
            if choice[0] not in ("proposed", "approved", "refused")
        ],
        "kinds": Kind.choices,
        "any": rows.exists(),
    }
    if request.htmx and request.htmx.target == "results":
        return render(request, "incentives/own/consequences_rows.html", context)
    return render(request, "incentives/own/consequences.html", context)


@require_GET
def consequence(request: ActorRequest, pk: int) -> HttpResponse:
    return _page(request, _find(request, pk))


@require_POST
def accept(request: ActorRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    actions.accept(found, by=request.actor, now=timezone.now())
    messages.success(request, _("Accepted."))
    return redirect("incentives_supplier:consequence", pk)


@require_POST
def appeal(request: ActorRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    text, lines = request.POST.get("text", ""), marked(request.POST)
    try:
        actions.appeal(found, text=text, disputed=lines, by=request.actor, now=timezone.now())
    except Refused as refusal:
        found.refresh_from_db()
        return _page(request, found, refused=str(refusal), text=text, disputed=lines)
    messages.success(request, _("Your appeal has been handed in; you are told of the decision."))
    return redirect("incentives_supplier:consequence", pk)


@require_GET
def export_lines(request: ActorRequest, pk: int) -> FileResponse:
    return workbook.answer(_find(request, pk))


def _page(
    request: ActorRequest,
    found: Consequence,
    *,
    refused: str = "",
    text: str = "",
    disputed: dict[int, str] | None = None,
) -> HttpResponse:
    context = {
        **shown(request.actor, found, reverse("portal:order_line", args=[found.relationship.customer.slug])),
        "may_answer": rules.can_answer(request.actor, found),
        "policy_text": _policy(found),
        "card_url": _card_address(request, found),
        "refused": refused,
        "text": text,
        "marked": disputed or {},
    }
    return render(request, "incentives/own/consequence.html", context, status=422 if refused else 200)


def _policy(found: Consequence) -> str:
    """The sentence of the policy that called for it: what a supplier is held to, it may read."""
    with acting_for(found.relationship.customer_id):
        policy = found.policy
        return wording.sentence(policy, wording.kpis_of(found), to_supplier=True) if policy else ""


def _card_address(request: ActorRequest, found: Consequence) -> str:
    """The card it speaks of, as far as it is published to the supplier."""
    if found.card_id is None or not Card.objects.visible_to(request.actor).filter(pk=found.card_id).exists():
        return ""
    return reverse("portal:card", args=[found.card_id])


def _find(request: ActorRequest, pk: int) -> Consequence:
    rows = Consequence.objects.announced_to(request.actor).select_related(
        "relationship__supplier", "relationship__customer"
    )
    return get_object_or_404(rows, pk=pk)
