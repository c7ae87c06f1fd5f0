"""A supplier's file of its deliveries, understood row by row: columns are proposed, and bad rows say why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tandem.facts import samples
from tandem.facts.header_words import HEADER_WORDS
from tandem.facts.proposing import LIKELY, likeness

CUSTOMER, DOCUMENT, LINE, DELIVERED, QUANTITY = "customer", "document", "line", "delivered", "quantity"
LABELS: dict[str, Any] = {
    CUSTOMER: _("Customer"),
    DOCUMENT: _("Order number"),
    LINE: _("Order line"),
    DELIVERED: _("Delivered on"),
    QUANTITY: _("Quantity"),
}
WORDS: dict[str, tuple[str, ...]] = {
    CUSTOMER: ("customer", "customer name", "client", "buyer", "sold to", "ship to", "客户", "客户名称", "购货方"),
    DOCUMENT: (*HEADER_WORDS["document"], "customer order", "customer po", "客户订单号", "客户采购订单"),
    LINE: (*HEADER_WORDS["line"], "position", "pos", "客户订单行号"),
    DELIVERED: (
        "delivered date", "delivery date", "ship date", "shipped on", "delivered on", "dispatch date", "date",
        "发货日期", "送货日期", "交货日期", "签收日期", "到货日期", "日期",
    ),
    QUANTITY: (
        "delivered quantity", "shipped quantity", "quantity", "qty", "delivered qty", "shipped qty",
        "发货数量", "送货数量", "交货数量", "签收数量", "数量",
    ),
}  # fmt: skip
NEEDED = (DOCUMENT, DELIVERED, QUANTITY)
MOST_ROWS = 50_000
REASONS: dict[str, str | Promise] = {
    "missing": _("This cell is blank, and every row needs it."),
    "not_a_date": _("This is not a date in the way the rest of the column writes dates."),
    "not_a_number": _("This is not a number above zero."),
    "too_long": _("This is too long to be a number of an order."),
    "unknown_customer": _("None of your customers on Tandem has this name."),
    "ragged": _("The row has another number of cells than the header."),
}


@dataclass(frozen=True)
class Delivered:
    row: int
    relationship: int
    document: str
    line: str
    delivered_on: date
    quantity: Decimal


@dataclass(frozen=True)
class Reject:
    row: int
    column: str
    value: str
    reason: str


@dataclass
class Understood:
    rows: list[Delivered] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)


Cells = Sequence[Sequence[str | None]]
"""Each row's number (as text or number), then its cells."""


def proposed(headers: Sequence[str]) -> dict[str, str]:
    """The header most like each field, where one is likely; a header serves one field."""
    pairs = sorted(
        (-likeness(header, words), order, name, header)
        for order, (name, words) in enumerate(WORDS.items())
        for header in headers
    )
    chosen: dict[str, str] = {}
    for score, _order, name, header in pairs:
        if -score >= LIKELY and name not in chosen and header not in chosen.values():
            chosen[name] = header
    return chosen


def understood(
    headers: Sequence[str],
    cells: Cells,
    columns: Mapping[str, str],
    customers: Mapping[str, int],
    *,
    everybody: int | None,
) -> Understood:
    """`customers` are relationships by names in lower case; `everybody` is whose rows they are where no column or an
    empty cell names the customer. A row is taken whole or not at all."""
    places = {name: list(headers).index(header) + 1 for name, header in columns.items() if header in headers}
    dates = samples.dates_of(samples.distinct(_column(cells, places.get(DELIVERED))))
    decimal, thousands = samples.marks_of(samples.distinct(_column(cells, places.get(QUANTITY))))
    formats = (*(dates.formats if dates else ()), "%Y-%m-%d", "%Y-%m-%d %H:%M:%S")
    found = Understood()
    for cell in cells:
        number = int(cell[0] or 0)
        text = {name: (cell[place] or "").strip() for name, place in places.items()}
        day = _date(text.get(DELIVERED, ""), formats)
        quantity = _number(text.get(QUANTITY, ""), decimal, thousands)
        name = text.get(CUSTOMER, "")
        relationship = customers.get(name.lower()) if name else everybody
        document, line = text.get(DOCUMENT, ""), text.get(LINE, "") or "1"
        problems = [
            Reject(number, columns.get(field_name, ""), text.get(field_name, ""), reason)
            for field_name, wrong, reason in (
                (DOCUMENT, not document, "missing"),
                (DOCUMENT, len(document) > 120 or len(line) > 60, "too_long"),
                (DELIVERED, day is None, "not_a_date" if text.get(DELIVERED) else "missing"),
                (QUANTITY, quantity is None, "not_a_number" if text.get(QUANTITY) else "missing"),
                (CUSTOMER, relationship is None, "unknown_customer" if name else "missing"),
            )
            if wrong
        ]
        if problems or day is None or quantity is None or relationship is None:
            found.rejects += problems
        else:
            found.rows.append(Delivered(number, relationship, document, line, day, quantity))
    return found


def _column(cells: Cells, place: int | None) -> list[str | None]:
    return [] if place is None else [cell[place] for cell in cells[:3000]]


def _date(text: str, formats: Iterable[str]) -> date | None:
    for form in formats:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    return None


def _number(text: str, decimal: str, thousands: str) -> Decimal | None:
    plain = text.replace(thousands, "") if thousands else text
    try:
        value = Decimal(plain.replace(decimal, ".") if decimal != "." else plain)
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 < value < 10**14 else None
