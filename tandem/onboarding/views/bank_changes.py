"""Changes of suppliers' bank accounts at their customer: called back by one person, confirmed by another."""

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
from tandem.onboarding.actions import bank_accounts as actions
from tandem.onboarding.forms.bank_accounts import CallBackForm, EnterAccountForm
from tandem.onboarding.models import BankChange
from tandem.onboarding.queries import bank_accounts as queries
from tandem.onboarding.rules import bank_accounts as rules
from tandem.relationships import tabs

LATEST = 30


@require_GET
def bank_changes(request: ActorRequest) -> HttpResponse:
    """What is held, and what was decided lately; accounts are masked."""
    rows = BankChange.objects.visible_to(request.actor).select_related("relationship__supplier")
    context = {
        "waiting": rows.open().order_by("proposed_at"),
        "over": rows.exclude(status__in=BankChange.OPEN).order_by("-decided_at", "-pk")[:LATEST],
        "tab": "bank_changes",
    }
    return render(request, "onboarding/bank_changes/list.html", context)


@require_GET
def bank_change(request: ActorRequest, pk: int) -> HttpResponse:
    return _show(request, _find(request, pk))


def enter_bank_account(request: ActorRequest, slug: str) -> HttpResponse:
    """For a supplier that nobody acts for yet: as it stands in a letter or on an invoice."""
    relationship = tabs.find(request, slug)
    require(rules.can_check(request.actor, relationship), rules.why_not_check(request.actor))
    supplier = relationship.supplier
    initial = {"holder": supplier.name, "country": supplier.country, "currency": supplier.currency}
    form = EnterAccountForm(request.POST if request.method == "POST" else None, initial=initial)
    entered: list[BankChange] = []

    def act() -> None:
        note = form.cleaned_data["note"]
        entered.append(
            actions.enter_bank_account(
                relationship, form.cleaned_data, note=note, by=request.actor, now=timezone.now()
            )
        )

    if form.is_bound and accepted(form, act):
        messages.success(
            request, _("Payments are held until the account has been called back about and confirmed.")
        )
        return redirect(entered[0])
    context = {
        "form": form,
        "relationship": relationship,
        "may_enter": rules.can_enter(request.actor, relationship),
    }
    status = 422 if form.is_bound else 200
    return render(request, "onboarding/bank_changes/enter.html", context, status=status)


@require_POST
def log_call_back(request: ActorRequest, pk: int) -> HttpResponse:
    change = _find(request, pk)
    require(rules.can_check(request.actor, change.relationship), rules.why_not_check(request.actor))
    form = CallBackForm(request.POST, change=change)
    if accepted(
        form, lambda: actions.log_call_back(change, **form.cleaned_data, by=request.actor, now=timezone.now())
    ):
        messages.success(
            request, _("The call is on record. A second person confirms the account, or refuses it.")
        )
        return redirect(change)
    return _show(request, change, form=form, status=422)


@require_POST
def confirm_bank_change(request: ActorRequest, pk: int) -> HttpResponse:
    change = _find(request, pk)
    actions.confirm_bank_change(change, by=request.actor, now=timezone.now())
    messages.success(request, _("The account is in force; payments are held no longer."))
    return redirect(change)


@require_POST
def refuse_bank_change(request: ActorRequest, pk: int) -> HttpResponse:
    change = _find(request, pk)
    actions.refuse_bank_change(change, request.POST.get("reason", ""), by=request.actor, now=timezone.now())
    messages.success(request, _("Refused. The supplier has been told why."))
    return redirect(change)


def _find(request: ActorRequest, pk: int) -> BankChange:
    rows = BankChange.objects.visible_to(request.actor).select_related(
        "relationship__supplier", "relationship__customer", "call_back__number", "call_back__by"
    )
    return get_object_or_404(rows, pk=pk)


def _show(
    request: ActorRequest, change: BankChange, *, form: CallBackForm | None = None, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    before = queries.before(change) if change.is_open else None
    may_check = rules.can_check(request.actor, change.relationship)
    context: dict[str, Any] = {
        "change": change,
        "relationship": change.relationship,
        "before": before,
        "call": getattr(change, "call_back", None),
        "known": list(change.known_numbers.all()),
        "form": form or CallBackForm(change=change),
        "may_check": may_check,
        "may_confirm": rules.can_confirm(request.actor, change, now),
        "first_person": rules.is_first_person(request.actor, change, now),
        "has_entered": rules.has_entered(request.actor, change, now),
    }
    return render(request, "onboarding/bank_changes/change.html", context, status=status)
