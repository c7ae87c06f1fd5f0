"""Targets as the customer sees them: what was asked of whom, how each answered, and what is agreed."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.accounts.views.answering import accepted
from tandem.core.errors import Refused
from tandem.relationships.models import Relationship
from tandem.scorecards import actions, queries, target_pages
from tandem.scorecards.forms.targets import FurtherForm, OfferForm, TargetForm
from tandem.scorecards.models import Target, TargetAgreement
from tandem.scorecards.models.targets import AGREEMENT_TONES
from tandem.scorecards.queries import targets as target_queries
from tandem.scorecards.rules import targets as rules

PER_PAGE = 50
Status = TargetAgreement.Status


@require_GET
def targets(request: ActorRequest) -> HttpResponse:
    every = Target.objects.visible_to(request.actor)
    counts = (
        TargetAgreement.objects.of_customer(request.actor)
        .standing()
        .aggregate(**{status: Count("pk", filter=Q(status=status)) for status in Status.values})
    )
    kpis = queries.current_kpis(request.actor.organization_id)
    page = Paginator(_listed(request, every), PER_PAGE).get_page(request.GET.get("page"))
    names = target_queries.suppliers_named(list(page))
    context = {
        "page": page,
        "rows": [_row(each, kpis) | {"whom": names.get(each.pk, each.whom)} for each in page],
        "any": every.exists(),
        "counts": counts,
        "statuses": [*Status.choices, ("withdrawn", _("Withdrawn"))],
        "kpi_choices": [(code, str(kpis[code])) for code in _codes(every) if code in kpis],
        "may_propose": rules.can_propose(request.actor),
    }
    if request.htmx and request.htmx.target == "results":
        return render(request, "scorecards/targets/rows.html", context)
    return render(request, "scorecards/targets/list.html", context)


def new_target(request: ActorRequest) -> HttpResponse:
    require(rules.can_propose(request.actor))
    customer = request.actor.organization_id
    initial = {"suppliers": request.GET.get("supplier", ""), "starts": timezone.localdate().replace(day=1)}
    form = TargetForm(
        request.POST or None, kpis=queries.current_kpis(customer), customer_id=customer, initial=initial
    )
    made: list[Target] = []

    def act() -> None:
        made.append(actions.propose_target(form.asked, by=request.actor, now=timezone.now()))

    if request.method == "POST" and accepted(form, act):
        messages.success(request, _("Proposed. Each supplier answers for itself."))
        return redirect(made[0])
    status = 422 if form.is_bound else 200
    return render(request, "scorecards/targets/new.html", {"form": form}, status=status)


@require_GET
def target(request: ActorRequest, pk: int) -> HttpResponse:
    return _target_page(request, _find_target(request, pk))


def _target_page(request: ActorRequest, found: Target, form: FurtherForm | None = None) -> HttpResponse:
    rows = found.agreements.select_related("relationship__supplier", "relationship__customer", "target")
    status = request.GET.get("status", "")
    shown = rows.filter(status=status) if status in Status.values else rows
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **_row(found, queries.current_kpis(found.customer_id)),
        "whom": target_queries.suppliers_named([found]).get(found.pk, found.whom),
        "page": page,
        "rows": [(each, AGREEMENT_TONES[each.status]) for each in page],
        "statuses": Status.choices,
        "may_change": rules.can_change(request.actor, found),
        "newcomers": target_queries.newcomers(found).count(),
        "further": form or FurtherForm(customer_id=found.customer_id),
        "is_project": found.scope == Target.Scope.PROJECT,
    }
    if request.htmx and request.htmx.target == "results":
        return render(request, "scorecards/targets/agreements.html", context)
    status_code = 422 if form is not None else 200
    return render(request, "scorecards/targets/target.html", context, status=status_code)


@require_POST
def ask_newcomers(request: ActorRequest, pk: int) -> HttpResponse:
    """Ask the suppliers that have come under a target since, or those that are named for a project."""
    found = _find_target(request, pk)
    require(rules.can_change(request.actor, found))
    asked = 0

    def act(suppliers: Sequence[Relationship]) -> None:
        nonlocal asked
        asked = actions.ask_others(found, suppliers, by=request.actor, now=timezone.now())

    if found.scope == Target.Scope.PROJECT:
        form = FurtherForm(request.POST, customer_id=found.customer_id)
        if not accepted(form, lambda: act(form.named)):
            return _target_page(request, found, form)
    else:
        act(list(target_queries.newcomers(found)))
    told = ngettext("%(count)s supplier has been asked.", "%(count)s suppliers have been asked.", asked)
    messages.success(request, told % {"count": asked})
    return redirect(found)


@require_POST
def withdraw_target(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Target.objects.visible_to(request.actor), pk=pk)
    actions.withdraw_target(
        found, reason=request.POST.get("reason", ""), by=request.actor, now=timezone.now()
    )
    messages.success(request, _("Withdrawn; it stays on record."))
    return redirect(found)


@require_GET
def target_agreement(request: ActorRequest, pk: int) -> HttpResponse:
    return _page(request, _find(request, pk))


@require_POST
def accept_counter(request: ActorRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    actions.accept_target(found, version_read(request), by=request.actor, now=timezone.now())
    messages.success(request, _("Agreed. Runs that are started from now on measure by it."))
    return redirect(found)


@require_POST
def propose_again(request: ActorRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    require(rules.can_speak(request.actor, found))
    form = OfferForm(request.POST, unit=target_pages.unit_of(found))

    def act() -> None:
        given = form.cleaned_data
        actions.propose_again(
            found, given["value"], reason=given["reason"], by=request.actor, now=timezone.now()
        )

    if not accepted(form, act):
        return _page(request, _find(request, pk), form)
    messages.success(request, _("Your proposal has been sent."))
    return redirect(found)


def version_read(request: ActorRequest) -> int:
    """Which offer the page showed that is agreed to."""
    typed = request.POST.get("version", "")
    if not typed.isdecimal():
        raise Refused(_("Say which version you agree to."))
    return int(typed)


def _listed(request: ActorRequest, rows: QuerySet[Target]) -> QuerySet[Target]:
    status, kpi = request.GET.get("status", ""), request.GET.get("kpi", "")
    if status == "withdrawn":
        rows = rows.filter(withdrawn_at__isnull=False)
    elif status in Status.values:
        asked = TargetAgreement.objects.filter(status=status).values("target")
        rows = rows.filter(withdrawn_at=None, pk__in=asked)
    if kpi:
        rows = rows.filter(kpi=kpi)
    # Counting drops the model's own order.
    rows = rows.select_related("category", "customer").order_by("-proposed_at", "-pk")
    return rows.annotate(
        asked=Count("agreements"),
        agreed=Count("agreements", filter=Q(agreements__agreed_at__isnull=False)),
        countered=Count("agreements", filter=Q(agreements__status=Status.COUNTERED)),
    )


def _codes(rows: QuerySet[Target]) -> list[str]:
    return list(rows.order_by("kpi").values_list("kpi", flat=True).distinct())


def _row(found: Target, kpis: dict[str, Any]) -> dict[str, Any]:
    kpi = kpis.get(found.kpi)
    return {
        "target": found,
        "kpi": kpi or found.kpi,
        "unit": kpi.unit if kpi else "",
        "currency": found.customer.currency,
    }


def _find_target(request: ActorRequest, pk: int) -> Target:
    rows = Target.objects.visible_to(request.actor).select_related("category", "customer")
    return get_object_or_404(rows, pk=pk)


def _find(request: ActorRequest, pk: int) -> TargetAgreement:
    rows = TargetAgreement.objects.of_customer(request.actor).select_related(
        "relationship__supplier", "relationship__customer", "target__category"
    )
    return get_object_or_404(rows, pk=pk)


def _page(request: ActorRequest, found: TargetAgreement, form: OfferForm | None = None) -> HttpResponse:
    context = target_pages.shown(request.actor, found, form)
    return render(
        request, "scorecards/targets/agreement.html", context, status=422 if form is not None else 200
    )
