"""Rows that somebody disputed and that do not count any more: left out where KPIs judge what was disputed.

A row stays in the facts, and counts wherever something else is measured: an order line whose lateness was the
customer's doing is no late line, and its money is spent all the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

import pyarrow as pa

from tandem.lake.engine import quoted
from tandem.lake.kpis import KpiSpec, columns_used

TIMELINESS: Final = "timeliness"
_TIMELY: Final = frozenset(
    {"is_on_time", "is_on_time_in_full", "on_time_quantity", "days_late", "days_from_due"}
)
_WHOLE_VIEWS: Final = ("quality", "invoices")
KEYS: Final[dict[str, tuple[str, ...]]] = {
    "deliveries": ("document", "line", "schedule_line"),
    "orders": ("document", "line", "schedule_line"),
    "quality": ("event",),
    "invoices": ("invoice", "invoice_line"),
}
"""by view, the columns that name a row besides its source; a row of which the first is blank cannot be set aside"""


class Aside(NamedTuple):
    """One row that does not count where its subject is judged; parts of the key that its view has not are empty."""

    relationship_id: int
    subject: str
    source: str
    number: str
    line: str = ""
    schedule_line: str = ""


def subject_of(spec: KpiSpec) -> str:
    """What a KPI judges in a row: everything that judges the same leaves out the same rows.

    Whether an order line came in time is one question however it is counted, and so is whether a quality event or an
    invoice was the supplier's fault. Anything else is the KPI's own question.
    """
    if spec.view in _WHOLE_VIEWS:
        return spec.view
    if spec.view == "deliveries" and not _TIMELY.isdisjoint(columns_used(spec)):
        return TIMELINESS
    return spec.code


def table(rows: Iterable[Aside]) -> pa.Table:
    given = list(rows)
    columns = zip(*given, strict=True) if given else ((),) * len(Aside._fields)
    kinds = (pa.int64(), *[pa.string()] * (len(Aside._fields) - 1))
    return pa.table(
        {
            name: pa.array(values, kind)
            for name, values, kind in zip(Aside._fields, columns, kinds, strict=True)
        }
    )


def left_out(view: str, subject: str, rows: str) -> str:
    """The rows of a view without those set aside for that subject."""
    names = ("number", "line", "schedule_line")
    same = " AND ".join(
        f"s.{name} = coalesce(r.{column}, '')" for name, column in zip(names, KEYS[view], strict=False)
    )
    return (
        f"SELECT r.* FROM ({rows}) r ANTI JOIN set_aside s ON s.subject = {quoted(subject)} "
        f"AND s.relationship_id = r.relationship_id AND s.source = r.source AND {same}"
    )
