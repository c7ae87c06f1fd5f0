"""Current tables: the latest row per natural key, rebuilt for the keys a batch touches and in their parts alone.

A part is the month a row was first seen in. It never changes afterwards, so a corrected date moves no row to another
file. Finding what a batch touches reads three narrow columns of the current table; only touched parts are rewritten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb

from tandem.lake.engine import quoted
from tandem.lake.layout import (
    Snapshot,
    current_of,
    current_schema,
    log_schema,
    partition_of,
    pinned,
)
from tandem.lake.log import in_force
from tandem.lake.schemas import fact
from tandem.lake.tables import File, Pinned, begin, commit, write

PART_DATES = {
    "order_lines": "ordered_date, requested_date, first_confirmed_date, latest_confirmed_date",
    "receipts": "receipt_date",
    "quality_events": "found_date",
    "invoices": "invoice_date",
}


def own_part(name: str, alias: str = "") -> str:
    """The part a row goes to when its key is new."""
    dates = ", ".join(f"{alias}{date.strip()}" for date in PART_DATES[name].split(","))
    return f"coalesce(strftime(coalesce({dates}), '%Y-%m'), 'undated')"


def find(db: duckdb.DuckDBPyConnection, root: Path, snapshot: Snapshot, name: str, batch: str) -> None:
    """Make `found_<fact>`: each row of a batch, given as a subquery of key, row and content, beside the current row of
    its key."""
    table = current_of(name)
    current = pinned(root, snapshot, table)
    schema = current_schema(table.split("/")[1])
    db.execute(
        f"CREATE TABLE found_{name} AS SELECT b.key, b.row, b.content, c.part, c.content AS old "
        f"FROM {batch} b LEFT JOIN {current.rows(schema, 'key, content, part')} c ON c.key = b.key"
    )


def latest_of_batch(db: duckdb.DuckDBPyConnection, name: str, rows: Pinned) -> None:
    """Make `changed_<fact>`: the batch's last row per key where it differs from the current one."""
    batch = rows.rows(log_schema(name), "* EXCLUDE (batch)")
    db.execute(
        f"CREATE TABLE changed_{name} AS "
        f"SELECT b.* EXCLUDE (row), coalesce(d.part, {own_part(name, 'b.')}) AS part, d.part IS NOT NULL AS known "
        f"FROM {batch} b JOIN (SELECT key, max(row) AS row, arg_max(content, row) AS content, "
        f"any_value(part) AS part, any_value(old) AS old FROM found_{name} GROUP BY key "
        "HAVING arg_max(content, row) IS DISTINCT FROM any_value(old)) d ON b.key = d.key AND b.row = d.row"
    )


def latest_in_force(db: duckdb.DuckDBPyConnection, root: Path, snapshot: Snapshot, name: str) -> None:
    """Make `changed_<fact>` for every key in `touched_keys` from the log; a key with no row left has no content."""
    log = in_force(root, snapshot, name)
    narrow = log.rows(log_schema(name), "key, batch")
    batches = db.execute(f"SELECT DISTINCT l.batch FROM {narrow} l SEMI JOIN touched_keys t ON t.key = l.key")
    log = log.only({str(batch) for (batch,) in batches.fetchall()})
    table = current_of(name)
    current = pinned(root, snapshot, table)
    schema = current_schema(table.split("/")[1])
    own = ", ".join(f"s.{f.name}" for f in log_schema(name) if f.name not in ("key", "row", "batch"))
    db.execute(
        f"""
        CREATE TABLE states AS
        SELECT l.* FROM {log.rows(log_schema(name))} l SEMI JOIN touched_keys t ON t.key = l.key
        QUALIFY row_number() OVER (PARTITION BY l.key, l.batch ORDER BY l.row DESC) = 1
        """
    )
    db.execute(
        f"""
        CREATE TABLE changed_{name} AS
        SELECT t.key, {own}, coalesce(c.part, {own_part(name, "s.")}) AS part, c.part IS NOT NULL AS known
        FROM touched_keys t
        LEFT JOIN (SELECT * FROM states QUALIFY row_number() OVER (PARTITION BY key ORDER BY batch DESC) = 1) s
            ON s.key = t.key
        LEFT JOIN (SELECT c.key, c.part FROM {current.rows(schema, "key, part")} c
                   SEMI JOIN touched_keys t ON t.key = c.key) c ON c.key = t.key
        WHERE s.key IS NOT NULL OR c.key IS NOT NULL
        """
    )


def rewrite(
    db: duckdb.DuckDBPyConnection,
    root: Path,
    snapshot: Snapshot,
    table: str,
    parts: Iterable[tuple[str, bool]],
    select: Callable[[str, Pinned], str],
) -> int:
    """Rewrite the named parts, or where a part's flag says that all its rows are new, add a file to it.

    `select(part, pinned)` says what the part holds, given its present files; the answer is the new version.
    """
    schema = current_schema(table.split("/")[1])
    pinned_table = begin(root / table, partition_of(table), schema, snapshot.get(table))

    def written(entry: tuple[str, bool]) -> tuple[File | None, tuple[File, ...]]:
        part, only_new = entry
        present = pinned_table.only({part})
        extend = only_new and 0 < len(present.files) < MAX_FILES
        source = Pinned(present.folder, "part", present.version, ()) if extend else present
        with db.cursor() as own:
            file = write(own, pinned_table, part, select(part, source))
        return file, () if extend else present.files

    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        done = list(pool.map(written, parts))
    added = [file for file, _ in done if file]
    removed = [file for _, files in done for file in files]
    return commit(pinned_table, schema, added, removed)


AT_ONCE = 2
"""Parts written side by side: one alone does not keep two cores busy, and more would need more memory."""
MAX_FILES = 6
"""A part is written anew when it would have more files than this."""


def rebuild(db: duckdb.DuckDBPyConnection, root: Path, snapshot: Snapshot, name: str) -> int | None:
    """Bring a flat current table up to date from `changed_<fact>`; None when nothing changed."""
    parts = db.execute(
        f"SELECT part, NOT bool_or(known) FROM changed_{name} GROUP BY part ORDER BY part"
    ).fetchall()
    if not parts:
        return None
    schema = current_schema(name)
    columns = ", ".join(f.name for f in schema if f.name != "part")
    order = "supplier_key, " + ", ".join(column for column in fact(name).key if column != "source")

    def select(part: str, present: Pinned) -> str:
        return (
            f"SELECT {columns} FROM {present.rows(schema)} c "
            f"ANTI JOIN (FROM changed_{name} WHERE part = {quoted(part)}) n ON n.key = c.key "
            f"UNION ALL SELECT {columns} FROM changed_{name} "
            f"WHERE part = {quoted(part)} AND content IS NOT NULL ORDER BY {order}"
        )

    return rewrite(db, root, snapshot, f"current/{name}", parts, select)
