"""What kind of value an expression gives: tried on a view without rows before a KPI is kept."""

from __future__ import annotations

from typing import Final

import duckdb
from sqlglot import exp

from tandem.lake.engine import engine, named
from tandem.lake.expressions import refuse, render
from tandem.lake.views import View

_TYPES: Final = {
    "text": "VARCHAR",
    "date": "DATE",
    "quantity": "DECIMAL(18, 4)",
    "money": "DECIMAL(18, 4)",
    "price": "DECIMAL(18, 6)",
    "base": "DECIMAL(18, 6)",
    "whole": "INTEGER",
    "days": "INTEGER",
    "flag": "BOOLEAN",
}
_NO_NUMBERS: Final = {
    "VARCHAR": ("text", "文本"),
    "DATE": ("a date", "日期"),
    "TIMESTAMP": ("a date", "日期"),
    "BOOLEAN": ("true or false", "是或否"),
    "INTERVAL": ("a span of time", "时间间隔"),
}
_PARTS: Final = (exp.Func, exp.Binary, exp.Unary, exp.Between, exp.In, exp.Filter)


def require_number(tree: exp.Expr, view: View) -> None:
    """Refuse an expression that cannot be computed from the view's types, or whose result is no number."""
    columns = ", ".join(f"CAST(NULL AS {_TYPES[one.kind]}) AS {named(one.name)}" for one in view.columns)
    with engine() as db:
        db.execute(f"CREATE VIEW facts AS SELECT {columns} LIMIT 0")
        # The innermost parts first, so that what is named is what does not work, and not what it stands in.
        parts = [node for node in reversed(list(tree.walk(bfs=True))) if isinstance(node, _PARTS)]
        for part in [*parts, tree]:
            try:
                kind = _kind(db, part)
            except duckdb.Error:
                refuse(part, "it cannot be computed from values of these types", "这些类型的值不能这样计算")
    if kind in _NO_NUMBERS:
        what_en, what_zh = _NO_NUMBERS[kind]
        refuse(
            tree,
            f"its result is {what_en}, and a KPI's value is a number",
            f"它的结果是{what_zh}，而指标的值必须是数字",
        )


def _kind(db: duckdb.DuckDBPyConnection, part: exp.Expr) -> str:
    [[_, kind, *_]] = db.execute(f"DESCRIBE SELECT {render(part, lambda name: name)} FROM facts").fetchall()
    return str(kind)
