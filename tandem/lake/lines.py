"""The rows behind one number, as the KPI sees them, and trying an expression on real facts while it is written."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from tandem.lake import causes
from tandem.lake.engine import engine, quoted
from tandem.lake.expressions import counted
from tandem.lake.kpis import KpiSpec, check, trees, view_of
from tandem.lake.measures import measure
from tandem.lake.queries import Scope, grouped, prepare_windows
from tandem.lake.reading import Reading
from tandem.lake.set_aside import KEYS
from tandem.lake.sources import prepare

LONGEST_PAGE = 100_000
RowKey = tuple[str, str, str, str]
"""a row's source, number, line and schedule line, as `set_aside.Aside` names them"""
_TIES = ("document", "line", "schedule_line", "event", "invoice", "invoice_line", "item", "received_quantity")


@dataclass(frozen=True)
class Page:
    """Some of the rows behind a number: the view's columns as the KPI sees them, and how many rows there are in all."""

    table: pa.Table
    total: int


def lines(
    reading: Reading,
    spec: KpiSpec,
    relationship: int,
    *,
    start: date | None = None,
    end: date | None = None,
    category: str | None = None,
    site: str | None = None,
    offset: int = 0,
    limit: int = 50,
    order: Sequence[str] = (),
    only: Collection[RowKey] = (),
    cause: tuple[str, str | None] | None = None,
) -> Page:
    """The rows that count towards the KPI's sample for one relationship from `start` up to and without `end`.

    Every documented column of the view is there, judged by the KPI's own dates and windows, sorted by the columns
    of `order` ("-" before one turns it round; blanks come last), then the KPI's date and document. A relationship the
    reading does not allow has no rows; an empty site means the rows that name none. `only` asks for these rows alone,
    `cause` for those that have a dimension's value in common (see `causes`).
    """
    with engine(reading.memory) as db:
        seen = prepare(db, reading.only([relationship]))
        (shared, _), *_ = grouped(seen, [spec])
        view = view_of(spec)
        names = view.names
        shared.columns = {}
        aliases = {name: shared.alias(name, spec) for name in names}
        prepare_windows(db, shared)
        conditions = [counted(trees(spec)["sample"])]
        if category is not None:
            conditions.append(f"category = {quoted(category)}")
        if site is not None:
            conditions.append(f"coalesce(site, '') = {quoted(site)}")
        if only:
            conditions.append(_among(spec, only))
        if cause is not None:
            conditions.append(causes.condition(spec, *cause))
        listed = ", ".join(f'"{alias}" AS "{name}"' for name, alias in aliases.items())
        rows = shared.select(Scope(start=start, end=end))
        query = f"FROM (SELECT {listed} FROM ({rows})) WHERE {' AND '.join(conditions)}"
        [[total]] = db.execute(f"SELECT count(*) {query}").fetchall()
        ties = ", ".join([*_sorted_by(order, names), spec.date, *(name for name in _TIES if name in names)])
        page = db.sql(f"SELECT * {query} ORDER BY {ties} LIMIT {min(limit, LONGEST_PAGE)} OFFSET {offset}")
        return Page(page.to_arrow_table(), int(total))


def _among(spec: KpiSpec, only: Collection[RowKey]) -> str:
    columns = ("source", *KEYS[spec.view])
    named = ", ".join(f"coalesce({column}, '')" for column in columns)
    rows = ", ".join(
        "(" + ", ".join(quoted(part) for part in key[: len(columns)]) + ")" for key in sorted(only)
    )
    return f"({named}) IN ({rows})"


def _sorted_by(order: Sequence[str], names: Collection[str]) -> list[str]:
    unknown = [name for name in order if name.removeprefix("-") not in names]
    if unknown:
        raise KeyError(f"the view has no column {', '.join(unknown)}")
    return [
        f"{name.removeprefix('-')} {'DESC' if name.startswith('-') else 'ASC'} NULLS LAST" for name in order
    ]


def preview(reading: Reading, spec: KpiSpec, scope: Scope) -> pa.Table:
    """What a KPI under construction gives on real facts; LakeRefused says what is wrong with it."""
    check(spec)
    return measure(reading, [spec], scope)
