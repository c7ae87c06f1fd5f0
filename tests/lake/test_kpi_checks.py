"""A KPI that could never be computed is refused when it is written, with the part and the reason in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tandem.lake.errors import LakeRefused
from tandem.lake.expressions import ALLOWED_EN, ALLOWED_ZH
from tandem.lake.kpis import check, shipped

OURS = replace(shipped()["on_time_lines"], code="ours")
TEXT = ("its result is text, and a KPI's value is a number", "它的结果是文本，而指标的值必须是数字")
DATE = ("its result is a date, and a KPI's value is a number", "它的结果是日期，而指标的值必须是数字")
FLAG = (
    "its result is true or false, and a KPI's value is a number",
    "它的结果是是或否，而指标的值必须是数字",
)
TYPES = ("it cannot be computed from values of these types", "这些类型的值不能这样计算")
ONE = ("at most 1 value can stand in its brackets", "括号内最多只能有 1 个值")
STAR = (
    "count(*) counts rows, so no column can be set apart",
    "count(*) 按行计数，不能对其中的列另作处理",
)


@pytest.mark.parametrize("code", shipped())
def test_what_comes_with_tandem_is_taken(code: str) -> None:
    check(shipped()[code])


@pytest.mark.parametrize(
    "text",
    [
        "max(days_between(requested_date, delivered_date))",
        "count(distinct item, site)",
        "count(distinct item) / nullif(count(), 0)",
        "round(avg(case when is_on_time then quantity * unit_price else 0 end), 2)",
        "sum(if(is_due, 1, 0))",
        "avg(cast(quantity as double)) - quantile(quantity, 0.5)",
    ],
)
def test_what_gives_a_number_is_taken(text: str) -> None:
    check(replace(OURS, expression=text))


@pytest.mark.parametrize(
    ("text", "part", "why"),
    [
        ("max(status)", "MAX(status)", TEXT),
        ("max(due_date)", "MAX(due_date)", DATE),
        ("max(is_due)", "MAX(is_due)", FLAG),
        ("count(*) > 3", "COUNT(*) > 3", FLAG),
        ("max(quantity, 3)", "MAX(quantity, 3)", ONE),
        ("1 + min(quantity, 3)", "MIN(quantity, 3)", ONE),
        ("count(item, site)", "COUNT(item, site)", ONE),
        (
            "round(sum(quantity), 1, true)",
            "ROUND(SUM(quantity), 1, TRUE)",
            ("at most 2 values can stand in its brackets", "括号内最多只能有 2 个值"),
        ),
        ("count(* exclude (item))", "COUNT(* EXCLUDE (item))", STAR),
        ("1 + sum(status) / count(*)", "SUM(status)", TYPES),
        ("sum(quantity + is_due)", "quantity + is_due", TYPES),
        ("quantile(quantity, 2)", "QUANTILE(quantity, 2)", TYPES),
    ],
)
def test_what_gives_none_is_refused(text: str, part: str, why: tuple[str, str]) -> None:
    with pytest.raises(LakeRefused) as refused:
        check(replace(OURS, expression=text))
    assert refused.value.message == f"“{part}” is not allowed: {why[0]}. {ALLOWED_EN}"
    assert refused.value.message_zh == f"不允许“{part}”：{why[1]}。{ALLOWED_ZH}"


@pytest.mark.parametrize("role", ["sample", "spread"])
def test_the_other_expressions_are_held_to_the_same(role: str) -> None:
    with pytest.raises(LakeRefused, match="its result is text"):
        check(replace(OURS, **{role: "max(status)"}))
