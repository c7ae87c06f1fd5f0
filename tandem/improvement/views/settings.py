"""A customer's rules that open cases, and its ladder of escalation."""

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
from tandem.improvement import actions, wording
from tandem.improvement.actions.escalating import USUAL
from tandem.improvement.forms.opening import RuleForm, RungForm
from tandem.improvement.models import OpeningRule, Rung
from tandem.improvement.rules import cases as rules
from tandem.scorecards.queries import current_kpis


@require_GET
def rules_and_ladder(request: ActorRequest) -> HttpResponse:
    """Everybody at the customer may read them; who manages all cases may change them."""
    return render(request, "improvement/settings.html", _shown(request))


@require_POST
def add_rule(request: ActorRequest) -> HttpResponse:
    require(rules.can_set_rules(request.actor), rules.why_not_manage(request.actor))
    now = timezone.now()
    form = RuleForm(request.POST, customer_id=request.actor.organization_id, now=now)
    if accepted(form, lambda: actions.save_rule(form.save(commit=False), by=request.actor, now=now)):
        messages.success(request, _("The rule holds from now on."))
        return redirect("improvement:settings")
    return render(request, "improvement/settings.html", _shown(request) | {"rule_form": form}, status=422)


@require_POST
def remove_rule(request: ActorRequest, pk: int) -> HttpResponse:
    actions.remove_rule(
        get_object_or_404(OpeningRule.objects.visible_to(request.actor), pk=pk), by=request.actor
    )
    messages.success(request, _("The rule is gone; cases that it opened stay."))
    return redirect("improvement:settings")


@require_POST
def add_rung(request: ActorRequest) -> HttpResponse:
    require(rules.can_set_rules(request.actor), rules.why_not_manage(request.actor))
    form = RungForm(request.POST)
    if accepted(form, lambda: actions.save_rung(form.save(commit=False), by=request.actor)):
        return redirect("improvement:settings")
    return render(request, "improvement/settings.html", _shown(request) | {"rung_form": form}, status=422)


@require_POST
def remove_rung(request: ActorRequest, pk: int) -> HttpResponse:
    actions.remove_rung(get_object_or_404(Rung.objects.visible_to(request.actor), pk=pk), by=request.actor)
    return redirect("improvement:settings")


def _shown(request: ActorRequest) -> dict[str, Any]:
    kpis = current_kpis(request.actor.organization_id)
    own = OpeningRule.objects.visible_to(request.actor).select_related("owner", "category")
    rungs = list(Rung.objects.visible_to(request.actor))
    usual = [Rung(after_days=each.after_days, whom=each.whom) for each in USUAL]
    may_change = rules.can_set_rules(request.actor)
    return {
        "ns": "improvement",
        "buys": True,
        "rules": [(each, wording.rule(each, kpis)) for each in own],
        "rungs": [(each, wording.rung(each)) for each in rungs],
        "usual": [] if rungs else [wording.rung(each) for each in usual],
        "may_change": may_change,
        "rule_form": RuleForm(customer_id=request.actor.organization_id, now=timezone.now())
        if may_change
        else None,
        "rung_form": RungForm() if may_change else None,
    }
