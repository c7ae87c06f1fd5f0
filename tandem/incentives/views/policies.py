"""Policies: read as sentences, tried on the past, put to use by another."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.accounts.views.answering import accepted
from tandem.core.keys import is_number
from tandem.incentives import actions, back_tests, rules, wording
from tandem.incentives.forms.policies import PolicyForm
from tandem.incentives.models import Policy
from tandem.scorecards.queries import current_kpis

TONES = {"draft": "neutral", "active": "good", "retired": "neutral"}


@require_GET
def policies(request: ActorRequest) -> HttpResponse:
    kpis = current_kpis(request.actor.organization_id)
    rows = Policy.objects.visible_to(request.actor).select_related("category")
    shown = rows if request.GET.get("all") else rows.exclude(status=Policy.Status.RETIRED)
    context = {
        "rows": [(policy, TONES[policy.status], wording.sentence(policy, kpis)) for policy in shown],
        "may_write": rules.can_write_policies(request.actor),
        "all": request.GET.get("all"),
        "retired": rows.filter(status=Policy.Status.RETIRED).exists(),
    }
    return render(request, "incentives/policies.html", context)


@require_GET
def policy(request: ActorRequest, pk: int) -> HttpResponse:
    found, now = find(request, pk), timezone.now()
    context = {
        "policy": found,
        "tone": TONES[found.status],
        "sentence": wording.sentence(found, current_kpis(found.customer_id)),
        "may_change": rules.can_change_policy(request.actor, found),
        "may_activate": found.status == Policy.Status.DRAFT and rules.can_activate(request.actor, found, now),
        "why_not": rules.why_not_activate(request.actor, found, now)
        if found.status == Policy.Status.DRAFT
        else None,
        "cases": found.consequences.select_related("relationship__supplier")[:10],
        "count": found.consequences.count(),
    }
    return render(request, "incentives/policy.html", context)


def new_policy(request: ActorRequest) -> HttpResponse:
    require(rules.can_write_policies(request.actor))
    return _edit(request, None)


def edit_policy(request: ActorRequest, pk: int) -> HttpResponse:
    found = find(request, pk)
    require(rules.can_change_policy(request.actor, found))
    return _edit(request, found)


@require_POST
def activate(request: ActorRequest, pk: int) -> HttpResponse:
    found = find(request, pk)
    actions.activate(found, by=request.actor, now=timezone.now())
    messages.success(request, _("In use: it speaks when the next run is published."))
    return redirect(found)


@require_POST
def retire(request: ActorRequest, pk: int) -> HttpResponse:
    found = find(request, pk)
    actions.retire(found, reason=request.POST.get("reason", ""), by=request.actor)
    messages.success(request, _("Retired; what it led to stays."))
    return redirect(found)


@require_POST
def copy(request: ActorRequest, pk: int) -> HttpResponse:
    made = actions.copy(find(request, pk), by=request.actor, now=timezone.now())
    messages.success(request, _("A draft like it was made."))
    return redirect("incentives:edit_policy", made.pk)


@require_GET
def back_test(request: ActorRequest, pk: int) -> HttpResponse:
    """Who would have been rewarded or punished in past periods, how much, and in total."""
    found = find(request, pk)
    periods = request.GET.get("periods", "4")
    tried = back_tests.tried(request.actor, found, min(int(periods), 12) if is_number(periods) else 4)
    context = {"policy": found, "tried": tried, "choices": [("4", "4"), ("8", "8"), ("12", "12")]}
    template = "incentives/back_test.html"
    return render(request, template, context)


def _edit(request: ActorRequest, found: Policy | None) -> HttpResponse:
    instance = Policy.objects.get(pk=found.pk) if found else None
    if "turn" in request.POST:
        # A choice that asks for other fields: nothing is saved and nothing is refused yet.
        form = PolicyForm(actor=request.actor, instance=instance, initial=request.POST.dict())
        return render(request, "incentives/policy_form.html", {"form": form, "policy": found})
    form = PolicyForm(request.POST or None, actor=request.actor, instance=instance)
    made: list[Policy] = []

    def act() -> None:
        made.append(actions.save_policy(form.values, by=request.actor, now=timezone.now(), policy=found))

    if request.method == "POST" and accepted(form, act):
        messages.success(
            request, _("Saved as a draft. Try it on past periods; somebody else puts it to use.")
        )
        return redirect(made[0])
    context: dict[str, Any] = {"form": form, "policy": found}
    return render(request, "incentives/edit_policy.html", context, status=422 if form.is_bound else 200)


def find(request: ActorRequest, pk: int) -> Policy:
    rows = Policy.objects.visible_to(request.actor).select_related("category")
    return get_object_or_404(rows, pk=pk)
