"""Who comes into question: the long list from the approved list and the directory, and the short one."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.views.answering import accepted
from tandem.core.keys import key_of
from tandem.onboarding.models import Approval
from tandem.relationships import queries as relationships
from tandem.relationships.models import Relationship, Stage
from tandem.sourcing import actions, showing
from tandem.sourcing.forms.selections import ExpectationForm, OfferForm
from tandem.sourcing.models import Candidate, Selection
from tandem.sourcing.queries.argument import argument
from tandem.sourcing.views import shown
from tandem.sourcing.views.finding import candidate_of, find, frame, to_prepare

PER_PAGE = 20


@require_GET
def candidates(request: ActorRequest, pk: int) -> HttpResponse:
    """Those on the lists, and below them the directory to choose from."""
    selection = find(request, pk)
    everybody = list(selection.candidates.select_related("relationship__supplier"))
    context: dict[str, Any] = {
        **frame(request, selection, "candidates"),
        "short": [each for each in everybody if each.in_the_race],
        "left_out": [each for each in everybody if not each.in_the_race],
    }
    if context["may_prepare"]:
        context |= _directory(request, selection, everybody)
    if request.htmx and request.htmx.target == "results":
        return render(request, "sourcing/directory_rows.html", context)
    return render(request, "sourcing/candidates.html", context)


@require_POST
def add_candidates(request: ActorRequest, pk: int) -> HttpResponse:
    selection = to_prepare(request, pk)
    keys = [key_of(key) for key in request.POST.getlist("suppliers")]
    chosen = Relationship.objects.visible_to(request.actor).filter(pk__in=keys).select_related("supplier")
    added = actions.add_candidates(selection, chosen, by=request.actor, now=timezone.now())
    if added:
        told = ngettext(
            "%(count)d supplier put on the list.", "%(count)d suppliers put on the list.", len(added)
        )
        messages.success(request, told % {"count": len(added)})
    else:
        messages.warning(request, _("Choose suppliers first."))
    return redirect("sourcing:candidates", pk)


@require_POST
def leave_out(request: ActorRequest, pk: int, candidate: int) -> HttpResponse:
    found = candidate_of(to_prepare(request, pk), candidate)
    actions.leave_out(found, reason=request.POST.get("reason", ""), by=request.actor)
    return redirect("sourcing:candidates", pk)


@require_POST
def bring_back(request: ActorRequest, pk: int, candidate: int) -> HttpResponse:
    found = candidate_of(to_prepare(request, pk), candidate)
    actions.bring_back(found, by=request.actor)
    return redirect("sourcing:candidates", pk)


@require_POST
def remove_candidate(request: ActorRequest, pk: int, candidate: int) -> HttpResponse:
    found = candidate_of(to_prepare(request, pk), candidate)
    actions.remove_candidate(found, by=request.actor)
    return redirect("sourcing:candidates", pk)


@require_GET
def candidate(request: ActorRequest, pk: int, candidate: int) -> HttpResponse:
    """One candidate: what it offers and costs, what it can make, what is known of it."""
    selection = find(request, pk)
    found = candidate_of(selection, candidate)
    reasoned = argument(selection, timezone.localdate())
    line = next((each for each in reasoned.lines if each.candidate.pk == found.pk), None)
    context = {
        **frame(request, selection, "candidates"),
        "candidate": found,
        "line": line,
        "cells": shown.cells_of(line, reasoned) if line else [],
        "why_out": shown.why_out(line, selection.currency) if line else "",
        "cost": shown.cost_text(line, selection) if line else "",
        "offers": found.offers.all(),
        "today": timezone.localdate(),
        "score": showing.score(line.score) if line and line.score is not None else "",
    }
    return render(request, "sourcing/candidate.html", context)


def edit_candidate(request: ActorRequest, pk: int, candidate: int) -> HttpResponse:
    """Its capacity, and what is expected of it."""
    selection = to_prepare(request, pk)
    found = candidate_of(selection, candidate)
    # The form fills its instance in before the action has compared it.
    form = ExpectationForm(request.POST or None, instance=Candidate.objects.get(pk=found.pk))
    if request.method == "POST" and accepted(
        form, lambda: actions.expect(found, form.values, by=request.actor)
    ):
        messages.success(request, _("Saved."))
        return redirect("sourcing:candidate", pk, candidate)
    context = {
        **frame(request, selection, "candidates"),
        "candidate": found,
        "form": form,
        "heading": _("Capacity and expectations"),
    }
    return render(request, "sourcing/form.html", context, status=422 if form.is_bound else 200)


def new_offer(request: ActorRequest, pk: int, candidate: int) -> HttpResponse:
    selection = to_prepare(request, pk)
    found = candidate_of(selection, candidate)
    supplier = found.relationship.supplier
    initial = {"currency": supplier.currency, "offered_on": timezone.localdate()}
    form = OfferForm(request.POST or None, request.FILES or None, initial=initial)

    def act() -> None:
        actions.enter_offer(
            found,
            form.values,
            breaks=form.cleaned_data["breaks"],
            file=form.uploaded,
            by=request.actor,
            now=timezone.now(),
        )

    if request.method == "POST" and accepted(form, act):
        messages.success(
            request, _("The offer is entered, and the values that rest on prices are drawn anew.")
        )
        return redirect("sourcing:candidate", pk, candidate)
    context = {
        **frame(request, selection, "candidates"),
        "candidate": found,
        "form": form,
        "heading": _("A new offer"),
        "upload": True,
    }
    return render(request, "sourcing/form.html", context, status=422 if form.is_bound else 200)


def _directory(request: ActorRequest, selection: Selection, everybody: list[Candidate]) -> dict[str, Any]:
    """Relationships of any stage that are not candidates yet, narrowed at first to the category of the need."""
    parameters = request.GET.copy()
    if "category" not in parameters and selection.category_id is not None:
        parameters["category"] = str(selection.category_id)
    want = relationships.wanted(parameters)
    rows = relationships.matching(request.actor, want)
    rows = rows.exclude(pk__in=[each.relationship_id for each in everybody])
    site = request.GET.get("site", "")
    if site:
        rows = rows.filter(sites=key_of(site))
    approved = Approval.objects.visible_to(request.actor).in_force(timezone.localdate())
    approved = approved.exclude(status=Approval.Status.SUSPENDED)
    if selection.category_id is not None:
        approved = approved.filter(category=selection.category_id)
    if parameters.get("listed") == "yes":
        rows = rows.filter(pk__in=approved.values("relationship"))
    page = Paginator(relationships.in_order(rows, want), PER_PAGE).get_page(request.GET.get("page"))
    keys = [each.pk for each in page]
    listed = set(approved.filter(relationship__in=keys).values_list("relationship", flat=True))
    lines = relationships.lines(Relationship.objects.filter(pk__in=keys).values_list("pk", flat=True), want)
    chosen = parameters.get("category", "")
    return {
        "page": page,
        "lines": [(each, each.pk in listed) for each in lines],
        "categories": [
            (str(each.pk), str(each), str(each.pk) == chosen)
            for each in relationships.categories(request.actor)
        ],
        "sites": [(each.pk, str(each)) for each in selection.customer.sites.all()],
        "stages": Stage.choices,
    }
