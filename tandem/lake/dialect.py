"""The few pieces of SQL that differ from engine to engine, written here once for the one in use (DuckDB)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum


class Grain(StrEnum):
    """How long a period is; weeks are ISO weeks."""

    NONE = "none"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


def day(value: date) -> str:
    return f"DATE '{value.isoformat()}'"


def period_start(grain: Grain, expression: str) -> str:
    """The first day of the period a date is in, as a date or a midnight; null for no period."""
    if grain is Grain.NONE:
        return "CAST(NULL AS DATE)"
    return f"date_trunc('{grain.value}', {expression})"


def days_between(start: str, end: str) -> str:
    """Calendar days from one date to the other, a whole number."""
    return f"CAST(({end}) - ({start}) AS INTEGER)"


def plus_days(expression: str, days: int) -> str:
    return f"({expression}) + {days}" if days else expression


def quantile(expression: str, fraction: str) -> str:
    """The exact quantile with linear interpolation between neighbours."""
    return f"quantile_cont({expression}, {fraction})"


def received_within(receipts: str, condition: str) -> str:
    """The quantity of those receipts in a list for whose `x.date` the condition holds."""
    kept = f"list_filter({receipts}, lambda x: {condition})"
    return f"coalesce(list_sum(list_transform({kept}, lambda x: x.quantity)), 0)"
