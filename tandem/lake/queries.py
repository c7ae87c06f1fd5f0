"""One query for all KPIs that share a view and a date: the view's rows with every column those KPIs use."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import duckdb

from tandem.lake.dialect import Grain, day, period_start
from tandem.lake.errors import LakeRefused
from tandem.lake.kpis import Judging, KpiSpec, columns_used, view_of
from tandem.lake.reading import Reading
from tandem.lake.set_aside import subject_of
from tandem.lake.sources import prepare_window, rows
from tandem.lake.view_sql import ORDER_DATE, VIEW_SQL, ViewSql


@dataclass(frozen=True)
class Scope:
    """Which periods and which breakdown. Periods are half-open: from `start`, up to and without `end`."""

    grain: Grain = Grain.NONE
    start: date | None = None
    end: date | None = None
    by_category: bool = False
    by_site: bool = False
    by_currency: bool = False
    """as the source wrote it, for amounts that are not converted; not for the quality view, which has none"""

    @property
    def keys(self) -> list[str]:
        return ["relationship_id", "period_start", *self.broken_down_by]

    @property
    def broken_down_by(self) -> list[str]:
        return ["category"] * self.by_category + ["site"] * self.by_site + ["currency"] * self.by_currency


@dataclass
class Rows:
    """The rows of one view under construction: each different SQL once, under an alias of its own."""

    reading: Reading
    view: str
    date_sql: str
    aside: str = ""
    """the subject for which some rows are left out; empty where all count"""
    columns: dict[str, str] = field(default_factory=dict)
    """alias by SQL"""
    steps: dict[str, str] = field(default_factory=dict)
    windows: list[Judging] = field(default_factory=list)
    """the ways of judging in working days"""

    def add(self, spec: KpiSpec) -> ViewSql:
        """Make the steps of a KPI's way of judging known."""
        sql = VIEW_SQL[self.view](spec.judging, self.reading.as_of)
        self.steps.update(sql.steps)
        working = self.view == "deliveries" and spec.judging.day_count == "working"
        if working and spec.judging not in self.windows:
            self.windows.append(spec.judging)
        return sql

    def alias(self, name: str, spec: KpiSpec) -> str:
        """The name under which a KPI finds a column of the view, as that KPI judges."""
        sql = self.add(spec).columns[name]
        if sql not in self.columns:
            taken = sum(alias.rsplit("__", 1)[0] == name for alias in self.columns.values())
            self.columns[sql] = f"{name}__{taken}"
        return self.columns[sql]

    def select(self, scope: Scope) -> str:
        """The query for the rows in scope, keyed by relationship and period."""
        keys = ["relationship_id", f"{period_start(scope.grain, self.date_sql)} AS period_start"]
        keys += scope.broken_down_by
        columns = [f'{sql} AS "{alias}"' for sql, alias in self.columns.items()]
        used = " ".join([*self.columns, self.date_sql])
        layers = self._layers(used)
        needed = " ".join([used, *(sql for layer in layers for sql in layer.values())])
        ordered = (scope.start, scope.end) if self.date_sql == ORDER_DATE else (None, None)
        source = rows(self.reading, self.view, needed, self.windows, ordered, self.aside)
        for layer in layers:
            steps = ", ".join(f"{sql} AS {name}" for name, sql in layer.items())
            source = f"SELECT *, {steps} FROM ({source})"
        return f"SELECT {', '.join([*keys, *columns])} FROM ({source}){self._dated(scope)}"

    def _layers(self, used: str) -> list[dict[str, str]]:
        """The steps that are used, each in a layer above those it uses itself."""
        depth: dict[str, int] = {}
        needed = _words(used)
        for name, sql in reversed(self.steps.items()):
            if name in needed:
                needed |= _words(sql)
        for name, sql in self.steps.items():
            if name in needed:
                depth[name] = 1 + max((depth[word] for word in _words(sql) if word in depth), default=0)
        layers: dict[int, dict[str, str]] = {}
        for name, level in depth.items():
            layers.setdefault(level, {})[name] = self.steps[name]
        return [layers[level] for level in sorted(layers)]

    def _dated(self, scope: Scope) -> str:
        conditions = []
        if scope.start:
            conditions.append(f"{self.date_sql} >= {day(scope.start)}")
        if scope.end:
            conditions.append(f"{self.date_sql} < {day(scope.end)}")
        if scope.grain is not Grain.NONE and not conditions:
            conditions.append(f"{self.date_sql} IS NOT NULL")
        return f" WHERE {' AND '.join(conditions)}" if conditions else ""


def _words(sql: str) -> set[str]:
    return set(re.findall(r"\w+", sql))


def grouped(reading: Reading, kpis: Sequence[KpiSpec]) -> list[tuple[Rows, list[KpiSpec]]]:
    """The KPIs by the rows they share: same view, same date column, judged by the same date, the same rows set
    aside."""
    found: dict[tuple[str, str, str], tuple[Rows, list[KpiSpec]]] = {}
    for spec in kpis:
        name = view_of(spec).name
        needs_calendar = spec.judging.day_count == "working" and name == "deliveries"
        if needs_calendar and reading.calendars is None:
            raise LakeRefused(
                f"“{spec.name.en}” counts working days, but no calendar is set; choose a country for the sites.",
                f"“{spec.name.zh}”按工作日计算，但未设置日历；请为工厂选择国家。",
            )
        date_sql = VIEW_SQL[name](spec.judging, reading.as_of).columns[spec.date]
        aside = subject_of(spec) if reading.leaves_out(subject_of(spec)) else ""
        shared, specs = found.setdefault((name, date_sql, aside), (Rows(reading, name, date_sql, aside), []))
        shared.add(spec)
        for column in sorted(columns_used(spec) - {spec.date}):
            shared.alias(column, spec)
        specs.append(spec)
    return list(found.values())


def prepare_windows(db: duckdb.DuckDBPyConnection, shared: Rows) -> None:
    """Make the tables of working-day windows that the rows are judged by, where they are not there already."""
    for judging in shared.windows:
        prepare_window(db, judging)
