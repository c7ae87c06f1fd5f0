"""The list of selections, the need, and the page on which a selection stands as an argument."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.models import AuditEntry, Organization
from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.accounts.views.answering import accepted
from tandem.sourcing import actions, history, showing
from tandem.sourcing.forms.selections import MinutesForm, NeedForm
from tandem.sourcing.models import PREPARING, TONES, Allocation, Selection
from tandem.sourcing.queries.argument import argument
from tandem.sourcing.rules import selections as rules
from tandem.sourcing.views import others, shown
from tandem.sourcing.views.decision import safety_of
from tandem.sourcing.views.finding import find, frame, to_prepare

PER_PAGE = 25
# Of the history, so many entries are shown, and so many more unfold.
NEWEST, MOST_HISTORY = 6, 120


@require_GET
def selections(request: ActorRequest) -> HttpResponse:
    """All of one's own organisation, the newest first."""
    rows = Selection.objects.visible_to(request.actor).select_related("category", "site")
    status, words = request.GET.get("status", ""), request.GET.get("q", "")
    found = rows
    if status == "open":
        found = found.open()
    elif status in Selection.Status.values:
        found = found.filter(status=status)
    for word in words.split():
        found = found.filter(Q(title__icontains=word) | Q(category__name__icontains=word))
    found = found.annotate(
        short=Count("candidates", filter=Q(candidates__left_out_because=""), distinct=True)
    ).order_by("-made_at", "-pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    chosen: dict[int, list[Allocation]] = {}
    allocations = Allocation.objects.filter(candidate__selection__in=[each.pk for each in page])
    for each in allocations.select_related("candidate__relationship__supplier"):
        chosen.setdefault(each.candidate.selection_id, []).append(each)
    today = timezone.localdate()
    context = {
        "page": page,
        "rows": [
            (
                each,
                TONES[each.status],
                chosen.get(each.pk, []),
                not each.is_over and each.decide_by is not None and each.decide_by < today,
            )
            for each in page
        ],
        "statuses": [("open", _("Not decided yet")), *Selection.Status.choices],
        "may_start": rules.can_start_somewhere(request.actor),
        "any": rows.exists(),
    }
    if request.htmx and request.htmx.target == "results":
        return render(request, "sourcing/selections_rows.html", context)
    return render(request, "sourcing/selections.html", context)


def new_selection(request: ActorRequest) -> HttpResponse:
    require(rules.can_start_somewhere(request.actor), rules.why_not_run(request.actor))
    customer = Organization.objects.get(pk=request.actor.organization_id)
    initial = {"currency": customer.currency, "unit": _("pcs")}
    form = NeedForm(request.POST or None, actor=request.actor, initial=initial)
    made: list[Selection] = []

    def act() -> None:
        made.append(actions.start_selection(form.values, by=request.actor, now=timezone.now()))

    if request.method == "POST" and accepted(form, act):
        messages.success(request, _("The need is written down. Now: who comes into question?"))
        return redirect("sourcing:candidates", made[0].pk)
    return render(request, "sourcing/need.html", {"form": form}, status=422 if form.is_bound else 200)


def edit_need(request: ActorRequest, pk: int) -> HttpResponse:
    selection = to_prepare(request, pk)
    # The form fills its instance in before the action has compared it.
    instance = Selection.objects.get(pk=selection.pk)
    form = NeedForm(request.POST or None, actor=request.actor, instance=instance)
    if request.method == "POST" and accepted(
        form, lambda: actions.change_need(selection, form.values, by=request.actor)
    ):
        messages.success(request, _("Saved."))
        return redirect(selection)
    context = {"form": form, **frame(request, selection, "")}
    return render(request, "sourcing/need.html", context, status=422 if form.is_bound else 200)


@require_GET
def selection(request: ActorRequest, pk: int) -> HttpResponse:
    """Who, on what evidence, by which weights, how sure, why not the others; and what comes next."""
    found = find(request, pk)
    reasoned = argument(found, timezone.localdate())
    entries = AuditEntry.objects.filter(
        organization=found.customer_id, record_type=Selection._meta.label_lower, record_id=found.pk
    )
    told = history.told(entries.order_by("-at", "-pk")[:MOST_HISTORY])
    weighed = found.status not in PREPARING
    context = {
        **frame(request, found, "argument"),
        **shown.the_argument(reasoned),
        **shown.the_signing(request.actor, found, timezone.now()),
        "minutes": found.minutes.all(),
        "minutes_form": MinutesForm(initial={"held_on": timezone.localdate()}),
        "newest": told[:NEWEST],
        "older": told[NEWEST:],
        "others": others.why_not(reasoned, found),
        "safety": safety_of(reasoned) if weighed and reasoned.first else None,
        "parts": showing.parts_chart(reasoned) if reasoned.first else None,
    }
    return render(request, "sourcing/selection.html", context)


@require_POST
def go_on(request: ActorRequest, pk: int) -> HttpResponse:
    """One step on, or back from the judging to the evidence."""
    found = find(request, pk)
    require(rules.can_run(request.actor, found), rules.why_not_run(request.actor))
    step, now = request.POST.get("step", ""), timezone.now()
    if step == "judge":
        actions.begin_judging(found, by=request.actor, now=now)
        messages.success(request, _("The evidence is closed; the judges have been told."))
        return redirect("sourcing:weights", found.pk)
    actions.collect_evidence(found, by=request.actor)
    return redirect("sourcing:evidence", found.pk)


@require_POST
def withdraw(request: ActorRequest, pk: int) -> HttpResponse:
    found = find(request, pk)
    reason = request.POST.get("reason", "")
    actions.withdraw(found, reason=reason, by=request.actor, now=timezone.now())
    messages.success(request, _("Withdrawn; it stays on record."))
    return redirect(found)


@require_POST
def write_minutes(request: ActorRequest, pk: int) -> HttpResponse:
    found = find(request, pk)
    require(rules.can_run(request.actor, found), rules.why_not_run(request.actor))
    form = MinutesForm(request.POST)

    def act() -> Any:
        return actions.write_minutes(found, **form.cleaned_data, by=request.actor, now=timezone.now())

    if accepted(form, act):
        messages.success(request, _("The minutes are kept with the selection."))
        return redirect(found)
    context = {"form": form, **frame(request, found, "")}
    return render(request, "sourcing/minutes.html", context, status=422)
