"""current/deliveries: one row per order schedule line with its receipts rolled up and the history of its promises.

A row without `content` is a receipt whose order line has not come; it joins when it does.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from tandem.lake.current import rewrite
from tandem.lake.engine import quoted
from tandem.lake.layout import HISTORY, ROLLUP, Snapshot, current_schema, pinned
from tandem.lake.rollups import completed
from tandem.lake.schemas import fact
from tandem.lake.tables import Pinned, sql_type

_IDENTITY = ("source", "supplier_key", "document", "line", "schedule_line", "item", "site")
_STEPS = {
    "requested_changes": "requested_date",
    "confirmed_changes": "latest_confirmed_date",
    "quantity_changes": "quantity",
}
"""Each count of changes and the column it counts: a change is one value followed by another, blanks set aside."""


def history_of_batch(db: duckdb.DuckDBPyConnection) -> None:
    """Make `history` empty: a batch newer than all others adds its one step to the counts a row has."""
    columns = ", ".join(f"CAST(NULL AS {sql_type(f.type)}) AS {f.name}" for f in HISTORY)
    db.execute(f"CREATE TABLE history AS SELECT CAST(NULL AS BIGINT) AS key, {columns} LIMIT 0")


def history_in_force(db: duckdb.DuckDBPyConnection) -> None:
    """Make `history` for every touched key, counted anew over the batches in force."""
    counts = ", ".join(
        f"CAST(count(*) FILTER (WHERE {column} <> was_{column}) AS INTEGER) AS {name}"
        for name, column in _STEPS.items()
    )
    zeroes = ", ".join(f"coalesce(c.{name}, 0) AS {name}" for name in _STEPS)
    before = ", ".join(f"lag({column}) OVER w AS was_{column}" for column in _STEPS.values())
    db.execute(
        f"""
        CREATE TABLE history AS
        WITH steps AS (SELECT *, {before} FROM states WINDOW w AS (PARTITION BY key ORDER BY batch)),
        counted AS (SELECT key, arg_min(requested_date, batch) AS first_requested_date, {counts}
                    FROM steps GROUP BY key)
        SELECT t.key, c.first_requested_date, {zeroes} FROM touched_keys t LEFT JOIN counted c ON c.key = t.key
        """
    )


def rebuild(db: duckdb.DuckDBPyConnection, root: Path, snapshot: Snapshot) -> int | None:
    """Bring the table up to date from `changed_order_lines`, `history` and `rollups`; None when nothing changed."""
    schema = current_schema("deliveries")
    current = pinned(root, snapshot, "current/deliveries")
    db.execute(
        f"""
        CREATE TABLE touched AS
        SELECT key, coalesce(max(part), 'undated') AS part, bool_or(known) AS known FROM (
            SELECT key, part, known FROM changed_order_lines
            UNION ALL
            SELECT r.key, coalesce(c.part, o.part, strftime(r.first_receipt_date, '%Y-%m')), c.part IS NOT NULL
            FROM rollups r
            LEFT JOIN (SELECT c.key, c.part FROM {current.rows(schema, "key, part")} c
                       SEMI JOIN rollups ON rollups.key = c.key) c ON c.key = r.key
            LEFT JOIN changed_order_lines o ON o.key = r.key
        ) GROUP BY key
        """
    )
    parts = db.execute("SELECT part, NOT bool_or(known) FROM touched GROUP BY part ORDER BY part").fetchall()
    if not parts:
        return None
    db.execute(
        "CREATE TABLE parted_rollups AS SELECT r.*, t.part FROM rollups r JOIN touched t ON t.key = r.key"
    )
    merged = _merged()

    def select(part: str, present: Pinned) -> str:
        names = ", ".join(f.name for f in schema if f.name != "part")
        here = f"WHERE part = {quoted(part)}"
        return f"""
            WITH t AS (SELECT key FROM touched {here})
            SELECT {names} FROM {present.rows(schema)} c ANTI JOIN t ON t.key = c.key
            UNION ALL
            SELECT {names} FROM (
                SELECT {merged} FROM t
                LEFT JOIN {present.rows(schema)} c ON c.key = t.key
                LEFT JOIN (FROM changed_order_lines {here}) o ON o.key = t.key
                LEFT JOIN history h ON h.key = t.key
                LEFT JOIN (FROM parted_rollups {here}) r ON r.key = t.key
            ) WHERE content IS NOT NULL OR received_quantity IS NOT NULL
            ORDER BY supplier_key, document, line, schedule_line
        """

    return rewrite(db, root, snapshot, "current/deliveries", parts, select)


def _merged() -> str:
    """The new row: order columns from the batch or as they were, receipts likewise, history one step on."""
    columns = ["t.key AS key", "CASE WHEN o.key IS NULL THEN c.content ELSE o.content END AS content"]
    for column in fact("order_lines").names:
        kept = f"CASE WHEN o.key IS NULL THEN c.{column} ELSE o.{column} END"
        if column in _IDENTITY:
            alone = f"CASE WHEN r.key IS NULL THEN c.{column} ELSE r.{column} END"
            kept = (
                f"CASE WHEN o.content IS NOT NULL THEN o.{column} "
                f"WHEN o.key IS NULL AND c.content IS NOT NULL THEN c.{column} ELSE {alone} END"
            )
        columns.append(f"{kept} AS {column}")
    rolled = {f.name: f"CASE WHEN r.key IS NULL THEN c.{f.name} ELSE r.{f.name} END" for f in ROLLUP}
    columns += [f"{sql} AS {name}" for name, sql in rolled.items()]
    ordered = "(CASE WHEN o.key IS NULL THEN c.quantity ELSE o.quantity END)"
    columns.append(f"{completed(ordered, rolled)} AS completed_date")
    columns.append(
        "CASE WHEN h.key IS NOT NULL THEN h.first_requested_date "
        "ELSE coalesce(c.first_requested_date, o.requested_date) END AS first_requested_date"
    )
    for name, column in _STEPS.items():
        step = f"CASE WHEN o.{column} <> c.{column} THEN 1 ELSE 0 END"
        counted = f"CAST(coalesce(c.{name}, 0) + {step} AS INTEGER)"
        columns.append(f"CASE WHEN h.key IS NOT NULL THEN h.{name} ELSE {counted} END AS {name}")
    return ", ".join(columns)
