"""The data check of a run, opened and closed by the customer."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.scorecards import actions, rules
from tandem.scorecards.models import Run


class DaysForm(forms.Form):
    days = forms.IntegerField(min_value=1, max_value=250)


@require_POST
def open_check(request: ActorRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    require(rules.can_compute(request.actor, found))
    form = DaysForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Give suppliers one working day at least."))
    checks = actions.open_check(found, by=request.actor, now=timezone.now(), days=form.cleaned_data["days"])
    messages.success(
        request, _("%(count)s suppliers have been asked to check their lines.") % {"count": len(checks)}
    )
    return redirect(found)


@require_POST
def close_check(request: ActorRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    actions.close_check(found, by=request.actor, now=timezone.now())
    return redirect(found)


def _find(request: ActorRequest, pk: int) -> Run:
    rows = Run.objects.visible_to(request.actor).select_related("template", "customer")
    return get_object_or_404(rows, pk=pk)
