"""One Delta table at pinned versions: which files it has, and committing files that are already written.

The newest Delta version means nothing by itself: what counts is the version a snapshot pins. A commit nobody pinned
is left over from an interrupted import, and `begin` sets it aside before anything is written on top.
"""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import duckdb
import pyarrow as pa
from deltalake import DeltaTable, Schema
from deltalake.exceptions import DeltaError
from deltalake.transaction import AddAction, PostCommitHookProperties, RemoveAction

from tandem.lake.engine import quoted
from tandem.lake.errors import LakeRefused
from tandem.lake.schemas import later_columns

KEEP_LOG = PostCommitHookProperties(create_checkpoint=True, cleanup_expired_logs=False)
SETTINGS = {
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.enableExpiredLogCleanup": "false",
}
"""Pinned versions must stay readable however old they are, so Delta's own log is never trimmed."""


@dataclass(frozen=True)
class File:
    path: str
    """relative to the table"""
    rows: int
    size: int
    partition: str


@dataclass(frozen=True)
class Pinned:
    """A table at one version, or a table that has never been written (version None)."""

    folder: Path
    partition: str
    """the name of the one partition column"""
    version: int | None
    files: tuple[File, ...]

    @property
    def paths(self) -> list[str]:
        return [str(self.folder / file.path) for file in self.files]

    def only(self, partitions: Collection[str]) -> Pinned:
        """The same table with nothing but these partitions."""
        kept = tuple(file for file in self.files if file.partition in partitions)
        return Pinned(self.folder, self.partition, self.version, kept)

    def rows(self, schema: pa.Schema, columns: str = "*") -> str:
        """A subquery over exactly these files; without any, an empty one of the same columns. A column that came
        after a file was written is blank for its rows."""
        nulls = ", ".join(f"CAST(NULL AS {sql_type(field.type)}) AS {field.name}" for field in schema)
        if not self.files:
            return f"(SELECT {columns} FROM (SELECT {nulls}) WHERE false)"
        listed = ", ".join(quoted(path) for path in self.paths)
        kind = sql_type(schema.field(self.partition).type)
        options = f"hive_partitioning = true, hive_types = {{'{self.partition}': {kind}}}"
        if later_columns().isdisjoint(schema.names):
            return f"(SELECT {columns} FROM read_parquet([{listed}], {options}))"
        return (
            f"(SELECT {columns} FROM (SELECT * FROM (SELECT {nulls}) WHERE false UNION ALL BY NAME "
            f"SELECT * FROM read_parquet([{listed}], {options}, union_by_name = true)))"
        )


def sql_type(kind: pa.DataType) -> str:
    """The engine's name of a column type the lake stores."""
    if pa.types.is_decimal(kind):
        return f"DECIMAL({kind.precision},{kind.scale})"
    if pa.types.is_list(kind):
        return sql_type(kind.value_type) + "[]"
    if pa.types.is_struct(kind):
        fields = (kind.field(i) for i in range(kind.num_fields))
        return "STRUCT(" + ", ".join(f'"{f.name}" {sql_type(f.type)}' for f in fields) + ")"
    return {
        pa.string(): "VARCHAR",
        pa.date32(): "DATE",
        pa.int32(): "INTEGER",
        pa.int64(): "BIGINT",
        pa.bool_(): "BOOLEAN",
        pa.float64(): "DOUBLE",
    }[kind]


def pin(folder: Path, partition: str, version: int | None) -> Pinned:
    """The table at that version and no other; refused when its files alone do not tell its rows."""
    if version is None:
        return Pinned(folder, partition, None, ())
    table = DeltaTable(str(folder), version=version)
    if _has_deletion_vectors(table):
        raise LakeRefused(
            f"The table {folder.name} has deletion vectors, which the lake does not read; "
            "rewrite it without them (REORG TABLE … APPLY (PURGE)).",
            f"表 {folder.name} 含有删除向量，数据湖无法读取；请先重写该表去除删除向量（REORG TABLE … APPLY (PURGE)）。",
        )
    actions = pa.table(table.get_add_actions(flatten=True)).to_pylist()
    files = tuple(
        File(
            path=action["path"],
            rows=action["num_records"],
            size=action["size_bytes"],
            partition=str(action[f"partition.{partition}"]),
        )
        for action in sorted(actions, key=lambda action: str(action["path"]))
    )
    return Pinned(folder, partition, version, files)


def _has_deletion_vectors(table: DeltaTable) -> bool:
    if "deletionVectors" not in (table.protocol().reader_features or []):
        return False
    try:
        return bool(table.deletion_vectors().read_all().num_rows)
    except DeltaError:  # it has some that cannot even be read
        return True


def begin(folder: Path, partition: str, schema: pa.Schema, version: int | None) -> Pinned:
    """The pinned table, made the newest version so that a commit builds on it and on nothing unfinished."""
    if version is None and not DeltaTable.is_deltatable(str(folder)):
        folder.mkdir(parents=True, exist_ok=True)
        DeltaTable.create(str(folder), schema, partition_by=[partition], configuration=SETTINGS)
    wanted = version or 0
    newest = DeltaTable(str(folder))
    if newest.version() != wanted:
        newest.restore(wanted, post_commithook_properties=KEEP_LOG)
    known = {field.name for field in newest.schema().fields}
    if added := [field for field in schema if field.name not in known]:
        newest.alter.add_columns(Schema.from_arrow(pa.schema(added)).fields)
    pinned = pin(folder, partition, wanted)
    return Pinned(folder, partition, version, pinned.files)


def write(connection: duckdb.DuckDBPyConnection, table: Pinned, partition: str, select: str) -> File | None:
    """Write the rows of one partition as one file that belongs to nobody until it is committed."""
    name = f"{table.partition}={partition}/{uuid4().hex}.parquet"
    target = table.folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    [[count]] = connection.execute(
        f"COPY ({select}) TO {quoted(str(target))} (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 61440)"
    ).fetchall()
    if not count:
        target.unlink(missing_ok=True)
        return None
    return File(name, int(count), target.stat().st_size, partition)


def commit(table: Pinned, schema: pa.Schema, add: Iterable[File], remove: Iterable[File]) -> int:
    """Make the written files part of the table and the removed ones no longer; the new version's number."""
    moment = int(time.time() * 1000)
    actions: list[AddAction | RemoveAction] = [
        AddAction(
            path=file.path,
            size=file.size,
            partition_values={table.partition: file.partition},
            modification_time=moment,
            data_change=True,
            stats=json.dumps({"numRecords": file.rows}),
        )
        for file in add
    ]
    actions += [
        RemoveAction(
            path=file.path,
            deletion_timestamp=moment,
            data_change=True,
            partition_values={table.partition: file.partition},
            size=file.size,
        )
        for file in remove
    ]
    target = DeltaTable(str(table.folder))
    target.create_write_transaction(
        actions,
        "append",
        schema,
        partition_by=[table.partition],
        post_commithook_properties=KEEP_LOG,
    )
    return int(DeltaTable(str(table.folder)).version())
