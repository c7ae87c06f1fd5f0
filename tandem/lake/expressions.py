"""KPI expressions: one SQL aggregate over a view's documented columns, parsed and held against what is allowed."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cache
from typing import Final, NoReturn

import sqlglot
from sqlglot import exp

from tandem.lake import dialect
from tandem.lake.errors import LakeRefused
from tandem.lake.views import views

AGGREGATES: Final = {
    "sum": exp.Sum,
    "count": exp.Count,
    "avg": exp.Avg,
    "min": exp.Min,
    "max": exp.Max,
    "median": exp.Median,
    "quantile": exp.Quantile,
    "stddev": exp.Stddev,
}
FUNCTIONS: Final = {
    "coalesce": exp.Coalesce,
    "nullif": exp.Nullif,
    "least": exp.Least,
    "greatest": exp.Greatest,
    "abs": exp.Abs,
    "round": exp.Round,
    "ln": exp.Ln,
    "exp": exp.Exp,
    "sqrt": exp.Sqrt,
    "case": exp.Case,
    "if": exp.If,
    "cast": exp.Cast,
}
DAYS_BETWEEN: Final = "days_between"
"""days_between(from, to): calendar days between two dates"""

_NAMES: Final = (exp.Column, exp.Identifier, exp.Literal, exp.Boolean, exp.Null, exp.DataType)
_ARITHMETIC: Final = (exp.Paren, exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Neg)
_COMPARISONS: Final = (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.NullSafeNEQ, exp.NullSafeEQ)
_CONDITIONS: Final = (exp.And, exp.Or, exp.Not, exp.Is, exp.In, exp.Between)
_SYNTAX: Final = (*_NAMES, *_ARITHMETIC, *_COMPARISONS, *_CONDITIONS, exp.Filter, exp.Where, exp.Distinct)
_TYPES: Final = {"INT", "BIGINT", "DOUBLE", "DECIMAL", "DATE"}
_AGGREGATE_NODES: Final = tuple(AGGREGATES.values())
LONGEST: Final = 2000

ALLOWED_EN: Final = (
    f"Allowed are the view's columns, the aggregates {', '.join(AGGREGATES)} with FILTER (WHERE …), "
    f"the functions {', '.join([*FUNCTIONS, DAYS_BETWEEN])}, arithmetic and comparisons."
)
ALLOWED_ZH: Final = (
    f"允许使用：视图的列，聚合函数 {'、'.join(AGGREGATES)}（可带 FILTER (WHERE …)），"
    f"函数 {'、'.join([*FUNCTIONS, DAYS_BETWEEN])}，以及四则运算和比较。"
)


def parse(text: str, columns: Collection[str]) -> exp.Expr:
    """The checked aggregate; refused with the part that is not allowed, why, and what is."""
    tree = _tree(text)
    for node in tree.walk():
        _check(node, columns)
    for node in tree.find_all(*_AGGREGATE_NODES):
        _check_nesting(node)
    aggregated = {id(c) for a in tree.find_all(*_AGGREGATE_NODES) for c in _covered(a)}
    if not tree.find(*_AGGREGATE_NODES):
        refuse(
            tree,
            "it is not an aggregate, so it has no single value for a supplier",
            "它不是聚合，无法得到单一数值",
        )
    for column in tree.find_all(exp.Column):
        if id(column) not in aggregated:
            refuse(column, "a column must stand inside an aggregate", "列必须位于聚合函数之内")
    return tree


def _covered(aggregate: exp.Expr) -> list[exp.Expr]:
    """The columns inside an aggregate and inside the filter on it."""
    scope = aggregate.parent if isinstance(aggregate.parent, exp.Filter) else aggregate
    return list(scope.find_all(exp.Column))


def _tree(text: str) -> exp.Expr:
    if len(text) > LONGEST:
        raise LakeRefused(
            f"The expression is longer than {LONGEST} characters; shorten it.",
            f"表达式超过 {LONGEST} 个字符，请缩短。",
        )
    try:
        statements = sqlglot.parse(text, read="duckdb")
    except (sqlglot.errors.SqlglotError, RecursionError) as error:
        raise LakeRefused(
            "The expression cannot be read as SQL; check its brackets and commas. " + ALLOWED_EN,
            "无法将表达式解析为 SQL，请检查括号和逗号。" + ALLOWED_ZH,
        ) from error
    if len(statements) != 1 or not isinstance(statements[0], exp.Expr):
        raise LakeRefused("Write exactly one expression. " + ALLOWED_EN, "请只写一个表达式。" + ALLOWED_ZH)
    return statements[0]


def refuse(node: exp.Expr, why_en: str, why_zh: str) -> NoReturn:
    part = node.sql(dialect="duckdb")[:120]
    raise LakeRefused(
        f"“{part}” is not allowed: {why_en}. {ALLOWED_EN}", f"不允许“{part}”：{why_zh}。{ALLOWED_ZH}"
    )


def _check(node: exp.Expr, columns: Collection[str]) -> None:
    if isinstance(node, exp.Subquery | exp.Select | exp.Table):
        refuse(node, "an expression may not read a table or hold a query", "表达式不能读取表或包含子查询")
    elif isinstance(node, exp.Window):
        refuse(node, "window functions are not aggregates", "窗口函数不是聚合")
    elif isinstance(node, exp.Column):
        _check_column(node, columns)
    elif isinstance(node, exp.Star):
        if not isinstance(node.parent, exp.Count):
            refuse(node, "a star stands for columns only in count(*)", "星号只能用于 count(*)")
    elif isinstance(node, exp.Anonymous):
        if node.name.lower() != DAYS_BETWEEN or len(node.expressions) != 2:
            refuse(node, "this function is not on the list", "该函数不在允许的列表中")
    elif isinstance(node, exp.DataType):
        if node.this.value not in _TYPES:
            refuse(node.parent or node, "only numbers and dates can be cast to", "只能转换为数字或日期")
    elif isinstance(node, exp.Quantile):
        if not isinstance(node.args.get("quantile"), exp.Literal):
            refuse(node, "a quantile's fraction is a plain number", "分位数的比例必须是数字")
    elif not isinstance(node, (*_SYNTAX, *_AGGREGATE_NODES, *FUNCTIONS.values())):
        refuse(node, "this is not on the list of what is allowed", "它不在允许的列表中")


def _check_column(node: exp.Column, columns: Collection[str]) -> None:
    if node.table:
        refuse(node, "a column is named without a table", "列名不能带表名")
    if node.name not in columns:
        known_en, known_zh = ", ".join(sorted(columns)), "、".join(sorted(columns))
        refuse(
            node, f"the view has no such column; it has {known_en}", f"视图没有这一列；可用的列为 {known_zh}"
        )


def _check_nesting(node: exp.Expr) -> None:
    outer = node.find_ancestor(*_AGGREGATE_NODES, exp.Filter)
    inside_own_filter = isinstance(outer, exp.Filter) and outer.this is node
    if outer is not None and not inside_own_filter:
        refuse(node, "an aggregate may not stand inside another", "聚合函数不能嵌套")


_MOST_ARGUMENTS: Final[dict[type[exp.Expr], int]] = {exp.Min: 1, exp.Max: 1, exp.Count: 1, exp.Round: 2}
"""of the functions for which the parser takes more than the list means"""


def check_arguments(tree: exp.Expr) -> None:
    """Refuse what the engine's own dialect lets the listed functions take besides, such as how many largest values."""
    for node in tree.find_all(exp.Star, *_MOST_ARGUMENTS):
        given = [
            one for value in node.args.values() for one in (value if isinstance(value, list) else [value])
        ]
        arguments = sum(isinstance(one, exp.Expr) for one in given)
        if isinstance(node, exp.Star):
            if arguments:
                refuse(
                    node.parent or node,
                    "count(*) counts rows, so no column can be set apart",
                    "count(*) 按行计数，不能对其中的列另作处理",
                )
        elif arguments > _MOST_ARGUMENTS[type(node)]:
            most = _MOST_ARGUMENTS[type(node)]
            refuse(
                node,
                f"at most {most} {'value' if most == 1 else 'values'} can stand in its brackets",
                f"括号内最多只能有 {most} 个值",
            )


def columns_of(tree: exp.Expr) -> set[str]:
    return {column.name for column in tree.find_all(exp.Column)}


def render(tree: exp.Expr, alias: Callable[[str], str]) -> str:
    """The expression for the engine, every column by the name `alias` gives it."""

    holder = exp.Paren(this=tree.copy())
    _widen(holder)
    for node in reversed(
        list(holder.walk(bfs=True))
    ):  # the innermost first, so that none is lost with its holder
        replacement = _rendered(node, alias)
        if replacement is not None:
            node.replace(replacement)
    return str(holder.this.sql(dialect="duckdb"))


def _widen(tree: exp.Expr) -> None:
    """Give one decimal factor of every product room to grow.

    The engine multiplies two 18-digit decimals within 18 digits where it can: 100,000 pieces at 100.00 overflow.
    """
    scales = _scales()
    for product in list(tree.find_all(exp.Mul)):
        factors = [
            [column for column in side.find_all(exp.Column) if column.name in scales]
            for side in (product.this, product.expression)
        ]
        if all(factors):
            column = factors[0][0]
            wide = exp.DataType.build(f"DECIMAL(20, {scales[column.name]})", dialect="duckdb")
            column.replace(exp.Cast(this=column.copy(), to=wide))


@cache
def _scales() -> dict[str, int]:
    """How many decimals each exact column of any view keeps."""
    kept = {"quantity": 4, "money": 4, "price": 6}
    found = {}
    for view in views().values():
        for column in view.columns:
            if column.kind == "base":
                found[column.name] = 6 if "price" in column.name else 4
            elif column.kind in kept:
                found[column.name] = kept[column.kind]
    return found


def _rendered(node: exp.Expr, alias: Callable[[str], str]) -> exp.Expr | None:
    """What stands for the node on the engine, where that differs."""
    if isinstance(node, exp.Column):
        return exp.column(exp.to_identifier(alias(node.name), quoted=True))
    if isinstance(node, exp.Cast):
        return exp.TryCast(this=node.this, to=node.to)
    if isinstance(node, exp.Anonymous):
        start, end = (argument.sql(dialect="duckdb") for argument in node.expressions)
        return sqlglot.parse_one(dialect.days_between(start, end), read="duckdb")
    if isinstance(node, exp.Quantile):
        of, fraction = node.this.sql(dialect="duckdb"), node.args["quantile"].sql()
        return sqlglot.parse_one(dialect.quantile(of, fraction), read="duckdb")
    return None


def missing_rates(tree: exp.Expr, money: Collection[str]) -> exp.Expr | None:
    """A count of the rows the expression would use but whose converted amount has no rate; None if it uses none.

    `money` names the converted columns, each ending in _base beside the amount as given.
    """
    counts = []
    for aggregate in tree.find_all(*_AGGREGATE_NODES):
        used = sorted({c.name for c in aggregate.find_all(exp.Column)} & set(money))
        holder = aggregate.parent
        where = holder.expression.this.sql(dialect="duckdb") if isinstance(holder, exp.Filter) else "TRUE"
        counts += [
            f"count(*) FILTER (WHERE ({where}) AND {name.removesuffix('_base')} IS NOT NULL AND {name} IS NULL)"
            for name in used
        ]
    return sqlglot.parse_one(" + ".join(counts), read="duckdb") if counts else None


def demanded(sample: exp.Expr) -> set[str]:
    """The flags that a row must hold to count towards a sample of the shape count(…) FILTER (WHERE …)."""
    if not isinstance(sample, exp.Filter):
        return set()
    condition = sample.expression.this
    parts = condition.flatten() if isinstance(condition, exp.And) else [condition]
    return {part.name for part in parts if isinstance(part, exp.Column)}


def counted(sample: exp.Expr) -> str:
    """The condition under which a row counts towards a sample of the shape count(…) [FILTER (WHERE …)]."""
    count, conditions = sample, []
    if isinstance(sample, exp.Filter):
        conditions.append(f"({sample.expression.this.sql(dialect='duckdb')})")
        count = sample.this
    if isinstance(count, exp.Count) and isinstance(count.this, exp.Column):
        conditions.append(f"{count.this.name} IS NOT NULL")
    return " AND ".join(conditions) or "TRUE"
