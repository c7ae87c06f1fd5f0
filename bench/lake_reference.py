"""What the lake is held against: the same figures by hand-written DuckDB over the same files, without its care."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb

from tandem.lake.engine import MEMORY
from tandem.lake.layout import current_schema, pinned

AS_OF = date(2025, 2, 1)
TODAY = f"DATE '{AS_OF}'"


def _lines(root: Path, snapshot: dict[str, int]) -> str:
    return pinned(root, snapshot, "current/deliveries").rows(current_schema("deliveries"))


def _connect() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"memory_limit": MEMORY, "preserve_insertion_order": "false"})


def measure(root: Path, snapshot: dict[str, int]) -> int:
    """The nine delivery KPIs by supplier and month with their samples: one aggregate per date column."""
    delivered = (
        f"CASE WHEN completed_date <= {TODAY} THEN completed_date WHEN completed_date IS NULL "
        f"AND status = 'closed' AND last_receipt_date <= {TODAY} THEN last_receipt_date END"
    )
    in_time = (
        "CASE WHEN last_receipt_date <= due THEN received_quantity WHEN first_receipt_date > due "
        "OR receipts IS NULL THEN 0 ELSE CAST(list_sum(list_transform(list_filter(receipts, "
        "lambda x: x.date <= due), lambda x: x.quantity)) AS DECIMAL(18,4)) END"
    )
    by_now = in_time.replace("due", TODAY)
    due = "coalesce(requested_date, first_confirmed_date, latest_confirmed_date)"
    rows = (
        f"(SELECT *, {delivered} AS delivered, {due} AS due FROM {_lines(root, snapshot)} "
        "WHERE status <> 'cancelled')"
    )
    with _connect() as db:
        by_due = db.sql(
            f"""
            SELECT supplier_key, date_trunc('month', due) AS month, count(*) AS n,
                avg(CASE WHEN delivered <= due THEN 1 ELSE 0 END) AS on_time_lines,
                sum(least(quantity, in_time)) / sum(quantity) AS on_time_quantity,
                avg(CASE WHEN in_time >= quantity THEN 1 ELSE 0 END) AS otif,
                avg(late) AS days_late_mean, stddev(late) AS days_late_spread, count(late) AS late_n,
                quantile_cont(late, 0.9) AS days_late_p90,
                sum(least(quantity, by_now)) / sum(quantity) AS fill_rate
            FROM (SELECT *, {in_time} AS in_time, {by_now} AS by_now,
                    CASE WHEN status <> 'closed' OR last_receipt_date IS NOT NULL
                        THEN greatest(coalesce(delivered, {TODAY}) - due, 0) END AS late
                FROM {rows} WHERE quantity > 0 AND due <= {TODAY})
            GROUP BY ALL
            """
        ).to_arrow_table()
        by_delivery = db.sql(
            f"""
            SELECT supplier_key, date_trunc('month', delivered) AS month, count(lead_time) AS n,
                avg(lead_time) AS lead_time_mean, quantile_cont(lead_time, 0.9) AS lead_time_p90,
                stddev(lead_time) AS lead_time_spread
            FROM (SELECT *, CASE WHEN ordered_date <= delivered THEN delivered - ordered_date END AS lead_time
                FROM {rows} WHERE delivered IS NOT NULL)
            GROUP BY ALL
            """
        ).to_arrow_table()
    return int(by_due.num_rows * 6 + by_delivery.num_rows * 3)


def load(root: Path, snapshot: dict[str, int], csv: Path, target: Path) -> int:
    """Read the file, join it to the lines there are, and write the months that change anew."""
    target.mkdir(exist_ok=True)
    lines = _lines(root, snapshot)
    with _connect() as db:
        db.execute(f"CREATE TABLE given AS FROM read_csv('{csv}', header = true)")
        columns = [str(row[0]) for row in db.execute("DESCRIBE given").fetchall()]
        changed = " OR ".join(f"c.{name} IS DISTINCT FROM g.{name}" for name in columns)
        db.execute(
            f"CREATE TABLE changed AS SELECT g.*, coalesce(c.part, strftime(g.ordered_date, '%Y-%m')) AS part "
            f"FROM given g LEFT JOIN {lines} c ON c.document = CAST(g.document AS VARCHAR) "
            f"AND c.line = CAST(g.line AS VARCHAR) WHERE {changed}"
        )
        parts = [str(row[0]) for row in db.execute("SELECT DISTINCT part FROM changed").fetchall()]
        listed = ", ".join(columns)
        for part in parts:
            kept = (
                f"SELECT c.* FROM {lines} c ANTI JOIN changed g ON c.document = CAST(g.document AS VARCHAR) "
                f"AND c.line = CAST(g.line AS VARCHAR) WHERE c.part = '{part}'"
            )
            db.execute(
                f"COPY ({kept} UNION ALL BY NAME SELECT {listed}, part FROM changed WHERE part = '{part}' "
                f"ORDER BY supplier_key) TO '{target}/{part}.parquet' (FORMAT parquet)"
            )
        [[count]] = db.execute("SELECT count(*) FROM given").fetchall()
    return int(count)
