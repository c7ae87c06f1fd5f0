"""One sheet of a workbook as text, read in a process of its own.

    python -m tandem.core.workbook_cells [SHEET [HEADER_ROW]] < workbook > cells

A file of a kilobyte can name a cell so far out, or unpack to so much, that reading it takes all memory, and the reader
then ends its process. So it is not the process that serves pages. What is written is a line of JSON (`fault`, `sheet`,
`sheets`) and, where there is no fault, the cells as an Arrow stream.
"""

import json
import os
import resource
import subprocess
import sys
from dataclasses import dataclass

import pyarrow as pa

DAMAGED, NO_SHEET, UNREADABLE, EMPTY, TOO_LARGE = "damaged", "no sheet", "unreadable", "empty", "too large"
SECONDS = 600


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
    command = [sys.executable, "-m", "tandem.core.workbook_cells", str(header_row), *asked]
    done = subprocess.run(command, input=data, capture_output=True, check=False)
    head, _, stream = done.stdout.partition(b"\n")
    if done.returncode:
        return Opened(TOO_LARGE, sheet or "", (), pa.table({}))
    told = json.loads(head)
    cells = pa.ipc.open_stream(stream).read_all() if stream else pa.table({})
    return Opened(told["fault"], told["sheet"], tuple(told["sheets"]), cells)


def _confine() -> None:
    """At most half of the machine's memory, and not for ever."""
    half = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2
    for what, limit in (
        (resource.RLIMIT_AS, half),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (limit, limit))


def _tell(fault: str, sheet: str, sheets: list[str]) -> None:
    line = json.dumps({"fault": fault, "sheet": sheet, "sheets": sheets})
    sys.stdout.buffer.write(line.encode() + b"\n")


def main() -> None:
    import fastexcel

    header_row, *asked = sys.argv[1:]
    _confine()
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
            _tell("", name, names)
            with pa.ipc.new_stream(sys.stdout.buffer, loaded.schema) as stream:
                stream.write_batch(loaded)
            return None
    return _tell(EMPTY, "", names)


if __name__ == "__main__":
    main()
