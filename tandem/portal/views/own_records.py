"""A supplier's own delivery records: files of them, and the comparison with a customer's order lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.roles import Capability
from tandem.accounts.rules import require
from tandem.core import reading
from tandem.onboarding.queries import bank_accounts
from tandem.portal import own_records, reconciling
from tandem.portal.actions.own_records import keep_records, load_records, remove_records
from tandem.portal.delivery_rows import REASONS
from tandem.portal.forms.own_records import ColumnsForm, UploadForm
from tandem.portal.models import RecordFile
from tandem.portal.reconciling import Compared, Kind
from tandem.portal.views.cards import find_customer
from tandem.scorecards import workbook

PER_PAGE = 50
PREVIEWED = 6
KINDS: dict[Kind, tuple[str | Promise, str]] = {
    Kind.SAME: (gettext_lazy("Same"), "good"),
    Kind.DATE: (gettext_lazy("Date differs"), "warning"),
    Kind.QUANTITY: (gettext_lazy("Quantity differs"), "warning"),
    Kind.BOTH: (gettext_lazy("Date and quantity differ"), "bad"),
    Kind.MISSING_THERE: (gettext_lazy("Missing at the customer"), "bad"),
    Kind.MISSING_HERE: (gettext_lazy("Missing in our records"), "info"),
}


def records(request: ActorRequest) -> HttpResponse:
    """The files loaded so far, and another one to upload."""
    if request.method == "POST":
        require(request.actor.can(Capability.LOAD_OWN_RECORDS))
    form = UploadForm(request.POST or None, request.FILES or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        with TemporaryDirectory() as folder:
            path = Path(folder) / Path(given.name or "records").name
            with path.open("wb") as file:
                for chunk in given.chunks():
                    file.write(chunk)
            source = reading.read(path)
        kept = keep_records(
            source, given.name, form.cleaned_data["customer"], by=request.actor, now=timezone.now()
        )
        return redirect(kept)
    files = (
        RecordFile.objects.visible_to(request.actor)
        .defer("cells", "rejects")
        .select_related("relationship__customer")
    )
    context = {"form": form, "files": files, "may_load": request.actor.can(Capability.LOAD_OWN_RECORDS)}
    return render(request, "portal/records.html", context, status=422 if form.errors else 200)


def record_file(request: ActorRequest, pk: int) -> HttpResponse:
    """Its columns to be settled; once loaded, what was taken and what was not."""
    file = get_object_or_404(RecordFile.objects.visible_to(request.actor), pk=pk)
    if file.status == RecordFile.Status.LOADED:
        said = [{**each, "said": REASONS.get(each["reason"], each["reason"])} for each in file.rejects]
        page = Paginator(said, PER_PAGE).get_page(request.GET.get("page"))
        return render(request, "portal/record_file.html", {"file": file, "page": page})
    form = ColumnsForm(request.POST or None, file=file)
    if request.method == "POST" and form.is_valid():
        load_records(file, {k: v for k, v in form.cleaned_data.items() if v}, by=request.actor)
        messages.success(request, _("%(count)s deliveries were loaded.") % {"count": file.loaded})
        return redirect(file)
    context = {"file": file, "form": form, "preview": [row[1:] for row in file.cells[:PREVIEWED]]}
    return render(request, "portal/record_columns.html", context, status=422 if form.errors else 200)


@require_POST
def remove_record_file(request: ActorRequest, pk: int) -> HttpResponse:
    file = get_object_or_404(RecordFile.objects.visible_to(request.actor), pk=pk)
    remove_records(file, by=request.actor)
    messages.success(request, _("The file and its records were removed."))
    return redirect("portal:records")


@require_GET
def customer_records(request: ActorRequest, slug: str) -> HttpResponse:
    """Line by line: the same, or what differs."""
    relationship = find_customer(request, slug)
    found = own_records.compared(request.actor, relationship, timezone.localdate())
    counts = reconciling.counts(found)
    kind = _kind(request)
    shown = [each for each in found if kind is None or each.kind is kind]
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "relationship": relationship,
        "tab": "records",
        "hold": bank_accounts.payments_held(relationship),
        "total": len(found),
        "kinds": [(known.value, label, tone, counts[known]) for known, (label, tone) in KINDS.items()],
        "kind": kind.value if kind else "",
        "page": page,
        "rows": [(each, *KINDS[each.kind]) for each in page],
    }
    name = "portal/compared.html" if request.htmx else "portal/customer_records.html"
    return render(request, name, context)


@require_GET
def export_customer_records(request: ActorRequest, slug: str) -> FileResponse:
    relationship = find_customer(request, slug)
    kind = _kind(request)
    found = own_records.compared(request.actor, relationship, timezone.localdate())
    headings = [
        _("Order number"), _("Order line"), _("Result"), _("Our day"), _("Customer's day"), _("Days apart"),
        _("Our quantity"), _("Customer's quantity"), _("Quantity apart"),
    ]  # fmt: skip
    rows = _plain(each for each in found if kind is None or each.kind is kind)
    return workbook.answer(f"{slug}-records.xlsx", _("Comparison"), headings, rows)


def _kind(request: ActorRequest) -> Kind | None:
    return next((kind for kind in Kind if kind == request.GET.get("kind")), None)


def _plain(found: Iterator[Compared]) -> Iterator[list[Any]]:
    for each in found:
        ours, theirs = each.ours, each.theirs
        yield [
            each.document,
            each.line,
            str(KINDS[each.kind][0]),
            ours.day if ours else None,
            theirs.day if theirs else None,
            each.days,
            ours.quantity if ours else None,
            theirs.quantity if theirs else None,
            each.more,
        ]
