"""What failed, by what it has in common: the rows of a KPI's sample summed over each of several dimensions.

A KPI whose sample is what fails (late lines, defects that count) is measured here by causes instead of by supplier and
period: one scan for all dimensions.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import pyarrow as pa

from tandem.lake.engine import engine, quoted
from tandem.lake.expressions import counted
from tandem.lake.kpis import KpiSpec, columns_used, trees
from tandem.lake.queries import Scope, grouped, prepare_windows
from tandem.lake.reading import Reading
from tandem.lake.sources import prepare

DIMENSIONS: Final[dict[str, dict[str, str]]] = {
    "deliveries": {
        "history": (
            "CASE WHEN requested_changes > 0 THEN 'customer_moved' WHEN confirmed_changes > 0 THEN 'supplier_moved'"
            " WHEN latest_confirmed_date > due_date THEN 'confirmed_late' ELSE 'unexplained' END"
        ),
        "lateness": (
            "CASE WHEN delivered_date IS NULL THEN 'open' WHEN days_late <= 2 THEN 'to_2' WHEN days_late <= 7 THEN"
            " 'to_7' WHEN days_late <= 14 THEN 'to_14' ELSE 'beyond' END"
        ),
        "item": "item",
        "category": "category",
        "site": "site",
    },
    "quality": {
        "found_at": "found_at",
        "disposition": "disposition",
        "item": "item",
        "incident": "incident",
        "category": "category",
        "site": "site",
    },
}
"""by view, what rows can have in common, as SQL over the view's columns"""
_USED: Final[dict[str, tuple[str, ...]]] = {
    "deliveries": (
        "requested_changes", "confirmed_changes", "latest_confirmed_date", "due_date", "delivered_date", "days_late",
        "item", "category", "site",
    ),
    "quality": ("found_at", "disposition", "item", "incident", "category", "site"),
}  # fmt: skip


def causes(
    reading: Reading,
    spec: KpiSpec,
    weight: str = "1",
    *,
    start: date | None = None,
    end: date | None = None,
) -> pa.Table:
    """One row for each value of each dimension of the KPI's view: dimension, cause (null where the row names none),
    weight (the sum of a column of the view, or the number of rows), cases. Suppliers are a dimension too, by their
    relationship's id."""
    by = {"supplier": "relationship_id", **DIMENSIONS[spec.view]}
    with engine(reading.memory) as db:
        seen = prepare(db, reading)
        (shared, _), *_ = grouped(seen, [spec])
        names = {*_USED[spec.view], *columns_used(spec), *({weight} - {"1"})}
        shared.columns = {}
        aliases = {name: shared.alias(name, spec) for name in sorted(names)}
        prepare_windows(db, shared)
        listed = ", ".join(
            ["relationship_id", *(f'"{alias}" AS "{name}"' for name, alias in aliases.items())]
        )
        rows = f"SELECT {listed} FROM ({shared.select(Scope(start=start, end=end))})"
        texts = ", ".join(f"CAST({sql} AS VARCHAR) AS by_{name}" for name, sql in by.items())
        failing = f"SELECT {texts}, {weight} AS weight FROM ({rows}) WHERE {counted(trees(spec)['sample'])}"
        flags = " ".join(f"WHEN GROUPING(by_{name}) = 0 THEN {quoted(name)}" for name in by)
        sets = ", ".join(f"(by_{name})" for name in by)
        every = ", ".join(f"by_{name}" for name in by)
        return db.sql(
            f"SELECT CASE {flags} END AS dimension, nullif(coalesce({every}), '') AS cause,"
            f" CAST(sum(weight) AS DOUBLE) AS weight, count(*) AS cases FROM ({failing})"
            f" GROUP BY GROUPING SETS ({sets})"
        ).to_arrow_table()


def condition(spec: KpiSpec, dimension: str, cause: str | None) -> str:
    """The rows of one cause, as SQL over the view's columns. KeyError for a dimension the view has not."""
    sql = f"coalesce(CAST({DIMENSIONS[spec.view][dimension]} AS VARCHAR), '')"
    return f"{sql} = {quoted(cause or '')}"
