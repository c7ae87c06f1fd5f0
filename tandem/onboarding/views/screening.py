from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tandem.accounts.requests import ActorRequest
from tandem.accounts.roles import Capability
from tandem.onboarding import screening_score
from tandem.onboarding.actions.screening_decisions import decide_match
from tandem.onboarding.models import ListVersion, PublicList, ScreenedSupplier, Screening, ScreeningMatch
from tandem.onboarding.queries import screening as queries
from tandem.onboarding.rules import screening as rules
from tandem.relationships import tabs
from tandem.relationships.rules import out_of_reach

PAGE = 25
Status = ScreeningMatch.Status


@require_safe
def screening(request: ActorRequest) -> HttpResponse:
    """What is to decide, and what was decided."""
    wanted = request.GET.get("status", Status.OPEN.value)
    status = wanted if wanted in Status.values else ""
    rows = queries.matches(request.actor, status, request.GET.get("q", ""))
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "status": status,
        "statuses": [("all", _("All")), *Status.choices],
        "lists": queries.lists_in_force(),
        "last": Screening.objects.visible_to(request.actor).first(),
    }
    alone = request.htmx and not request.htmx.history_restore_request
    template = "onboarding/screening/match_lines.html" if alone else "onboarding/screening/matches.html"
    return render(request, template, context)


@require_safe
def screening_lists(request: ActorRequest) -> HttpResponse:
    """Which lists are in force, and every version that was loaded."""
    context = {
        "newest": queries.lists_in_force(),
        "page": Paginator(ListVersion.objects.all(), PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "onboarding/screening/lists.html", context)


@require_safe
def screening_match(request: ActorRequest, pk: int) -> HttpResponse:
    return _page(request, _find(request, pk))


@require_POST
def decide_screening_match(request: ActorRequest, pk: int) -> HttpResponse:
    decide_match(
        _find(request, pk),
        request.POST.get("status", ""),
        by=request.actor,
        now=timezone.now(),
        reason=request.POST.get("reason", ""),
    )
    messages.success(request, _("Decided, and written down with your reason."))
    return redirect("onboarding:screening_match", pk)


@require_safe
def screening_tab(request: ActorRequest, slug: str) -> HttpResponse:
    relationship = tabs.find(request, slug)
    found = list(
        queries.matches(request.actor).filter(relationship=relationship).order_by("-found_at", "-pk")
    )
    screened = ScreenedSupplier.objects.filter(pk=relationship.pk).first()
    labels = dict(PublicList.choices)
    context = {
        "matches": found,
        "confirmed": [one for one in found if one.status == Status.CONFIRMED],
        "state": queries.screening_state(relationship),
        "screened": screened,
        "versions": [(labels.get(kind, kind), number) for kind, number in sorted(screened.versions.items())]
        if screened
        else [],
        "loaded": ListVersion.objects.exists(),
    }
    return tabs.answer(request, relationship, "screening", "onboarding/screening/tab.html", context)


def _page(request: ActorRequest, found: ScreeningMatch) -> HttpResponse:
    relationship = found.relationship
    supplier = relationship.supplier
    earlier = queries.matches(request.actor).filter(relationship=relationship, entry=found.entry)
    may_decide = rules.can_decide(request.actor, found)
    context = {
        "match": found,
        "supplier": supplier,
        "identifiers": list(supplier.identifiers.all()),
        "aliases": [alias.name for alias in relationship.aliases.all()],
        "listed_names": list(found.entry.listed_names.all()),
        "why": screening_score.why(found.supplier_name, found.listed_name),
        "earlier": list(earlier.exclude(pk=found.pk).order_by("-found_at", "-pk")),
        "may_decide": may_decide and found.status != Status.LAPSED,
        "out_of_reach": None if may_decide else out_of_reach(request.actor, Capability.DECIDE_SCREENING),
    }
    return render(request, "onboarding/screening/match.html", context)


def _find(request: ActorRequest, pk: int) -> ScreeningMatch:
    return get_object_or_404(queries.matches(request.actor), pk=pk)
