"""A supplier's order lines as they stand at a customer's, copied to be asked about: an answer needs its object."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tandem.accounts.actor import Actor
from tandem.facts import opening
from tandem.facts.deliveries import OrderLines, Which
from tandem.lake import lines
from tandem.lake.kpis import shipped
from tandem.portal.models import AskedLine
from tandem.relationships.models import Relationship
from tandem.scorecards.periods import Period

# As many as one can go through on a phone.
MOST = 60


@dataclass(frozen=True)
class Found:
    """Some lines, not kept yet, and how many there are in all."""

    lines: list[AskedLine]
    in_all: int


def of_period(
    actor: Actor, relationship: Relationship, period: Period, *, today: date, most: int = MOST
) -> Found:
    """The lines due in a period, the latest deliveries first: what pulls a grade down is looked at first."""
    customer = relationship.customer
    reading = opening.open_reading(
        actor, customer, opening.pins_now(customer.pk), as_of=today, relationships=[relationship.pk]
    )
    with opening.refusing():
        page = lines.lines(
            reading,
            shipped()["on_time_lines"],
            relationship.pk,
            start=period.starts,
            end=period.ends,
            limit=most,
            order=("is_on_time", "-days_late"),
        )
    return Found(_lines(page.table.to_pylist()), page.total)


def still_open(actor: Actor, relationship: Relationship, *, today: date, most: int = MOST) -> Found:
    """The lines that are not delivered yet, the longest overdue first."""
    found = OrderLines(actor, relationship, Which.OVERDUE, today=today)
    overdue, coming = found.counts[Which.OVERDUE], found.counts[Which.COMING]
    rows = found[:most] if overdue else []
    if coming and len(rows) < most:
        found.which = Which.COMING
        rows += found[: most - len(rows)]
    return Found(_lines(rows), overdue + coming)


def key_of(line: AskedLine) -> str:
    """What names a line among those of one supplier, in a form's value."""
    return "\t".join((line.source, line.document, line.line, line.schedule_line))


def _lines(rows: list[dict[str, Any]]) -> list[AskedLine]:
    return [_line(place, row) for place, row in enumerate(rows, start=1)]


def _line(position: int, row: dict[str, Any]) -> AskedLine:
    return AskedLine(
        position=position,
        source=row["source"],
        document=row["document"],
        line=row["line"],
        schedule_line=row["schedule_line"] or "1",
        item=(row.get("item") or "")[:120],
        item_name=(row.get("item_name") or "")[:250],
        site=(row.get("site") or "")[:120],
        quantity=row.get("quantity"),
        received=row.get("received_quantity"),
        due_on=row.get("requested_date") or row.get("due_date"),
        confirmed_on=row.get("latest_confirmed_date") or row.get("first_confirmed_date"),
        delivered_on=row.get("delivered_date"),
        days_late=row.get("days_late"),
    )
