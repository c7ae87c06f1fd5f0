from decimal import Decimal
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tandem.accounts.requests import ActorRequest
from tandem.core import formats
from tandem.facts import actions, history, queries, rules
from tandem.facts.forms import WithdrawForm
from tandem.facts.models import Batch, BatchStatus, Fact
from tandem.facts.showing import decimals_of
from tandem.lake import schemas

PAGE = 25
TOTALS_SHOWN = 200


def batches(request: ActorRequest) -> HttpResponse:
    """Every file ever loaded, the latest first."""
    rows = queries.batches(request.actor)
    for name, known in (("fact", Fact.values), ("status", BatchStatus.values)):
        if request.GET.get(name) in known:
            rows = rows.filter(**{name: request.GET[name]})
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "may_import": rules.can_import(request.actor),
        "waiting": queries.unmatched_keys(request.actor).count(),
        "facts": Fact.choices,
        "statuses": BatchStatus.choices,
    }
    template = "facts/batch_lines.html" if request.htmx else "facts/batches.html"
    return render(request, template, context)


def batch(request: ActorRequest, number: int) -> HttpResponse:
    found = find(request, number)
    fact = schemas.fact(found.fact)
    language = get_language() or "en"
    context: dict[str, Any] = {
        "batch": found,
        "fact": fact.label.in_language(language),
        "has_quantity": fact.quantity is not None,
        "has_value": fact.value is not None,
        "totals": _totals(found.totals[:TOTALS_SHOWN], language),
        "more_totals": max(len(found.totals) - TOTALS_SHOWN, 0),
        "may_load": rules.can_load(request.actor, found) and found.open,
        "may_withdraw": rules.can_withdraw(request.actor, found),
        "form": WithdrawForm(),
        "history": history.of_batch(found, request.actor),
    }
    return render(request, "facts/batch.html", context)


def progress(request: ActorRequest, number: int) -> HttpResponse:
    """How far the load has come; the page is fetched anew when it has ended."""
    found = find(request, number)
    answer = render(request, "facts/progress.html", {"batch": found})
    if not found.under_way:
        answer["HX-Refresh"] = "true"
    return answer


def rejects(request: ActorRequest, number: int) -> HttpResponseBase:
    """The rejected rows with their reasons, as CSV."""
    found = find(request, number)
    path = Path(found.rejects_path)
    if not found.rejects_path or not path.exists():
        raise Http404
    name = f"{Path(found.file_name).stem}-rejects.csv"
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=name, content_type="text/csv; charset=utf-8"
    )


@require_POST
def discard(request: ActorRequest, number: int) -> HttpResponse:
    found = find(request, number)
    actions.discard_batch(found, by=request.actor)
    messages.success(request, _("Batch %(number)d is discarded.") % {"number": number})
    return redirect(found)


@require_POST
def withdraw(request: ActorRequest, number: int) -> HttpResponse:
    found = find(request, number)
    form = WithdrawForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    actions.withdraw_batch(found, by=request.actor, reason=reason)
    messages.success(
        request,
        _("Batch %(number)d is withdrawn: the figures are as if it had never been loaded.")
        % {"number": number},
    )
    return redirect(found)


def _totals(totals: list[dict[str, Any]], language: str) -> list[dict[str, Any]]:
    """Quantities and values as people read them, each column with the decimals of its longest."""
    rows = [dict(total) for total in totals]
    for name in ("quantity", "value"):
        values = [Decimal(row[name]) if row[name] else None for row in rows]
        places = max((decimals_of(value) for value in values if value is not None), default=0)
        for row, value in zip(rows, values, strict=True):
            row[name] = formats.number(value, language, places)
    return rows


def find(request: ActorRequest, number: int) -> Batch:
    return get_object_or_404(
        Batch.objects.visible_to(request.actor).select_related("customer"), number=number
    )
