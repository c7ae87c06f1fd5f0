"""Keeping the lake: the files a backup takes, whether they are all there, and clearing away what nothing pins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path

import pyarrow.parquet as pq
from deltalake import DeltaTable

from tandem.lake.layout import Snapshot, all_tables, pinned
from tandem.lake.tables import Pinned


def backup_files(root: Path, snapshots: Iterable[Snapshot]) -> list[Path]:
    """Every file that reading these snapshots needs, relative to the customer's folder; copying them is a backup."""
    found: set[Path] = set()
    for snapshot in snapshots:
        for table, version in snapshot.items():
            found.update(path.relative_to(root) for path in _commits(root / table, version))
            found.update(Path(table) / file.path for file in pinned(root, snapshot, table).files)
    return sorted(found)


def _commits(folder: Path, version: int) -> Iterator[Path]:
    """The table's own history up to a version; later commits stay behind, so the copy's newest version is pinned."""
    for path in (folder / "_delta_log").glob("*.json"):
        if path.stem.isdigit() and int(path.stem) <= version:
            yield path


def problems(root: Path, snapshot: Snapshot) -> list[str]:
    """What is missing or damaged among a snapshot's files, a line each; empty when all is well."""
    found = []
    for table in snapshot:
        try:
            state = pinned(root, snapshot, table)
        except Exception as error:  # noqa: BLE001 - whatever stops the table from being read is the finding
            said, *_details = str(error).strip().splitlines() or [type(error).__name__]
            found.append(f"{table}: version {snapshot[table]} cannot be read ({said})")
            continue
        found += [f"{table}/{path}" for path in _damaged(state)]
    return found


def _damaged(state: Pinned) -> Iterator[str]:
    for file in state.files:
        path = state.folder / file.path
        if not path.is_file():
            yield f"{file.path} is missing"
        elif path.stat().st_size != file.size:
            yield f"{file.path} has {path.stat().st_size} bytes instead of {file.size}"
        elif pq.read_metadata(path).num_rows != file.rows:
            yield f"{file.path} does not have {file.rows} rows"


def vacuum(root: Path, keep: Iterable[Snapshot], *, older_than: timedelta = timedelta(days=1)) -> int:
    """Remove the files that none of the kept snapshots needs and that are older than this; how many were removed.

    The caller holds the locks of all tables: a file that an import has written and not yet committed looks unneeded.
    """
    versions: dict[str, set[int]] = {}
    for snapshot in keep:
        for table, version in snapshot.items():
            versions.setdefault(table, set()).add(version)
    removed = 0
    for table in all_tables():
        kept = versions.get(table)
        if not kept or not DeltaTable.is_deltatable(str(root / table)):
            continue
        removed += _vacuum(root / table, kept, older_than)
    return removed


def _vacuum(folder: Path, kept: set[int], older_than: timedelta) -> int:
    table = DeltaTable(str(folder))
    if table.version() not in kept:
        newest = max(kept)
        table.restore(newest)
        table = DeltaTable(str(folder))
    removed = table.vacuum(
        retention_hours=int(older_than.total_seconds() // 3600),
        dry_run=False,
        enforce_retention_duration=False,
        full=True,
        keep_versions=sorted(kept),
    )
    return len(removed)
