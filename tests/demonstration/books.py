# ruff: noqa: S608 - the tables are named by the schemas
"""The world's exports as a plain DuckDB database: a second, independent reading of what the stories say."""

from typing import Any

import duckdb
import pyarrow as pa

from tandem.demonstration.exports import Export
from tandem.demonstration.world import World
from tandem.lake.schemas import STORED, fact

DELIVERIES = """
create view deliveries as
select o.*, t.supplier, coalesce(r.net, 0) net, r.last,
       coalesce(r.net >= o.quantity, false) or o.status = 'closed' complete
from order_lines o
left join (
    select customer, source, document, line, max(receipt_date) last,
           sum(case kind when 'receipt' then quantity else -quantity end) net
    from receipts group by all
) r using (customer, source, document, line)
left join ties t on t.customer = o.customer and t.source = o.source and t.key = o.supplier_key
where o.status <> 'cancelled'
"""


class Books:
    """`log_<fact>` holds every row of every export with its `exported` day, `<fact>` the latest per natural key."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.exports: dict[str, list[Export]] = {c.slug: world.exports(c) for c in world.customers}
        self.database = duckdb.connect()
        for name in STORED:
            raw = pa.concat_tables(
                _marked(e) for found in self.exports.values() for e in found if e.fact == name
            )
            self.database.register("raw", raw)
            self.database.execute(f"create table log_{name} as from raw")
            key = ", ".join(("customer", *fact(name).key))
            self.database.execute(
                f"create table {name} as from log_{name} "
                f"qualify row_number() over (partition by {key} order by exported desc) = 1"
            )
        self.database.execute("create table ties (customer text, source text, key text, supplier text)")
        self.database.executemany(
            "insert into ties values (?, ?, ?, ?)",
            [(t.customer.slug, n.source, n.key, t.supplier.key) for t in world.ties for n in t.numbers],
        )
        self.database.execute(DELIVERIES)
        for name in ("quality_events", "invoices"):
            self.database.execute(
                f"create view supplier_{name} as select f.*, t.supplier from {name} f left join ties t "
                "on t.customer = f.customer and t.source = f.source and t.key = f.supplier_key"
            )

    def one(self, question: str, *values: object) -> Any:
        row = self.database.execute(question, list(values)).fetchone()
        assert row is not None
        return row[0] if len(row) == 1 else row

    def on_time(
        self, customer: str, supplier: str, begin: object, end: object, due: str = "requested_date"
    ) -> float:
        """The share of the lines due from `begin` up to `end` that were complete on the day they were due."""
        return float(
            self.one(
                f"select avg((complete and last <= {due})::int) from deliveries "
                f"where customer = ? and supplier = ? and {due} >= ? and {due} < ?",
                customer, supplier, begin, end,
            )
        )  # fmt: skip


def _marked(export: Export) -> pa.Table:
    rows = export.table.num_rows
    return export.table.append_column("customer", pa.array([export.customer] * rows)).append_column(
        "exported", pa.array([export.day] * rows)
    )
