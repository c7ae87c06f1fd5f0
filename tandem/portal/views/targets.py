"""Targets that customers propose, as the supplier sees them: accepted, or answered with another value."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.accounts.views.answering import accepted
from tandem.relationships.models import Relationship
from tandem.scorecards import actions, target_pages
from tandem.scorecards.forms.targets import OfferForm
from tandem.scorecards.models import TargetAgreement
from tandem.scorecards.models.targets import AGREEMENT_TONES
from tandem.scorecards.rules import targets as rules
from tandem.scorecards.views.targets import version_read

PER_PAGE = 50


@require_GET
def targets(request: ActorRequest) -> HttpResponse:
    """All that customers have asked, what waits for an answer first."""
    served = Relationship.objects.served_by(request.actor).values("pk")
    rows = TargetAgreement.objects.asked_of(request.actor).filter(relationship__in=served)
    rows = rows.select_related("relationship__customer", "target").order_by(
        "withdrawn", "-status", "relationship__customer__name", "pk"
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    kpis = {
        customer: target_pages.kpis_of(customer)
        for customer in {each.relationship.customer_id for each in page}
    }
    shown = [
        (each, kpis[each.relationship.customer_id].get(each.target.kpi), AGREEMENT_TONES[each.status])
        for each in page
    ]
    return render(request, "portal/targets/list.html", {"page": page, "rows": shown})


@require_GET
def target(request: ActorRequest, pk: int) -> HttpResponse:
    return _page(request, _find(request, pk))


@require_POST
def accept_target(request: ActorRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    actions.accept_target(found, version_read(request), by=request.actor, now=timezone.now())
    messages.success(request, _("Agreed. You are measured by it in the periods it holds for."))
    return redirect("portal:target", pk)


@require_POST
def counter_target(request: ActorRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    require(rules.can_speak(request.actor, found))
    form = OfferForm(request.POST, unit=target_pages.unit_of(found))

    def act() -> None:
        given = form.cleaned_data
        actions.counter_target(
            found,
            given["value"],
            version=version_read(request),
            reason=given["reason"],
            by=request.actor,
            now=timezone.now(),
        )

    if not accepted(form, act):
        return _page(request, _find(request, pk), form)
    messages.success(request, _("Your proposal has been sent."))
    return redirect("portal:target", pk)


def _find(request: ActorRequest, pk: int) -> TargetAgreement:
    served = Relationship.objects.served_by(request.actor).values("pk")
    rows = TargetAgreement.objects.asked_of(request.actor).filter(relationship__in=served)
    return get_object_or_404(
        rows.select_related("relationship__supplier", "relationship__customer", "target"), pk=pk
    )


def _page(request: ActorRequest, found: TargetAgreement, form: OfferForm | None = None) -> HttpResponse:
    context = target_pages.shown(request.actor, found, form)
    return render(request, "portal/targets/target.html", context, status=422 if form is not None else 200)
