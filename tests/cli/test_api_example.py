"""The example of docs/api.md, as somebody would run it: against `tandem serve`, with a token of `tandem token`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.installation import CHECKOUT, Installation

pytestmark = pytest.mark.xdist_group("installation")
EXAMPLE = CHECKOUT / "docs" / "examples" / "api_quickstart.py"
SCOPES = (
    "write:imports", "read:facts", "write:runs", "read:scorecards", "read:relationships", "write:relationships",
)  # fmt: skip
MAPPING = """
fact = "deliveries"
source = "erp"

[columns]
document = "PO"
line = "Line"
quantity = "Qty"
ordered_date = { column = "Ordered", dates = ["%Y-%m-%d"] }
requested_date = { column = "Due", dates = ["%Y-%m-%d"] }
received_date = { column = "Received", dates = ["%Y-%m-%d"] }
received_quantity = "Qty"
receipt_document = "GR"
unit_price = "Price"
currency = "Currency"
status = { constant = "closed" }

[supplier]
number = "Vendor"
name = "Name"
"""


def test_the_example_loads_deliveries_and_reads_a_grade(installation: Installation, tmp_path: Path) -> None:
    mapping, deliveries = tmp_path / "erp.mapping.toml", tmp_path / "deliveries.csv"
    mapping.write_text(MAPPING)
    lines = ["PO,Line,Qty,Ordered,Due,Received,GR,Price,Currency,Vendor,Name"]
    for day in range(1, 21):
        received = day + (5 if day <= 4 else 0)
        lines.append(
            f"P{day},1,10,2026-06-20,2026-07-{day:02},2026-07-{received:02},G{day},2,EUR,V7,Bergquell Guss"
        )
    deliveries.write_text("\n".join(lines))
    # The template that comes with Tandem is put to use when it is first asked for.
    installation.tandem("score", "--customer", "nordlicht", "--template", "Standard", "--period", "2026-Q1")
    options = [part for scope in SCOPES for part in ("--scope", scope)]
    token = installation.json("token", "nordlicht", "--name", "Example", *options)["token"]
    with installation.served() as (_process, address):
        done = subprocess.run(
            [sys.executable, str(EXAMPLE), str(mapping), str(deliveries), "Standard", "2026-Q3", "Bergquell"],
            env={**os.environ, "TANDEM_URL": address, "TANDEM_TOKEN": token},
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = done.stdout.splitlines()
    assert told[:2] == ["Batch 1: 20 of 20 rows loaded, loaded.", "2026-Q3: 1 of 1 suppliers scored."]
    assert told[2].startswith("Bergquell Guss: grade ")
    assert ": 0.8 earns" in done.stdout
