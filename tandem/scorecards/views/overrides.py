"""Points of a criterion adjusted by hand on a card, and that taken back."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.accounts.views.answering import accepted
from tandem.core.errors import Refused
from tandem.core.kept_files import handed_out
from tandem.scorecards import actions, explaining
from tandem.scorecards.forms.overrides import OverrideForm
from tandem.scorecards.models import Card, Override, Run
from tandem.scorecards.queries import part_names, pinned_kpis
from tandem.scorecards.rules.overriding import can_override


@require_http_methods(["GET", "POST"])
def override_points(request: ActorRequest, pk: int, criterion: str) -> HttpResponse:
    found = get_object_or_404(_cards(request), pk=pk)
    require(can_override(request.actor, found.run, found.relationship))
    criteria = explaining.explained(found).criteria
    each = next((each for each in criteria if each.line.code == criterion), None)
    if each is None:
        raise Http404
    if each.line.points is None:
        raise Refused(_("This criterion has no points on the card: what has no data is not adjusted."))
    form = OverrideForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and accepted(
        form,
        lambda: actions.override_points(
            found, criterion, form.cleaned_data["points"], form.ground, by=request.actor, now=timezone.now()
        ),
    ):
        messages.success(request, _("Adjusted; score, grade and ranks follow."))
        return redirect(found)
    context = {"card": found, "each": each, "form": form, "currency": found.run.customer.currency}
    return render(request, "scorecards/override.html", context, status=422 if form.errors else 200)


@require_POST
def take_back_override(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_mine(request), pk=pk)
    actions.take_back_override(found, by=request.actor, now=timezone.now())
    return redirect(_card_of(found))


@never_cache
@require_GET
def override_evidence(request: ActorRequest, pk: int) -> FileResponse:
    found = get_object_or_404(_mine(request).exclude(path=""), pk=pk)
    answer = handed_out(found.path, file_name=found.file_name, media_type=found.media_type)
    actions.record_override_download(found, by=request.actor)
    return answer


def shown(run: Run) -> list[dict[str, Any]]:
    """What was adjusted on a run's cards, for whoever reviews, countersigns and publishes it."""
    rows = list(Override.objects.standing().filter(run=run).select_related("relationship__supplier"))
    if not rows:
        return []
    names = part_names(run.template, pinned_kpis(run))
    cards = Card.objects.filter(run=run, relationship__in=[each.relationship_id for each in rows])
    places = {(card.relationship_id, card.site): card for card in cards.defer("lines", "notes")}
    return [
        {
            "override": each,
            "name": names.get(each.criterion, each.criterion),
            "card": places.get((each.relationship_id, each.site)),
        }
        for each in rows
    ]


def _card_of(override: Override) -> Card:
    return Card.objects.get(run=override.run_id, relationship=override.relationship_id, site=override.site)


def _mine(request: ActorRequest) -> QuerySet[Override]:
    return Override.objects.visible_to(request.actor).select_related(
        "run__customer", "relationship__supplier"
    )


def _cards(request: ActorRequest) -> QuerySet[Card]:
    own = Card.objects.visible_to(request.actor).filter(run__customer=request.actor.organization_id)
    return own.select_related(
        "run__template", "run__customer", "relationship__supplier", "relationship__customer"
    )
