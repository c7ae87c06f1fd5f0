from __future__ import annotations

import shutil
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tandem.lake import keeping, store, totals
from tests.lake.stories import line, rows
from tests.lake.test_store import current
from tests.lake.world import CASPIAN, opened


@pytest.fixture
def three(tmp_path: Path) -> tuple[Path, list[dict[str, int]]]:
    """Three batches that each change the same line, and their snapshots."""
    root = tmp_path / "acme"
    snapshots: list[dict[str, int]] = []
    state: dict[str, int] = {}
    for batch, quantity in enumerate((10, 20, 30), start=1):
        given = rows("order_lines", line(1, quantity=quantity), line(2, site="Lyon"))
        state = store.load(root, state, "order_lines", batch, given).snapshot
        snapshots.append(state)
    return root, snapshots


def test_a_backup_restored_elsewhere_reads_the_same(
    three: tuple[Path, list[dict[str, int]]], tmp_path: Path
) -> None:
    root, (first, _, last) = three
    store.load(root, last, "order_lines", 9, rows("order_lines", line(3)))  # interrupted: never recorded
    copy = tmp_path / "restored"
    for path in keeping.backup_files(root, [first, last]):
        (copy / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / path, copy / path)

    assert keeping.problems(copy, first) == keeping.problems(copy, last) == []
    assert current(copy, first, "deliveries", "line, quantity") == [("1", 10), ("2", 100)]
    assert current(copy, last, "deliveries", "line, quantity") == [("1", 30), ("2", 100)]
    further = store.load(copy, last, "order_lines", 9, rows("order_lines", line(3)))
    assert len(current(copy, further.snapshot, "deliveries", "line")) == 3


def test_a_missing_file_is_named(three: tuple[Path, list[dict[str, int]]]) -> None:
    root, (*_, last) = three
    [file] = [f for f in keeping.backup_files(root, [last]) if "current" in str(f) and f.suffix == ".parquet"]
    (root / file).unlink()

    assert keeping.problems(root, last) == [f"{file} is missing"]


def test_vacuum_keeps_what_is_pinned_and_removes_the_rest(
    three: tuple[Path, list[dict[str, int]]],
) -> None:
    root, (first, second, last) = three

    assert keeping.vacuum(root, [first, last], older_than=timedelta(0)) > 0
    assert current(root, first, "deliveries", "line, quantity") == [("1", 10), ("2", 100)]
    assert current(root, last, "deliveries", "line, quantity") == [("1", 30), ("2", 100)]
    assert keeping.problems(root, last) == []
    assert keeping.problems(root, second) != []


def test_control_totals_count_every_row_of_a_batch(three: tuple[Path, list[dict[str, int]]]) -> None:
    root, (*_, last) = three

    assert totals.control_totals(root, last, "order_lines", 3).to_pylist() == [
        {
            "month": date(2026, 3, 1),
            "site": site,
            "currency": "EUR",
            "rows": 1,
            "quantity": Decimal(quantity),
            "value": Decimal(2 * quantity),
        }
        for site, quantity in (("Lyon", 100), (None, 30))
    ]


def test_a_lines_history_tells_which_batch_said_what(three: tuple[Path, list[dict[str, int]]]) -> None:
    root, (*_, last) = three
    without = store.withdraw(root, last, 2).snapshot
    key = {"source": "erp", "document": "PO-1", "line": "1"}

    told, received = totals.line_history(opened(root, without), key)
    rows = told.to_pylist()
    assert [(row["batch"], row["row"], row["quantity"]) for row in rows] == [(1, 1, 10), (3, 1, 30)]
    assert received.num_rows == 0
    for others in ([], [CASPIAN]):
        told, received = totals.line_history(opened(root, without).only(others), key)
        assert (told.num_rows, received.num_rows) == (0, 0)
