"""The supplier's bank accounts, and which customer pays to which."""

from collections.abc import Iterable

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.accounts.views.answering import accepted, own_organization
from tandem.onboarding.actions import bank_accounts as actions
from tandem.onboarding.forms.bank_accounts import BankAccountForm, NameAccountForm
from tandem.onboarding.models import BankAccount, BankChange
from tandem.onboarding.queries import bank_accounts as queries
from tandem.onboarding.rules import bank_accounts as rules
from tandem.relationships.models import Relationship


@require_GET
def bank_accounts(request: ActorRequest) -> HttpResponse:
    served = (
        Relationship.objects.served_by(request.actor).select_related("customer").order_by("customer__name")
    )
    changes = BankChange.objects.made_by(request.actor).select_related("relationship__customer")
    held = queries.holds([each.pk for each in served])
    own = BankAccount.objects.visible_to(request.actor)
    context = {
        "accounts": [(each, _used_by(each, changes)) for each in own.in_use()],
        "retired": [(each, _used_by(each, changes)) for each in own.exclude(retired_at=None)],
        "customers": [
            (
                each,
                [one for one in changes if one.relationship_id == each.pk and one.status == "confirmed"],
                [one for one in changes if one.relationship_id == each.pk and one.is_open],
                held.get(each.pk),
            )
            for each in served
        ],
        "over": [each for each in changes if each.status in ("refused", "withdrawn")][:10],
        "may_keep": rules.can_keep_accounts(request.actor),
    }
    return render(request, "onboarding/own/bank_accounts.html", context)


def add_bank_account(request: ActorRequest) -> HttpResponse:
    require(rules.can_keep_accounts(request.actor))
    own = own_organization(request)
    initial = {"holder": own.display_name, "country": own.country, "currency": own.currency}
    form = BankAccountForm(request.POST if request.method == "POST" else None, initial=initial)
    added: list[BankAccount] = []

    def act() -> None:
        added.append(actions.add_bank_account(form.cleaned_data, by=request.actor, now=timezone.now()))

    if request.method == "POST" and accepted(form, act):
        messages.success(
            request, _("The account is written down. Name it to the customers that shall pay to it.")
        )
        return redirect(added[0])
    return render(
        request, "onboarding/own/add_bank_account.html", {"form": form}, status=422 if form.is_bound else 200
    )


@require_GET
def bank_account(request: ActorRequest, pk: int) -> HttpResponse:
    return _show(request, _find(request, pk))


@require_POST
def propose_bank_account(request: ActorRequest, pk: int) -> HttpResponse:
    """Name the account to the chosen customers: all of them, or none where one of them refuses."""
    account = _find(request, pk)
    require(rules.can_keep_account(request.actor, account))
    form = NameAccountForm(request.POST, customers=_customers(request, account))

    def act() -> None:
        with transaction.atomic():
            for relationship in form.cleaned_data["customers"]:
                actions.propose_bank_account(
                    account,
                    relationship,
                    note=form.cleaned_data["note"],
                    by=request.actor,
                    now=timezone.now(),
                )

    if not accepted(form, act):
        return _show(request, account, form=form, status=422)
    messages.success(
        request,
        _("The customers have been told. They call you back and hold payments until they have checked it."),
    )
    return redirect("onboarding_supplier:bank_accounts")


@require_POST
def retire_bank_account(request: ActorRequest, pk: int) -> HttpResponse:
    actions.retire_bank_account(_find(request, pk), by=request.actor, now=timezone.now())
    messages.success(request, _("The account is named to nobody any more."))
    return redirect("onboarding_supplier:bank_accounts")


@require_POST
def withdraw_bank_change(request: ActorRequest, pk: int) -> HttpResponse:
    rows = BankChange.objects.made_by(request.actor).select_related("relationship")
    actions.withdraw_bank_change(get_object_or_404(rows, pk=pk), by=request.actor, now=timezone.now())
    messages.success(request, _("Withdrawn. The customer goes on paying to the account it confirmed before."))
    return redirect("onboarding_supplier:bank_accounts")


def _find(request: ActorRequest, pk: int) -> BankAccount:
    return get_object_or_404(BankAccount.objects.visible_to(request.actor), pk=pk)


def _customers(request: ActorRequest, account: BankAccount) -> QuerySet[Relationship]:
    """Those it can be named to: not where it is in force, nor where another waits in the same currency."""
    taken = BankChange.objects.made_by(request.actor).filter(currency=account.currency)
    paying = taken.in_force().filter(number=account.number).values("relationship")
    waiting = taken.open().values("relationship")
    served = (
        Relationship.objects.served_by(request.actor).select_related("customer").order_by("customer__name")
    )
    return served.exclude(pk__in=paying).exclude(pk__in=waiting)


def _show(
    request: ActorRequest, account: BankAccount, *, form: NameAccountForm | None = None, status: int = 200
) -> HttpResponse:
    customers = _customers(request, account)
    changes = BankChange.objects.made_by(request.actor).select_related("relationship__customer")
    context = {
        "account": account,
        "used": _used_by(account, changes),
        "form": form or NameAccountForm(customers=customers),
        "any_customer": customers.exists(),
        "may_keep": rules.can_keep_account(request.actor, account),
    }
    return render(request, "onboarding/own/bank_account.html", context, status=status)


def _used_by(account: BankAccount, changes: Iterable[BankChange]) -> list[BankChange]:
    return [
        each
        for each in changes
        if each.number == account.number
        and each.currency == account.currency
        and (each.is_open or each.status == "confirmed")
    ]
