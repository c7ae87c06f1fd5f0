"""Files of what a private customer's papers say, understood row by row: grades, payments, or cases."""

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
from tandem.core.reading import read
from tandem.core.reading.cells import day_in, number_in
from tandem.scorecards.periods import period

GRADES, PAYMENTS, CASES = "grades", "payments", "cases"
KINDS = {
    GRADES: gettext_lazy("Grades"),
    PAYMENTS: gettext_lazy("Invoices and payments"),
    CASES: gettext_lazy("Complaints and other cases"),
}
Words = dict[str, frozenset[str]]
HEADERS: dict[str, Words] = {
    GRADES: {
        "period": frozenset(
            {"period", "month", "quarter", "year", "期间", "考核期间", "月份", "季度", "年度"}
        ),
        "grade": frozenset({"grade", "rating", "level", "等级", "绩效等级", "评级"}),
        "score": frozenset({"score", "points", "total", "得分", "总分", "分数"}),
    },
    PAYMENTS: {
        "invoice": frozenset({"invoice", "invoice number", "invoice no", "发票", "发票号", "发票号码"}),
        "amount": frozenset({"amount", "value", "total", "金额", "发票金额", "价税合计"}),
        "currency": frozenset({"currency", "币种", "货币"}),
        "due": frozenset({"due", "due date", "到期日", "应付日期", "付款期限"}),
        "paid": frozenset({"paid", "paid date", "payment date", "付款日期", "实付日期", "支付日期"}),
    },
    CASES: {
        "reference": frozenset({"reference", "case", "number", "no", "编号", "案件编号", "单号"}),
        "title": frozenset({"title", "subject", "what it is about", "description", "标题", "主题", "内容"}),
        "opened": frozenset({"opened", "open date", "date", "提出日期", "开始日期", "日期"}),
        "due": frozenset({"due", "due date", "到期日", "截止日期", "要求完成日期"}),
        "closed": frozenset({"closed", "close date", "关闭日期", "完成日期"}),
    },
}
NEEDED = {
    GRADES: ("period", "grade"),
    PAYMENTS: ("invoice", "amount", "due"),
    CASES: ("reference", "title", "opened"),
}


@dataclass(frozen=True)
class PrivateRow:
    """A row as understood; `problem` says why it cannot be taken, empty where it can."""

    row: int
    values: dict[str, Any] = field(default_factory=dict)
    problem: str = ""
    text: str = ""


def understand(path: Path, kind: str, *, currency: str) -> list[PrivateRow]:
    """The file's rows; `currency` is taken where the file names none. Raises Refused for a file that is no such
    table."""
    source = read(path)
    columns = _columns(kind, source.columns)
    cells = {name: source.table.column(source.cell(header)).to_pylist() for name, header in columns.items()}
    seen: set[str] = set()
    rows = [
        PrivateRow(bad.row, problem=_("The row has more or fewer cells than the header."), text=bad.text)
        for bad in source.ragged
    ]
    for place, number in enumerate(source.table.column("row").to_pylist()):
        texts = {name: str(values[place] or "").strip() for name, values in cells.items()}
        shown = " · ".join(text for text in texts.values() if text)
        try:
            values = READERS[kind](texts, currency)
        except Refused as refused:
            rows.append(PrivateRow(number, problem=str(refused), text=shown))
            continue
        key = str(values[NEEDED[kind][0]])
        if key in seen:
            rows.append(PrivateRow(number, problem=_("An earlier row says this already."), text=shown))
            continue
        seen.add(key)
        rows.append(PrivateRow(number, values, text=shown))
    return sorted(rows, key=lambda row: row.row)


def _columns(kind: str, headers: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for header in headers:
        folded = header.strip().lower().rstrip(".")
        for name, words in HEADERS[kind].items():
            if name not in found and folded in words:
                found[name] = header
                break
    missing = [name for name in NEEDED[kind] if name not in found]
    if missing:
        raise Refused(
            _("The file has no column for: %(missing)s. Its columns may be called: %(known)s.")
            % {"missing": ", ".join(missing), "known": ", ".join(HEADERS[kind])}
        )
    return found


def _grade(texts: Mapping[str, str], currency: str) -> dict[str, Any]:
    found = period(texts["period"].removesuffix(".0"))
    if found is None:
        raise Refused(_("The period is none: write 2015-09, 2015-Q3, 2015 or 2015-W36."))
    if not texts["grade"] or len(texts["grade"]) > 10:
        raise Refused(_("The grade is missing or longer than ten characters."))
    score = _number(texts.get("score", ""), _("score"))
    if score is not None and not 0 <= score <= 100:
        raise Refused(_("The score does not lie between 0 and 100."))
    return {"period": found.name, "grade": texts["grade"], "score": score}


def _payment(texts: Mapping[str, str], currency: str) -> dict[str, Any]:
    amount = _number(texts["amount"], _("amount"))
    if amount is None or amount <= 0:
        raise Refused(_("The amount is missing or not more than zero."))
    given = (texts.get("currency") or currency).upper()
    if not re.fullmatch(r"[A-Z]{3}", given):
        raise Refused(_("The currency is none: write three letters, such as CNY."))
    return {
        "invoice": _text(texts["invoice"], 80, _("invoice")),
        "amount": amount,
        "currency": given,
        "due": _date(texts["due"], _("due date"), needed=True),
        "paid": _date(texts.get("paid", ""), _("date of payment")),
    }


def _case(texts: Mapping[str, str], currency: str) -> dict[str, Any]:
    return {
        "reference": _text(texts["reference"], 80, _("reference")),
        "title": _text(texts["title"], 200, _("title")),
        "opened": _date(texts["opened"], _("date of opening"), needed=True),
        "due": _date(texts.get("due", ""), _("due date")),
        "closed": _date(texts.get("closed", ""), _("date of closing")),
    }


READERS: dict[str, Callable[[Mapping[str, str], str], dict[str, Any]]] = {
    GRADES: _grade,
    PAYMENTS: _payment,
    CASES: _case,
}


def _text(text: str, most: int, name: str) -> str:
    if not text or len(text) > most:
        raise Refused(
            _("%(name)s: missing, or longer than %(most)s characters.") % {"name": name, "most": most}
        )
    return text


def _number(text: str, name: str) -> Decimal | None:
    """With a decimal point or comma; marks between thousands are let pass where they cannot be mistaken."""
    if not text:
        return None
    try:
        number = number_in(text)
    except ValueError as error:
        raise Refused(_("%(name)s: “%(text)s” is not a number.") % {"name": name, "text": text}) from error
    if abs(number) >= 10**14:
        raise Refused(_("%(name)s: “%(text)s” is not a number.") % {"name": name, "text": text})
    return number.quantize(Decimal("0.01"))


def _date(text: str, name: str, *, needed: bool = False) -> date | None:
    if not text:
        if needed:
            raise Refused(_("%(name)s: missing.") % {"name": name})
        return None
    try:
        return day_in(text)
    except ValueError as error:
        raise Refused(
            _("%(name)s: “%(text)s” is no date. Write it as 2026-03-31.") % {"name": name, "text": text}
        ) from error
