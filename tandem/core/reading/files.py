"""Any file an ERP exports → its cells as text, in columns, with row numbers."""

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.utils.translation import gettext as _

from tandem.core.errors import Refused
from tandem.core.reading.delimited import read_delimited
from tandem.core.reading.sources import Source, cell_names, distinct_names, set_nul_rows_apart
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
    try:
        table = pq.read_table(pa.BufferReader(data))
    except (pa.ArrowException, OSError) as error:
        raise Refused(
            _("%(name)s is damaged and cannot be read as Parquet.") % {"name": path.name}
        ) from error
    if table.num_columns < 2:
        raise Refused(_("%(name)s has fewer than two columns.") % {"name": path.name})
    names = cell_names(table.num_columns)
    header = list(table.column_names)
    table = _without_zones(table.rename_columns(names))
    texts = ", ".join(f"{_text(table.schema.field(name))} as {name}" for name in names)
    with duckdb.connect() as connection:
        connection.register("parquet_cells", table)
        text = connection.sql(f"select {texts} from parquet_cells").to_arrow_table()  # noqa: S608  # names are ours
    # Parquet has no header row; the first record is still called row 2, as in the CSV of the same table.
    numbers = pa.arange(2, text.num_rows + 2)
    return Source(kind="parquet", columns=distinct_names(header), table=text.append_column("row", numbers))


def _text(field: pa.Field) -> str:
    """The cell as text; a moment loses its fraction of a second, as a spreadsheet's has none."""
    if pa.types.is_timestamp(field.type):
        return f"strftime({field.name}, '%Y-%m-%d %H:%M:%S')"
    return f"cast({field.name} as varchar)"


def _without_zones(table: pa.Table) -> pa.Table:
    """Moments as the clock showed them where they were written: midnight in Shanghai stays that day."""
    for place, field in enumerate(table.schema):
        if pa.types.is_timestamp(field.type) and field.type.tz:
            table = table.set_column(place, field.name, pc.local_timestamp(table[place]))
    return table
