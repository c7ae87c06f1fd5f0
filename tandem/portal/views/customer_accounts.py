"""The sales team's customers: the list, one customer, the matrix, what is to be done next."""

from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.models import AuditEntry, User
from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.portal import account_history, actions, matrix
from tandem.portal import account_rules as rules
from tandem.portal.forms.customer_accounts import (
    AccountContactForm,
    JudgementForm,
    ManagerForm,
    PrivateCustomerForm,
    PrivateFileForm,
    StepForm,
)
from tandem.portal.models import AccountContact, AccountNote, CustomerAccount, NextStep
from tandem.portal.queries import customer_accounts as queries
from tandem.portal.views.private_records import sections


@require_GET
def accounts(request: ActorRequest) -> HttpResponse:
    """Every customer, on Tandem and private, with its grade, what is open, and where it stands in the matrix."""
    actions.open_accounts(request.actor)
    today = timezone.localdate()
    context = {
        "standings": matrix.standings(request.actor, today),
        "archived": CustomerAccount.objects.visible_to(request.actor).private().exclude(archived_at=None),
        "may_keep": rules.can_keep_customers(request.actor),
    }
    return render(request, "portal/accounts/list.html", context)


@require_GET
def account_matrix(request: ActorRequest) -> HttpResponse:
    """Attractiveness × strength, with the numbers each customer's place stands on."""
    actions.open_accounts(request.actor)
    today = timezone.localdate()
    found = matrix.standings(request.actor, today)
    placed = [one for one in found if one.quarter is not None]
    context = {
        "chart": matrix.chart(placed),
        "placed": placed,
        "unplaced": [one for one in found if one.quarter is None],
        "quarters": matrix.quarters(placed),
        "factors": matrix.factors(),
    }
    return render(request, "portal/accounts/matrix.html", context)


@require_GET
def steps(request: ActorRequest) -> HttpResponse:
    """What is to be done at which customer, the most urgent first; `?whose=mine` shows one's own."""
    found = queries.steps_to_do(request.actor)
    mine = request.GET.get("whose") == "mine"
    if mine:
        found = found.filter(assignee=request.actor.user_id)
    today = timezone.localdate()
    rows = [(step, step.overdue(today), rules.can_finish(request.actor, step)) for step in found]
    return render(request, "portal/accounts/steps.html", {"rows": rows, "mine": mine, "today": today})


def add_account(request: ActorRequest) -> HttpResponse:
    require(rules.can_keep_customers(request.actor))
    form = PrivateCustomerForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        account = actions.keep_private_customer(form.cleaned_data, by=request.actor)
        messages.success(request, _("%(customer)s is kept; nobody else sees it.") % {"customer": account})
        return redirect(account)
    context = {"form": form, "heading": _("Keep a private customer")}
    return render(request, "portal/accounts/edit.html", context, status=422 if form.errors else 200)


def edit_account(request: ActorRequest, pk: int) -> HttpResponse:
    """Of a customer on Tandem only who looks after it: the rest is its own to say."""
    account = found(request, pk)
    require(rules.can_keep(request.actor, account))
    data = request.POST if request.method == "POST" else None
    form: ManagerForm
    if account.private:
        form = PrivateCustomerForm(data, actor=request.actor)
        form.initial = PrivateCustomerForm.of(account, request.actor).initial
    else:
        form = ManagerForm(data, actor=request.actor, initial={"manager": account.manager_id})
    if data is not None and form.is_valid():
        actions.change_account(account, form.cleaned_data, by=request.actor)
        messages.success(request, _("Saved."))
        return redirect(account)
    context = {"form": form, "account": account, "heading": account.display_name}
    return render(request, "portal/accounts/edit.html", context, status=422 if form.errors else 200)


@require_GET
def account(request: ActorRequest, pk: int) -> HttpResponse:
    """One customer: where it stands and why, people there, next steps, notes, and a private one's papers."""
    return show(request, found(request, pk))


def show(
    request: ActorRequest, account: CustomerAccount, *, status: int = 200, **forms: BaseForm
) -> HttpResponse:
    """The page, with a form as it was sent where it was wrong."""
    actor, today = request.actor, timezone.localdate()
    standing = next(iter(matrix.standings(actor, today, only=account.pk)), None)
    standing = standing or queries.Standing(account)
    may_keep = rules.can_keep(actor, account)
    steps = NextStep.objects.filter(account=account).select_related("account", "assignee")
    context: dict[str, Any] = {
        "account": account,
        "standing": standing,
        "axes": matrix.axes(standing, matrix.judgements(account)),
        "advice": matrix.advice(standing),
        "contacts": AccountContact.objects.filter(account=account),
        "notes": [
            (note, rules.can_remove_note(actor, note))
            for note in AccountNote.objects.filter(account=account).select_related("account")
        ],
        "to_do": [
            (one, one.overdue(today), rules.can_finish(actor, one)) for one in steps.filter(done_at=None)
        ],
        "done": steps.exclude(done_at=None).order_by("-done_at")[:10],
        "entries": [
            account_history.told(entry)
            for entry in AuditEntry.objects.visible_to(actor).about(account).order_by("-at", "-pk")[:6]
        ],
        "sections": sections(account, today) if account.private else [],
        "may_keep": may_keep,
        "may_note": rules.can_note(actor, account),
        "contact_form": AccountContactForm(auto_id="contact_%s"),
        "step_form": StepForm(actor=actor, auto_id="step_%s"),
        "file_form": PrivateFileForm(auto_id="file_%s"),
        **forms,
    }
    return render(request, "portal/accounts/account.html", context, status=status)


@require_POST
def archive_account(request: ActorRequest, pk: int) -> HttpResponse:
    account = found(request, pk)
    actions.archive_account(account, by=request.actor, now=timezone.now())
    if account.archived_at:
        messages.success(request, _("%(customer)s has left your lists.") % {"customer": account})
        return redirect("portal:accounts")
    messages.success(request, _("%(customer)s is in your lists again.") % {"customer": account})
    return redirect(account)


@require_POST
def add_account_contact(request: ActorRequest, pk: int) -> HttpResponse:
    account = found(request, pk)
    form = AccountContactForm(request.POST, auto_id="contact_%s", instance=AccountContact(account=account))
    if not form.is_valid():
        return show(request, account, status=422, contact_form=form)
    actions.save_account_contact(form.instance, by=request.actor)
    return _saved(request, account)


def edit_account_contact(request: ActorRequest, pk: int, contact: int) -> HttpResponse:
    account = found(request, pk)
    require(rules.can_keep(request.actor, account))
    person = get_object_or_404(AccountContact, pk=contact, account=account)
    form = AccountContactForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        actions.save_account_contact(form.instance, by=request.actor)
        return _saved(request, account)
    context = {"form": form, "account": account, "heading": person.name, "contact": person}
    return render(request, "portal/accounts/edit.html", context, status=422 if form.errors else 200)


@require_POST
def remove_account_contact(request: ActorRequest, pk: int, contact: int) -> HttpResponse:
    account = found(request, pk)
    person = get_object_or_404(AccountContact, pk=contact, account=account)
    actions.remove_account_contact(person, by=request.actor)
    messages.success(request, _("Removed."))
    return redirect(account)


@require_POST
def write_account_note(request: ActorRequest, pk: int) -> HttpResponse:
    account = found(request, pk)
    actions.write_account_note(account, request.POST.get("text", ""), by=request.actor, now=timezone.now())
    return _saved(request, account)


@require_POST
def remove_account_note(request: ActorRequest, pk: int, note: int) -> HttpResponse:
    account = found(request, pk)
    actions.remove_account_note(get_object_or_404(AccountNote, pk=note, account=account), by=request.actor)
    messages.success(request, _("Removed."))
    return redirect(account)


@require_POST
def plan_step(request: ActorRequest, pk: int) -> HttpResponse:
    account = found(request, pk)
    form = StepForm(request.POST, actor=request.actor, auto_id="step_%s")
    if not form.is_valid():
        return show(request, account, status=422, step_form=form)
    assignee: User | None = form.cleaned_data["assignee"]
    actions.plan_step(
        account, form.cleaned_data["text"], due=form.cleaned_data["due"], assignee=assignee, by=request.actor
    )
    return _saved(request, account)


@require_POST
def finish_step(request: ActorRequest, pk: int, step: int) -> HttpResponse:
    account = found(request, pk)
    planned = get_object_or_404(NextStep.objects.select_related("account"), pk=step, account=account)
    actions.finish_step(
        planned, outcome=request.POST.get("outcome", ""), by=request.actor, now=timezone.now()
    )
    messages.success(request, _("Done: %(step)s") % {"step": planned})
    return redirect("portal:steps") if "from_list" in request.POST else redirect(account)


@require_POST
def judge(request: ActorRequest, pk: int) -> HttpResponse:
    account = found(request, pk)
    form = JudgementForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Points go from 0 (worst) to 10 (best)."))
        return redirect(account)
    actions.judge(
        account,
        form.cleaned_data["factor"],
        form.cleaned_data["points"],
        reason=form.cleaned_data["reason"],
        by=request.actor,
        now=timezone.now(),
    )
    return _saved(request, account)


def found(request: ActorRequest, pk: int) -> CustomerAccount:
    rows = CustomerAccount.objects.visible_to(request.actor)
    return get_object_or_404(rows.select_related("relationship__customer", "manager"), pk=pk)


def _saved(request: ActorRequest, account: CustomerAccount) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(account)
