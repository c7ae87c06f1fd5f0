"""Rewards and penalties as the customer sees them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.accounts.views.answering import accepted
from tandem.incentives import actions, rules, wording, workbook
from tandem.incentives.forms.proposing import ProposalForm
from tandem.incentives.models import CLAIM_TONES, OVER, TONES, Claim, Consequence, Kind
from tandem.incentives.views.finding import marked, shown
from tandem.relationships import tabs
from tandem.relationships.models import Relationship

PER_PAGE = 25
Status = Consequence.Status


@require_GET
def consequences(request: ActorRequest) -> HttpResponse:
    rows = Consequence.objects.of_customer(request.actor)
    found, status, kind = rows, request.GET.get("status", ""), request.GET.get("kind", "")
    if status in Status.values:
        found = found.filter(status=status)
    if kind in Kind.values:
        found = found.filter(kind=kind)
    for word in request.GET.get("q", "").split():
        found = found.filter(
            Q(relationship__supplier__name__icontains=word)
            | Q(relationship__supplier__name_local__icontains=word)
            | Q(policy__name__icontains=word)
        )
    page = Paginator(found.select_related("relationship__supplier", "policy"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "rows": listed(page),
        "statuses": Status.choices,
        "kinds": Kind.choices,
        "may_propose": rules.can_propose_somewhere(request.actor),
        "any": rows.exists(),
    }
    if request.htmx and request.htmx.target == "results":
        return render(request, "incentives/consequences_rows.html", context)
    return render(request, "incentives/consequences.html", context)


def listed(rows: Any) -> list[dict[str, Any]]:
    return [
        {"consequence": each, "tone": TONES[each.status], "what": wording.of_what(each) or "–"}
        for each in rows
    ]


@require_GET
def incentives_tab(request: ActorRequest, slug: str) -> HttpResponse:
    relationship = tabs.find(request, slug)
    rows = Consequence.objects.filter(relationship=relationship).select_related(
        "policy", "relationship__supplier"
    )
    claims = Claim.objects.of_customer(request.actor).filter(relationship=relationship)
    context = {
        "rows": listed(rows[:50]),
        "claims": [(claim, CLAIM_TONES[claim.status]) for claim in claims.prefetch_related("items")[:50]],
        "may_propose": rules.can_propose(request.actor, relationship),
    }
    return tabs.answer(request, relationship, "incentives", "incentives/tab.html", context)


@require_GET
def choose_supplier(request: ActorRequest) -> HttpResponse:
    require(
        rules.can_propose_somewhere(request.actor),
        rules.out_of_reach(request.actor, rules.C.PROPOSE_INCENTIVES),
    )
    rows = (
        Relationship.objects.visible_to(request.actor).select_related("supplier").order_by("supplier__name")
    )
    within = request.actor.reach(rules.C.PROPOSE_INCENTIVES)
    if within is not None:
        rows = rows.filter(categories__in=within).distinct()
    for word in request.GET.get("q", "").split():
        rows = rows.filter(
            Q(supplier__name__icontains=word)
            | Q(supplier__name_local__icontains=word)
            | Q(slug__icontains=word)
        )
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "searched": bool(request.GET.get("q", "").strip()),
    }
    if request.htmx and request.htmx.target == "results":
        return render(request, "incentives/choose_supplier_rows.html", context)
    return render(request, "incentives/choose_supplier.html", context)


def propose(request: ActorRequest, slug: str) -> HttpResponse:
    relationship = tabs.find(request, slug)
    require(
        rules.can_propose(request.actor, relationship),
        rules.out_of_reach(request.actor, rules.C.PROPOSE_INCENTIVES),
    )
    initial = {"currency": relationship.customer.currency}
    turned = "turn" in request.POST
    form = (
        ProposalForm(initial={**initial, **request.POST.dict()})
        if turned
        else ProposalForm(request.POST or None, initial=initial)
    )
    made: list[Consequence] = []

    def act() -> None:
        made.append(actions.propose(relationship, form.words, by=request.actor, now=timezone.now()))

    if request.method == "POST" and not turned and accepted(form, act):
        messages.success(request, _("Proposed. Somebody else approves it."))
        return redirect(made[0])
    context = {"form": form, "relationship": relationship}
    template = "incentives/proposal_form.html" if turned else "incentives/propose.html"
    return render(request, template, context, status=422 if form.is_bound else 200)


@require_GET
def consequence(request: ActorRequest, pk: int) -> HttpResponse:
    found, actor, now = find(request, pk), request.actor, timezone.now()
    context: dict[str, Any] = {
        **shown(request.actor, found, reverse("facts:order_line", args=[found.relationship.slug])),
        "may_approve": rules.can_approve(actor, found, now),
        "why_not_approve": rules.why_not_approve(actor, found, now)
        if found.status == Status.PROPOSED
        else None,
        "may_announce": rules.can_announce(actor, found),
        "may_decide": rules.can_decide_appeal(actor, found, now),
        "why_not_decide": rules.why_not_decide_appeal(actor, found, now)
        if found.status == Status.APPEALED
        else None,
        "over": OVER,
        "may_reverse": rules.can_reverse(actor, found),
        "may_carry_out": found.status == Status.IN_FORCE
        and not found.is_money
        and rules.can_settle(actor, found.relationship),
    }
    if found.policy:
        context["policy_text"] = wording.sentence(found.policy, context["kpis"])
    return render(request, "incentives/consequence.html", context)


@require_POST
def approve(request: ActorRequest, pk: int) -> HttpResponse:
    found = find(request, pk)
    answer = request.POST.get("conduct_answer", "")
    actions.approve(found, conduct_answer=answer, by=request.actor, now=timezone.now())
    if request.POST.get("announce") and rules.can_announce(request.actor, found):
        actions.announce(found, by=request.actor, now=timezone.now())
        messages.success(request, _("Approved and announced to the supplier."))
    else:
        messages.success(request, _("Approved. The supplier hears of it once it is announced."))
    return redirect(found)


@require_POST
def refuse(request: ActorRequest, pk: int) -> HttpResponse:
    found = find(request, pk)
    actions.refuse(found, reason=request.POST.get("reason", ""), by=request.actor, now=timezone.now())
    messages.success(request, _("Not approved; it stays on record."))
    return redirect(found)


@require_POST
def announce(request: ActorRequest, pk: int) -> HttpResponse:
    found = find(request, pk)
    actions.announce(found, by=request.actor, now=timezone.now())
    messages.success(request, _("The supplier has been told."))
    return redirect(found)


@require_POST
def decide_appeal(request: ActorRequest, pk: int) -> HttpResponse:
    found = find(request, pk)
    actions.decide_appeal(
        found,
        granted=request.POST.get("granted", ""),
        set_aside=marked(request.POST),
        decision=request.POST.get("decision", ""),
        by=request.actor,
        now=timezone.now(),
    )
    messages.success(request, _("Decided; the supplier has been told."))
    return redirect(found)


@require_POST
def note_document(request: ActorRequest, pk: int) -> HttpResponse:
    found = find(request, pk)
    actions.note_document(
        found, document=request.POST.get("document", ""), by=request.actor, now=timezone.now()
    )
    messages.success(request, _("Settled."))
    return redirect(found)


@require_POST
def reverse_consequence(request: ActorRequest, pk: int) -> HttpResponse:
    found = find(request, pk)
    actions.reverse(found, reason=request.POST.get("reason", ""), by=request.actor, now=timezone.now())
    messages.success(request, _("Taken back; both sides read why."))
    return redirect(found)


@require_GET
def export_lines(request: ActorRequest, pk: int) -> FileResponse:
    return workbook.answer(find(request, pk))


def find(request: ActorRequest, pk: int) -> Consequence:
    """The actor's own, as a customer. Raises Http404."""
    rows = Consequence.objects.of_customer(request.actor).select_related(
        "relationship__supplier", "relationship__customer", "policy__category", "card__run"
    )
    return get_object_or_404(rows.prefetch_related("relationship__categories"), pk=pk)
