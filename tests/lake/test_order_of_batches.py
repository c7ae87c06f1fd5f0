"""Whatever is loaded and withdrawn in whatever order, the current tables are what the rows in force say."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tandem.lake import store
from tandem.lake.receipts import Posting, net
from tests.lake.stories import line, receipt, rows
from tests.lake.test_store import current

DAY = date(2026, 3, 1)
Row = dict[str, Any]


@dataclass(frozen=True)
class Batch:
    fact: str
    rows: tuple[Row, ...]


def day(number: int) -> str:
    return (DAY + timedelta(days=number)).isoformat()


lines = st.builds(
    lambda number, due, quantity, status: line(
        number, None if due is None else day(due), quantity=quantity, status=status
    ),
    st.integers(1, 2),
    st.none() | st.integers(0, 3),
    st.integers(1, 3),
    st.sampled_from(["open", "closed"]),
)
receipts = st.builds(
    lambda document, number, on, quantity, kind: receipt(
        f"R{document}", number, day(on), quantity, kind=kind
    ),
    st.integers(1, 3),
    st.integers(1, 2),
    st.integers(0, 3),
    st.integers(1, 3),
    st.sampled_from(["receipt", "receipt", "reversal"]),
)
batches = st.one_of(
    st.builds(Batch, st.just("order_lines"), st.lists(lines, min_size=1, max_size=3).map(tuple)),
    st.builds(Batch, st.just("receipts"), st.lists(receipts, min_size=1, max_size=3).map(tuple)),
)


def latest(loaded: dict[int, Batch], fact: str, key: tuple[str, ...]) -> dict[tuple[Any, ...], list[Row]]:
    """By natural key, the row that each batch in force ends with, oldest batch first."""
    found: dict[tuple[Any, ...], dict[int, Row]] = {}
    for number, batch in sorted(loaded.items()):
        for row in batch.rows if batch.fact == fact else ():
            found.setdefault(tuple(row[name] for name in key), {})[number] = row
    return {identity: list(by_batch.values()) for identity, by_batch in found.items()}


def expected(loaded: dict[int, Batch]) -> list[tuple[Any, ...]]:
    orders = latest(loaded, "order_lines", ("line",))
    postings: dict[str, list[Posting]] = {}
    for (document,), versions in latest(loaded, "receipts", ("receipt_document",)).items():
        row = versions[-1]
        postings.setdefault(row["line"], []).append(
            Posting(
                document,
                "1",
                date.fromisoformat(row["receipt_date"]),
                Decimal(row["quantity"]),
                row["kind"] == "reversal",
            )
        )
    found = []
    for number in ("1", "2"):
        versions = orders.get((number,), [])
        received = net(postings.get(number, []))
        if versions or received:
            found.append((number, *_order(versions), *_received(versions, received)))
    return found


def _order(versions: list[Row]) -> tuple[Any, ...]:
    if not versions:
        return (None, None, None, None, 0, 0)
    due = [version["requested_date"] for version in versions]
    quantities = [version["quantity"] for version in versions]
    moves = sum(a is not None and b is not None and a != b for a, b in pairwise(due))
    changes = sum(a != b for a, b in pairwise(quantities))
    first = next((date.fromisoformat(d) for d in due if d), None)
    now = date.fromisoformat(due[-1]) if due[-1] else None
    return (versions[-1]["status"], Decimal(quantities[-1]), now, first, moves, changes)


def _received(versions: list[Row], received: list[tuple[date, Decimal]]) -> tuple[Any, ...]:
    if not received:
        return (None, None, None, None)
    total, completed = Decimal(0), None
    for on, quantity in received:
        total += quantity
        if versions and completed is None and total >= versions[-1]["quantity"]:
            completed = on
    return (received[0][0], received[-1][0], total, completed)


COLUMNS = (
    "line, status, quantity, requested_date, first_requested_date, coalesce(requested_changes, 0), "
    "coalesce(quantity_changes, 0), first_receipt_date, last_receipt_date, received_quantity, completed_date"
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_the_current_tables_say_what_the_rows_in_force_say(data: st.DataObject) -> None:
    waiting = dict(enumerate(data.draw(st.lists(batches, min_size=1, max_size=5)), start=1))
    loaded: dict[int, Batch] = {}
    snapshot: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        while waiting:
            number = data.draw(st.sampled_from(sorted(waiting)), label="load")
            batch = waiting.pop(number)
            snapshot = store.load(root, snapshot, batch.fact, number, rows(batch.fact, *batch.rows)).snapshot
            loaded[number] = batch
            if data.draw(st.booleans(), label="withdraw one"):
                gone = data.draw(st.sampled_from(sorted(loaded)), label="withdraw")
                snapshot = store.withdraw(root, snapshot, gone).snapshot
                del loaded[gone]
            assert current(root, snapshot, "deliveries", COLUMNS) == expected(loaded)
