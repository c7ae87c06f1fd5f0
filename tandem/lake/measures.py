"""Measuring: one aggregate per fact view, date column and grain computes every KPI that shares them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final

import duckdb
import pyarrow as pa

from tandem.lake import expressions
from tandem.lake.engine import engine
from tandem.lake.kpis import KpiSpec, trees, view_of
from tandem.lake.layout import pinned
from tandem.lake.queries import Rows, Scope, grouped, prepare_windows
from tandem.lake.reading import Reading
from tandem.lake.results import NO_DATA, NO_RATE, NOT_COMPUTABLE, RESULT, long, missing, without_value
from tandem.lake.sources import prepare

MOST_HALVES: Final = 100
"""enough to find three bad suppliers among tens of thousands; whom it does not reach has no value"""
FLOATING: Final = ("DOUBLE", "FLOAT")
LINES_AT_ONCE: Final = 16_000_000
"""The two percentiles that come with Tandem keep 256 MB of values for so many, well within the default memory."""
_REASONS: Final = f"ENUM('{NO_DATA}', '{NO_RATE}', '{NOT_COMPUTABLE}')"


def measure(
    reading: Reading,
    kpis: Sequence[KpiSpec],
    scope: Scope,
    *,
    relationships: Collection[int] | None = None,
    filled: bool = True,
) -> pa.Table:
    """Every KPI for every relationship and period that has rows, in no particular order.

    Columns: kpi, relationship_id, period_start (null without a grain), category, site (null unless asked for), value,
    n (the sample), spread (what an interval needs besides), reason (why there is no value). Floating results are
    rounded to 9 significant digits, so that the same facts give the same digits; exact sums are not rounded.
    With `filled`, a relationship without any row of a KPI has one row that says "no data".
    More lines than are measured well at once are measured in slices of relationships.
    """
    seen = reading if relationships is None else reading.only(relationships)
    slices = -(-_lines(seen) // LINES_AT_ONCE)
    tables = list(measure_slices(seen, kpis, scope, slices=slices, filled=filled))
    return pa.concat_tables(tables) if tables else RESULT.empty_table()


def measure_slices(
    reading: Reading,
    kpis: Sequence[KpiSpec],
    scope: Scope,
    *,
    slices: int,
    filled: bool = True,
) -> Iterator[pa.Table]:
    """The same measure, relationships by relationships, for more lines than fit in memory at once.

    A slice is a run of supplier keys, the order in which the files are sorted, so that each reads its own share.
    """
    if slices <= 1:
        yield _at_once(reading, kpis, scope, filled=filled)
        return
    keys = reading.mapping.group_by("relationship_id").aggregate([("supplier_key", "min")])
    ordered = keys.sort_by("supplier_key_min")["relationship_id"].to_pylist()
    size = max(1, -(-len(ordered) // slices))
    for start in range(0, len(ordered), size):
        yield _at_once(reading.only(ordered[start : start + size]), kpis, scope, filled=filled)


def _lines(reading: Reading) -> int:
    """How many order lines the customer has, whosesoever."""
    return sum(file.rows for file in pinned(reading.root, reading.snapshot, "current/deliveries").files)


def _at_once(reading: Reading, kpis: Sequence[KpiSpec], scope: Scope, *, filled: bool) -> pa.Table:
    with engine(reading.memory) as db:
        seen = prepare(db, reading)
        tables = []
        for shared, specs in grouped(seen, kpis):
            prepare_windows(db, shared)
            tables += _measured(db, shared, specs, scope, filled=filled)
    return pa.concat_tables(tables) if tables else RESULT.empty_table()


def _measured(
    db: duckdb.DuckDBPyConnection, shared: Rows, specs: Sequence[KpiSpec], scope: Scope, *, filled: bool
) -> list[pa.Table]:
    """The KPIs together; where they cannot be computed together, one by one, so that one bad KPI spoils no other."""
    known = shared.reading.relationships
    try:
        return _aggregated(db, shared, specs, scope, known if filled else None)
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        if len(specs) > 1:
            return [table for spec in specs for table in _measured(db, shared, [spec], scope, filled=filled)]
        if isinstance(error, duckdb.BinderException):  # it makes no sense, whosever rows it is given
            return [without_value(specs[0].code, pa.array(known, pa.int64()), NOT_COMPUTABLE)]
        return _without_the_bad(db, shared, specs[0], scope, filled=filled)


def _without_the_bad(
    db: duckdb.DuckDBPyConnection, shared: Rows, spec: KpiSpec, scope: Scope, *, filled: bool
) -> list[pa.Table]:
    """One KPI that fails on somebody's rows: halved until those stand alone, so that they spoil it for nobody else."""
    tables: list[pa.Table] = []
    waiting = [shared.reading.relationships]
    for _ in range(MOST_HALVES):
        if not waiting:
            break
        some = waiting.pop()
        try:
            tables += _aggregated(db, shared, [spec], scope, some if filled else None, within=some)
        except duckdb.OutOfMemoryException:
            raise
        except duckdb.Error:
            half = len(some) // 2
            if half:
                waiting += [some[half:], some[:half]]
            else:
                tables.append(without_value(spec.code, pa.array(some, pa.int64()), NOT_COMPUTABLE))
    left = [key for some in waiting for key in some]
    return [*tables, without_value(spec.code, pa.array(left, pa.int64()), NOT_COMPUTABLE)]


def _aggregated(
    db: duckdb.DuckDBPyConnection,
    shared: Rows,
    specs: Sequence[KpiSpec],
    scope: Scope,
    filled: Sequence[int] | None,
    *,
    within: Sequence[int] | None = None,
) -> list[pa.Table]:
    """The KPIs in one query. `filled` are given a row that says "no data" where they have none; `within`, a run of
    relationships in order, are the only ones that are looked at."""
    aggregates: list[str] = []
    for number, spec in enumerate(specs):
        aggregates += _aggregates(shared, spec, number)
    keys = ", ".join(scope.keys)
    inner = shared.select(scope)
    some = f" WHERE relationship_id BETWEEN {within[0]} AND {within[-1]}" if within else ""
    query = f"SELECT {keys}, {', '.join(aggregates)} FROM ({inner}){some} GROUP BY {keys}"
    types = {str(name): str(kind) for name, kind, *_ in db.execute(f"DESCRIBE {query}").fetchall()}
    values = ", ".join(_value(number, types) for number in range(len(specs)))
    reasons = ", ".join(_reason(number, types) for number in range(len(specs)))
    dated = "* REPLACE (CAST(period_start AS DATE) AS period_start)"
    wide = db.sql(f"SELECT {dated}, {reasons} FROM (SELECT {keys}, {values} FROM ({query}))").to_arrow_table()
    absent = missing(wide, filled) if filled is not None else None
    tables = []
    for number, spec in enumerate(specs):
        tables.append(long(wide, spec.code, number))
        if absent:
            tables.append(without_value(spec.code, absent, NO_DATA))
    return tables


def _aggregates(shared: Rows, spec: KpiSpec, number: int) -> list[str]:
    """The KPI's value, sample, spread and rows without a rate, as SQL over the shared rows."""
    checked = trees(spec)

    def alias(name: str) -> str:
        return shared.alias(name, spec)

    parts = {
        "v": expressions.render(checked["expression"], alias),
        "n": expressions.render(checked["sample"], alias),
    }
    if "spread" in checked:
        parts["s"] = expressions.render(checked["spread"], alias)
    unrated = expressions.missing_rates(checked["expression"], view_of(spec).money)
    if unrated is not None:
        parts["m"] = expressions.render(unrated, alias)
    return [f"{sql} AS {letter}{number}" for letter, sql in parts.items()]


def _value(number: int, types: dict[str, str]) -> str:
    """The value where there is a sample and every rate, its sample and its spread, and what stands in its way."""
    v, n, s, m = (f"{letter}{number}" for letter in "vnsm")
    rated = f" AND {m} = 0" if m in types else ""
    spread = _rounded(s, types[s]) if s in types else "CAST(NULL AS DOUBLE)"
    return (
        f"CASE WHEN {n} > 0{rated} THEN {_rounded(v, types[v])} END AS {v}, CAST({n} AS BIGINT) AS {n}, "
        f"{spread} AS {s}"
        + (f", {n} > 0 AND {m} > 0 AS {m}" if m in types else "")
        + (f", {n} > 0 AND NOT isfinite({v}) AS x{number}" if types[v] in FLOATING else "")
    )


def _reason(number: int, types: dict[str, str]) -> str:
    """Why there is no value."""
    unrated = f"WHEN m{number} THEN CAST('{NO_RATE}' AS {_REASONS}) " if f"m{number}" in types else ""
    beyond = (
        f"WHEN x{number} THEN CAST('{NOT_COMPUTABLE}' AS {_REASONS}) "
        if types[f"v{number}"] in FLOATING
        else ""
    )
    none = f"WHEN v{number} IS NULL THEN CAST('{NO_DATA}' AS {_REASONS})"
    return f"CASE {unrated}{beyond}{none} END AS r{number}"


def _rounded(name: str, kind: str) -> str:
    """A floating number to 9 significant digits; an exact one as it is."""
    if kind not in FLOATING:
        return f"CAST({name} AS DOUBLE)"
    digits = f"CAST(8 - floor(log10(abs({name}))) AS INTEGER)"
    return f"CASE WHEN {name} = 0 THEN 0.0 WHEN isfinite({name}) THEN round({name}, {digits}) END"
