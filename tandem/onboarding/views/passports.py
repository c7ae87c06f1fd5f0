"""Suppliers' passports at their customer: the list, and one with what it accepted and what waits."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.onboarding import passport_content
from tandem.onboarding.actions import passports as actions
from tandem.onboarding.models import PassportProposal
from tandem.onboarding.queries import bank_accounts
from tandem.onboarding.queries import passports as queries
from tandem.onboarding.rules import bank_accounts as bank_rules
from tandem.onboarding.rules import passports as rules
from tandem.relationships import tabs

PER_PAGE = 50


@require_GET
def passports(request: ActorRequest) -> HttpResponse:
    """Every supplier that shares its passport, or of which a version was accepted; what waits first."""
    held = queries.held_by_customer(request.actor)
    words = request.GET.get("q", "").strip().casefold()
    wanted = request.GET.get("state", "")
    rows = [
        one
        for one in held
        if (not words or words in one.relationship.search_text)
        and (wanted != "waiting" or one.waiting)
        and (wanted != "accepted" or one.accepted)
        and (wanted != "ended" or not one.shared)
    ]
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": page.object_list,
        "page": page,
        "any_at_all": bool(held),
        "waiting": sum(1 for one in held if one.waiting),
        "accepted": sum(1 for one in held if one.accepted),
        "ended": sum(1 for one in held if not one.shared),
        "states": [
            ("waiting", _("waits for a decision")),
            ("accepted", _("accepted")),
            ("ended", _("no longer shared")),
        ],
        "tab": "passports",
    }
    name = "onboarding/passports/rows.html" if request.htmx else "onboarding/passports/list.html"
    return render(request, name, context)


@require_GET
def passport_tab(request: ActorRequest, slug: str) -> HttpResponse:
    """The version that the customer goes by, what a later one would change, and where it pays to."""
    relationship = tabs.find(request, slug)
    held = queries.held(relationship, request.actor)
    shown = held.accepted or held.waiting
    content = shown.content if shown else None
    context = {
        "held": held,
        "shown": shown,
        "parts": passport_content.parts(content) if content else [],
        "differences": passport_content.differences(held.accepted.content, held.waiting.content)
        if held.accepted and held.waiting and held.accepted.content and held.waiting.content
        else [],
        "may_decide": rules.can_decide_passport(request.actor, relationship),
        "accounts": bank_accounts.in_force(relationship),
        "hold": bank_accounts.payments_held(relationship),
        "may_enter": bank_rules.can_enter(request.actor, relationship),
    }
    return tabs.answer(request, relationship, "passport", "onboarding/passports/tab.html", context)


@require_POST
def accept_passport(request: ActorRequest, pk: int) -> HttpResponse:
    proposal = _find(request, pk)
    actions.accept_passport(proposal, by=request.actor, now=timezone.now())
    messages.success(request, _("Version %(number)s is accepted.") % {"number": proposal.number})
    return redirect(proposal)


@require_POST
def refuse_passport(request: ActorRequest, pk: int) -> HttpResponse:
    proposal = _find(request, pk)
    require(
        rules.can_decide_passport(request.actor, proposal.relationship), rules.why_not_decide(request.actor)
    )
    actions.refuse_passport(proposal, request.POST.get("reason", ""), by=request.actor, now=timezone.now())
    messages.success(request, _("Refused. The supplier has been told why."))
    return redirect(proposal)


def _find(request: ActorRequest, pk: int) -> PassportProposal:
    rows = PassportProposal.objects.visible_to(request.actor)
    rows = rows.select_related("relationship__customer", "relationship__supplier")
    return get_object_or_404(rows, pk=pk)
