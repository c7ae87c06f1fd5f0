"""One sheet of a workbook as text, read in a process of its own.

    python -m tandem.core.workbook_cells [SHEET [HEADER_ROW]] < workbook > cells

A file of a kilobyte can name a cell so far out, or unpack to so much, that reading it takes all memory. What is told
beside the cells is `fault`, `sheet` and `sheets`.
"""

import sys
from dataclasses import dataclass

import pyarrow as pa

from tandem.core import confined

DAMAGED, NO_SHEET, UNREADABLE, EMPTY, TOO_LARGE = "damaged", "no sheet", "unreadable", "empty", "too large"


@dataclass(frozen=True)
class Opened:
    """`fault` says why there are no cells; `sheet` is the one read, or the one that could not be."""

    fault: str
    sheet: str
    sheets: tuple[str, ...]
    cells: pa.Table


def opened(data: bytes, *, sheet: str | None, header_row: int) -> Opened:
    """Read a sheet (the first with content down to the header's row, unless named) without risk to this process."""
    asked = [] if sheet is None else [sheet]
    answer = confined.read_apart("tandem.core.workbook_cells", str(header_row), *asked, data=data)
    if answer is None:
        return Opened(TOO_LARGE, sheet or "", (), pa.table({}))
    told, cells = answer
    return Opened(told["fault"], told["sheet"], tuple(told["sheets"]), cells)


def _tell(fault: str, sheet: str, sheets: list[str], cells: pa.RecordBatch | None = None) -> None:
    confined.tell({"fault": fault, "sheet": sheet, "sheets": sheets}, cells)


def main() -> None:
    import fastexcel

    header_row, *asked = sys.argv[1:]
    confined.confine()
    try:
        book = fastexcel.read_excel(sys.stdin.buffer.read())
        names = list(book.sheet_names)
    except fastexcel.FastExcelError:
        return _tell(DAMAGED, "", [])
    if asked and asked[0] not in names:
        return _tell(NO_SHEET, asked[0], names)
    for name in asked or names:
        try:
            loaded = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_arrow()
        except fastexcel.FastExcelError:
            return _tell(UNREADABLE, name, names)
        if loaded.num_rows >= int(header_row) and loaded.num_columns:
            return _tell("", name, names, loaded)
    return _tell(EMPTY, "", names)


if __name__ == "__main__":
    main()
