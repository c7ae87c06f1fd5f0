"""From penalties and claims to improvement cases, and from a case back to what it came from and led to."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.requests import ActorRequest
from tandem.improvement.models import Case
from tandem.incentives import actions, wording
from tandem.incentives.actions.improving import Ground
from tandem.incentives.models import TONES, Claim, Consequence
from tandem.incentives.views import claims, consequences


@require_POST
def improve_after_penalty(request: ActorRequest, pk: int) -> HttpResponse:
    return _ask(request, consequences.find(request, pk))


@require_POST
def improve_after_claim(request: ActorRequest, pk: int) -> HttpResponse:
    return _ask(request, claims.find(request, pk))


@require_GET
def of_case(request: ActorRequest, pk: int) -> HttpResponse:
    """What asked for an improvement case, and what its success led to: a part of the case's page, for its customer."""
    return _around(request, get_object_or_404(Case.objects.of_customer(request.actor), pk=pk), own=False)


@require_GET
def of_own_case(request: ActorRequest, pk: int) -> HttpResponse:
    """The same for its supplier, of what has been announced to it."""
    return _around(request, get_object_or_404(Case.objects.of_supplier(request.actor), pk=pk), own=True)


def _ask(request: ActorRequest, ground: Ground) -> HttpResponse:
    case = actions.ask_to_improve(ground, by=request.actor, now=timezone.now())
    messages.success(request, _("%(case)s: the supplier has been told.") % {"case": case.label})
    return redirect(ground)


def _around(request: ActorRequest, case: Case, *, own: bool) -> HttpResponse:
    found = Consequence.objects.visible_to(request.actor).filter(
        Q(case=case) | Q(finding__cases__contains=[case.pk]), relationship=case.relationship_id
    )
    context = {
        "own": own,
        "rows": [(each, wording.title(each), TONES[each.status]) for each in found],
        "claims": Claim.objects.visible_to(request.actor).filter(case=case),
    }
    return render(request, "incentives/of_case.html", context)
