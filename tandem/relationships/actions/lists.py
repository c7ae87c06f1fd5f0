"""A supplier list on its way in: kept, checked row by row, decided on, loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from procrastinate.contrib.django import app

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.core.reading import Source, read
from tandem.relationships import columns, rules
from tandem.relationships.actions.list_loading import load_row
from tandem.relationships.list_matching import Matching
from tandem.relationships.list_rows import Problem, Understood, understand
from tandem.relationships.models import Decision, Outcome, SupplierList, SupplierListRow

LOAD_TASK = "tandem.relationships.load_list"
MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 20_000
SAMPLE = 200
AT_ONCE = 50


@transaction.atomic
def keep_list(file: UploadedFile[Any], *, by: Actor) -> SupplierList:
    """Keep an uploaded file and propose what its columns hold. Raises Refused for what is no such table."""
    require(rules.can_import_list(by))
    if (file.size or 0) > MOST_BYTES:
        raise Refused(_("The file is larger than 20 MB. Split it and load the parts one after another."))
    kept = SupplierList.objects.create(
        customer_id=by.organization_id, uploaded_by_id=by.user_id, file=file, name=Path(file.name or "").name
    )
    try:
        source = read_list(kept)
        if source.rows > MOST_ROWS:
            raise Refused(
                _("The list has more than 20,000 rows. Split it and load the parts one after another.")
            )
    except Refused:
        kept.file.delete(save=False)
        raise
    kept.columns = columns.propose(source.columns, samples(source))
    kept.save(update_fields=["columns"])
    audit.record(kept, "uploaded", by=by)
    return kept


def read_list(supplier_list: SupplierList) -> Source:
    return read(Path(supplier_list.file.path))


def samples(source: Source, rows: int = SAMPLE) -> dict[str, list[str]]:
    """The first cells of each column, by the file's own header."""
    head = source.table.slice(0, rows)
    return {
        name: [str(cell or "") for cell in head.column(source.cell(name)).to_pylist()]
        for name in source.columns
    }


@transaction.atomic
def check_list(
    supplier_list: SupplierList,
    *,
    columns: Mapping[str, str],
    source: str,
    country: str,
    stage: str,
    by: Actor,
) -> None:
    """Say what every row means. `columns` are {our field: the file's header}; earlier decisions are forgotten."""
    _require_own(supplier_list, by)
    if supplier_list.status not in (SupplierList.Status.UPLOADED, SupplierList.Status.CHECKED):
        raise Refused(_("This list has been loaded or discarded already."))
    if not {"name", "name_local"} & set(columns):
        raise Refused(_("Say which column holds the suppliers' names."))
    if "number" in columns and not source.strip():
        raise Refused(_("Name the system whose supplier numbers these are."))
    supplier_list.columns = dict(columns)
    supplier_list.source = source.strip()
    supplier_list.country = country
    supplier_list.stage = stage
    supplier_list.save()
    supplier_list.rows.all().delete()
    SupplierListRow.objects.bulk_create(_checked_rows(supplier_list, by), batch_size=1000)
    if supplier_list.status == SupplierList.Status.UPLOADED:
        audit.move(supplier_list, SupplierList.Status.CHECKED, by=by)


def _checked_rows(supplier_list: SupplierList, by: Actor) -> Iterator[SupplierListRow]:
    file = read_list(supplier_list)
    understood = dict(_understood(file, supplier_list))
    matching = Matching(by, supplier_list.source, understood.values())
    for number, row in sorted(understood.items()):
        meaning = matching.meaning(number, row)
        yield SupplierListRow(
            supplier_list=supplier_list,
            number=number,
            values=row.values,
            problems=row.kept_problems(),
            outcome=meaning.outcome,
            relationship_id=meaning.relationship_id,
            organization_id=meaning.organization_id,
            same_as_row=meaning.same_as_row,
            found_by=meaning.found_by,
            likeness=meaning.likeness,
        )


def _understood(file: Source, supplier_list: SupplierList) -> Iterator[tuple[int, Understood]]:
    wanted = {code: header for code, header in supplier_list.columns.items() if header in file.columns}
    cells = {code: file.table.column(file.cell(header)).to_pylist() for code, header in wanted.items()}
    for place, number in enumerate(file.table.column("row").to_pylist()):
        texts = {code: str(values[place] or "") for code, values in cells.items()}
        yield number, understand(texts, supplier_list.columns, country=supplier_list.country)
    for ragged in file.ragged:
        message = _("The row has %(cells)d cells, the header %(columns)d.")
        values = {"cells": ragged.cells, "columns": len(file.columns)}
        yield ragged.row, Understood(problems=[Problem("", ragged.text[:200], message % values)])


@transaction.atomic
def decide(supplier_list: SupplierList, decision: str, *, by: Actor, numbers: list[int] | None = None) -> int:
    """Say of rows that are perhaps known what they are; None means every row not decided yet. Returns how many."""
    _require_own(supplier_list, by)
    if supplier_list.status != SupplierList.Status.CHECKED or decision not in Decision.values:
        raise Refused(_("There is nothing to decide in this list."))
    rows = supplier_list.rows.filter(outcome=Outcome.PROPOSED)
    rows = rows.filter(decision="") if numbers is None else rows.filter(number__in=numbers)
    return rows.update(decision=decision)


@transaction.atomic
def start_loading(supplier_list: SupplierList, *, by: Actor) -> None:
    """Load the rows in the background, once every proposed match is decided. Raises Refused."""
    _require_own(supplier_list, by)
    waiting = supplier_list.rows.filter(outcome=Outcome.PROPOSED, decision="").count()
    if waiting:
        message = ngettext(
            "%(count)d row waits for your decision: is it a supplier you know?",
            "%(count)d rows wait for your decision: are they suppliers you know?",
            waiting,
        )
        raise Refused(message % {"count": waiting})
    if not supplier_list.rows.exclude(outcome=Outcome.REFUSED).exists():
        raise Refused(_("No row of this list can be loaded."))
    audit.move(supplier_list, SupplierList.Status.LOADING, by=by)
    app.configure_task(LOAD_TASK).defer(list_id=supplier_list.pk, user_id=by.user_id)


@transaction.atomic
def discard_list(supplier_list: SupplierList, *, by: Actor) -> None:
    _require_own(supplier_list, by)
    audit.move(supplier_list, SupplierList.Status.DISCARDED, by=by)


def load_list(supplier_list: SupplierList, *, by: Actor, now: datetime) -> None:
    """Load what is not loaded yet, some rows a transaction: killed and run again, it goes on where it was.

    A row that fails keeps the reason and does not stop the others.
    """
    while _load_some(supplier_list, by, now):
        pass
    with transaction.atomic():
        supplier_list.refresh_from_db()
        if supplier_list.status == SupplierList.Status.LOADING:
            supplier_list.loaded_at = now
            audit.move(supplier_list, SupplierList.Status.LOADED, by=by)


@transaction.atomic
def _load_some(supplier_list: SupplierList, by: Actor, now: datetime) -> bool:
    # The lock keeps a second worker that took up the same list from loading a row twice.
    SupplierList.objects.select_for_update().get(pk=supplier_list.pk)
    rows = supplier_list.rows.filter(done=False).select_related("relationship__supplier", "organization")
    some: list[Any] = list(rows.order_by("number")[:AT_ONCE])
    for row in some:
        load_row(supplier_list, row, by=by, now=now)
    return bool(some)


def _require_own(supplier_list: SupplierList, by: Actor) -> None:
    require(rules.can_import_list(by) and supplier_list.customer_id == by.organization_id)
