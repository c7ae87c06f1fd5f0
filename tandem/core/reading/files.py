"""Any file an ERP exports → its cells as text, in columns, with row numbers."""

from pathlib import Path
from typing import Any

import pyarrow as pa
from django.utils.translation import gettext as _

from tandem.core.confined import read_apart
from tandem.core.errors import Refused
from tandem.core.parquet_cells import MOST_BYTES, MOST_CELLS, NARROW, TOO_LARGE, TOO_MANY
from tandem.core.reading.delimited import read_delimited
from tandem.core.reading.sources import Source, distinct_names, set_nul_rows_apart
from tandem.core.reading.workbooks import is_workbook, read_workbook

PARQUET = b"PAR1"
ENCRYPTED_PARQUET = b"PARE"
NOT_TABLES = {b"%PDF": "PDF", b"\x1f\x8b": "gzip", b"Rar!": "RAR", b"7z\xbc\xaf": "7-Zip", b"\x89PNG": "PNG"}


def read(
    path: Path,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    header_row: int = 1,
) -> Source:
    """Read a CSV, spreadsheet or Parquet file, told apart by content and not by name.

    Raises Refused, naming the fault, for a file that is empty, encrypted, damaged or no table.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Refused(
            _("The file %(path)s cannot be opened: %(reason)s.") % {"path": path, "reason": error.strerror}
        ) from error
    if not data:
        raise Refused(_("The file %(name)s is empty.") % {"name": path.name})
    for magic, kind in NOT_TABLES.items():
        if data.startswith(magic):
            raise Refused(
                _("%(name)s is a %(kind)s file, not a table. Use CSV, XLSX or Parquet.")
                % {"name": path.name, "kind": kind}
            )
    if data[:4] in (PARQUET, ENCRYPTED_PARQUET):
        return set_nul_rows_apart(_parquet(path, data))
    if is_workbook(data):
        return read_workbook(data, sheet=sheet, header_row=header_row)
    source = read_delimited(data, encoding=encoding, delimiter=delimiter, header_row=header_row)
    # UTF-16 has zero bytes of its own; else looking for one among the bytes spares looking into every cell.
    return set_nul_rows_apart(source) if b"\x00" in data else source


def _parquet(path: Path, data: bytes) -> Source:
    if data.startswith(ENCRYPTED_PARQUET):
        raise Refused(
            _("%(name)s is encrypted. Export it without encryption and try again.") % {"name": path.name}
        )
    answer = read_apart("tandem.core.parquet_cells", data=data)
    told, cells = answer or ({"fault": TOO_LARGE}, pa.table({}))
    if told["fault"]:
        raise Refused(_parquet_refusal(path.name, told))
    # Parquet has no header row; the first record is still called row 2, as in the CSV of the same table.
    numbers = pa.arange(2, cells.num_rows + 2)
    return Source(
        kind="parquet", columns=distinct_names(told["columns"]), table=cells.append_column("row", numbers)
    )


def _parquet_refusal(name: str, told: dict[str, Any]) -> str:
    if told["fault"] == NARROW:
        return _("%(name)s has fewer than two columns.") % {"name": name}
    if told["fault"] == TOO_MANY:
        return _(
            "%(name)s holds %(rows)s rows of %(columns)s columns; one file may hold %(most)s cells. "
            "Export fewer columns, or split it into several files."
        ) % {
            "name": name,
            "rows": f"{told['rows']:,}",
            "columns": f"{len(told['columns']):,}",
            "most": f"{MOST_CELLS:,}",
        }
    if told["fault"] == TOO_LARGE:
        return _(
            "%(name)s unpacks to more than is read at once (%(most)s GB of text, or half of the machine's memory). "
            "Leave out columns of long texts, or split it into several files."
        ) % {"name": name, "most": MOST_BYTES // 2**30}
    return _("%(name)s is damaged and cannot be read as Parquet.") % {"name": name}
