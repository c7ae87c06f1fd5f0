"""Real `tandem import` processes: the real files whole, several at once, and killed at any point."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tandem.lake.engine import engine
from tandem.lake.layout import current_schema, pinned
from tests.cli.installation import CHECKOUT, Installation
from tests.facts.files import EXAMPLES, HEADER, ORDERS, real

RECEIPTS = """
fact = "receipts"
source = "sap"
[columns]
receipt_document = "GR"
document = "PO"
line = "Line"
quantity = "Qty"
receipt_date = "Date"
"""


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    made = Installation(tmp_path_factory.mktemp("facts-installation"))
    made.start()
    done = made.tandem("migrate")
    assert done.returncode == 0, done.stderr
    return made


class Customer:
    """One organisation of the installation, with its lake as anybody reading it now would see it."""

    def __init__(self, installation: Installation, slug: str) -> None:
        self.installation, self.slug = installation, slug
        self.connection = psycopg.connect(installation.start().owner, autocommit=True)
        installation.json("organisation", "add", slug, "--slug", slug, "--country", "US", "--currency", "USD")

    def command(self, file: Path, fact: str, mapping: Path, *options: str) -> list[str]:
        return [
            "import", str(file), "--fact", fact, "--customer", self.slug, "--mapping", str(mapping), *options
        ]  # fmt: skip

    def load(self, file: Path, fact: str, mapping: Path, *options: str) -> Any:
        return self.installation.json(*self.command(file, fact, mapping, *options))

    def start(self, file: Path, fact: str, mapping: Path, *options: str) -> subprocess.Popen[str]:
        command = [
            sys.executable,
            "-m",
            "tandem.cli.main",
            *self.command(file, fact, mapping, *options, "--json"),
        ]
        return subprocess.Popen(
            command, env=self.installation.environment, cwd=CHECKOUT, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, process_group=0,
        )  # fmt: skip

    def ask(self, statement: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(statement.encode(), [self.slug]).fetchall()

    def versions(self) -> list[int]:
        found = self.ask(
            "select v.number from facts_lakeversion v join accounts_organization o on o.id = v.customer_id "
            "where o.slug = %s order by 1"
        )
        return [number for (number,) in found]

    def statuses(self) -> list[str]:
        found = self.ask(
            "select b.status from facts_batch b join accounts_organization o on o.id = b.customer_id "
            "where o.slug = %s order by b.number"
        )
        return [status for (status,) in found]

    @property
    def lake(self) -> Path:
        return self.installation.data / "lake" / self.slug

    def sums(self, table: str, columns: str) -> tuple[Any, ...]:
        snapshot = self.ask(
            "select v.tables from facts_lakeversion v join accounts_organization o on o.id = v.customer_id "
            "where o.slug = %s order by v.number desc limit 1"
        )
        found = pinned(self.lake, snapshot[0][0] if snapshot else {}, f"current/{table}")
        with engine() as db:
            return db.sql(f"from {found.rows(current_schema(table))}").aggregate(columns).fetchall()[0]


@pytest.mark.real_data
def test_scms_whole_by_command(installed: Installation) -> None:
    scms = Customer(installed, "scms")
    file, mapping = real("scms_deliveries.csv"), EXAMPLES / "scms_deliveries.mapping.toml"
    dry = scms.load(file, "deliveries", mapping, "--dry-run")
    counts = {"read": 10324, "rejected": 0, "skipped": 0, "rejects_file": None}
    assert dry == {"batch": None, "loaded": 10324, "unchanged": 0, "unmatched": 10324, **counts}
    assert scms.versions() == []
    first = scms.load(file, "deliveries", mapping)
    assert first == {"batch": 1, "loaded": 10324, "unchanged": 0, "unmatched": 10324, **counts}
    again = scms.load(file, "deliveries", mapping, "--create-suppliers")
    assert again == {"batch": 2, "loaded": 0, "unchanged": 10324, "unmatched": 0, **counts}
    dry = scms.load(file, "deliveries", mapping, "--dry-run")
    assert dry == {"batch": None, "loaded": 0, "unchanged": 10324, "unmatched": 0, **counts}
    suppliers = scms.ask(
        "select count(*) from relationships_relationship r join accounts_organization o on o.id = r.customer_id "
        "where o.slug = %s"
    )
    assert suppliers == [(73,)]
    whole = "count(*), sum(quantity), sum(line_value), sum(received_quantity), count(distinct supplier_key)"
    assert scms.sums("deliveries", whole) == (
        10324, Decimal(189265090), Decimal("1627584457.29"), Decimal(189265090), 73
    )  # fmt: skip
    assert scms.sums("receipts", "count(*), sum(quantity)") == (10324, Decimal(189265090))


@pytest.mark.real_data
def test_wvu_whole_by_command(installed: Installation) -> None:
    wvu = Customer(installed, "wvu")
    mapping = EXAMPLES / "wvu_po_lines.mapping.toml"
    loaded = wvu.load(real("wvu_po_lines.csv"), "order_lines", mapping, "--create-suppliers")
    assert loaded == {
        "batch": 1, "read": 8625, "loaded": 8625, "unchanged": 0, "rejected": 0, "skipped": 0, "unmatched": 0,
        "rejects_file": None,
    }  # fmt: skip
    whole = "count(*), sum(line_value), count(*) filter (where status = 'cancelled'), count(requested_date)"
    assert wvu.sums("deliveries", whole) == (8625, Decimal("426369218.21"), 2500, 0)


def written(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def orders(path: Path, count: int, *, order: str, quantity: int) -> Path:
    lines = (f"{order}{n},10,V{n % 50},{quantity},2024-03-01,2.5,EUR," for n in range(count))
    return written(path, "\n".join([HEADER, *lines, ""]))


def test_rejects_decide_the_exit_status(installed: Installation, tmp_path: Path) -> None:
    ada = Customer(installed, "ada")
    mapping = written(tmp_path / "m.toml", ORDERS)
    file = written(tmp_path / "o.csv", f"{HEADER}\n1,10,V,5,,,,\n1,20,V,five,,,,\n")
    done = installed.tandem(*ada.command(file, "order_lines", mapping, "--json"))
    result = json.loads(done.stdout)
    assert (done.returncode, result["loaded"], result["rejected"]) == (1, 0, 1)
    assert "five" in Path(result["rejects_file"]).read_text("utf-8-sig")
    assert ada.versions() == []
    good = ada.load(file, "order_lines", mapping, "--good-rows-only")
    assert (good["loaded"], good["rejected"], ada.statuses()) == (1, 1, ["discarded", "loaded"])
    wrong = installed.tandem(*ada.command(file, "receipts", mapping))
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert "is for order_lines, not for receipts" in wrong.stderr


def test_several_imports_at_once(installed: Installation, tmp_path: Path) -> None:
    busy = Customer(installed, "busy")
    mapping, received = written(tmp_path / "o.toml", ORDERS), written(tmp_path / "r.toml", RECEIPTS)
    lines = [f"GR{n},A{n},10,3,2024-02-20" for n in range(2000)]
    receipts = written(tmp_path / "receipts.csv", "\n".join(["GR,PO,Line,Qty,Date", *lines, ""]))
    running = [
        busy.start(orders(tmp_path / f"{name}.csv", 2000, order=name, quantity=5), "order_lines", mapping)
        for name in ("A", "B", "C")
    ]
    running.append(busy.start(receipts, "receipts", received))
    for process in running:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        assert json.loads(out)["loaded"] == 2000
    assert busy.versions() == [1, 2, 3, 4]
    assert busy.statuses() == ["loaded"] * 4
    assert busy.sums("deliveries", "count(*), sum(quantity), sum(received_quantity)") == (6000, 30000, 6000)


def commits(folder: Path) -> int:
    return len(list(folder.glob("_delta_log/*.json")))


def more_than_now(count: Callable[[], int]) -> Callable[[], bool]:
    now = count()
    return lambda: count() > now


def kill_points(customer: Customer) -> dict[str, Callable[[], Callable[[], bool]]]:
    """Named moments of an import; each is armed just before the import starts."""
    log, current = customer.lake / "log/order_lines", customer.lake / "current/deliveries"
    progress = (
        "select b.progress from facts_batch b join accounts_organization o on o.id = b.customer_id "
        "where o.slug = %s and b.status = 'loading' order by b.number desc limit 1"
    )

    def come_to(percent: int) -> Callable[[], bool]:
        return lambda: any(done >= percent for (done,) in customer.ask(progress))

    return {
        "begun": lambda: more_than_now(lambda: len(customer.statuses())),
        "checked": lambda: come_to(35),
        "rows written": lambda: more_than_now(lambda: len(list(log.glob("batch=*")))),
        "log committed": lambda: more_than_now(lambda: commits(log)),
        "current committed": lambda: more_than_now(lambda: commits(current)),
        "before the last transaction": lambda: come_to(70),
    }


def test_a_killed_import_leaves_all_as_before_or_as_after_and_can_be_run_again(
    installed: Installation, tmp_path: Path
) -> None:
    killed = Customer(installed, "killed")
    mapping = written(tmp_path / "o.toml", ORDERS)
    killed.load(orders(tmp_path / "first.csv", 20000, order="A", quantity=5), "order_lines", mapping)
    corrected = orders(tmp_path / "second.csv", 30000, order="A", quantity=7)
    shown = "count(*), cast(sum(quantity) as bigint)"
    before, after = (20000, 100000), (30000, 210000)
    assert killed.sums("deliveries", shown) == before

    ended: list[int] = []
    for name, arm in kill_points(killed).items():
        reached = arm()
        process = killed.start(corrected, "order_lines", mapping)
        while process.poll() is None and not reached():
            time.sleep(0.002)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        ended.append(process.returncode)
        assert killed.sums("deliveries", shown) in (before, after), name

    assert ended.count(-signal.SIGKILL) >= 4, ended
    last = killed.load(corrected, "order_lines", mapping)
    assert last["loaded"] + last["unchanged"] == 30000
    assert killed.sums("deliveries", shown) == after
    assert set(killed.statuses()) <= {"loaded", "discarded"}
    assert killed.statuses()[-1] == "loaded"
