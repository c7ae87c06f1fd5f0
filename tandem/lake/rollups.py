"""The receipts of order lines, rolled up to one row per line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import groupby
from pathlib import Path

import duckdb
import pyarrow as pa

from tandem.lake.dialect import day
from tandem.lake.layout import RECEIPT, Snapshot, current_schema, pinned
from tandem.lake.receipts import Posting, net

_IDENTITY = ("source", "supplier_key", "document", "line", "schedule_line", "item", "site")


def roll_up(db: duckdb.DuckDBPyConnection, root: Path, snapshot: Snapshot, until: date | None = None) -> None:
    """Make `rollups`: for every key in `touched_orders` its net receipts, null where it has none.

    With `until` they are as known on that day: what was posted after it has not happened yet. Lines without a reversal
    are summed by day in the engine; the few with one go through `receipts.net`.
    """
    schema = current_schema("receipts")
    current = pinned(root, snapshot, "current/receipts")
    narrow = current.rows(schema, "order_key, part")
    parts = db.execute(
        f"SELECT DISTINCT r.part FROM {narrow} r SEMI JOIN touched_orders t ON t.key = r.order_key"
    ).fetchall()
    current = current.only({str(part) for (part,) in parts})
    db.execute(
        f"CREATE TABLE postings AS SELECT r.* FROM {current.rows(schema, '* EXCLUDE (content, part)')} r "
        "SEMI JOIN touched_orders t ON t.key = r.order_key WHERE r.receipt_date IS NOT NULL"
        + (f" AND r.receipt_date <= {day(until)}" if until else "")
    )
    db.execute("CREATE TABLE reversed AS SELECT DISTINCT order_key FROM postings WHERE kind = 'reversal'")
    db.register("netted", _netted(db))
    identity = ", ".join(f"min(p.{name}) AS {name}" for name in _IDENTITY)
    db.execute(
        f"""
        CREATE TABLE rollups AS
        WITH days AS (
            SELECT order_key, receipt_date AS date, CAST(sum(quantity) AS DECIMAL(18,4)) AS quantity
            FROM postings p ANTI JOIN reversed USING (order_key) WHERE quantity > 0 GROUP BY ALL
            UNION ALL SELECT order_key, date, quantity FROM netted
        ), lines AS (
            SELECT order_key, min(date) AS first_receipt_date, max(date) AS last_receipt_date,
                CAST(sum(quantity) AS DECIMAL(18,4)) AS received_quantity, count(*) AS days
            FROM days GROUP BY order_key
        ), parted AS (
            SELECT order_key, list(struct_pack(date := date, quantity := quantity) ORDER BY date) AS receipts
            FROM days SEMI JOIN (SELECT order_key FROM lines WHERE days > 1) USING (order_key) GROUP BY order_key
        ), identities AS (SELECT order_key, {identity} FROM postings p GROUP BY order_key)
        SELECT t.key, i.* EXCLUDE (order_key), l.* EXCLUDE (order_key, days), m.receipts
        FROM touched_orders t
        LEFT JOIN lines l ON l.order_key = t.key
        LEFT JOIN parted m ON m.order_key = t.key
        LEFT JOIN identities i ON i.order_key = t.key
        """
    )


def completed(ordered: str, rolled: Mapping[str, str]) -> str:
    """The first day on which the net received quantity reaches the ordered one, as SQL over a roll-up's columns."""
    receipts = f"({rolled['receipts']})"
    total = f"list_sum(list_transform({receipts}[1:i], lambda x: x.quantity))"
    reached = f"list_filter(range(1, len({receipts}) + 1), lambda i: {total} >= {ordered})[1]"
    return (
        f"CASE WHEN {rolled['received_quantity']} < {ordered} OR {ordered} IS NULL THEN NULL "
        f"WHEN {receipts} IS NULL THEN {rolled['first_receipt_date']} "
        f"ELSE {receipts}[{reached}].date END"
    )


def _netted(db: duckdb.DuckDBPyConnection) -> pa.Table:
    rows = db.execute(
        "SELECT order_key, receipt_document, receipt_line, receipt_date, quantity, kind = 'reversal', "
        "reverses_document, coalesce(reverses_line, '1') FROM postings SEMI JOIN reversed USING (order_key) "
        "ORDER BY order_key"
    ).fetchall()
    keys, days, quantities = [], [], []
    for key, group in groupby(rows, key=lambda row: row[0]):
        postings = [
            Posting(document, line, posted, quantity, reversal, (named, named_line) if named else None)
            for _, document, line, posted, quantity, reversal, named, named_line in group
        ]
        for received, quantity in net(postings):
            keys.append(key)
            days.append(received)
            quantities.append(quantity)
    return pa.table(
        {
            "order_key": pa.array(keys, pa.int64()),
            "date": pa.array(days, RECEIPT.field("date").type),
            "quantity": pa.array(quantities, RECEIPT.field("quantity").type),
        }
    )
