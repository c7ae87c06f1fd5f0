"""A file on its way in: uploaded, mapped, looked at, loaded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.core.reading import Source, read
from tandem.facts import actions, queries, rules
from tandem.facts.actions import Choices
from tandem.facts.checking import Checked
from tandem.facts.checking import preview as previewed
from tandem.facts.forms import MappingForm, TextForm, UploadForm
from tandem.facts.forms.others import ACCEPT
from tandem.facts.mapping import Mapping, parsed
from tandem.facts.mapping_text import written
from tandem.facts.models import Batch, SavedMapping
from tandem.facts.proposing import proposed
from tandem.facts.receiving import received
from tandem.facts.showing import shown
from tandem.facts.views.batches import find
from tandem.lake.schemas import Column

PREVIEWED = 20


def steps() -> list[str]:
    return [_("File"), _("Columns"), _("Preview"), _("Import")]


def upload(request: ActorRequest) -> HttpResponse:
    """Take a file and propose how to read it: as its source's last file was read, or from its headers."""
    require(rules.can_import(request.actor))
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("facts:mapping", number=_opened(request, form).number)
        except Refused as refused:
            form.add_error("file", str(refused))
    sources = (
        SavedMapping.objects.visible_to(request.actor).order_by("source").values_list("source", flat=True)
    )
    context = {"form": form, "steps": steps(), "accept": ACCEPT, "sources": sources.distinct()}
    return render(request, "facts/upload.html", context, status=422 if form.errors else 200)


def mapping(request: ActorRequest, number: int) -> HttpResponse:
    batch = _editable(request, number)
    try:
        present = parsed(batch.mapping)
        source = _read(batch, present)
    except Refused as refused:
        # The source's last mapping does not fit this file at all: its text can be mended without reading the file.
        messages.error(request, str(refused))
        return redirect("facts:mapping_text", number=number)
    form = MappingForm(request.POST or None, mapping=present, source=source)
    if request.method == "POST" and form.is_valid():
        actions.map_batch(batch, written(form.mapped()), by=request.actor)
        if "text" in request.POST:
            return redirect("facts:mapping_text", number=number)
        return redirect("facts:preview", number=number)
    context = {"form": form, "batch": batch, "source": source, "steps": steps()}
    return render(request, "facts/mapping.html", context, status=422 if form.errors else 200)


def mapping_text(request: ActorRequest, number: int) -> HttpResponse:
    batch = _editable(request, number)
    form = TextForm(request.POST or None, initial={"text": batch.mapping})
    if request.method == "POST" and form.is_valid():
        try:
            actions.map_batch(batch, form.cleaned_data["text"].replace("\r\n", "\n"), by=request.actor)
            return redirect("facts:preview", number=number)
        except Refused as refused:
            form.add_error("text", str(refused))
    context = {"form": form, "batch": batch, "steps": steps()}
    return render(request, "facts/mapping_text.html", context, status=422 if form.errors else 200)


def preview(request: ActorRequest, number: int) -> HttpResponse:
    """The first rows as they will be understood, and what is wrong with them."""
    batch = _editable(request, number)
    context: dict[str, Any] = {"batch": batch, "steps": steps()}
    try:
        present = parsed(batch.mapping)
        context |= _understood(previewed(present, _read(batch, present), rows=PREVIEWED), present)
    except Refused as refused:
        context["refused"] = str(refused)
    return render(request, "facts/preview.html", context, status=422 if "refused" in context else 200)


@require_POST
def load(request: ActorRequest, number: int) -> HttpResponse:
    batch = find(request, number)
    choices = Choices(
        good_rows_only="good_rows_only" in request.POST, create_suppliers="create_suppliers" in request.POST
    )
    actions.start_loading(batch, by=request.actor, choices=choices)
    actions.save_mapping(batch.mapping, by=request.actor)
    return redirect(batch)


def _opened(request: ActorRequest, form: UploadForm) -> Batch:
    values = form.cleaned_data
    file: UploadedFile[bytes] = values["file"]
    path = received(file, request.actor)
    try:
        fact, source = values["fact"], values["source"].strip()
        text = _first_mapping(request, path, fact=fact, source=source)
        batch = actions.open_batch(
            path, fact=fact, source=source, mapping=text, by=request.actor, file_name=file.name or path.name
        )
        actions.keep_upload(batch, path)
    except Refused:
        path.unlink(missing_ok=True)
        raise
    return batch


def _first_mapping(request: ActorRequest, path: Path, *, fact: str, source: str) -> str:
    saved = queries.newest_mapping(request.actor, source, fact)
    if saved is not None:
        return saved.text
    return written(proposed(read(path), fact=fact, name=source))


def _read(batch: Batch, mapping: Mapping) -> Source:
    rules_ = mapping.file
    return read(
        Path(batch.file_path),
        sheet=rules_.sheet,
        encoding=rules_.encoding,
        delimiter=rules_.delimiter,
        header_row=rules_.header_row,
    )


def _editable(request: ActorRequest, number: int) -> Batch:
    batch = find(request, number)
    require(rules.can_load(request.actor, batch))
    if not batch.open:
        raise Refused(
            _("Batch %(number)d is loaded or being loaded; upload the file again.") % {"number": number}
        )
    return batch


def _understood(checked: Checked, mapping: Mapping) -> dict[str, Any]:
    """The preview's table: what all rows hold alike, the columns in which they differ, and the faults."""
    language = get_language() or "en"
    filled = [
        column
        for column in mapping.schema.columns
        if column.name != "source" and checked.rows[column.name].null_count < checked.taken
    ]
    rows = checked.rows.to_pylist()
    alike = [column for column in filled if len(rows) > 1 and _alike(column, rows)]
    differing = [column for column in filled if column not in alike]
    chinese = language.startswith("zh")
    return {
        "checked": checked,
        "everywhere": [
            (column.label.in_language(language), _said(column, rows[0], language)) for column in alike
        ],
        "headers": [(column.label.in_language(language), _kind(column) == "number") for column in differing],
        "rows": [
            (row["row"], [(_said(column, row, language), _kind(column)) for column in differing])
            for row in rows
        ],
        "faults": [
            {**fault, "said": fault["reason_zh"] if chinese else fault["reason"]}
            for fault in checked.rejects.to_pylist()
        ],
    }


def _alike(column: Column, rows: list[dict[str, Any]]) -> bool:
    first = rows[0][column.name]
    return first is not None and all(row[column.name] == first for row in rows)


def _kind(column: Column) -> str:
    return column.kind if column.kind in ("text", "date") else "number"


def _said(column: Column, row: dict[str, Any], language: str) -> str:
    """A cell as a person reads it; a code in words."""
    value = row[column.name]
    for choice in column.choices:
        if choice.value == value:
            return choice.label.in_language(language)
    return shown(value, language)
