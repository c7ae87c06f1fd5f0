"""A customer's Excel form, opened in a process of its own: placeholders found, cells filled, cells read back.

    python -m tandem.improvement.form_cells find|fill|read < (a line of JSON, then the workbook)

`find` tells where {{field}} stands: {field: [[sheet, cell], …]}. `fill` takes {"cells": [[sheet, cell, text], …]} and
tells the workbook with its layout, as base64. `read` takes {"cells": [[sheet, cell], …]} and tells their texts.
Nothing here imports Django.
"""

import base64
import datetime
import io
import json
import re
import sys
from typing import Any

from tandem.core import confined

PLACEHOLDER = re.compile(r"\{\{\s*([a-z0-9_.]+)\s*\}\}")
# Of these XLSX holds none.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
MOST_CELLS = 200_000
DAMAGED, NO_CELL, TOO_LARGE = "damaged", "no cell", "too large"


def apart(mode: str, asked: dict[str, Any], content: bytes) -> dict[str, Any]:
    """What the process tells; `fault` says why there is nothing more."""
    data = json.dumps(asked).encode() + b"\n" + content
    answer = confined.read_apart("tandem.improvement.form_cells", mode, data=data)
    return answer[0] if answer is not None else {"fault": TOO_LARGE}


def find(book: Any) -> dict[str, Any]:
    found: dict[str, list[list[str]]] = {}
    seen = 0
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                seen += 1
                if seen > MOST_CELLS:
                    return {"fault": TOO_LARGE}
                if isinstance(cell.value, str):
                    for code in PLACEHOLDER.findall(cell.value):
                        found.setdefault(code, []).append([sheet.title, cell.coordinate])
    return {"fault": "", "found": found}


def fill(book: Any, cells: list[list[str]]) -> dict[str, Any]:
    """Text goes where a placeholder stands, beside whatever else is in its cell; empty for those without a value."""
    for name, place, code, text in cells:
        if name not in book.sheetnames:
            return {"fault": NO_CELL, "cell": f"{name}!{place}"}
        cell = _anchor(book[name], place)
        now = cell.value if isinstance(cell.value, str) else ""
        text = CONTROL.sub(" ", text)
        whole = PLACEHOLDER.sub(lambda found, c=code, t=text: t if found[1] == c else found[0], now)  # type: ignore[misc]
        cell.value = whole if PLACEHOLDER.search(now) else text
        if isinstance(cell.value, str):
            # A text that begins like a formula stays a text.
            cell.data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return {"fault": "", "content": base64.b64encode(out.getvalue()).decode()}


def read(book: Any, cells: list[list[str]]) -> dict[str, Any]:
    texts = []
    for name, place in cells:
        value = _anchor(book[name], place).value if name in book.sheetnames else None
        texts.append(_text(value))
    return {"fault": "", "texts": texts}


def _anchor(sheet: Any, place: str) -> Any:
    """The cell, or of merged ones the first, which alone holds anything."""
    cell = sheet[place]
    for merged in sheet.merged_cells.ranges:
        if place in merged:
            return sheet.cell(merged.min_row, merged.min_col)
    return cell


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def main() -> None:
    import openpyxl

    confined.confine()
    line, _, content = sys.stdin.buffer.read().partition(b"\n")
    asked = json.loads(line)
    mode = sys.argv[1]
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=mode == "read")
        answer = find(book) if mode == "find" else {"fill": fill, "read": read}[mode](book, asked["cells"])
    except Exception:  # noqa: BLE001  # whatever a broken workbook makes the library raise
        answer = {"fault": DAMAGED}
    confined.tell(answer)


if __name__ == "__main__":
    main()
