"""Invented facts for the lake's benchmarks: order lines and receipts over three years, the same every time."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa

from tandem.lake import store
from tandem.lake.schemas import fact

FIRST, DAYS = "2022-01-01", 1096


def _orders(first: int, last: int, of: int, suppliers: int) -> str:
    """Lines `first` to `last` of `of`, spread evenly over three years in the order they were placed."""
    return f"""
        SELECT 'erp' AS source, 'S' || lpad(CAST(hash(i) % {suppliers} AS VARCHAR), 7, '0') AS supplier_key,
            'PO' || (i // 5) AS document, CAST(i % 5 + 1 AS VARCHAR) AS line, '1' AS schedule_line,
            'I' || lpad(CAST(hash(i * 7) % 5000 AS VARCHAR), 5, '0') AS item,
            'Item number ' || (hash(i * 7) % 5000) AS item_name, 'C' || (hash(i * 7) % 5000 % 20) AS category,
            'P' || (hash(i * 3) % 8) AS site, 'PCS' AS uom,
            day AS ordered_date, day + 20 AS requested_date, day + 21 AS first_confirmed_date,
            day + 21 + CAST(hash(i * 5) % 4 AS INTEGER) AS latest_confirmed_date,
            CAST(hash(i * 11) % 1000 + 1 AS DECIMAL(18,4)) AS quantity,
            CAST((hash(i * 13) % 10000 + 1) / 100 AS DECIMAL(18,6)) AS unit_price,
            CAST((hash(i * 13) % 10000 + 10) / 100 AS DECIMAL(18,6)) AS baseline_price,
            CASE WHEN hash(i) % 3 = 0 THEN 'EUR' ELSE 'USD' END AS currency, CAST(0 AS DECIMAL(18,4)) AS freight,
            CASE WHEN hash(i * 19) % 50 = 0 THEN 'cancelled' WHEN hash(i * 19) % 20 = 1 THEN 'open' ELSE 'closed' END
                AS status, i - {first} + 1 AS row
        FROM (SELECT i, DATE '{FIRST}' + CAST(i * {DAYS} // {of} AS INTEGER) AS day FROM range({first}, {last}) t(i))
    """


_H = "hash(document || '/' || line)"
_FIRST = f"requested_date - 8 + CAST({_H} % 12 AS INTEGER)"
_NUMBER = "'R' || document || '-' || line"


def write_deliveries(path: Path, first: int, last: int, of: int, suppliers: int) -> None:
    """Order lines with their first receipt: all of it, for one line in twenty the half, for one in 25 nothing."""
    received = f"{_H} % 25 <> 3 AND status <> 'cancelled'"
    half = f"{_H} % 20 = 1"
    with duckdb.connect() as db:
        db.execute(
            f"""
            COPY (SELECT *, CASE WHEN {received} THEN {_FIRST} END AS received_date,
                    CASE WHEN {half} THEN CAST(quantity / 2 AS DECIMAL(18,4)) ELSE quantity END AS received_quantity,
                    {_NUMBER} AS receipt_document
                FROM ({_orders(first, last, of, suppliers)})) TO '{path}' (FORMAT parquet)
            """
        )


def write_receipts(path: Path, first: int, last: int, of: int, suppliers: int) -> None:
    """What follows the first receipt: the other half, and for one line in a hundred a reversal and a new receipt."""
    reversal = f"({_H} % 100 = 7 AND n = 1)"
    with duckdb.connect() as db:
        db.execute(
            f"""
            COPY (SELECT * EXCLUDE (n), row_number() OVER () AS row FROM (
                SELECT source, supplier_key, document, line, schedule_line, item, site, n,
                    {_NUMBER} || '-' || n AS receipt_document, {_FIRST} + CAST(n * 5 AS INTEGER) AS receipt_date,
                    CASE WHEN {_H} % 20 = 1 THEN CAST(quantity / 2 AS DECIMAL(18,4)) ELSE quantity END AS quantity,
                    CASE WHEN {reversal} THEN 'reversal' ELSE 'receipt' END AS kind,
                    CASE WHEN {reversal} THEN {_NUMBER} END AS reverses_document,
                    CASE WHEN {reversal} THEN document || '/' || line || '/1' END AS reverses_line
                FROM ({_orders(first, last, of, suppliers)}), (SELECT unnest([1, 2]) AS n)
                WHERE {_H} % 25 <> 3 AND status <> 'cancelled' AND ((n = 1 AND {_H} % 20 = 1) OR {_H} % 100 = 7)
            )) TO '{path}' (FORMAT parquet)
            """
        )


def import_mapping() -> str:
    """How a file of `write_csv` is read: every column under its own name."""
    names = [name for name in fact("order_lines").names if name != "source"]
    columns = "\n".join(f'{name} = "{name}"' for name in names if name not in ("line_value",))
    return f'format = 1\nfact = "order_lines"\nsource = "erp"\n[file]\ndates = ["%Y-%m-%d"]\n[columns]\n{columns}\n'


def write_csv(path: Path, first: int, last: int, of: int, suppliers: int) -> None:
    """A file as an ERP exports it: of the lines that are there already, every second has a new confirmed date."""
    moved = "latest_confirmed_date + CAST((row % 2) * 3 AS INTEGER) AS latest_confirmed_date"
    with duckdb.connect() as db:
        db.execute(
            f"COPY (SELECT * EXCLUDE (row) REPLACE ({moved}) FROM ({_orders(first, last, of, suppliers)})) "
            f"TO '{path}' (FORMAT csv, HEADER)"
        )


def fill(root: Path, work: Path, lines: int, suppliers: int, chunk: int = 2_500_000) -> dict[str, int]:
    """A lake of that many delivery lines, loaded in batches as an import would; its snapshot."""
    state: dict[str, int] = {}
    batch = 0
    for first in range(0, lines, chunk):
        last = min(first + chunk, lines)
        for name, write in (("deliveries", write_deliveries), ("receipts", write_receipts)):
            batch += 1
            path = work / f"{name}.parquet"
            write(path, first, last, lines, suppliers)
            state = store.load(root, state, name, batch, path).snapshot
            path.unlink()
    return state


def mapping(suppliers: int) -> pa.Table:
    """Every supplier key is one relationship, numbered from 1."""
    keys = [f"S{number:07d}" for number in range(suppliers)]
    return pa.table(
        {"source": ["erp"] * suppliers, "supplier_key": keys, "relationship_id": range(1, suppliers + 1)}
    )
