"""The list of rejected and skipped rows as a file that opens in any spreadsheet."""

import codecs
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

HEADER = ("row", "column", "value", "kind", "reason", "原因")
# A spreadsheet would run a cell that begins like this as a formula, unless it is a number: -1+cmd|… is none.
FORMULA = r"^[=@\t\r\n+\-＝＠＋－]"
NUMBER = r"^[+\-][0-9.,' \x{a0}]*%?$"


def write_rejects(rejects: pa.Table, path: Path) -> None:
    """CSV in UTF-8 with a byte-order mark, so that Excel shows Chinese; cells that look like formulas are quoted."""
    safe = rejects
    for name in ("column", "value"):
        column = pc.fill_null(rejects[name], "")
        guarded = pc.binary_join_element_wise("'", column, "")
        runs = pc.and_not(pc.match_substring_regex(column, FORMULA), pc.match_substring_regex(column, NUMBER))
        column = pc.if_else(runs, guarded, column)
        safe = safe.set_column(safe.schema.get_field_index(name), name, column)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(codecs.BOM_UTF8)
        pa_csv.write_csv(safe.rename_columns(list(HEADER)), file)
