"""What a batch brought, to be held against the source's own totals, and how one order line came to be as it is."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pyarrow as pa

from tandem.lake.engine import engine, quoted
from tandem.lake.layout import Snapshot, log_schema, pinned
from tandem.lake.log import ORDER_KEY, in_force
from tandem.lake.reading import Reading
from tandem.lake.schemas import fact


def control_totals(root: Path, snapshot: Snapshot, name: str, batch: int) -> pa.Table:
    """A batch's rows by month (its first day), site and currency: month, site, currency, rows, quantity, value.

    Every logged row counts, whether it changed anything or not; what a fact does not have is null.
    """
    described = fact(name)
    names = set(described.names)
    log = pinned(root, snapshot, f"log/{name}").only({str(batch)})
    site = "site" if "site" in names else "CAST(NULL AS VARCHAR)"
    currency = "currency" if "currency" in names else "CAST(NULL AS VARCHAR)"
    quantity = f"sum({described.quantity})" if described.quantity else "NULL"
    value = f"sum({described.value})" if described.value else "NULL"
    with engine() as db:
        return db.sql(
            f"SELECT CAST(date_trunc('month', {described.date}) AS DATE) AS month, {site} AS site, "
            f"{currency} AS currency, count(*) AS rows, CAST({quantity} AS DECIMAL(38,4)) AS quantity, "
            f"CAST({value} AS DECIMAL(38,4)) AS value FROM {log.rows(log_schema(name))} GROUP BY ALL ORDER BY ALL"
        ).to_arrow_table()


def line_history(reading: Reading, key: dict[str, str]) -> tuple[pa.Table, pa.Table]:
    """Every row in force that the log has for an order line (source, document, line, schedule_line), and for its
    receipts, oldest batch first, each with its batch and source row.

    Both are empty when the line, as last told, is not of a supplier that the reading allows.
    """
    lines, receipts = (_logged(reading, name, key) for name in ("order_lines", "receipts"))
    allowed = set(
        zip(*(reading.mapping[name].to_pylist() for name in ("source", "supplier_key")), strict=True)
    )
    last = lines.slice(max(lines.num_rows - 1, 0)).to_pylist()
    if not last or (last[0]["source"], last[0]["supplier_key"]) not in allowed:
        return lines.slice(0, 0), receipts.slice(0, 0)
    return lines, receipts


def _logged(reading: Reading, name: str, key: dict[str, str]) -> pa.Table:
    log = in_force(reading.root, reading.snapshot, name)
    unknown = set(key) - set(fact(name).names)
    if unknown:
        raise KeyError(f"{name} has no column {', '.join(sorted(unknown))}")
    where = " AND ".join(f"{column} = {quoted(value)}" for column, value in key.items())
    own = ", ".join(fact(name).names)
    with engine() as db:
        return db.sql(
            f"SELECT batch, row, {own} FROM {log.rows(log_schema(name))} WHERE {where} ORDER BY batch, row"
        ).to_arrow_table()


def order_lines_told(reading: Reading, keys: Collection[tuple[str, str, str, str]]) -> pa.Table:
    """Every row in force that the log has for these order lines (source, document, line, schedule_line) of the
    suppliers that the reading allows, oldest batch first: in one look, however many lines are asked for."""
    log = in_force(reading.root, reading.snapshot, "order_lines")
    columns = list(zip(*keys, strict=True)) or [()] * len(ORDER_KEY)
    wanted = {name: pa.array(values, pa.string()) for name, values in zip(ORDER_KEY, columns, strict=True)}
    own = ", ".join(f"d.{name}" for name in fact("order_lines").names)
    with engine(reading.memory) as db:
        db.register("wanted", pa.table(wanted))
        db.register("given_mapping", reading.mapping)
        documents = ", ".join(sorted(quoted(document) for document in {key[1] for key in keys})) or "NULL"
        return db.sql(
            f"SELECT d.batch, d.row, {own} FROM {log.rows(log_schema('order_lines'))} d "
            f"SEMI JOIN wanted w USING ({', '.join(ORDER_KEY)}) "
            "SEMI JOIN given_mapping m ON m.source = d.source AND m.supplier_key = d.supplier_key "
            f"WHERE d.document IN ({documents}) ORDER BY d.batch, d.row"
        ).to_arrow_table()
