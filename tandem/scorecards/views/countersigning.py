"""Countersigning a run: asked for, given or refused, on the run's own page."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from tandem.accounts.requests import ActorRequest
from tandem.scorecards import actions
from tandem.scorecards.actions.countersigning import signatures
from tandem.scorecards.models import Countersignature, Function, Run
from tandem.scorecards.rules import countersigning as rules


@require_POST
def ask_to_countersign(request: ActorRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    actions.ask_to_countersign(found, by=request.actor, now=timezone.now())
    return redirect(found)


@require_POST
def countersign(request: ActorRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    actions.countersign(
        found,
        request.POST.get("function", ""),
        agrees=request.POST.get("decision") == "agree",
        remark=request.POST.get("remark", "")[:2000],
        by=request.actor,
        now=timezone.now(),
    )
    return redirect(found)


def shown(request: ActorRequest, run: Run) -> dict[str, Any]:
    """What the run's page shows of it: each function with its countersignature, and whether the reader may give it."""
    given = {each.function: each for each in signatures(run)}
    asked = [Function(each) for each in Function.values if each in run.template.countersigned_by]
    now = timezone.now()
    return {
        "signing": [
            (
                function,
                given.get(function),
                rules.why_not_countersign(request.actor, run, function, given.values(), now) is None,
            )
            for function in asked
        ],
        "signed": all(function in given for function in asked) and run.status == Run.Status.SIGNING,
        "refusals": Countersignature.objects.filter(run=run, agrees=False),
    }


def _find(request: ActorRequest, pk: int) -> Run:
    rows = Run.objects.visible_to(request.actor).select_related("template", "customer")
    return get_object_or_404(rows, pk=pk)
