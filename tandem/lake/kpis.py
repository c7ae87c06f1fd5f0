"""KPIs as data: what each measures, how it judges, and the checks that let one in."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from sqlglot import exp

from tandem.lake.errors import LakeRefused
from tandem.lake.expressions import check_arguments, columns_of, demanded, parse
from tandem.lake.kinds import require_number
from tandem.lake.schemas import Text
from tandem.lake.views import View, views

UNITS: Final = ("percent", "days", "ppm", "count", "money", "number")
DIRECTIONS: Final = ("higher", "lower", "neutral")
INTERVALS: Final = ("rate", "mean", "exposure", "none")
DUE_BASES: Final = ("requested", "first_requested", "first_confirmed", "latest_confirmed")
DAY_COUNTS: Final = ("calendar", "working")


@dataclass(frozen=True)
class Judging:
    """How a KPI decides what is on time."""

    due_basis: str = "requested"
    early_days: int | None = None
    """days before the due date from which a receipt is on time; None: however early"""
    late_days: int = 0
    """days after the due date until which a receipt is still on time"""
    day_count: str = "calendar"
    """calendar days, or working days of the line's site"""


@dataclass(frozen=True)
class KpiSpec:
    """One KPI. `percent` values are fractions of one; `sample` yields n; `spread` what an interval needs besides."""

    code: str
    name: Text
    definition: Text
    unit: str
    direction: str
    decimals: int
    view: str
    date: str
    expression: str
    sample: str
    interval: str = "none"
    spread: str | None = None
    of_customer: bool = False
    """it measures the customer's conduct, not the supplier's"""
    judging: Judging = field(default_factory=Judging)

    def as_data(self) -> dict[str, Any]:
        """Plain values that `from_data` turns back into the same KPI."""
        return asdict(self)


def from_data(data: Mapping[str, Any]) -> KpiSpec:
    given = dict(data)
    given["name"] = Text(**given["name"])
    given["definition"] = Text(**given["definition"])
    given["judging"] = Judging(**given.get("judging", {}))
    return KpiSpec(**given)


@cache
def shipped() -> dict[str, KpiSpec]:
    """Every KPI that comes with Tandem, by code, in the order a help page lists them."""
    raw = tomllib.loads((Path(__file__).parent / "shipped_kpis.toml").read_text("utf-8"))
    return {code: _shipped(code, table) for code, table in raw.items()}


def _shipped(code: str, table: Mapping[str, Any]) -> KpiSpec:
    data: dict[str, Any] = {k: v for k, v in table.items() if not k.endswith(("_en", "_zh"))}
    data["code"] = code
    for key in ("name", "definition"):
        data[key] = {"en": table[f"{key}_en"], "zh": table[f"{key}_zh"]}
    return from_data(data)


Role = Literal["expression", "sample", "spread"]


def trees(spec: KpiSpec) -> dict[Role, exp.Expr]:
    """The KPI's checked expressions; LakeRefused says which part may not be used and why."""
    columns = set(view_of(spec).names)
    found: dict[Role, exp.Expr] = {
        "expression": parse(spec.expression, columns),
        "sample": parse(spec.sample, columns),
    }
    if spec.spread:
        found["spread"] = parse(spec.spread, columns)
    return found


def view_of(spec: KpiSpec) -> View:
    known = views()
    if spec.view not in known:
        raise LakeRefused(
            f"There is no fact view “{spec.view}”; choose one of {', '.join(known)}.",
            f"没有事实视图“{spec.view}”；请选择 {'、'.join(known)}。",
        )
    return known[spec.view]


def check(spec: KpiSpec) -> None:
    """Refuse a KPI that cannot be measured: unknown view, date, choice or anything its expressions may not use."""
    seen = view_of(spec)
    _among("date column", "日期列", spec.date, seen.dates)
    _among("unit", "单位", spec.unit, UNITS)
    _among("direction", "方向", spec.direction, DIRECTIONS)
    _among("interval", "区间类型", spec.interval, INTERVALS)
    _among("due date", "应交日期依据", spec.judging.due_basis, DUE_BASES)
    _among("day count", "天数口径", spec.judging.day_count, DAY_COUNTS)
    early, late = spec.judging.early_days, spec.judging.late_days
    if late < 0 or (early is not None and early < 0):
        raise LakeRefused("Early and late windows are 0 days or more.", "提前和延迟的时间窗应为 0 天或以上。")
    if spec.interval in ("mean", "exposure") and not spec.spread:
        raise LakeRefused(
            f"An interval of the kind “{spec.interval}” needs a spread expression.",
            f"“{spec.interval}”类型的区间需要离散度表达式。",
        )
    for tree in trees(spec).values():
        check_arguments(tree)
        require_number(tree, seen)


def _among(what_en: str, what_zh: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise LakeRefused(
            f"“{value}” is no {what_en}; choose one of {', '.join(allowed)}.",
            f"“{value}”不是有效的{what_zh}；请选择 {'、'.join(allowed)}。",
        )


def columns_used(spec: KpiSpec) -> set[str]:
    """The view columns the KPI reads, its date included."""
    return {spec.date}.union(*(columns_of(tree) for tree in trees(spec).values()))


def demanded_flags(spec: KpiSpec) -> set[str]:
    """The flags that every row of the KPI's sample holds, and which therefore tell nothing of it."""
    return demanded(trees(spec)["sample"])
