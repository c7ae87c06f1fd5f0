from __future__ import annotations

import pytest

from tandem.lake.errors import LakeRefused
from tandem.lake.expressions import columns_of, counted, missing_rates, parse, render

COLUMNS = {"a", "b", "is_late", "line_value", "line_value_base"}


@pytest.mark.parametrize(
    "text",
    [
        "sum(a) / nullif(sum(b), 0)",
        "count(*) filter (where is_late)",
        "1e6 * avg(case when is_late then 1 else 0 end)",
        "quantile(a, 0.9)",
        "stddev(cast(a as double))",
        "count(distinct a)",
        "max(days_between(a, b))",
        "round(abs(ln(greatest(sum(a), 1))), 2)",
        "sum(a) filter (where b in (1, 2) and a between 1 and 2 and b is not null)",
    ],
)
def test_an_aggregate_of_the_views_columns_is_taken(text: str) -> None:
    assert columns_of(parse(text, COLUMNS)) <= COLUMNS


@pytest.mark.parametrize(
    ("text", "part", "why"),
    [
        ("sum(c)", "c", "no such column"),
        ("a", "a", "not an aggregate"),
        ("sum(a) / b", "b", "inside an aggregate"),
        ("sum(sum(a))", "SUM(a)", "inside another"),
        ("(select max(a))", "SELECT", "hold a query"),
        ("sum(a) filter (where b in (select 1))", "SELECT 1", "hold a query"),
        ("sum(a) over ()", "OVER", "window"),
        ("max(t.a)", "t.a", "without a table"),
        ("max(read_text('/etc/passwd'))", "READ_TEXT", "not on the list"),
        ("max(getenv('HOME'))", "GETENV", "not on the list"),
        ("count(a) + *", "*", "count(*)"),
        ("quantile(a, b)", "QUANTILE", "plain number"),
        ("max(cast(a as varchar))", "CAST", "numbers and dates"),
        ("max(a || b)", "a || b", "not on the list"),
        ("string_agg(a)", "AGG", "not on the list"),
    ],
)
def test_anything_else_is_refused_with_the_part_and_the_reason(text: str, part: str, why: str) -> None:
    with pytest.raises(LakeRefused) as refused:
        parse(text, COLUMNS)

    assert part in refused.value.message
    assert why in refused.value.message
    assert "Allowed are" in refused.value.message
    assert "不允许" in refused.value.message_zh


@pytest.mark.parametrize(
    "text", ["sum(a", "sum(a); drop table x", "", "(" * 1500, "sum(" + "a+" * 2000 + "a)"]
)
def test_what_is_not_one_expression_is_refused(text: str) -> None:
    with pytest.raises(LakeRefused):
        parse(text, COLUMNS)


def test_columns_take_the_names_they_are_given_and_functions_those_of_the_engine() -> None:
    tree = parse("quantile(a, 0.9) / max(days_between(a, b))", COLUMNS)

    assert (
        render(tree, lambda name: f"{name}_2")
        == 'QUANTILE_CONT("a_2", 0.9) / MAX(CAST(("b_2") - ("a_2") AS INT))'
    )


def test_rows_that_need_a_rate_are_counted_under_the_aggregates_own_filter() -> None:
    tree = parse("sum(line_value_base) filter (where is_late)", COLUMNS)

    counted_rows = missing_rates(tree, {"line_value_base"})
    assert counted_rows is not None
    assert counted_rows.sql() == (
        "COUNT(*) FILTER(WHERE (is_late) AND NOT line_value IS NULL AND line_value_base IS NULL)"
    )
    assert missing_rates(parse("sum(a)", COLUMNS), {"line_value_base"}) is None


def test_a_sample_says_which_rows_count() -> None:
    assert counted(parse("count(a)", COLUMNS)) == "a IS NOT NULL"
    assert counted(parse("count(*) filter (where is_late)", COLUMNS)) == "(is_late)"
    assert counted(parse("count(a) filter (where is_late)", COLUMNS)) == "(is_late) AND a IS NOT NULL"
    assert counted(parse("count(*)", COLUMNS)) == "TRUE"
