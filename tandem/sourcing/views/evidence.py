"""Criteria, and the matrix of what is known of each candidate by them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.views.answering import accepted
from tandem.core import kept_files
from tandem.sourcing import actions, showing, wording
from tandem.sourcing.forms.selections import CriterionForm, ValueForm
from tandem.sourcing.models import Criterion, Offer, Selection, Value
from tandem.sourcing.queries.argument import argument
from tandem.sourcing.views import shown
from tandem.sourcing.views.finding import candidate_of, find, frame, to_prepare


@require_GET
def evidence(request: ActorRequest, pk: int) -> HttpResponse:
    selection = find(request, pk)
    reasoned = argument(selection, timezone.localdate())
    context = {
        **frame(request, selection, "evidence"),
        **shown.the_argument(reasoned),
        "drawable": any(criterion.is_drawn for criterion in reasoned.criteria),
    }
    return render(request, "sourcing/evidence.html", context)


def new_criterion(request: ActorRequest, pk: int) -> HttpResponse:
    selection = to_prepare(request, pk)
    return _saving(request, selection, Criterion(selection=selection))


def edit_criterion(request: ActorRequest, pk: int, criterion: int) -> HttpResponse:
    selection = to_prepare(request, pk)
    return _saving(request, selection, _criterion(selection, criterion))


@require_POST
def remove_criterion(request: ActorRequest, pk: int, criterion: int) -> HttpResponse:
    selection = to_prepare(request, pk)
    actions.remove_criterion(_criterion(selection, criterion), by=request.actor)
    messages.success(request, _("The criterion and its values are removed."))
    return redirect("sourcing:evidence", pk)


@require_POST
def draw_values(request: ActorRequest, pk: int) -> HttpResponse:
    selection = to_prepare(request, pk)
    known = actions.draw_values(selection, by=request.actor, now=timezone.now())
    told = ngettext("%(count)d value was found.", "%(count)d values were found.", known) % {"count": known}
    messages.success(request, told)
    return redirect("sourcing:evidence", pk)


def value(request: ActorRequest, pk: int, candidate: int, criterion: int) -> HttpResponse:
    """What is known of one candidate by one criterion; who may not change it reads it here with its evidence."""
    selection = find(request, pk) if request.method == "GET" else to_prepare(request, pk)
    found, asked = candidate_of(selection, candidate), _criterion(selection, criterion)
    known = Value.objects.filter(candidate=found, criterion=asked).first()
    form = ValueForm(request.POST or None, request.FILES or None, value=known)

    def act() -> None:
        given = form.cleaned_data
        low, high = form.limits
        entered = actions.Known(
            low,
            high,
            missing=given["missing"] if low is None else "",
            as_of=given["as_of"],
            note=given["note"],
            url=given["url"],
            file=form.uploaded,
        )
        actions.enter_value(found, asked, entered, by=request.actor, now=timezone.now())

    if request.method == "POST" and accepted(form, act):
        messages.success(request, _("Entered."))
        return redirect("sourcing:evidence", pk)
    context = {
        **frame(request, selection, "evidence"),
        "candidate": found,
        "criterion": asked,
        "value": known,
        "text": showing.value_text(known, asked, selection.currency),
        "reference": showing.reference_text(known, asked),
        "why": wording.reason(known.missing) if known and known.missing else "",
        "limit": showing.limit_text(asked, selection.currency),
        "form": form,
    }
    return render(request, "sourcing/value.html", context, status=422 if form.is_bound else 200)


@require_GET
def offer_file(request: ActorRequest, pk: int, offer: int) -> HttpResponseBase:
    selection = find(request, pk)
    rows = Offer.objects.select_related("candidate__selection").filter(candidate__selection=selection)
    return _handed_out(request, get_object_or_404(rows, pk=offer))


@require_GET
def value_file(request: ActorRequest, pk: int, value: int) -> HttpResponseBase:
    selection = find(request, pk)
    rows = Value.objects.select_related("candidate__selection").filter(candidate__selection=selection)
    return _handed_out(request, get_object_or_404(rows, pk=value))


def _handed_out(request: ActorRequest, record: Offer | Value) -> HttpResponseBase:
    if not record.path:
        raise Http404
    actions.record_download(record, by=request.actor)
    return kept_files.handed_out(record.path, file_name=record.file_name, media_type=record.media_type)


def _saving(request: ActorRequest, selection: Selection, criterion: Criterion) -> HttpResponse:
    form = CriterionForm(request.POST or None, actor=request.actor, instance=criterion)
    made: list[Any] = []

    def act() -> None:
        made.append(actions.save_criterion(criterion, by=request.actor))

    if request.method == "POST" and accepted(form, act):
        if criterion.is_drawn:
            actions.draw_values(selection, by=request.actor, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("sourcing:evidence", selection.pk)
    context = {
        **frame(request, selection, "evidence"),
        "form": form,
        "heading": str(criterion) if criterion.pk else _("A new criterion"),
        "criterion": criterion if criterion.pk else None,
    }
    return render(request, "sourcing/form.html", context, status=422 if form.is_bound else 200)


def _criterion(selection: Selection, pk: int) -> Criterion:
    found = get_object_or_404(selection.criteria.all(), pk=pk)
    found.selection = selection
    return found
