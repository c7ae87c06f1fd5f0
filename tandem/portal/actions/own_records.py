"""A supplier's own delivery records: uploaded, loaded under settled columns, removed. Nobody else sees them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.core.reading import Source
from tandem.portal import delivery_rows
from tandem.portal.models import OwnRecord, RecordFile
from tandem.relationships.models import Relationship

REJECTS_KEPT = 1000


@transaction.atomic
def keep_records(
    source: Source, file_name: str, relationship: Relationship | None, *, by: Actor, now: datetime
) -> RecordFile:
    """Keep a file's cells, with its columns proposed. Raises Refused where there are none or too many rows."""
    require(by.can(Capability.LOAD_OWN_RECORDS))
    if not source.rows:
        raise Refused(_("The file %(name)s has no rows below its header.") % {"name": file_name})
    if source.rows > delivery_rows.MOST_ROWS:
        raise Refused(
            _("The file has %(rows)s rows; at most %(most)s can be compared at once. Split it by period.")
            % {"rows": source.rows, "most": delivery_rows.MOST_ROWS}
        )
    table = source.table.select(["row", *(source.cell(name) for name in source.columns)])
    kept = RecordFile.objects.create(
        supplier_id=by.organization_id,
        relationship=relationship,
        file_name=file_name[:200],
        headers=list(source.columns),
        cells=[list(row.values()) for row in table.to_pylist()],
        columns=delivery_rows.proposed(source.columns),
        rejects=[
            {"row": one.row, "column": "", "value": one.text[:200], "reason": "ragged"}
            for one in source.ragged[:REJECTS_KEPT]
        ],
        uploaded_at=now,
        uploaded_by=by.name[:120],
    )
    audit.record(kept, "uploaded", by=by)
    return kept


@transaction.atomic
def load_records(file: RecordFile, columns: Mapping[str, str], *, by: Actor) -> None:
    """Take the good rows; of an order line named before, this file's word replaces the earlier one."""
    require(by.can(Capability.LOAD_OWN_RECORDS) and file.supplier_id == by.organization_id)
    missing = [str(delivery_rows.LABELS[name]) for name in delivery_rows.NEEDED if not columns.get(name)]
    if missing:
        raise Refused(_("Choose the column for: %(names)s.") % {"names": ", ".join(missing)})
    found = delivery_rows.understood(
        file.headers, file.cells, columns, customers_by_name(by), everybody=file.relationship_id
    )
    mine = OwnRecord.objects.visible_to(by)
    named = {(row.relationship, row.document, row.line) for row in found.rows}
    earlier = mine.filter(relationship__in={pk for pk, *_rest in named})
    replaced = [
        pk
        for pk, *key in earlier.values_list("pk", "relationship", "document", "line")
        if tuple(key) in named
    ]
    mine.filter(pk__in=replaced).delete()
    OwnRecord.objects.bulk_create(
        [
            OwnRecord(
                supplier_id=by.organization_id,
                relationship_id=row.relationship,
                file=file,
                row=row.row,
                document=row.document,
                line=row.line,
                delivered_on=row.delivered_on,
                quantity=row.quantity,
            )
            for row in found.rows
        ],
        batch_size=5000,
    )
    file.columns = dict(columns)
    file.cells = []
    file.loaded = len(found.rows)
    file.rejects = [*file.rejects, *(asdict(each) for each in found.rejects)][:REJECTS_KEPT]
    audit.move(file, RecordFile.Status.LOADED, by=by)
    file.save()


@transaction.atomic
def remove_records(file: RecordFile, *, by: Actor) -> None:
    """The file with every record it brought."""
    require(by.can(Capability.LOAD_OWN_RECORDS) and file.supplier_id == by.organization_id)
    audit.record(file, "removed", by=by, changes={"file_name": [file.file_name, ""]})
    file.delete()


def customers_by_name(by: Actor) -> dict[str, int]:
    """The customers served, by either of their names or the short one, in lower case."""
    found: dict[str, int] = {}
    rows = Relationship.objects.served_by(by).values_list(
        "pk", "customer__name", "customer__name_local", "customer__slug"
    )
    for pk, *names in rows:
        found |= {name.strip().lower(): pk for name in names if name.strip()}
    return found
