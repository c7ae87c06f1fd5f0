"""The log: every row of every batch, appended once, and which batches have been withdrawn."""

from __future__ import annotations

from pathlib import Path

import duckdb

from tandem.lake.layout import (
    WITHDRAWALS,
    Snapshot,
    content_sql,
    key_sql,
    log_schema,
    pinned,
    schema_of,
    typed,
)
from tandem.lake.schemas import fact
from tandem.lake.tables import Pinned, begin, commit, write

ORDER_KEY = ("source", "document", "line", "schedule_line")

_MADE = "concat_ws('/', document, line, schedule_line)"
RECEIPTS_OF_DELIVERIES = f"""
    SELECT source, supplier_key, coalesce(receipt_document, {_MADE}) AS receipt_document, {_MADE} AS receipt_line,
        document, line, schedule_line, received_date AS receipt_date,
        CASE WHEN received_date IS NULL THEN 0 ELSE coalesce(received_quantity, quantity) END AS quantity,
        'receipt' AS kind, item, site, row
    FROM given_deliveries
"""
"""A delivery not received yet is logged as a receipt without a date, so that it replaces one reported by mistake."""


def batches(log: Pinned) -> set[int]:
    return {int(file.partition) for file in log.files}


def withdrawn(root: Path, snapshot: Snapshot) -> set[int]:
    return batches(pinned(root, snapshot, WITHDRAWALS))


def in_force(root: Path, snapshot: Snapshot, name: str) -> Pinned:
    """A fact's log without the withdrawn batches."""
    log = pinned(root, snapshot, f"log/{name}")
    kept = batches(log) - withdrawn(root, snapshot)
    return log.only({str(batch) for batch in kept})


def logged(name: str, given: str, columns: set[str]) -> str:
    """The rows as the log keeps them: typed, with their fingerprints and source row."""
    described = fact(name)
    value = ""
    if name == "order_lines":
        # Widened first: the engine multiplies two 18-digit decimals within 18 digits where it can, and overflows.
        product = "TRY_CAST(CAST(quantity AS DECIMAL(20,4)) * unit_price AS DECIMAL(18,4))"
        value = f" REPLACE (coalesce(line_value, {product}) AS line_value)"
    order_key = f", {key_sql(ORDER_KEY)} AS order_key" if name == "receipts" else ""
    return (
        f"SELECT *, {key_sql(described.key)} AS key, {content_sql(name)} AS content{order_key}, source_row AS row "
        f"FROM (SELECT *{value} FROM (SELECT {typed(name, columns)}, CAST(row AS BIGINT) AS source_row "
        f"FROM ({given})))"
    )


def append(
    db: duckdb.DuckDBPyConnection,
    root: Path,
    snapshot: Snapshot,
    name: str,
    batch: int,
    given: str,
    columns: set[str],
) -> tuple[int, Pinned]:
    """Log a batch's rows on top of the pinned version; the new version and the batch's own rows."""
    table = f"log/{name}"
    schema = log_schema(name)
    log = begin(root / table, "batch", schema, snapshot.get(table))
    order = ", ".join(f.name for f in schema if f.name != "batch")
    file = write(db, log, str(batch), f"SELECT {order} FROM ({logged(name, given, columns)})")
    added = (file,) if file else ()
    version = commit(log, schema, added, ())
    return version, Pinned(log.folder, "batch", version, added)


def note_withdrawal(db: duckdb.DuckDBPyConnection, root: Path, snapshot: Snapshot, batch: int) -> int:
    schema = schema_of(WITHDRAWALS)
    table = begin(root / WITHDRAWALS, "batch", schema, snapshot.get(WITHDRAWALS))
    file = write(db, table, str(batch), "SELECT CAST(1 AS BIGINT) AS row")
    return commit(table, schema, (file,) if file else (), ())
