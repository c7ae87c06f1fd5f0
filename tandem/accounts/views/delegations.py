"""Standing in for each other: what one handed over and was handed; for administrators, everybody's."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tandem.accounts import actions, rules
from tandem.accounts.forms import DelegationForm
from tandem.accounts.models import Delegation
from tandem.accounts.models.delegations import DelegationQuerySet
from tandem.accounts.requests import ActorRequest
from tandem.accounts.views.answering import accepted

# Of those that are over, as many as one looks back at.
LATEST = 50


def delegations(request: ActorRequest) -> HttpResponse:
    now, actor = timezone.now(), request.actor
    whole = rules.can_manage_organization(actor, actor.organization_id)
    rows = _seen(request).select_related("giver__user", "taker__user")
    open_ones = rows.not_over(now).order_by("begins_on", "pk")
    over = rows.exclude(pk__in=rows.not_over(now).values("pk"))[:LATEST]
    context = {
        "open": [(each, each.holds_at(now), rules.can_end(actor, each)) for each in open_ones],
        "over": over,
        "whole": whole,
        "time_zone": timezone.get_default_timezone_name(),
    }
    return render(request, "accounts/delegations.html", context)


def hand_over(request: ActorRequest) -> HttpResponse:
    now = timezone.now()
    form = DelegationForm(request.POST or None, actor=request.actor, now=now)

    def act() -> None:
        actions.hand_over(**form.cleaned_data, by=request.actor, now=now)

    if accepted(form, act):
        messages.success(
            request,
            _("%(name)s stands in for you on these days.") % {"name": form.cleaned_data["taker"].user},
        )
        return redirect("accounts:delegations")
    context = {"form": form, "time_zone": timezone.get_default_timezone_name()}
    return render(request, "accounts/hand_over.html", context, status=422 if form.is_bound else 200)


@require_POST
def end_delegation(request: ActorRequest, pk: int) -> HttpResponse:
    delegation = get_object_or_404(
        _seen(request).select_related("giver__user", "giver__organization", "taker__user"), pk=pk
    )
    actions.end_delegation(delegation, by=request.actor, now=timezone.now())
    messages.success(
        request,
        _("%(taker)s no longer stands in for %(giver)s.")
        % {"taker": delegation.taker.user, "giver": delegation.giver.user},
    )
    return redirect(reverse("accounts:delegations"))


def _seen(request: ActorRequest) -> DelegationQuerySet:
    """Administrators see all of the organisation's, everybody else their own."""
    actor = request.actor
    if rules.can_manage_organization(actor, actor.organization_id):
        return Delegation.objects.of_the_organization(actor)
    return Delegation.objects.of_the_person(actor)
