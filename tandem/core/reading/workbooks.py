"""Spreadsheets (XLSX, XLSM, XLSB, XLS, ODS) through calamine."""

import pyarrow as pa
from django.utils.translation import gettext as _

from tandem.core.errors import Refused
from tandem.core.reading.delimited import without_empty_rows
from tandem.core.reading.sources import Source, cell_names, distinct_names
from tandem.core.workbook_cells import EMPTY, NO_SHEET, TOO_LARGE, UNREADABLE, Opened, opened

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"


def is_workbook(data: bytes) -> bool:
    return data.startswith((OLE, ZIP))


def read_workbook(data: bytes, *, sheet: str | None = None, header_row: int = 1) -> Source:
    """Read one sheet (the first that has content, unless named) as text. Raises Refused for what cannot be read."""
    found = _opened(data, sheet, header_row)
    return _source(found.cells, found.sheet, found.sheets, header_row)


def sheets_of(data: bytes, *, most: int) -> list[tuple[str, list[list[str]]]]:
    """Every sheet of a workbook by its name, all its rows as text: for files whose table begins somewhere below.

    Raises Refused for what cannot be read, and for more sheets than `most`.
    """
    first = _opened(data, None)
    if len(first.sheets) > most:
        raise Refused(
            _(
                "The workbook has %(count)s sheets; at most %(most)s are read. Leave out those that are not needed."
            )
            % {"count": len(first.sheets), "most": most}
        )
    found = [
        first if name == first.sheet else opened(data, sheet=name, header_row=1) for name in first.sheets
    ]
    return [(each.sheet, _rows(each.cells)) for each in found if not each.fault]


def _opened(data: bytes, sheet: str | None, header_row: int = 1) -> Opened:
    # An encrypted XLSX is an OLE container whose directory names its streams in UTF-16.
    if data.startswith(OLE) and "EncryptedPackage".encode("utf-16-le") in data:
        raise Refused(_("The workbook is protected by a password. Save a copy without one and try again."))
    found = opened(data, sheet=sheet, header_row=header_row)
    if found.fault:
        raise Refused(_refusal(found, header_row))
    return found


def _rows(cells: pa.Table) -> list[list[str]]:
    columns = [column.to_pylist() for column in cells.columns]
    return [
        [str(cell or "").replace("\0", "␀").strip() for cell in row] for row in zip(*columns, strict=True)
    ]


def _refusal(found: Opened, header_row: int) -> str:
    if found.fault == NO_SHEET:
        return _("The workbook has no sheet “%(sheet)s”. Its sheets are: %(sheets)s.") % {
            "sheet": found.sheet,
            "sheets": ", ".join(found.sheets),
        }
    if found.fault == UNREADABLE:
        return _(
            "Sheet “%(sheet)s” cannot be read. Open the workbook in a spreadsheet and save it again."
        ) % {"sheet": found.sheet}
    if found.fault == EMPTY:
        return _("The workbook has no sheet with a header in row %(row)d.") % {"row": header_row}
    if found.fault == TOO_LARGE:
        return _(
            "The workbook takes more memory than there is: a cell far outside its table may hold something. "
            "Delete the rows and columns around the table, or save the sheet as CSV."
        )
    return _("The file is damaged or not a workbook. Open it in a spreadsheet and save it again as XLSX.")


def _source(cells: pa.Table, name: str, sheets: tuple[str, ...], header_row: int) -> Source:
    header = [str(cells.column(i)[header_row - 1].as_py() or "") for i in range(cells.num_columns)]
    while header and not header[-1].strip():
        header.pop()
    if len(header) < 2:
        raise Refused(
            _("Row %(row)d of sheet “%(sheet)s” does not name at least two columns.")
            % {"row": header_row, "sheet": name}
        )
    table = cells.select(list(range(len(header)))).rename_columns(cell_names(len(header)))
    table = table.append_column("row", pa.arange(1, table.num_rows + 1)).slice(header_row)
    return Source(
        kind="workbook",
        columns=distinct_names(header),
        table=without_empty_rows(table, len(header)),
        sheet=name,
        sheets=sheets,
    )
