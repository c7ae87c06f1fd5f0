"""Tables of committed loads and of measuring instruments as people send them, understood row by row."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem.core.errors import Refused
from tandem.core.reading import Source, read
from tandem.core.reading.cells import day_in, number_in

LOADS, INSTRUMENTS = "loads", "instruments"
MOST_ROWS = 5_000
Words = dict[str, frozenset[str]]
HEADERS: dict[str, Words] = {
    LOADS: {
        "line": frozenset({"line", "product line", "product", "产品线", "产品", "生产线"}),
        "month": frozenset({"month", "period", "月份", "月"}),
        "quantity": frozenset(
            {
                "quantity",
                "load",
                "committed",
                "committed load",
                "数量",
                "负荷",
                "已承诺",
                "已承诺负荷",
                "承诺数量",
            }
        ),
    },
    INSTRUMENTS: {
        "number": frozenset({"number", "no", "id", "instrument number", "编号", "器具编号", "仪器编号"}),
        "what": frozenset({"what", "instrument", "name", "description", "名称", "器具名称", "仪器名称"}),
        "measures": frozenset({"range", "measuring range", "量程", "测量范围"}),
        "resolution": frozenset({"resolution", "分辨力", "分辨率", "分度值"}),
        "calibrated_on": frozenset(
            {"calibrated", "last calibrated", "last calibration", "calibration date", "校准日期", "上次校准"}
        ),
        "due_on": frozenset(
            {
                "due",
                "calibration due",
                "next calibration",
                "due date",
                "下次校准",
                "到期日",
                "校准到期",
                "有效期至",
            }
        ),
        "calibrated_by": frozenset({"calibrated by", "laboratory", "by", "校准机构", "校准单位"}),
        "certificate": frozenset({"certificate", "certificate number", "证书编号", "校准证书", "证书号"}),
    },
}
NEEDED = {LOADS: ("month", "quantity"), INSTRUMENTS: ("number", "what")}
NAMES: dict[str, Any] = {
    "line": gettext_lazy("product line"),
    "month": gettext_lazy("month"),
    "quantity": gettext_lazy("quantity"),
    "number": gettext_lazy("number"),
    "what": gettext_lazy("name"),
    "measures": gettext_lazy("range"),
    "resolution": gettext_lazy("resolution"),
    "calibrated_on": gettext_lazy("last calibrated"),
    "due_on": gettext_lazy("calibration due"),
    "calibrated_by": gettext_lazy("calibrated by"),
    "certificate": gettext_lazy("certificate"),
    "part": gettext_lazy("part"),
    "characteristic": gettext_lazy("characteristic"),
    "unit": gettext_lazy("unit"),
    "lower": gettext_lazy("lower limit"),
    "upper": gettext_lazy("upper limit"),
    "subgroup": gettext_lazy("subgroup"),
    "value": gettext_lazy("value"),
}
LENGTHS = {
    "number": 60,
    "what": 120,
    "measures": 80,
    "resolution": 40,
    "calibrated_by": 120,
    "certificate": 80,
}
MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?(?:\s*[-/.]?\s*\d{1,2}\s*日?(?:[ T]\d.*)?)?")


@dataclass(frozen=True)
class EntryRow:
    """A row as understood; `problem` says why it cannot be taken, empty where it can."""

    row: int
    values: dict[str, Any] = field(default_factory=dict)
    problem: str = ""
    text: str = ""


def understand(path: Path, kind: str, lines: Mapping[str, int]) -> list[EntryRow]:
    """The file's rows. `lines` are the product lines by their names in lower case, in either script. Raises Refused
    for a file that is no such table."""
    source = read(path)
    check_length(source)
    columns = columns_of(source.columns, HEADERS[kind], NEEDED[kind])
    reads: Callable[[Mapping[str, str]], dict[str, Any]] = (
        _instrument if kind == INSTRUMENTS else lambda texts: _load(texts, lines)
    )
    rows, seen = ragged(source), dict[tuple[Any, ...], int]()
    for number, texts in rows_of(source, columns):
        shown = " · ".join(text for text in texts.values() if text)
        try:
            values = reads(texts)
            key = tuple(values[name] for name in KEYS[kind])
            if key in seen:
                raise Refused(_("Row %(row)s says this already.") % {"row": seen[key]})
        except Refused as refused:
            rows.append(EntryRow(number, problem=str(refused), text=shown))
            continue
        seen[key] = number
        rows.append(EntryRow(number, values, text=shown))
    return sorted(rows, key=lambda row: row.row)


KEYS = {LOADS: ("line_id", "month"), INSTRUMENTS: ("number",)}


def check_length(source: Source) -> None:
    if source.rows > MOST_ROWS:
        raise Refused(
            _("The file has %(rows)s rows; one file may have %(most)s.")
            % {"rows": f"{source.rows:,}", "most": f"{MOST_ROWS:,}"}
        )


def ragged(source: Source) -> list[EntryRow]:
    return [
        EntryRow(bad.row, problem=_("The row has more or fewer cells than the header."), text=bad.text)
        for bad in source.ragged
    ]


def rows_of(source: Source, columns: Mapping[str, str]) -> Iterable[tuple[int, dict[str, str]]]:
    """Each row's number in the file, and its cells as text."""
    cells = {name: source.table.column(source.cell(header)).to_pylist() for name, header in columns.items()}
    for place, number in enumerate(source.table.column("row").to_pylist()):
        yield number, {name: str(values[place] or "").strip() for name, values in cells.items()}


def columns_of(headers: Iterable[str], words: Words, needed: Iterable[str]) -> dict[str, str]:
    """Which of the file's columns is which. Raises Refused where one that is needed is missing."""
    found: dict[str, str] = {}
    for header in headers:
        folded = " ".join(header.strip().lower().rstrip(".").replace("_", " ").split())
        for name, known in words.items():
            if name not in found and folded in known:
                found[name] = header
                break
    missing = [name for name in needed if name not in found]
    if missing:
        name = missing[0]
        raise Refused(
            _("The file has no column for: %(missing)s. It may be called: %(known)s.")
            % {"missing": NAMES[name], "known": ", ".join(sorted(words[name]))}
        )
    return found


def _load(texts: Mapping[str, str], lines: Mapping[str, int]) -> dict[str, Any]:
    quantity = number(texts["quantity"], NAMES["quantity"])
    if quantity is None or quantity < 0:
        raise Refused(_("%(column)s: missing, or below zero.") % {"column": NAMES["quantity"]})
    if quantity >= Decimal(10) ** 12:
        raise Refused(_("%(column)s: larger than can be kept.") % {"column": NAMES["quantity"]})
    return {
        "line_id": _line(texts.get("line", ""), lines),
        "month": _month(texts["month"]),
        "quantity": quantity.quantize(Decimal("0.01")),
    }


def _line(text: str, lines: Mapping[str, int]) -> int:
    only = set(lines.values())
    if not text and len(only) == 1:
        return only.pop()
    if text.lower() not in lines:
        raise Refused(
            _("%(column)s: there is none called “%(text)s”. Write one down first.")
            % {"column": NAMES["line"], "text": text}
        )
    return lines[text.lower()]


def _month(text: str) -> date:
    found = MONTH.fullmatch(text)
    try:
        if found:
            return date(int(found[1]), int(found[2]), 1)
    except ValueError:
        pass
    raise Refused(
        _("%(column)s: “%(text)s” is no month. Write it as 2026-11.")
        % {"column": NAMES["month"], "text": text}
    )


def _instrument(texts: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {name: texts.get(name, "") for name in LENGTHS}
    for name, most in LENGTHS.items():
        if len(values[name]) > most:
            raise Refused(
                _("%(column)s: longer than %(most)s characters.") % {"column": NAMES[name], "most": most}
            )
    for name in NEEDED[INSTRUMENTS]:
        if not values[name]:
            raise Refused(_("%(column)s: missing.") % {"column": NAMES[name]})
    values["calibrated_on"] = day(texts.get("calibrated_on", ""), NAMES["calibrated_on"])
    values["due_on"] = day(texts.get("due_on", ""), NAMES["due_on"])
    if values["calibrated_on"] and values["due_on"] and values["due_on"] <= values["calibrated_on"]:
        raise Refused(_("The next calibration is due before the last one was done."))
    return values


def number(text: str, name: Any) -> Decimal | None:
    """With a decimal point or comma; marks between thousands are let pass where they cannot be mistaken."""
    if not text:
        return None
    try:
        return number_in(text)
    except ValueError as error:
        raise Refused(
            _("%(column)s: “%(text)s” is not a number.") % {"column": name, "text": text}
        ) from error


def day(text: str, name: Any) -> date | None:
    if not text:
        return None
    try:
        return day_in(text)
    except ValueError as error:
        raise Refused(
            _("%(column)s: “%(text)s” is no date. Write it as 2026-03-31.") % {"column": name, "text": text}
        ) from error
