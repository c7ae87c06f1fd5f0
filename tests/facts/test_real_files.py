"""The real files, whole: every row loaded or rejected, and the totals of an independent count."""

import csv
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from tandem.core.reading import read
from tandem.facts.checking import check
from tests.facts.files import example, real

pytestmark = pytest.mark.real_data
CENT = Decimal("0.0001")


def counted(path: Path) -> list[dict[str, str]]:
    """The file as Python's own csv module reads it."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def rounded(number: str) -> Decimal:
    return Decimal(number).quantize(CENT, ROUND_HALF_UP)


def is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


def test_scms_imports_whole():
    path = real("scms_deliveries.csv")
    checked = check(example("scms_deliveries"), read(path))
    rows, expected = checked.rows.to_pylist(), counted(path)
    assert (checked.read, checked.taken, checked.repeated, checked.rejected) == (10324, 10324, 0, 0)
    assert checked.rejects.num_rows == 0
    assert sum(row["quantity"] for row in rows) == sum(Decimal(one["Line Item Quantity"]) for one in expected)
    assert sum(row["quantity"] for row in rows) == Decimal(189265090)
    assert sum(row["line_value"] for row in rows) == sum(Decimal(one["Line Item Value"]) for one in expected)
    assert sum(row["line_value"] for row in rows) == Decimal("1627584457.29")
    freights = [
        Decimal(one["Freight Cost (USD)"]) for one in expected if is_number(one["Freight Cost (USD)"])
    ]
    assert sum(row["freight"] for row in rows if row["freight"] is not None) == sum(freights)
    assert sum(row["freight"] is None for row in rows) == len(expected) - len(freights) == 4126
    sent = [one for one in expected if one["PO Sent to Vendor Date"][0].isdigit()]
    assert sum(row["ordered_date"] is not None for row in rows) == len(sent) == 4592
    assert Counter(row["supplier_key"] for row in rows) == Counter(one["Vendor"] for one in expected)
    late = sum(row["received_date"] > row["requested_date"] for row in rows)
    assert late == 1186


def test_wvu_imports_whole():
    path = real("wvu_po_lines.csv")
    checked = check(example("wvu_po_lines"), read(path))
    rows, expected = checked.rows.to_pylist(), counted(path)
    assert (checked.read, checked.taken, checked.repeated, checked.rejected) == (8625, 8625, 0, 0)
    assert sum(row["quantity"] for row in rows) == sum(rounded(one["Quantity"]) for one in expected)
    assert sum(row["line_value"] for row in rows) == sum(Decimal(one["Amount"]) for one in expected)
    assert sum(row["line_value"] for row in rows) == Decimal("426369218.21")
    assert Counter(row["status"] for row in rows) == {"cancelled": 2500, "closed": 6059, "open": 66}
    assert all(row["requested_date"] is None for row in rows)
    assert {row["item"] for row in rows if row["item"]} == {
        one["Item"].removesuffix(".0") for one in expected if one["Item"]
    }
