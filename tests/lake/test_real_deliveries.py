"""The public SCMS delivery history, measured by the lake and counted by hand."""

from __future__ import annotations

import csv
import os
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from tandem.lake import store
from tandem.lake.dialect import Grain
from tandem.lake.kpis import shipped
from tandem.lake.measures import measure
from tandem.lake.queries import Scope
from tandem.lake.reading import Rates, open_for_reading
from tests.lake.stories import rows

REAL = Path(os.environ.get("TANDEM_REAL_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
FILE = REAL / "procurement" / "scms_deliveries.csv"

pytestmark = pytest.mark.skipif(not FILE.exists(), reason="scms_deliveries.csv is not on this machine")


def day(text: str) -> date:
    return datetime.strptime(text, "%d-%b-%y").date()  # noqa: DTZ007 - a calendar day, no time of day


@pytest.fixture(scope="module")
def deliveries() -> list[dict[str, Any]]:
    with FILE.open(encoding="utf-8-sig", newline="") as file:
        return [
            {
                "source": "scms",
                "supplier_key": row["Vendor"],
                "document": row["PO / SO #"],
                "line": row["ID"],
                "category": row["Product Group"],
                "requested_date": day(row["Scheduled Delivery Date"]),
                "received_date": day(row["Delivered to Client Date"]),
                "quantity": row["Line Item Quantity"],
                "line_value": row["Line Item Value"],
                "currency": "USD",
                "status": "closed",
            }
            for row in csv.DictReader(file)
        ]


def test_measured_and_counted_by_hand_agree(deliveries: list[dict[str, Any]], tmp_path: Path) -> None:
    suppliers = sorted({row["supplier_key"] for row in deliveries})
    snapshot = store.load(tmp_path, {}, "deliveries", 1, rows("deliveries", *deliveries)).snapshot
    reading = open_for_reading(
        tmp_path,
        snapshot,
        mapping=pa.table(
            {
                "source": ["scms"] * len(suppliers),
                "supplier_key": suppliers,
                "relationship_id": range(len(suppliers)),
            }
        ),
        relationships=range(len(suppliers)),
        as_of=date(2016, 1, 1),
        rates=Rates("USD", pa.table({"currency": ["USD"], "date": [date(2000, 1, 1)], "rate": [Decimal(1)]})),
    )
    wanted = ("on_time_lines", "days_late_mean", "spend", "order_lines")
    found = measure(reading, [shipped()[code] for code in wanted], Scope(Grain.QUARTER)).to_pylist()

    expected: dict[tuple[int, date], list[dict[str, Any]]] = {}
    for row in deliveries:
        due = row["requested_date"]
        quarter = date(due.year, 3 * ((due.month - 1) // 3) + 1, 1)
        expected.setdefault((suppliers.index(row["supplier_key"]), quarter), []).append(row)
    measured = {(r["kpi"], r["relationship_id"], r["period_start"]): r["value"] for r in found}
    counted: dict[tuple[str, int, date], float] = {}
    for (supplier, quarter), lines in expected.items():
        late = [max(0, (line["received_date"] - line["requested_date"]).days) for line in lines]
        figures = {
            "on_time_lines": late.count(0) / len(late),
            "days_late_mean": sum(late) / len(late),
            "spend": float(sum(Decimal(line["line_value"]) for line in lines)),
            "order_lines": len(lines),
        }
        counted.update({(kpi, supplier, quarter): value for kpi, value in figures.items()})

    assert measured == pytest.approx(counted, rel=1e-8)
    assert sum(v for (kpi, *_), v in measured.items() if kpi == "order_lines") == 10_324
    assert sum(Decimal(str(v)) for (kpi, *_), v in measured.items() if kpi == "spend") == sum(
        Decimal(row["line_value"]) for row in deliveries
    )
