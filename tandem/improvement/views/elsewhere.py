"""Read-across: where the same cause may sit, taken up or dismissed by the customer."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tandem.accounts.requests import ActorRequest
from tandem.improvement.actions import elsewhere as actions
from tandem.improvement.models import Case, Proposal
from tandem.improvement.views.finding import case_of


@require_POST
def look_elsewhere(request: ActorRequest, pk: int) -> HttpResponse:
    found = case_of(request, pk)
    new = actions.look_elsewhere(found, by=request.actor, now=timezone.now())
    told = ngettext("%(count)d place proposed.", "%(count)d places proposed.", len(new)) % {"count": len(new)}
    messages.success(request, told)
    return redirect(f"{found.get_absolute_url()}#elsewhere")


@require_POST
def take_up(request: ActorRequest, pk: int, proposal: int) -> HttpResponse:
    found = _proposal(request, pk, proposal)
    opened = actions.take_up(
        found, title=request.POST.get("title", ""), description=request.POST.get("description", ""),
        by=request.actor, now=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("%(case)s is open; the supplier has been told.") % {"case": opened.label})
    return redirect(f"{found.case.get_absolute_url()}#elsewhere")


@require_POST
def dismiss(request: ActorRequest, pk: int, proposal: int) -> HttpResponse:
    found = _proposal(request, pk, proposal)
    actions.dismiss(found, reason=request.POST.get("reason", ""), by=request.actor, now=timezone.now())
    return redirect(f"{found.case.get_absolute_url()}#elsewhere")


def shown(request: ActorRequest, case: Case) -> dict[str, Any]:
    """For the case's page at the customer. What the supplier wrote is not offered as words for others."""
    rows = Proposal.objects.visible_to(request.actor).filter(case=case)
    own_words = case.origin != Case.Origin.SUPPLIER
    return {
        "proposals": list(rows.select_related("relationship__supplier", "opened")),
        "words": {"title": case.title, "description": case.description} if own_words else {},
    }


def _proposal(request: ActorRequest, pk: int, proposal: int) -> Proposal:
    case = case_of(request, pk)
    rows = Proposal.objects.visible_to(request.actor).select_related(
        "relationship__supplier", "relationship__customer"
    )
    found = get_object_or_404(rows.filter(case=case), pk=proposal)
    found.case = case
    return found
