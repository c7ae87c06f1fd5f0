"""The cast of the lake's tests: Acme buys from Borealis and, for others to be wrong about, from Caspian."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from tandem.lake.schemas import fact


def rows(name: str, *given: dict[str, Any]) -> pa.Table:
    """Rows of a fact as an import hands them over, numbered from 1."""
    columns = {column.name: column for column in fact(name).columns}
    present = {key for row in given for key in row}
    arrays = {
        key: pa.array([_value(row.get(key), columns[key].kind) for row in given], columns[key].type)
        for key in sorted(present)
    }
    arrays["row"] = pa.array(range(1, len(given) + 1), pa.int64())
    return pa.table(arrays)


def _value(value: Any, kind: str) -> Any:
    if value is None:
        return None
    if kind == "date":
        return value if isinstance(value, date) else date.fromisoformat(value)
    if kind in ("quantity", "money", "price"):
        return Decimal(str(value))
    return value


def line(number: int | str, requested: str | None = "2026-03-10", **more: Any) -> dict[str, Any]:
    """An order line of Borealis: 100 pieces ordered on 1 March 2026."""
    return {
        "source": "erp",
        "supplier_key": "borealis",
        "document": "PO-1",
        "line": str(number),
        "ordered_date": "2026-03-01",
        "requested_date": requested,
        "quantity": 100,
        "unit_price": 2,
        "currency": "EUR",
        **more,
    }


def receipt(
    document: str, number: int | str, day: str | None, quantity: int = 100, **more: Any
) -> dict[str, Any]:
    return {
        "source": "erp",
        "supplier_key": "borealis",
        "receipt_document": document,
        "document": "PO-1",
        "line": str(number),
        "receipt_date": day,
        "quantity": quantity,
        **more,
    }


def reversal(
    document: str, number: int | str, day: str, quantity: int, of: str | None = None
) -> dict[str, Any]:
    return receipt(document, number, day, quantity, kind="reversal", reverses_document=of)
