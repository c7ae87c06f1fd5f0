"""The store of one customer: batches in, current tables out, always from one snapshot to the next.

Nothing here is final until the caller records the new snapshot; until then every reader still sees the old one, and
doing the same again from the old one gives the same. The caller holds a lock for each of `tables_of(fact)`, taken
before it reads the snapshot it starts from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import duckdb
import pyarrow as pa

from tandem.lake import current, deliveries
from tandem.lake.engine import engine, quoted
from tandem.lake.errors import LakeRefused
from tandem.lake.layout import Snapshot, current_schema, fed_by, log_schema, pinned, tables_of, typed
from tandem.lake.log import RECEIPTS_OF_DELIVERIES, append, batches, logged, note_withdrawal, withdrawn
from tandem.lake.rollups import roll_up
from tandem.lake.schemas import STORED
from tandem.lake.tables import Pinned

Rows: TypeAlias = "pa.Table | pa.RecordBatchReader | Path"
"""Rows of a fact: its columns by name (missing ones are blank) and `row`, the source row's number; or Parquet."""

__all__ = ["Foretold", "Loaded", "Rows", "foretell", "load", "tables_of", "withdraw"]


@dataclass(frozen=True)
class Loaded:
    """What a batch did. `snapshot` is the whole new state, `changes` the tables in it that have new versions."""

    snapshot: dict[str, int]
    changes: dict[str, int]
    rows: int
    loaded: int
    unchanged: int
    """rows that repeat what is current already: logged, but nothing was rewritten for them"""


@dataclass(frozen=True)
class Foretold:
    """What a batch would do: rows that would change something, and rows that repeat what is current already."""

    loaded: int
    unchanged: int


FINGERPRINTS = "key, row, content"


def load(root: Path, base: Snapshot, fact: str, batch: int, rows: Rows) -> Loaded:
    """Log a batch's rows and make them current. Batch numbers rise with time and are never used twice.

    A batch the base already holds is left alone, so that running an import again does no harm.
    """
    names = fed_by(fact)
    present = [batch in batches(pinned(root, base, f"log/{name}")) for name in names]
    if any(present):
        return Loaded(dict(base), {}, 0, 0, 0)
    with engine() as db:
        given = _given(db, fact, rows)
        state = dict(base)
        logs: dict[str, Pinned] = {}
        newest = {name: max(batches(pinned(root, base, f"log/{name}")), default=-1) for name in names}
        for name in names:
            source, columns = given[name]
            state[f"log/{name}"], logs[name] = append(db, root, state, name, batch, source, columns)
            current.find(db, root, state, name, logs[name].rows(log_schema(name), FINGERPRINTS))
        in_order = all(batch > number for number in newest.values())
        _make_current(db, root, state, logs, in_order=in_order)
        total, unchanged = _counts(db, logs)
    changes = {table: version for table, version in state.items() if base.get(table) != version}
    return Loaded(state, changes, total, total - unchanged, unchanged)


def foretell(root: Path, base: Snapshot, fact: str, rows: Rows) -> Foretold:
    """What loading these rows as the newest batch would do. Nothing is written."""
    names = fed_by(fact)
    with engine() as db:
        given = _given(db, fact, rows)
        for name in names:
            source, columns = given[name]
            current.find(
                db, root, base, name, f"(SELECT {FINGERPRINTS} FROM ({logged(name, source, columns)}))"
            )
        [[total]] = db.execute(f"SELECT count(DISTINCT row) FROM found_{names[0]}").fetchall()
        unchanged = _unchanged(db, names)
    return Foretold(int(total) - unchanged, unchanged)


def withdraw(root: Path, base: Snapshot, batch: int) -> Loaded:
    """Take a batch out of force: the current tables are then as if it had never been loaded; its rows stay logged."""
    if batch in withdrawn(root, base):
        return Loaded(dict(base), {}, 0, 0, 0)
    logs: dict[str, Pinned] = {}
    for name in STORED:
        log = pinned(root, base, f"log/{name}").only({str(batch)})
        if log.files:
            logs[name] = log
    if not logs:
        raise LakeRefused(f"There is no batch {batch} to withdraw.", f"没有可撤回的批次 {batch}。")
    with engine() as db:
        state = dict(base)
        state["log/withdrawals"] = note_withdrawal(db, root, state, batch)
        _make_current(db, root, state, logs, in_order=False)
    changes = {table: version for table, version in state.items() if base.get(table) != version}
    rows = max(sum(file.rows for file in log.files) for log in logs.values())
    return Loaded(state, changes, rows, rows, 0)


def _given(db: duckdb.DuckDBPyConnection, fact: str, rows: Rows) -> dict[str, tuple[str, set[str]]]:
    """For each stored fact the rows that go to it, and which columns they have."""
    if isinstance(rows, Path):
        source = f"SELECT * FROM read_parquet({quoted(str(rows))}, hive_partitioning = false)"
    else:
        db.register("given_rows", rows)
        source = "SELECT * FROM given_rows"
        if isinstance(rows, pa.RecordBatchReader):
            db.execute(f"CREATE TABLE given_once AS {source}")
            source = "SELECT * FROM given_once"
    columns = {str(entry[0]) for entry in db.execute(f"DESCRIBE {source}").fetchall()}
    if fact != "deliveries":
        return {fact: (source, columns)}
    db.execute(f"CREATE TEMP VIEW given_deliveries AS SELECT {typed(fact, columns)}, row FROM ({source})")
    made = {str(entry[0]) for entry in db.execute(f"DESCRIBE {RECEIPTS_OF_DELIVERIES}").fetchall()}
    return {"order_lines": (source, columns), "receipts": (RECEIPTS_OF_DELIVERIES, made)}


def _make_current(
    db: duckdb.DuckDBPyConnection,
    root: Path,
    state: dict[str, int],
    logs: dict[str, Pinned],
    *,
    in_order: bool,
) -> None:
    """Bring every current table the batch touches up to date; `state` gains their new versions."""
    _changed_orders(db, root, state, logs.get("order_lines"), in_order=in_order)
    db.execute("CREATE TABLE touched_orders (key BIGINT)")
    for name, rows in logs.items():
        if name == "order_lines":
            continue
        _changed(db, root, state, name, rows, in_order=in_order)
        if name == "receipts":
            _touch_orders_of_receipts(db, root, state)
        _advance(state, f"current/{name}", current.rebuild(db, root, state, name))
    if not in_order:
        db.execute(
            "INSERT INTO touched_orders SELECT key FROM changed_order_lines WHERE content IS NULL "
            "AND key NOT IN (SELECT key FROM touched_orders)"
        )
    if "order_lines" in logs or "receipts" in logs:
        roll_up(db, root, state)
        _advance(state, "current/deliveries", deliveries.rebuild(db, root, state))


def _changed_orders(
    db: duckdb.DuckDBPyConnection,
    root: Path,
    state: dict[str, int],
    rows: Pinned | None,
    *,
    in_order: bool,
) -> None:
    nothing = Pinned(root / "log/order_lines", "batch", None, ())
    if rows is None or in_order:
        if rows is None:
            current.find(db, root, {}, "order_lines", nothing.rows(log_schema("order_lines"), FINGERPRINTS))
        current.latest_of_batch(db, "order_lines", rows or nothing)
        deliveries.history_of_batch(db)
        return
    _changed(db, root, state, "order_lines", rows, in_order=False)


def _changed(
    db: duckdb.DuckDBPyConnection,
    root: Path,
    state: dict[str, int],
    name: str,
    rows: Pinned,
    *,
    in_order: bool,
) -> None:
    if in_order:
        current.latest_of_batch(db, name, rows)
        return
    keys = rows.rows(log_schema(name), "DISTINCT key")
    db.execute(f"CREATE OR REPLACE TABLE touched_keys AS SELECT key FROM {keys}")
    current.latest_in_force(db, root, state, name)
    if name == "order_lines":
        deliveries.history_in_force(db)
    db.execute("DROP TABLE states")


def _touch_orders_of_receipts(db: duckdb.DuckDBPyConnection, root: Path, state: dict[str, int]) -> None:
    """The orders of receipts that are new or changed, and those that such receipts belonged to before."""
    schema = current_schema("receipts")
    before = pinned(root, state, "current/receipts").rows(schema, "key, order_key")
    db.execute(
        "INSERT INTO touched_orders SELECT order_key FROM changed_receipts WHERE order_key IS NOT NULL "
        f"UNION SELECT c.order_key FROM {before} c SEMI JOIN changed_receipts n ON n.key = c.key"
    )


def _advance(state: dict[str, int], table: str, version: int | None) -> None:
    if version is not None:
        state[table] = version


def _counts(db: duckdb.DuckDBPyConnection, logs: dict[str, Pinned]) -> tuple[int, int]:
    """Source rows of the batch, and how many of them repeat what was current."""
    total = max(sum(file.rows for file in log.files) for log in logs.values())
    return total, _unchanged(db, logs)


def _unchanged(db: duckdb.DuckDBPyConnection, names: Iterable[str]) -> int:
    found = " INTERSECT ".join(f"SELECT row FROM found_{name} WHERE content = old" for name in names)
    [[unchanged]] = db.execute(f"SELECT count(*) FROM ({found})").fetchall()
    return int(unchanged)
