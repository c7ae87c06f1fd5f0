"""Files of measurements: part, characteristic, limits, subgroup, value. Each fault is named by its row and column."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from tandem.assessments.entry_files import NAMES, Words, columns_of, ragged, rows_of
from tandem.core.errors import Refused
from tandem.core.reading import read

MOST_VALUES = 20_000
MOST_CHARACTERISTICS = 50
HEADERS: Words = {
    "part": frozenset({"part", "part number", "part no", "item", "零件", "零件号", "零件图号", "物料"}),
    "characteristic": frozenset(
        {"characteristic", "feature", "dimension", "特性", "尺寸", "检测项目", "质量特性"}
    ),
    "unit": frozenset({"unit", "单位"}),
    "lower": frozenset({"lower limit", "lower", "lsl", "下限", "规格下限", "下公差"}),
    "upper": frozenset({"upper limit", "upper", "usl", "上限", "规格上限", "上公差"}),
    "subgroup": frozenset({"subgroup", "group", "sample", "子组", "组号", "样本组"}),
    "value": frozenset(
        {"value", "measurement", "measured value", "result", "测量值", "实测值", "数值", "结果"}
    ),
}
NEEDED = ("part", "characteristic", "value")


@dataclass(frozen=True)
class Fault:
    row: int
    column: str
    problem: str


@dataclass
class Series:
    """One characteristic of one part: its values by subgroup in the file's order; each alone where none is named."""

    part: str
    characteristic: str
    unit: str
    lower: float | None
    upper: float | None
    groups: dict[str, list[float]] = field(default_factory=dict)

    @property
    def subgroups(self) -> list[list[float]]:
        return list(self.groups.values())

    @property
    def count(self) -> int:
        return sum(len(group) for group in self.groups.values())


def understand(path: Path) -> tuple[list[Series], list[Fault]]:
    """The file's characteristics in its order, and what could not be taken. Raises Refused for no such table."""
    source = read(path)
    if source.rows > MOST_VALUES:
        raise Refused(
            _("The file has %(rows)s rows; one file may have %(most)s.")
            % {"rows": f"{source.rows:,}", "most": f"{MOST_VALUES:,}"}
        )
    columns = columns_of(source.columns, HEADERS, NEEDED)
    if "lower" not in columns and "upper" not in columns:
        raise Refused(_("The file has neither a column for the lower limit nor one for the upper limit."))
    found: dict[tuple[str, str], Series] = {}
    faults = [Fault(bad.row, "", bad.problem) for bad in ragged(source)]
    for row, texts in rows_of(source, columns):
        try:
            _take(found, texts, row)
        except _At as at:
            faults.append(Fault(row, str(columns.get(at.column, NAMES[at.column])), at.problem))
    if len(found) > MOST_CHARACTERISTICS:
        raise Refused(
            _("The file holds %(number)s characteristics; one file may hold %(most)s.")
            % {"number": len(found), "most": MOST_CHARACTERISTICS}
        )
    return list(found.values()), sorted(faults, key=lambda fault: fault.row)


class _At(Exception):  # noqa: N818 - where something is wrong
    def __init__(self, column: str, problem: str) -> None:
        self.column, self.problem = column, problem


def _take(found: dict[tuple[str, str], Series], texts: Mapping[str, str], row: int) -> None:
    part, characteristic = _text(texts, "part", 80), _text(texts, "characteristic", 120)
    lower, upper = _number(texts, "lower"), _number(texts, "upper")
    value = _number(texts, "value")
    if value is None:
        raise _At("value", _("missing"))
    series = found.get((part, characteristic))
    if series is None:
        _check_limits(lower, upper)
        unit = texts.get("unit", "")[:20]
        series = found[part, characteristic] = Series(part, characteristic, unit, lower, upper)
    for name, here, first in (("lower", lower, series.lower), ("upper", upper, series.upper)):
        if here is not None and here != first:
            raise _At(name, _("another limit than in the rows above for the same characteristic"))
    group = texts.get("subgroup", "") or f"\0{row}"
    series.groups.setdefault(group, []).append(value)


def _check_limits(lower: float | None, upper: float | None) -> None:
    if lower is None and upper is None:
        raise _At("lower", _("neither a lower nor an upper limit"))
    if lower is not None and upper is not None and lower >= upper:
        raise _At("upper", _("not above the lower limit"))


def _text(texts: Mapping[str, str], name: str, most: int) -> str:
    text = texts[name]
    if not text:
        raise _At(name, _("missing"))
    if len(text) > most:
        raise _At(name, _("longer than %(most)s characters") % {"most": most})
    return text


def _number(texts: Mapping[str, str], name: str) -> float | None:
    """A comma is a decimal comma: nobody writes thousands between the digits of a measured value."""
    text: Any = texts.get(name, "")
    if not text:
        return None
    try:
        number = float(text.replace("\u00a0", "").replace(" ", "").replace(",", "."))
    except ValueError as error:
        raise _At(name, _("“%(text)s” is not a number") % {"text": text[:40]}) from error
    if not isfinite(number) or abs(number) > 1e12:
        raise _At(name, _("“%(text)s” is not a number") % {"text": text[:40]})
    if 0 < abs(number) < 1e-12:
        raise _At(
            name,
            _("“%(text)s” is too small to be told from nothing; take a smaller unit") % {"text": text[:40]},
        )
    return number
