"""A small world for measuring: Acme buys from Borealis (7) and Caspian (8); Dorado (9) is nobody Acme may see."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from tandem.lake import store
from tandem.lake.dialect import Grain
from tandem.lake.kpis import KpiSpec, shipped
from tandem.lake.measures import measure
from tandem.lake.queries import Scope
from tandem.lake.reading import Reading, open_for_reading
from tests.lake.stories import rows

BOREALIS, CASPIAN, DORADO = 7, 8, 9
MAPPING = pa.table(
    {
        "source": ["erp", "erp", "erp"],
        "supplier_key": ["borealis", "caspian", "dorado"],
        "relationship_id": [BOREALIS, CASPIAN, DORADO],
    }
)


def world(root: Path, as_of: str = "2026-04-01", **facts: list[dict[str, Any]]) -> Reading:
    """The facts loaded one batch each, seen on a day, for Borealis and Caspian."""
    state: dict[str, int] = {}
    for batch, (name, given) in enumerate(facts.items(), start=1):
        state = store.load(root, state, name, batch, rows(name, *given)).snapshot
    return opened(root, state, as_of)


def opened(root: Path, snapshot: dict[str, int], as_of: str = "2026-04-01", **more: Any) -> Reading:
    return open_for_reading(
        root,
        snapshot,
        mapping=MAPPING,
        relationships=[BOREALIS, CASPIAN],
        as_of=date.fromisoformat(as_of),
        **more,
    )


def values(reading: Reading, *codes: str | KpiSpec, scope: Scope | None = None) -> dict[str, Any]:
    """Borealis's value by KPI over everything; its reason where there is none."""
    specs = [shipped()[code] if isinstance(code, str) else code for code in codes]
    result = measure(reading, specs, scope or Scope())
    found = {}
    for row in result.to_pylist():
        if row["relationship_id"] == BOREALIS:
            found[row["kpi"]] = row["value"] if row["reason"] is None else row["reason"]
    return found


def by_period(reading: Reading, code: str, grain: Grain, **more: Any) -> list[tuple[Any, ...]]:
    result = measure(reading, [shipped()[code]], Scope(grain, **more))
    return sorted(
        (
            (row["relationship_id"], row["period_start"], row["value"], row["n"], row["reason"])
            for row in result.to_pylist()
        ),
        key=str,
    )
