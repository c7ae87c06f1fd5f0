from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.scorecards import actions, queries, rules
from tandem.scorecards.forms.runs import HistoryForm
from tandem.scorecards.history import GradeRow, understand
from tandem.scorecards.models import HistoricGrade

PER_PAGE = 50
KEPT_FOR = 3600


@require_GET
def history(request: ActorRequest) -> HttpResponse:
    grades = HistoricGrade.objects.visible_to(request.actor).select_related("relationship__supplier")
    page = Paginator(grades.order_by("-period", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "form": HistoryForm(), "may_import": rules.can_import_history(request.actor)}
    return render(request, "scorecards/history.html", context)


@require_POST
def preview_history(request: ActorRequest) -> HttpResponse:
    """The file's rows as they would be kept, before anything is."""
    require(rules.can_import_history(request.actor))
    form = HistoryForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["file"])))
        return redirect("scorecards:history")
    uploaded: UploadedFile[Any] = form.cleaned_data["file"]
    rows = _understood(uploaded, queries.suppliers_by_name(request.actor.organization_id))
    good = [row for row in rows if not row.problem]
    context = {
        "rows": rows[:200],
        "good": len(good),
        "bad": len(rows) - len(good),
        "file_name": uploaded.name,
        "kept": signing.dumps([_packed(row) for row in good], salt=_salt(request), compress=True),
    }
    return render(request, "scorecards/history_preview.html", context)


@require_POST
def import_history(request: ActorRequest) -> HttpResponse:
    try:
        packed = signing.loads(request.POST.get("kept", ""), salt=_salt(request), max_age=KEPT_FOR)
    except signing.BadSignature:
        messages.error(request, _("This preview is too old. Choose the file again."))
        return redirect("scorecards:history")
    rows = [_unpacked(row) for row in packed]
    count = actions.import_historic_grades(
        rows, request.POST.get("file_name", ""), by=request.actor, now=timezone.now()
    )
    messages.success(request, _("%(count)s historic grades were kept.") % {"count": count})
    return redirect("scorecards:history")


def _understood(uploaded: "UploadedFile[Any]", suppliers: dict[str, int]) -> list[GradeRow]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / Path(uploaded.name or "grades").name
        with path.open("wb") as file:
            for chunk in uploaded.chunks():
                file.write(chunk)
        return understand(path, suppliers)


def _salt(request: ActorRequest) -> str:
    return f"historic grades of {request.actor.organization_id}"


def _packed(row: GradeRow) -> list[Any]:
    return [
        row.row,
        row.supplier,
        row.period,
        row.grade,
        None if row.score is None else str(row.score),
        row.relationship_id,
    ]


def _unpacked(packed: list[Any]) -> GradeRow:
    row, supplier, period, grade, score, relationship_id = packed
    return GradeRow(
        row, supplier, period, grade, None if score is None else Decimal(score), relationship_id, ""
    )
