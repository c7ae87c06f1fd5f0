"""Files as an ERP would write them, and mappings for them."""

import os
from pathlib import Path

import pytest

from tandem.core.reading import Source, read
from tandem.facts.checking import Checked, check
from tandem.facts.mapping import Mapping, parsed

REAL_DATA = Path(
    os.environ.get("TANDEM_REAL_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data"
)
EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"

ORDERS = """
fact = "order_lines"
source = "sap"

[columns]
document = "PO"
line = "Line"
quantity = "Qty"
requested_date = { column = "Due", dates = ["%Y-%m-%d"] }
unit_price = "Price"
currency = "Currency"
status = { column = "Status", words = { "X" = "cancelled" } }

[supplier]
number = "Vendor"
"""
HEADER = "PO,Line,Vendor,Qty,Due,Price,Currency,Status"


def real(name: str) -> Path:
    path = REAL_DATA / "procurement" / name
    if not path.exists():
        pytest.skip(f"{name} is not here: set TANDEM_REAL_DATA to the folder that holds procurement/{name}")
    return path


def example(name: str) -> Mapping:
    return parsed((EXAMPLES / f"{name}.mapping.toml").read_text("utf-8"))


def source(tmp_path: Path, text: str | bytes, name: str = "export.csv") -> Source:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read(path)


def orders(tmp_path: Path, *lines: str, mapping: str = ORDERS) -> Checked:
    """The order lines, one text a line, checked under ORDERS."""
    return check(parsed(mapping), source(tmp_path, "\n".join([HEADER, *lines, ""])))


def faults(checked: Checked) -> list[tuple[int, str, str | None]]:
    """(row, column, value) of every fault."""
    return [(one["row"], one["column"], one["value"]) for one in checked.rejects.to_pylist()]
