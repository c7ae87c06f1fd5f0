"""One supplier's order lines as they stand today: what is late, what is coming, which dates were moved and by whom."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, overload

from django.utils import timezone

from tandem.accounts.actor import Actor
from tandem.core.fence import acting_for
from tandem.facts.models import Batch
from tandem.facts.opening import open_reading, pins_now, refusing
from tandem.lake import lines, measures, totals
from tandem.lake.kpis import KpiSpec, shipped
from tandem.lake.queries import Scope
from tandem.lake.reading import Reading
from tandem.relationships.models import Relationship

KEY = ("source", "document", "line", "schedule_line")
# What a later batch may have changed on an order line, in the order the page shows it.
TOLD = ("requested_date", "first_confirmed_date", "latest_confirmed_date", "quantity", "unit_price", "status")


class Which(StrEnum):
    """Which of a supplier's order lines to list."""

    OVERDUE = "overdue"
    COMING = "coming"
    LATE = "late"
    MOVED = "moved"
    ALL = "all"


SOONEST_FIRST = (Which.OVERDUE, Which.COMING)
# A list is a KPI whose sample counts just its lines.
SAMPLES = {
    Which.OVERDUE: "count(*) filter (where is_due and delivered_date is null and status = 'open')",
    Which.COMING: "count(*) filter (where not is_due and delivered_date is null and status = 'open')",
    Which.LATE: "count(*) filter (where is_due and not is_on_time)",
    Which.MOVED: "count(*) filter (where requested_changes > 0)",
    Which.ALL: "count(*)",
}


def specs() -> dict[Which, KpiSpec]:
    """Judged as on-time delivery by line is: by the requested date as it now stands."""
    base = shipped()["on_time_lines"]
    return {
        which: replace(base, code=which.value, expression=sample, sample=sample)
        for which, sample in SAMPLES.items()
    }


class OrderLines(Sequence[dict[str, Any]]):
    """What a paginator needs: how many lines there are in each list, and slices of one."""

    def __init__(self, actor: Actor, relationship: Relationship, which: Which | None, *, today: date) -> None:
        """`which` None: the overdue ones, or all where nothing is overdue."""
        self.relationship = relationship
        self._reading = _open(actor, relationship, today)
        with refusing():
            found = measures.measure(self._reading, list(specs().values()), Scope(), filled=False)
        self.counts = dict.fromkeys(Which, 0)
        for code, n in zip(found["kpi"].to_pylist(), found["n"].to_pylist(), strict=True):
            self.counts[Which(code)] = n
        self.which = which or (Which.OVERDUE if self.counts[Which.OVERDUE] else Which.ALL)

    def __len__(self) -> int:
        return self.counts[self.which]

    @overload
    def __getitem__(self, wanted: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, wanted: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, wanted: int | slice) -> dict[str, Any] | list[dict[str, Any]]:
        if isinstance(wanted, int):
            return self[wanted : wanted + 1][0]
        start, stop = wanted.start or 0, wanted.stop or len(self)
        with refusing():
            page = lines.lines(
                self._reading,
                specs()[self.which],
                self.relationship.pk,
                offset=start,
                limit=stop - start,
                order=("due_date",) if self.which in SOONEST_FIRST else ("-due_date",),
            )
        rows: list[dict[str, Any]] = page.table.to_pylist()
        return rows


@dataclass(frozen=True)
class LineHistory:
    """What each batch in force said of one order line, oldest first: when that came in, its values, and which of them
    it changed; and the line's receipts and reversals in the order they happened."""

    told: list[dict[str, Any]]
    receipts: list[dict[str, Any]]

    @property
    def line(self) -> dict[str, Any]:
        """The line as it now stands."""
        row: dict[str, Any] = self.told[-1]["row"]
        return row


def line_history(
    actor: Actor, relationship: Relationship, key: dict[str, str], *, today: date
) -> LineHistory | None:
    """None when the line is not this relationship's: a number that means another supplier tells nothing."""
    said, received = totals.line_history(_open(actor, relationship, today), key)
    rows = said.to_pylist()
    if not rows:
        return None
    with acting_for(relationship.customer_id):  # the batches are the customer's alone; their days are not
        batches = Batch.objects.filter(
            customer=relationship.customer_id, number__in={r["batch"] for r in rows}
        )
        by_number = {batch.number: batch for batch in batches}
    told: list[dict[str, Any]] = []
    for row in rows:
        before = told[-1]["row"] if told else row
        changed = [name for name in TOLD if row[name] != before[name]]
        batch = by_number.get(row["batch"])
        told.append({"batch": batch, "known_at": batch and batch.finished_at, "row": row, "changed": changed})
    latest = {(row["receipt_document"], row["receipt_line"]): row for row in received.to_pylist()}
    return LineHistory(
        told, sorted(latest.values(), key=lambda row: (row["receipt_date"], row["receipt_document"]))
    )


def _open(actor: Actor, relationship: Relationship, today: date) -> Reading:
    customer = relationship.customer
    return open_reading(actor, customer, pins_now(customer.pk), as_of=today, relationships=[relationship.pk])


LineKey = tuple[str, str, str, str]
"""source, document, line and schedule line, as `KEY` names them"""


@dataclass(frozen=True)
class Told:
    """What one batch said of an order line's requested date, and since when that has been known; and what date the
    supplier had confirmed by then."""

    batch: int
    file: str
    known_on: date | None
    requested: date | None
    confirmed: date | None = None


def requested_dates(
    actor: Actor, relationship: Relationship, keys: Collection[LineKey], *, today: date
) -> dict[LineKey, list[Told]]:
    """By order line what each batch in force said of its requested date, oldest first."""
    with refusing():
        rows = totals.order_lines_told(_open(actor, relationship, today), keys).to_pylist()
    with acting_for(relationship.customer_id):
        batches = Batch.objects.filter(
            customer=relationship.customer_id, number__in={row["batch"] for row in rows}
        )
        by_number = {batch.number: batch for batch in batches}
    found: dict[LineKey, list[Told]] = {}
    for row in rows:
        batch = by_number.get(row["batch"])
        known = timezone.localdate(batch.finished_at) if batch and batch.finished_at else None
        told = Told(
            row["batch"],
            batch.file_name if batch else "",
            known,
            row["requested_date"],
            row["latest_confirmed_date"],
        )
        source, document, line, schedule_line = (str(row[name] or "") for name in KEY)
        found.setdefault((source, document, line, schedule_line), []).append(told)
    return found
