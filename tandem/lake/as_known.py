"""Receipts as known on a past day: what was reversed after it had not been reversed yet.

The current tables know every reversal. Where some were posted after the day, the order lines concerned are rolled up
anew from the postings up to it; there are few, and where there is none, nothing of this costs anything.
"""

from __future__ import annotations

import duckdb

from tandem.lake.dialect import day
from tandem.lake.layout import ROLLUP, current_schema, pinned
from tandem.lake.reading import Reading
from tandem.lake.rollups import completed, roll_up


def prepare(db: duckdb.DuckDBPyConnection, reading: Reading) -> bool:
    """Make `rollups` of the order lines with a reversal after the as-of date, as known on it; False without any."""
    receipts = pinned(reading.root, reading.snapshot, "current/receipts")
    if not receipts.files:
        return False
    db.execute(
        "CREATE TABLE touched_orders AS SELECT DISTINCT order_key AS key "
        f"FROM {receipts.rows(current_schema('receipts'), 'order_key, kind, receipt_date')} "
        f"WHERE receipt_date > {day(reading.as_of)} AND kind = 'reversal' AND order_key IS NOT NULL"
    )
    [[found]] = db.execute("SELECT count(*) FROM touched_orders").fetchall()
    if found:
        roll_up(db, reading.root, reading.snapshot, reading.as_of)
    return bool(found)


def deliveries(reading: Reading) -> str:
    """A subquery with the columns of current/deliveries, those rolled up taken from `rollups`; a receipt without an
    order line that a later reversal has taken away altogether is there again."""
    schema = current_schema("deliveries")
    table = pinned(reading.root, reading.snapshot, "current/deliveries").rows(schema)
    rolled = {f.name: f"k.{f.name}" for f in ROLLUP} | {
        "completed_date": completed("d.quantity", {f.name: f"k.{f.name}" for f in ROLLUP})
    }
    known = ", ".join(
        f"CASE WHEN k.key IS NULL THEN d.{name} ELSE {sql} END AS {name}" for name, sql in rolled.items()
    )
    return (
        f"(SELECT d.* REPLACE ({known}) FROM {table} d LEFT JOIN rollups k ON k.key = d.key "
        f"UNION ALL BY NAME SELECT k.* FROM rollups k ANTI JOIN {table} d ON d.key = k.key "
        "WHERE k.received_quantity IS NOT NULL)"
    )
