"""A file under its mapping → typed rows as the lake takes them, and every row that cannot be taken with its reasons."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import duckdb
import pyarrow as pa
from django.utils.translation import gettext as _

from tandem.core.errors import Refused
from tandem.core.reading import Source
from tandem.facts import clauses, reasons
from tandem.facts.interpreting import Check, Plan, planned
from tandem.facts.mapping import Mapping
from tandem.facts.pattern_faults import faulty_entry
from tandem.facts.repeats import TAKEN, set_repeats_apart

REJECTS = pa.schema(
    [
        ("row", pa.int64()),
        ("column", pa.string()),
        ("value", pa.string()),
        ("kind", pa.string()),
        ("reason", pa.string()),
        ("reason_zh", pa.string()),
    ]
)


@dataclass(frozen=True)
class Checked:
    """`rows` has the lake's schema and `row`, the row's number in the file. `rejects` has one row a fault.

    `read` = rows taken + `repeated` + `rejected` + `skipped`. `suppliers` lists the keys of the rows taken, with
    the names, identifiers and countries the file gives them.
    """

    fact: str
    source: str
    read: int
    rows: pa.Table
    rejects: pa.Table
    suppliers: pa.Table
    repeated: int
    rejected: int
    skipped: int

    @property
    def taken(self) -> int:
        return int(self.rows.num_rows)


def check(mapping: Mapping, source: Source) -> Checked:
    """Read every cell by the mapping's rules. Raises Refused when the mapping does not fit the file at all."""
    plan = planned(mapping, source)
    with _engine() as connection:
        connection.register("cells", source.table)
        checked = _read_all(connection, plan)
        connection.register("checked", checked)
        rejects = [_ragged(source), *_faults(connection, plan)]
        repeated, collisions = set_repeats_apart(connection, mapping.schema)
        rejects = pa.concat_tables([*rejects, collisions]).sort_by([("row", "ascending")])
        skipped = _rows_of(rejects, "skipped")
        return Checked(
            fact=mapping.fact,
            source=mapping.source,
            read=source.rows,
            rows=_taken(connection, mapping, checked, whole=not rejects.num_rows and not repeated),
            rejects=rejects,
            suppliers=_suppliers(connection),
            repeated=repeated,
            rejected=len(_rows_of(rejects, "rejected") - skipped),
            skipped=len(skipped),
        )


def preview(mapping: Mapping, source: Source, *, rows: int = 20) -> Checked:
    """The first rows as they will be understood."""
    ragged = tuple(one for one in source.ragged if one.row <= rows + 1)
    return check(mapping, replace(source, table=source.table.slice(0, rows), ragged=ragged))


@contextmanager
def _engine() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect(
        config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    )
    try:
        yield connection
    finally:
        connection.close()


def _read_all(connection: duckdb.DuckDBPyConnection, plan: Plan) -> pa.Table:
    """The fact's columns of every row, and whether it is `taken`. It stays in Arrow, so that nothing is copied twice.

    What DuckDB will not run is a malformed pattern, or operands that do not go together.
    """
    try:
        return connection.sql(_checked(plan)).to_arrow_table()
    except duckdb.Error as error:
        found = faulty_entry(plan.mapping)
        if found is not None:
            entry, detail = found
            raise Refused(
                _("“%(entry)s” of the mapping does not work: %(detail)s.")
                % {"entry": entry, "detail": detail}
            ) from error
        raise Refused(
            _("An expression or pattern of the mapping does not work: %(detail)s.")
            % {"detail": str(error).splitlines()[0]}
        ) from error


def _layers(plan: Plan, cells: str = "cells") -> str:
    """Cells → texts → values → results, each layer carrying the ones below it."""
    texts = "".join(f", {sql} as {alias}" for sql, alias in plan.texts.items())
    values = "".join(f", {sql} as {alias}" for sql, alias in plan.values.items())
    results = "".join(f", {sql} as {alias}" for alias, sql in plan.results.items())
    read = f"select row{texts} from {cells}"
    return f"select *{results} from (select *{values} from ({read}))"


def _checked(plan: Plan) -> str:
    columns = "".join(f", {sql} as {name}" for name, sql in {**plan.targets, **plan.extras}.items())
    faults = " or ".join(f"coalesce({check.condition}, false)" for check in plan.checks) or "false"
    return f"select row{columns}, not ({faults}) as taken from ({_layers(plan)})"


def _faults(connection: duckdb.DuckDBPyConnection, plan: Plan) -> list[pa.Table]:
    """One row a fault, computed again for the rows at fault alone, which are usually few."""
    if connection.execute("select bool_and(taken) from checked").fetchall() in ([(True,)], [(None,)]):
        return []
    connection.execute(
        "create temp table faulty as select * from cells semi join (select row from checked where not taken) "
        "using (row)"
    )
    faults = ", ".join(_fault(check) for check in plan.checks)
    found = connection.sql(
        f"select row, unnest(list_filter([{faults}], lambda fault: fault is not null), recursive := true) "
        f"from ({_layers(plan, 'faulty')})"
    ).to_arrow_table()
    return [found.cast(REJECTS)]


def _fault(check: Check) -> str:
    told = {
        "column": clauses.literal(check.column),
        "value": f"cast({check.shown} as varchar)",
        "kind": clauses.literal(check.kind),
        "reason": clauses.literal(check.reason.en),
        "reason_zh": clauses.literal(check.reason.zh),
    }
    packed = ", ".join(f'"{name}" := {sql}' for name, sql in told.items())
    return f"case when {check.condition} then struct_pack({packed}) end"


def _ragged(source: Source) -> pa.Table:
    width = len(source.columns)
    found = [(one, reasons.NUL if one.nul else reasons.ragged(one.cells, width)) for one in source.ragged]
    return pa.Table.from_pylist(
        [
            {
                "row": one.row,
                "column": "",
                "value": one.text[:200],
                "kind": "rejected",
                "reason": reason.en,
                "reason_zh": reason.zh,
            }
            for one, reason in found
        ],
        schema=REJECTS,
    )


def _taken(
    connection: duckdb.DuckDBPyConnection, mapping: Mapping, checked: pa.Table, *, whole: bool
) -> pa.Table:
    """The rows as the lake takes them; `whole` says that every row is taken."""
    names = ["row", *mapping.schema.names]
    if whole:
        table = checked.select(names)
    else:
        table = connection.sql(f"select {', '.join(names)} from {TAKEN} order by row").to_arrow_table()
    return table.cast(pa.schema([pa.field("row", pa.int64()), *mapping.schema.schema]))


def _suppliers(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    return connection.sql(
        "select supplier_key as key, any_value(supplier_name) as name, any_value(supplier_identifier) as identifier, "
        f"any_value(supplier_country) as country, count(*) as rows from {TAKEN} "
        "where supplier_key is not null group by 1 order by 1"
    ).to_arrow_table()


def _rows_of(rejects: pa.Table, kind: str) -> set[Any]:
    return {
        row
        for row, one in zip(rejects["row"].to_pylist(), rejects["kind"].to_pylist(), strict=True)
        if one == kind
    }
