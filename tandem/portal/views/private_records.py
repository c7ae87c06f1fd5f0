"""A private customer's grades, payments and cases: written down, or from a file with a preview."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tandem.accounts.models import Organization
from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.portal import account_rules as rules
from tandem.portal import actions, private_files
from tandem.portal.forms.customer_accounts import CaseForm, GradeForm, PaymentForm, PrivateFileForm
from tandem.portal.models import CustomerAccount, PrivateCase, PrivateGrade, PrivatePayment
from tandem.portal.private_files import CASES, GRADES, KINDS, PAYMENTS, PrivateRow

MODELS: dict[str, Any] = {GRADES: PrivateGrade, PAYMENTS: PrivatePayment, CASES: PrivateCase}
FORMS: dict[str, Any] = {GRADES: GradeForm, PAYMENTS: PaymentForm, CASES: CaseForm}
SHOWN = 50


@dataclass(frozen=True)
class Section:
    """One kind of paper: its rows, each with whether it is overdue."""

    kind: str
    label: str
    rows: list[tuple[Any, bool]]
    more: int


def sections(account: CustomerAccount, today: date) -> list[Section]:
    found = []
    for kind, model in MODELS.items():
        rows = list(model.objects.filter(account=account))
        late = [(row, kind != GRADES and row.overdue(today)) for row in rows[:SHOWN]]
        found.append(Section(kind, str(KINDS[kind]), late, max(len(rows) - SHOWN, 0)))
    return found


def add_record(request: ActorRequest, pk: int, kind: str) -> HttpResponse:
    account = _private(request, pk)
    form = _form(kind)(request.POST or None, instance=_model(kind)(account=account))
    return _saving(request, account, kind, form)


def edit_record(request: ActorRequest, pk: int, kind: str, record: int) -> HttpResponse:
    account = _private(request, pk)
    known = get_object_or_404(_model(kind), pk=record, account=account)
    form = _form(kind)(request.POST or None, instance=known)
    return _saving(request, account, kind, form, record=known)


@require_POST
def remove_record(request: ActorRequest, pk: int, kind: str, record: int) -> HttpResponse:
    account = _private(request, pk)
    known = get_object_or_404(_model(kind), pk=record, account=account)
    actions.remove_private_record(known, by=request.actor)
    messages.success(request, _("Removed."))
    return redirect(account)


@require_POST
def preview_records(request: ActorRequest, pk: int) -> HttpResponse:
    """The file's rows as they would be kept, before anything is."""
    account = _private(request, pk)
    form = PrivateFileForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose a file."))
        return redirect(account)
    kind, uploaded = form.cleaned_data["kind"], form.cleaned_data["file"]
    rows = _understood(uploaded, kind, _currency(request, account))
    good = [row for row in rows if not row.problem]
    packed = [[row.row, {name: _plain(value) for name, value in row.values.items()}] for row in good]
    context = {
        "account": account,
        "kind": kind,
        "label": KINDS[kind],
        "rows": rows[:200],
        "good": len(good),
        "bad": len(rows) - len(good),
        "file_name": uploaded.name,
        "kept": signing.dumps([kind, packed], salt=_salt(account), compress=True),
    }
    return render(request, "portal/accounts/preview.html", context)


@require_POST
def import_records(request: ActorRequest, pk: int) -> HttpResponse:
    account = _private(request, pk)
    try:
        kind, packed = signing.loads(request.POST.get("kept", ""), salt=_salt(account), max_age=3600)
    except signing.BadSignature:
        messages.error(request, _("This preview is too old. Choose the file again."))
        return redirect(account)
    rows = [PrivateRow(number, values) for number, values in packed]
    count = actions.import_private_records(
        account, kind, rows, request.POST.get("file_name", ""), by=request.actor
    )
    messages.success(request, _("%(count)s rows were kept.") % {"count": count})
    return redirect(account)


def _saving(
    request: ActorRequest, account: CustomerAccount, kind: str, form: Any, record: Any = None
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        actions.save_private_record(form.instance, by=request.actor)
        messages.success(request, _("Saved."))
        return redirect(account)
    context = {"form": form, "account": account, "heading": KINDS[kind], "record": record, "kind": kind}
    return render(request, "portal/accounts/edit.html", context, status=422 if form.errors else 200)


def _private(request: ActorRequest, pk: int) -> CustomerAccount:
    """Raises Http404 for a customer on Tandem: it has records of its own."""
    account = get_object_or_404(CustomerAccount.objects.visible_to(request.actor).private(), pk=pk)
    require(rules.can_keep(request.actor, account))
    return account


def _model(kind: str) -> Any:
    if kind not in MODELS:
        raise Http404
    return MODELS[kind]


def _form(kind: str) -> type[forms.ModelForm]:  # type: ignore[type-arg]  # of any of the three
    if kind not in FORMS:
        raise Http404
    form: type[forms.ModelForm] = FORMS[kind]  # type: ignore[type-arg]  # of any of the three
    return form


def _understood(uploaded: "UploadedFile[Any]", kind: str, currency: str) -> list[PrivateRow]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / Path(uploaded.name or "records").name
        with path.open("wb") as file:
            for chunk in uploaded.chunks():
                file.write(chunk)
        return private_files.understand(path, kind, currency=currency)


def _currency(request: ActorRequest, account: CustomerAccount) -> str:
    return account.currency or Organization.objects.get(pk=request.actor.organization_id).currency


def _salt(account: CustomerAccount) -> str:
    return f"records of account {account.pk}"


def _plain(value: Any) -> Any:
    return None if value is None else str(value)
