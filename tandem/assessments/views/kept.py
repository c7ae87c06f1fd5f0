"""Writing down one entry, changing and removing it; and many from a file, with a preview."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.accounts.views.answering import accepted
from tandem.assessments import entry_files
from tandem.assessments.actions import kept as actions
from tandem.assessments.actions.references import attach_letter
from tandem.assessments.entry_files import EntryRow
from tandem.assessments.forms.kept import ShareForm, TableFileForm, entry_form
from tandem.assessments.kinds import KINDS, Kind
from tandem.assessments.models import CommittedLoad, Kept, ProductLine
from tandem.assessments.views.desks import Place, writing
from tandem.core.errors import Refused
from tandem.core.keys import key_of

SHOWN = 200


def add_entry(request: ActorRequest, what: str, slug: str | None = None) -> HttpResponse:
    place, kind = _place(request, what, slug)
    for parent in kind.parents:
        if not _of(place, kind.model._meta.get_field(parent).related_model).exists():
            raise Refused(_MISSING[parent])
    entry = kind.model(supplier=place.desk.supplier, kept_by_id=place.desk.kept_by)
    initial: dict[str, Any] = {
        name: request.GET[name] for name in (*kind.parents, "which", "month") if name in request.GET
    }
    if what == "processes":
        initial.setdefault("position", _next_position(place, request.GET.get("line", "")))
    if what == "plants":
        initial["country"] = place.desk.supplier.country
    return _saving(request, place, kind, entry, initial)


def edit_entry(request: ActorRequest, what: str, pk: int, slug: str | None = None) -> HttpResponse:
    place, kind = _place(request, what, slug)
    return _saving(request, place, kind, get_object_or_404(_of(place, kind.model), pk=pk), None)


@require_POST
def remove_entry(request: ActorRequest, what: str, pk: int, slug: str | None = None) -> HttpResponse:
    place, kind = _place(request, what, slug)
    entry = get_object_or_404(_of(place, kind.model), pk=pk)
    actions.remove_entry(entry, place.desk, by=request.actor, now=timezone.now())
    messages.success(request, _("Removed."))
    return redirect(_page(place, kind))


@require_POST
def preview_entries(request: ActorRequest, what: str, slug: str | None = None) -> HttpResponse:
    """The file's rows as they would be kept, before anything is."""
    place, kind = _place(request, what, slug)
    if what not in entry_files.HEADERS:
        raise Http404
    form = TableFileForm(request.POST, request.FILES)
    rows: list[EntryRow] = []
    if not accepted(
        form, lambda: rows.extend(_understood(form.cleaned_data["file"], what, _lines(place))), "file"
    ):
        context = {"place": place, "kind": kind, "here": kind.page, "form": form}
        return render(request, "assessments/kept/file_again.html", context, status=422)
    uploaded = form.cleaned_data["file"]
    good = [row for row in rows if not row.problem]
    packed = [{name: _plain(value) for name, value in row.values.items()} for row in good]
    context = {
        "place": place,
        "kind": kind,
        "rows": rows[:SHOWN],
        "good": len(good),
        "bad": len(rows) - len(good),
        "file_name": uploaded.name,
        "kept": signing.dumps(packed, salt=_salt(place, what), compress=True),
    }
    return render(request, "assessments/kept/preview.html", context)


@require_POST
def import_entries(request: ActorRequest, what: str, slug: str | None = None) -> HttpResponse:
    place, kind = _place(request, what, slug)
    if what not in entry_files.HEADERS:
        raise Http404
    try:
        packed = signing.loads(request.POST.get("kept", ""), salt=_salt(place, what), max_age=3600)
    except signing.BadSignature:
        messages.error(request, _("This preview is too old. Choose the file again."))
        return redirect(_page(place, kind))
    rows = [_unpacked(values) for values in packed]
    count = actions.import_entries(
        kind.model,
        rows,
        entry_files.KEYS[what],
        place.desk,
        request.POST.get("file_name", ""),
        by=request.actor,
        now=timezone.now(),
    )
    messages.success(request, _("%(count)s rows were kept.") % {"count": count})
    return redirect(_page(place, kind))


def share_load(request: ActorRequest, pk: int) -> HttpResponse:
    """The supplier tells one customer how much of a month's load is for it."""
    place = writing(request, None)
    require(place.may_keep)
    load = get_object_or_404(_of(place, CommittedLoad), pk=pk)
    form = ShareForm(request.POST or None, load=load)
    if request.method == "POST" and accepted(
        form,
        lambda: actions.say_share(
            load,
            form.cleaned_data["customer"],
            form.cleaned_data["quantity"],
            desk=place.desk,
            by=request.actor,
            now=timezone.now(),
        ),
        "quantity",
    ):
        messages.success(request, _("Saved."))
        return redirect(place.url("share_load", pk))
    context = {
        "place": place,
        "load": load,
        "form": form,
        "parts": load.parts.select_related("relationship__customer"),
    }
    return render(
        request, "assessments/capacity/share_load.html", context, status=422 if form.errors else 200
    )


_MISSING: dict[str, Any] = {
    "plant": gettext_lazy("Write down a plant first."),
    "line": gettext_lazy("Write down a product line first."),
    "process": gettext_lazy("Write down a process first."),
}


def _saving(
    request: ActorRequest, place: Place, kind: Kind, entry: Kept, initial: dict[str, Any] | None
) -> HttpResponse:
    is_known = entry.pk is not None
    form = entry_form(kind, entry, place.desk, request.POST or None, request.FILES or None, initial)
    if request.method == "POST" and form.is_valid() and _is_kept(request, place, form):
        messages.success(request, _("Saved."))
        return redirect(_page(place, kind))
    context = {
        "place": place,
        "form": form,
        "kind": kind,
        "here": kind.page,
        "entry": entry if is_known else None,
    }
    return render(request, "assessments/kept/edit.html", context, status=422 if form.errors else 200)


def _is_kept(request: ActorRequest, place: Place, form: Any) -> bool:
    """Keep the entry and the file sent with it, or neither; what is wrong with the file stands at its field."""
    wrong = None
    try:
        with transaction.atomic():
            saved = actions.save_entry(form.instance, place.desk, by=request.actor, now=timezone.now())
            if form.cleaned_data.get("file"):
                wrong = "file"
                attach_letter(saved, form.cleaned_data["file"], place.desk, by=request.actor)
    except Refused as refusal:
        form.add_error(wrong, str(refusal))
        return False
    return True


def _place(request: ActorRequest, what: str, slug: str | None) -> tuple[Place, Kind]:
    """Raises Http404 for a kind that there is not, Forbidden where one may not write."""
    place = writing(request, slug)
    if what not in KINDS:
        raise Http404
    require(place.may_keep)
    return place, KINDS[what]


def _of(place: Place, model: Any) -> Any:
    return model.objects.filter(supplier=place.desk.supplier, kept_by=place.desk.kept_by)


def _page(place: Place, kind: Kind) -> str:
    return f"{place.url(kind.page)}{'?word=ours' if place.relationship else ''}"


def _next_position(place: Place, line: str) -> int:
    rows = _of(place, KINDS["processes"].model)
    taken = rows.filter(line=key_of(line))
    return max(taken.values_list("position", flat=True), default=0) + 1


def _lines(place: Place) -> dict[str, int]:
    return {
        name.lower(): line.pk
        for line in _of(place, ProductLine)
        for name in (line.name, line.name_local)
        if name
    }


def _understood(uploaded: "UploadedFile[Any]", kind: str, lines: dict[str, int]) -> list[EntryRow]:
    with TemporaryDirectory() as folder:
        path = written_to(folder, uploaded)
        return entry_files.understand(path, kind, lines)


def written_to(folder: str, uploaded: "UploadedFile[Any]") -> Path:
    path = Path(folder) / Path(uploaded.name or "table").name
    with path.open("wb") as file:
        for chunk in uploaded.chunks():
            file.write(chunk)
    return path


def _salt(place: Place, kind: str) -> str:
    return f"{kind} of {place.desk.supplier.pk} by {place.desk.kept_by}"


def _plain(value: Any) -> Any:
    return (
        value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, Decimal) else value
    )


def _unpacked(values: dict[str, Any]) -> dict[str, Any]:
    """Days and quantities as they were before they went to the page and back."""
    dates = ("month", "calibrated_on", "due_on")
    return {
        name: date.fromisoformat(value)
        if name in dates and value
        else Decimal(value)
        if name == "quantity"
        else value
        for name, value in values.items()
    }
