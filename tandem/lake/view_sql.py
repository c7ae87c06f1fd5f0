"""The SQL of each view column, for one KPI's way of judging and one as-of date. What each means is in views.toml.

Sources, by alias: `d` the current deliveries, `e` the quality rows, `v` the current invoices, `x` the rate of the
fact's day, `w` the working-day window of the due date, `y` the working day delivered, `o` the working day ordered.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tandem.lake.dialect import day, days_between, plus_days, received_within
from tandem.lake.kpis import Judging
from tandem.lake.schemas import fact
from tandem.lake.views import view

_FALLBACKS = {
    "requested": ("requested_date", "first_confirmed_date", "latest_confirmed_date"),
    "first_requested": (
        "first_requested_date",
        "requested_date",
        "first_confirmed_date",
        "latest_confirmed_date",
    ),
    "first_confirmed": ("first_confirmed_date", "latest_confirmed_date", "requested_date"),
    "latest_confirmed": ("latest_confirmed_date", "first_confirmed_date", "requested_date"),
}
ORDER_DATE = "coalesce(d.ordered_date, d.requested_date, d.first_confirmed_date, d.latest_confirmed_date)"


def due_date(judging: Judging) -> str:
    return "coalesce(" + ", ".join(f"d.{name}" for name in _FALLBACKS[judging.due_basis]) + ")"


def delivered_date(as_of: date) -> str:
    today = day(as_of)
    return (
        "CASE WHEN d.status = 'cancelled' THEN NULL "
        f"WHEN d.completed_date IS NOT NULL THEN CASE WHEN d.completed_date <= {today} THEN d.completed_date END "
        f"WHEN d.status = 'closed' AND d.last_receipt_date <= {today} THEN d.last_receipt_date END"
    )


def deliveries(judging: Judging, as_of: date) -> dict[str, str]:
    today, due, delivered = day(as_of), due_date(judging), delivered_date(as_of)
    working = judging.day_count == "working"
    is_due = f"(d.status <> 'cancelled' AND d.quantity > 0 AND {due} <= {today})"
    if working:
        is_due = f"({is_due} AND w.window_end IS NOT NULL)"
    end = "w.window_end" if working else plus_days(due, judging.late_days)
    start = None
    if judging.early_days is not None:
        start = "w.window_start" if working else plus_days(due, -judging.early_days)
    reached = f"coalesce({delivered}, {today})"
    late = "(y.ordinal - w.before - 1)" if working else days_between(due, reached)
    lead = "(y.ordinal - o.ordinal)" if working else days_between("d.ordered_date", delivered)
    within = _received(f"least({end}, {today})", start)
    known = "(d.status <> 'closed' OR d.last_receipt_date IS NOT NULL)"
    early_enough = f" AND {delivered} >= {start}" if start else ""
    return {
        **{name: f"d.{name}" for name in fact("order_lines").names},
        "order_date": ORDER_DATE,
        "due_date": due,
        "is_due": is_due,
        "due_quantity": f"CASE WHEN {is_due} THEN d.quantity END",
        "received_quantity": _received(today, None),
        "filled_quantity": f"CASE WHEN {is_due} THEN least(d.quantity, {_received(today, None)}) END",
        "on_time_quantity": f"CASE WHEN {is_due} THEN least(d.quantity, {within}) END",
        "delivered_date": delivered,
        "is_on_time": f"CASE WHEN {is_due} THEN coalesce({delivered} <= {end}{early_enough}, false) END",
        "is_in_full": f"CASE WHEN {is_due} THEN {_received(today, None)} >= d.quantity END",
        "is_on_time_in_full": f"CASE WHEN {is_due} THEN {within} >= d.quantity END",
        "days_late": f"CASE WHEN {is_due} AND {known} THEN greatest({late}, 0) END",
        "days_from_due": f"CASE WHEN {is_due} AND {delivered} IS NOT NULL THEN {late} END",
        "lead_time": f"CASE WHEN d.ordered_date <= {delivered} THEN {lead} END",
        "first_requested_date": "d.first_requested_date",
        "requested_changes": (
            "CASE WHEN d.status <> 'cancelled' AND d.first_requested_date IS NOT NULL THEN d.requested_changes END"
        ),
        "confirmed_changes": "d.confirmed_changes",
        "quantity_changes": "d.quantity_changes",
    }


def _received(until: str, since: str | None) -> str:
    """Net quantity received between two days; the list is walked only where a line's receipts lie on both sides."""
    all_in = f"d.last_receipt_date <= {until}"
    condition = f"x.date <= {until}"
    none_in = f"d.first_receipt_date IS NULL OR d.first_receipt_date > {until} OR d.receipts IS NULL"
    if since:
        all_in += f" AND d.first_receipt_date >= {since}"
        condition += f" AND x.date >= {since}"
    return (
        f"CASE WHEN {all_in} THEN d.received_quantity WHEN {none_in} THEN 0 "
        f"ELSE CAST({received_within('d.receipts', condition)} AS DECIMAL(18,4)) END"
    )


def orders(_judging: Judging, _as_of: date) -> dict[str, str]:
    return {
        **{name: f"d.{name}" for name in fact("order_lines").names},
        "order_date": ORDER_DATE,
        "is_placed": "(d.status <> 'cancelled')",
        "line_value_base": _converted("d.line_value", 4),
        "freight_base": _converted("d.freight", 4),
        "unit_price_base": _converted("d.unit_price", 6),
        "baseline_price_base": _converted("d.baseline_price", 6),
        "previous_price": "d.previous_price",
        "previous_price_base": _converted("d.previous_price", 6),
    }


def _converted(amount: str, scale: int) -> str:
    return f"CAST({amount} * x.rate AS DECIMAL(18,{scale}))"


def quality(_judging: Judging, _as_of: date) -> dict[str, str]:
    names = (name for name in view("quality").names if name != "counts")
    counts = "CASE WHEN e.kind = 'event' THEN e.responsibility <> 'rejected' END"
    return {**{name: f"e.{name}" for name in names}, "counts": counts}


def invoices(_judging: Judging, as_of: date) -> dict[str, str]:
    today = day(as_of)
    due = (
        "coalesce(v.due_date, CASE v.start_event WHEN 'month_end' THEN last_day(v.invoice_date) "
        "WHEN 'receipt' THEN v.received_on ELSE v.invoice_date END + v.terms_days)"
    )
    paid = f"CASE WHEN v.paid_date <= {today} THEN v.paid_date END"
    overdue = days_between(due, f"coalesce({paid}, {today})")
    return {
        **{name: f"v.{name}" for name in fact("invoices").names},
        "payment_due_date": due,
        "is_paid_on_time": f"CASE WHEN {due} <= {today} THEN coalesce({paid} <= {due}, false) END",
        "days_overdue": f"CASE WHEN {due} <= {today} THEN greatest({overdue}, 0) END",
        "is_accurate": "(v.amount = v.expected_amount)",
        "amount_base": _converted("v.amount", 4),
        "expected_amount_base": _converted("v.expected_amount", 4),
    }


COLUMNS: dict[str, Callable[[Judging, date], dict[str, str]]] = {
    "deliveries": deliveries,
    "orders": orders,
    "quality": quality,
    "invoices": invoices,
}
