from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tandem.lake import store
from tandem.lake.errors import LakeRefused
from tandem.lake.layout import Snapshot, current_schema, pinned
from tests.lake.stories import line, receipt, reversal, rows


def current(root: Path, snapshot: Snapshot, name: str, columns: str) -> list[tuple[Any, ...]]:
    table = pinned(root, snapshot, f"current/{name}")
    query = f"SELECT {columns} FROM {table.rows(current_schema(name))} ORDER BY ALL"  # noqa: S608 - our own
    return duckdb.sql(query).fetchall()


def test_an_order_and_its_receipt_in_two_halves_become_one_delivery(tmp_path: Path) -> None:
    first = store.load(tmp_path, {}, "order_lines", 1, rows("order_lines", line(1), line(2)))
    second = store.load(
        tmp_path,
        first.snapshot,
        "receipts",
        2,
        rows("receipts", receipt("R1", 1, "2026-03-08", 40), receipt("R2", 1, "2026-03-10", 60)),
    )

    assert (first.rows, first.loaded, first.unchanged) == (2, 2, 0)
    assert current(
        tmp_path,
        second.snapshot,
        "deliveries",
        "line, first_receipt_date, completed_date, received_quantity, len(receipts), line_value",
    ) == [
        ("1", date(2026, 3, 8), date(2026, 3, 10), Decimal(100), 2, Decimal(200)),
        ("2", None, None, None, None, Decimal(200)),
    ]


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    given = rows("order_lines", line(1), line(2))
    first = store.load(tmp_path, {}, "order_lines", 1, given)
    again = store.load(tmp_path, first.snapshot, "order_lines", 2, given)

    assert (again.rows, again.loaded, again.unchanged) == (2, 0, 2)
    assert set(again.changes) == {"log/order_lines"}


def test_a_batch_run_again_is_not_loaded_twice(tmp_path: Path) -> None:
    given = rows("order_lines", line(1))
    first = store.load(tmp_path, {}, "order_lines", 1, given)

    assert store.load(tmp_path, first.snapshot, "order_lines", 1, given).changes == {}


def test_an_interrupted_batch_leaves_nothing_behind_for_the_next(tmp_path: Path) -> None:
    first = store.load(tmp_path, {}, "order_lines", 1, rows("order_lines", line(1)))
    store.load(tmp_path, first.snapshot, "order_lines", 2, rows("order_lines", line(2)))  # never recorded
    third = store.load(tmp_path, first.snapshot, "order_lines", 3, rows("order_lines", line(3)))

    assert current(tmp_path, third.snapshot, "deliveries", "line") == [("1",), ("3",)]
    assert current(tmp_path, first.snapshot, "deliveries", "line") == [("1",)]


def test_a_moved_date_is_kept_as_history_and_withdrawing_it_takes_the_history_back(tmp_path: Path) -> None:
    one = store.load(tmp_path, {}, "order_lines", 1, rows("order_lines", line(1, "2026-03-10")))
    two = store.load(tmp_path, one.snapshot, "order_lines", 2, rows("order_lines", line(1, "2026-03-20")))
    three = store.load(
        tmp_path, two.snapshot, "order_lines", 3, rows("order_lines", line(1, "2026-03-25", quantity=90))
    )
    columns = "requested_date, first_requested_date, requested_changes, quantity_changes"

    assert current(tmp_path, three.snapshot, "deliveries", columns) == [
        (date(2026, 3, 25), date(2026, 3, 10), 2, 1)
    ]
    without = store.withdraw(tmp_path, three.snapshot, 2)
    assert current(tmp_path, without.snapshot, "deliveries", columns) == [
        (date(2026, 3, 25), date(2026, 3, 10), 1, 1)
    ]


def test_withdrawing_a_batch_leaves_a_later_repeat_of_it_standing(tmp_path: Path) -> None:
    given = rows("order_lines", line(1))
    one = store.load(tmp_path, {}, "order_lines", 1, given)
    two = store.load(tmp_path, one.snapshot, "order_lines", 2, given)
    without = store.withdraw(tmp_path, two.snapshot, 1)

    assert current(tmp_path, without.snapshot, "deliveries", "line") == [("1",)]
    assert (
        current(tmp_path, store.withdraw(tmp_path, without.snapshot, 2).snapshot, "deliveries", "line") == []
    )


def test_a_receipt_waits_for_its_order_line(tmp_path: Path) -> None:
    early = store.load(tmp_path, {}, "receipts", 1, rows("receipts", receipt("R1", 1, "2026-03-08")))
    joined = store.load(tmp_path, early.snapshot, "order_lines", 2, rows("order_lines", line(1)))

    assert current(
        tmp_path, early.snapshot, "deliveries", "content IS NULL, supplier_key, received_quantity"
    ) == [(True, "borealis", Decimal(100))]
    assert current(tmp_path, joined.snapshot, "deliveries", "content IS NULL, completed_date") == [
        (False, date(2026, 3, 8))
    ]


def test_a_reversed_receipt_no_longer_counts(tmp_path: Path) -> None:
    one = store.load(tmp_path, {}, "order_lines", 1, rows("order_lines", line(1)))
    two = store.load(
        tmp_path,
        one.snapshot,
        "receipts",
        2,
        rows(
            "receipts",
            receipt("R1", 1, "2026-03-05", 100),
            reversal("R2", 1, "2026-03-06", 100, of="R1"),
            receipt("R3", 1, "2026-03-12", 100),
        ),
    )

    assert current(
        tmp_path, two.snapshot, "deliveries", "first_receipt_date, received_quantity, receipts"
    ) == [(date(2026, 3, 12), Decimal(100), None)]


def test_a_delivery_reported_by_mistake_is_corrected_by_the_next_file(tmp_path: Path) -> None:
    delivered = line(1, received_date="2026-03-09", received_quantity=100)
    one = store.load(tmp_path, {}, "deliveries", 1, rows("deliveries", delivered, line(2)))
    two = store.load(tmp_path, one.snapshot, "deliveries", 2, rows("deliveries", line(1), line(2)))

    assert current(tmp_path, one.snapshot, "deliveries", "line, completed_date") == [
        ("1", date(2026, 3, 9)),
        ("2", None),
    ]
    assert current(tmp_path, two.snapshot, "deliveries", "line, completed_date") == [("1", None), ("2", None)]
    assert (two.loaded, two.unchanged) == (1, 1)


def test_an_unknown_batch_cannot_be_withdrawn(tmp_path: Path) -> None:
    with pytest.raises(LakeRefused, match="no batch 9"):
        store.withdraw(tmp_path, {}, 9)
