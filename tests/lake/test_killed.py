"""An import killed at any point leaves the tables as they were, and running it again finishes the work."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from tandem.lake import keeping, store
from tests.lake.stories import line, rows
from tests.lake.test_store import current

SIZE = 400
IMPORT = """
import json, sys
from pathlib import Path
from tandem.lake import store
from tests.lake.test_killed import second
root, base = Path(sys.argv[1]), json.loads(sys.argv[2])
print("ready", flush=True)
store.load(root, base, "deliveries", 2, second())
"""


def first() -> list[dict[str, Any]]:
    """Four hundred delivered lines over twelve months, which are twelve parts of each current table."""
    months = [f"2025-{n % 12 + 1:02}" for n in range(SIZE)]
    return [line(n, ordered_date=f"{m}-01", received_date=f"{m}-20") for n, m in enumerate(months)]


def second() -> pa.Table:
    """The same lines, every other one with another quantity, and as many new ones."""
    changed = [row | {"quantity": 50} if n % 2 else row for n, row in enumerate(first())]
    return rows("deliveries", *changed, *(row | {"document": "NEW"} for row in first()))


def files(root: Path, pattern: str) -> int:
    return sum(1 for _ in root.glob(pattern))


MOMENTS: dict[str, Callable[[Path], bool]] = {
    "while the log is written": lambda root: files(root, "log/order_lines/batch=2/*") > 0,
    "once the orders are logged": lambda root: files(root, "log/order_lines/_delta_log/*.json") > 2,
    "once the receipts are logged": lambda root: files(root, "log/receipts/_delta_log/*.json") > 2,
    "while receipts are made current": lambda root: files(root, "current/receipts/part=*/*") > 13,
    "once receipts are current": lambda root: files(root, "current/receipts/_delta_log/*.json") > 2,
    "while deliveries are made current": lambda root: files(root, "current/deliveries/part=*/*") > 13,
    "once deliveries are current": lambda root: files(root, "current/deliveries/_delta_log/*.json") > 2,
}


def test_a_full_disk_is_an_error_that_changes_nothing(tmp_path: Path) -> None:
    base = store.load(tmp_path, {}, "deliveries", 1, rows("deliveries", *first())).snapshot
    before = current(tmp_path, base, "deliveries", "document, line, quantity, completed_date")
    full = (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000))\n"  # as much as fits on it
    )

    failed = subprocess.run(
        [sys.executable, "-c", full + IMPORT, str(tmp_path), json.dumps(base)], capture_output=True
    )

    assert failed.returncode == 1, failed.stderr
    assert current(tmp_path, base, "deliveries", "document, line, quantity, completed_date") == before
    assert store.load(tmp_path, base, "deliveries", 2, second()).loaded == 3 * SIZE // 2


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_import_never_happened_and_runs_again(tmp_path: Path, moment: str) -> None:
    base = store.load(tmp_path, {}, "deliveries", 1, rows("deliveries", *first())).snapshot
    before = current(tmp_path, base, "deliveries", "document, line, quantity, completed_date")

    process = subprocess.Popen(
        [sys.executable, "-c", IMPORT, str(tmp_path), json.dumps(base)], stdout=subprocess.PIPE
    )
    try:
        while process.poll() is None and not MOMENTS[moment](tmp_path):
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
    finally:
        process.wait()

    assert process.returncode in (-signal.SIGKILL, 0), "the import failed by itself"
    assert MOMENTS[moment](tmp_path)
    assert keeping.problems(tmp_path, base) == []
    assert current(tmp_path, base, "deliveries", "document, line, quantity, completed_date") == before

    again = store.load(tmp_path, base, "deliveries", 2, second())
    assert (again.rows, again.loaded, again.unchanged) == (2 * SIZE, 3 * SIZE // 2, SIZE // 2)
    quantities = [row[0] for row in current(tmp_path, again.snapshot, "deliveries", "quantity")]
    assert (len(quantities), quantities.count(50)) == (2 * SIZE, SIZE // 2)
