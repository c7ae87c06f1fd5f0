"""The SQL of each view column, for one KPI's way of judging and one as-of date. What each means is in views.toml.

A column is written over the source's own columns and over steps: expressions that several columns share and that the
engine shall work out once a row. A step's name tells what it depends on, so that KPIs that judge alike share it.
The sources are in `sources`; `rate`, `delivered_ordinal` and the like are what they join.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
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
ORDER_DATE = "coalesce(ordered_date, requested_date, first_confirmed_date, latest_confirmed_date)"


@dataclass(frozen=True)
class ViewSql:
    columns: dict[str, str]
    steps: dict[str, str] = field(default_factory=dict)
    """by name, each after those it uses"""


def due_date(judging: Judging) -> str:
    return f"coalesce({', '.join(_FALLBACKS[judging.due_basis])})"


def delivered_date(as_of: date) -> str:
    today = day(as_of)
    return (
        "CASE WHEN status = 'cancelled' THEN NULL "
        f"WHEN completed_date IS NOT NULL THEN CASE WHEN completed_date <= {today} THEN completed_date END "
        f"WHEN status = 'closed' AND last_receipt_date <= {today} THEN last_receipt_date END"
    )


def window_tag(judging: Judging) -> str:
    """A name for the way of judging: two KPIs of the same one share their steps."""
    early = "any" if judging.early_days is None else judging.early_days
    return f"{judging.due_basis}_{early}_{judging.late_days}_{judging.day_count}"


def deliveries(judging: Judging, as_of: date) -> ViewSql:
    tag, today = window_tag(judging), day(as_of)
    due, is_due, late, within = f"due_{judging.due_basis}", f"is_due_{tag}", f"late_{tag}", f"within_{tag}"
    judged = f"{due} <= {today} AND quantity > 0 AND status <> 'cancelled'"
    if judging.day_count == "working":
        start, end = f"start_{tag}", f"end_{tag}"
        judged += f" AND {end} IS NOT NULL"
        days = f"delivered_ordinal - before_{tag} - 1"
        lead = "delivered_ordinal - ordered_ordinal"
    else:
        start, end = plus_days(due, -(judging.early_days or 0)), plus_days(due, judging.late_days)
        days = days_between(due, f"coalesce(delivered_on, {today})")
        lead = days_between("ordered_date", "delivered_on")
    at_once = judging.day_count == "calendar" and judging.late_days == 0
    until = (
        end if at_once else f"least({end}, {today})"
    )  # a due line's own date is never after the as-of date
    since = None if judging.early_days is None else start
    early_enough = f" AND delivered_on >= {since}" if since else ""
    steps = {
        "delivered_on": delivered_date(as_of),
        "received_by_now": _received(today, None),
        due: due_date(judging),
        is_due: judged,
        within: _received(until, since),
        late: days,
    }
    known = "(status <> 'closed' OR last_receipt_date IS NOT NULL)"
    columns = {
        **{name: name for name in fact("order_lines").names},
        "order_date": ORDER_DATE,
        "due_date": due,
        "is_due": is_due,
        "due_quantity": f"CASE WHEN {is_due} THEN quantity END",
        "received_quantity": "received_by_now",
        "filled_quantity": f"CASE WHEN {is_due} THEN least(quantity, received_by_now) END",
        "on_time_quantity": f"CASE WHEN {is_due} THEN least(quantity, {within}) END",
        "delivered_date": "delivered_on",
        "is_on_time": f"CASE WHEN {is_due} THEN delivered_on IS NOT NULL AND delivered_on <= {end}{early_enough} END",
        "is_in_full": f"CASE WHEN {is_due} THEN received_by_now >= quantity END",
        "is_on_time_in_full": f"CASE WHEN {is_due} THEN {within} >= quantity END",
        "days_late": f"CASE WHEN {is_due} AND {known} THEN greatest({late}, 0) END",
        "days_from_due": f"CASE WHEN {is_due} AND delivered_on IS NOT NULL THEN {late} END",
        "lead_time": f"CASE WHEN ordered_date <= delivered_on THEN {lead} END",
        "first_requested_date": "first_requested_date",
        "requested_changes": (
            "CASE WHEN status <> 'cancelled' AND first_requested_date IS NOT NULL THEN requested_changes END"
        ),
        "confirmed_changes": "confirmed_changes",
        "quantity_changes": "quantity_changes",
    }
    return ViewSql(columns, steps)


def _received(until: str, since: str | None) -> str:
    """Net quantity received between two days; the list is walked only where a line's receipts lie on both sides."""
    all_in = f"last_receipt_date <= {until}"
    condition = f"x.date <= {until}"
    none_in = f"first_receipt_date IS NULL OR first_receipt_date > {until} OR receipts IS NULL"
    if since:
        all_in += f" AND first_receipt_date >= {since}"
        condition += f" AND x.date >= {since}"
    return (
        f"CASE WHEN {all_in} THEN received_quantity WHEN {none_in} THEN 0 "
        f"ELSE CAST({received_within('receipts', condition)} AS DECIMAL(18,4)) END"
    )


def orders(_judging: Judging, _as_of: date) -> ViewSql:
    return ViewSql(
        {
            **{name: name for name in fact("order_lines").names},
            "order_date": ORDER_DATE,
            "is_placed": "(status <> 'cancelled')",
            "line_value_base": _converted("line_value", 4),
            "freight_base": _converted("freight", 4),
            "unit_price_base": _converted("unit_price", 6),
            "baseline_price_base": _converted("baseline_price", 6),
            "previous_price": "previous_price",
            "previous_price_base": _converted("previous_price", 6),
        }
    )


def _converted(amount: str, scale: int) -> str:
    # Widened first: the engine multiplies two 18-digit decimals within 18 digits where it can, and overflows.
    return f"CAST(CAST({amount} AS DECIMAL(20,{scale})) * rate AS DECIMAL(18,{scale}))"


def quality(_judging: Judging, _as_of: date) -> ViewSql:
    counts = "CASE WHEN kind = 'event' THEN responsibility <> 'rejected' END"
    return ViewSql({name: name for name in view("quality").names} | {"counts": counts})


BILL = "coalesce(instrument, '') IN ('bank_acceptance', 'commercial_acceptance')"


def invoices(_judging: Judging, as_of: date) -> ViewSql:
    """An acceptance bill settles an invoice on the day it is handed over and brings its money when it matures."""
    today = day(as_of)
    started = (
        "CASE start_event WHEN 'month_end' THEN last_day(invoice_date) "
        "WHEN 'receipt' THEN received_on ELSE invoice_date END"
    )
    steps = {
        "payment_due": f"coalesce(due_date, {started} + terms_days)",
        "handed_over": f"coalesce(paid_date, CASE WHEN {BILL} THEN bill_issued_date END)",
        "money_in": f"CASE WHEN {BILL} THEN bill_matures_date ELSE paid_date END",
        "paid_by_now": f"CASE WHEN handed_over <= {today} THEN handed_over END",
        "money_by_now": f"CASE WHEN money_in <= {today} THEN money_in END",
        # A bill that has been handed over without a known day of maturity cannot be judged by its money.
        "money_judged": f"payment_due <= {today} AND (money_in IS NOT NULL OR paid_by_now IS NULL)",
    }
    overdue = days_between("payment_due", f"coalesce(paid_by_now, {today})")
    without = days_between("payment_due", f"coalesce(money_by_now, {today})")
    columns = {
        **{name: name for name in fact("invoices").names},
        "payment_due_date": "payment_due",
        "settled_date": "paid_by_now",
        "money_date": "money_in",
        "is_paid_on_time": f"CASE WHEN payment_due <= {today} THEN coalesce(paid_by_now <= payment_due, false) END",
        "days_overdue": f"CASE WHEN payment_due <= {today} THEN greatest({overdue}, 0) END",
        "is_money_on_time": "CASE WHEN money_judged THEN coalesce(money_by_now <= payment_due, false) END",
        "days_without_money": f"CASE WHEN money_judged THEN greatest({without}, 0) END",
        "is_outstanding": f"(payment_due < {today} AND paid_by_now IS NULL)",
        "is_accurate": "(amount = expected_amount)",
        "amount_base": _converted("amount", 4),
        "expected_amount_base": _converted("expected_amount", 4),
    }
    return ViewSql(columns, steps)


VIEW_SQL: dict[str, Callable[[Judging, date], ViewSql]] = {
    "deliveries": deliveries,
    "orders": orders,
    "quality": quality,
    "invoices": invoices,
}
