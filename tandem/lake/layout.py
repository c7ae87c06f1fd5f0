"""How the lake lays its tables out: names, partition columns, and the columns the store adds to a fact's own.

`key` is a 64-bit fingerprint of the natural key (MD5, the same for ever); `content` one of the whole row by the
engine's own quick hash. Were the engine to change its hash, a repeated file would count as changed once and no
figure would differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pyarrow as pa

from tandem.lake.schemas import STORED, Fact, fact
from tandem.lake.tables import Pinned, pin, sql_type

Snapshot = Mapping[str, int]
"""Delta version by table name ("log/receipts", "current/deliveries", …); a table not named has never been written."""

WITHDRAWALS: Final = "log/withdrawals"
RECEIPT: Final = pa.struct([("date", pa.date32()), ("quantity", pa.decimal128(18, 4))])

ROLLUP: Final = (
    pa.field("first_receipt_date", pa.date32()),
    pa.field("last_receipt_date", pa.date32()),
    pa.field("received_quantity", pa.decimal128(18, 4)),
    pa.field("receipts", pa.list_(RECEIPT)),
)
HISTORY: Final = (
    pa.field("first_requested_date", pa.date32()),
    pa.field("requested_changes", pa.int32()),
    pa.field("confirmed_changes", pa.int32()),
    pa.field("quantity_changes", pa.int32()),
)
_FINGERPRINTS: Final = (pa.field("key", pa.int64()), pa.field("content", pa.int64()))
_ORDER_KEY: Final = (pa.field("order_key", pa.int64()),)


def _own(described: Fact) -> list[pa.Field]:
    return [pa.field(column.name, column.type) for column in described.columns]


def log_schema(name: str) -> pa.Schema:
    """Every row of every batch."""
    extra = _ORDER_KEY if name == "receipts" else ()
    numbers = [pa.field("row", pa.int64()), pa.field("batch", pa.int64())]
    return pa.schema([*_own(fact(name)), *_FINGERPRINTS, *extra, *numbers])


def current_schema(name: str) -> pa.Schema:
    """The latest row per natural key over the batches in force."""
    part = pa.field("part", pa.string())
    if name == "deliveries":
        completed = pa.field("completed_date", pa.date32())
        own = _own(fact("order_lines"))
        return pa.schema([*own, *_FINGERPRINTS, *ROLLUP, completed, *HISTORY, part])
    extra = _ORDER_KEY if name == "receipts" else ()
    return pa.schema([*_own(fact(name)), *_FINGERPRINTS, *extra, part])


def schema_of(table: str) -> pa.Schema:
    """The schema of a table by its full name."""
    if table == WITHDRAWALS:
        return pa.schema([pa.field("row", pa.int64()), pa.field("batch", pa.int64())])
    place, _, name = table.partition("/")
    return log_schema(name) if place == "log" else current_schema(name)


def current_of(name: str) -> str:
    """The current table that a fact's rows end in: order lines live on as deliveries."""
    return "current/deliveries" if name == "order_lines" else f"current/{name}"


def fed_by(name: str) -> tuple[str, ...]:
    """The stored facts that an imported fact's rows go to."""
    return ("order_lines", "receipts") if name == "deliveries" else (name,)


def tables_of(name: str) -> tuple[str, ...]:
    """Every table that loading or withdrawing a batch of this fact writes, in the order to lock them."""
    found = {WITHDRAWALS}
    for stored in fed_by(name):
        found |= {f"log/{stored}", current_of(stored)}
        if stored == "receipts":
            found.add("current/deliveries")
    return tuple(sorted(found))


def all_tables() -> tuple[str, ...]:
    names = {f"log/{name}" for name in STORED} | {current_of(name) for name in STORED}
    return tuple(sorted(names | {WITHDRAWALS}))


def partition_of(table: str) -> str:
    return "batch" if table.startswith("log/") else "part"


def pinned(root: Path, snapshot: Snapshot, table: str) -> Pinned:
    """The table as the snapshot pins it."""
    return pin(root / table, partition_of(table), snapshot.get(table))


def key_sql(columns: tuple[str, ...]) -> str:
    """The natural key's fingerprint. Two of 100 million keys share one with odds of about 1 in 2,000."""
    joined = ", ".join(columns)
    return f"CAST(md5_number_lower(concat_ws(chr(31), {joined})) >> 1 AS BIGINT)"


def content_sql(name: str) -> str:
    return f"CAST(hash({', '.join(fact(name).names)}) >> 1 AS BIGINT)"


def typed(name: str, given: set[str]) -> str:
    """The fact's columns from rows that hold some of them: typed, defaults in place of blanks."""
    columns = []
    for column in fact(name).columns:
        value = column.name if column.name in given else "NULL"
        if column.default is not None:
            value = f"coalesce({value}, '{column.default}')"
        columns.append(f"CAST({value} AS {sql_type(column.type)}) AS {column.name}")
    return ", ".join(columns)
