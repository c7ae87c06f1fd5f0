"""One query for all KPIs that share a view and a date: the view's rows with every column those KPIs use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

import duckdb

from tandem.lake.dialect import Grain, day, period_start
from tandem.lake.errors import LakeRefused
from tandem.lake.kpis import Judging, KpiSpec, columns_used, view_of
from tandem.lake.reading import Reading
from tandem.lake.sources import prepare_window, rows
from tandem.lake.view_sql import COLUMNS


@dataclass(frozen=True)
class Scope:
    """Which periods and which breakdown. Periods are half-open: from `start`, up to and without `end`."""

    grain: Grain = Grain.NONE
    start: date | None = None
    end: date | None = None
    by_category: bool = False
    by_site: bool = False

    @property
    def keys(self) -> list[str]:
        keys = ["relationship_id", "period_start"]
        return keys + ["category"] * self.by_category + ["site"] * self.by_site


@dataclass
class Rows:
    """The rows of one view under construction: each different SQL once, under an alias of its own."""

    reading: Reading
    view: str
    date_sql: str
    columns: dict[str, str] = field(default_factory=dict)
    """alias by SQL"""
    windows: dict[str, Judging] = field(default_factory=dict)

    def alias(self, name: str, spec: KpiSpec) -> str:
        """The name under which a KPI finds a column of the view, as that KPI judges."""
        sql = self.sql(name, spec)
        if sql not in self.columns:
            taken = sum(alias.rsplit("__", 1)[0] == name for alias in self.columns.values())
            self.columns[sql] = f"{name}__{taken}"
        return self.columns[sql]

    def sql(self, name: str, spec: KpiSpec) -> str:
        sql = COLUMNS[self.view](spec.judging, self.reading.as_of)[name]
        if "w." not in sql:
            return sql
        return sql.replace("w.", f"{self._window(spec.judging)}.")

    def _window(self, judging: Judging) -> str:
        for name, known in self.windows.items():
            if known == judging:
                return name
        name = f"window_{len(self.windows)}"
        self.windows[name] = judging
        return name

    def select(self, scope: Scope, extra: Iterable[str] = ()) -> str:
        """The query for the rows in scope, keyed by relationship and period."""
        keys = [
            "m.relationship_id AS relationship_id",
            f"{period_start(scope.grain, self.date_sql)} AS period_start",
        ]
        for wanted, name in ((scope.by_category, "category"), (scope.by_site, "site")):
            if wanted:
                alias = {"quality": "e", "invoices": "v"}.get(self.view, "d")
                keys.append(f"{alias}.{name} AS {name}")
        columns = [f'{sql} AS "{alias}"' for sql, alias in self.columns.items()]
        used = [*self.columns, self.date_sql, *extra]
        source = rows(self.reading, self.view, used, self.windows)
        return f"SELECT {', '.join([*keys, *extra, *columns])} FROM {source}{self._dated(scope)}"

    def _dated(self, scope: Scope) -> str:
        conditions = []
        if scope.start:
            conditions.append(f"{self.date_sql} >= {day(scope.start)}")
        if scope.end:
            conditions.append(f"{self.date_sql} < {day(scope.end)}")
        if scope.grain is not Grain.NONE and not conditions:
            conditions.append(f"{self.date_sql} IS NOT NULL")
        return "".join(f" AND {condition}" for condition in conditions)


def grouped(reading: Reading, kpis: Sequence[KpiSpec]) -> list[tuple[Rows, list[KpiSpec]]]:
    """The KPIs by the rows they share: same view, same date column, judged by the same date."""
    found: dict[tuple[str, str], tuple[Rows, list[KpiSpec]]] = {}
    for spec in kpis:
        name = view_of(spec).name
        needs_calendar = spec.judging.day_count == "working" and name == "deliveries"
        if needs_calendar and reading.calendars is None:
            raise LakeRefused(
                f"“{spec.name.en}” counts working days, but no calendar is set; choose a country for the sites.",
                f"“{spec.name.zh}”按工作日计算，但未设置日历；请为工厂选择国家。",
            )
        date_sql = COLUMNS[name](spec.judging, reading.as_of)[spec.date]
        shared, specs = found.setdefault((name, date_sql), (Rows(reading, name, date_sql), []))
        for column in sorted(columns_used(spec) - {spec.date}):
            shared.alias(column, spec)
        specs.append(spec)
    return list(found.values())


def prepare_windows(db: duckdb.DuckDBPyConnection, shared: Rows) -> None:
    for name, judging in shared.windows.items():
        prepare_window(db, name, judging)
