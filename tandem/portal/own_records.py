"""A supplier's records at one customer beside the customer's order lines, read through the lake's one door."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from tandem.facts import opening
from tandem.lake.kpis import KpiSpec, shipped
from tandem.lake.lines import LONGEST_PAGE, lines
from tandem.portal import reconciling
from tandem.portal.models import OwnRecord
from tandem.portal.reconciling import Compared, Told

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor
    from tandem.relationships.models import Relationship


def _every_line() -> KpiSpec:
    counted = "count(*) filter (where status <> 'cancelled')"
    return replace(shipped()["on_time_lines"], code="every_line", expression=counted, sample=counted)


def compared(actor: Actor, relationship: Relationship, today: date) -> list[Compared]:
    """Every order line of either side; empty without records of one's own. Raises Refused."""
    mine = [
        Told(*row)
        for row in OwnRecord.objects.visible_to(actor)
        .filter(relationship=relationship)
        .values_list("document", "line", "delivered_on", "quantity")
    ]
    return reconciling.compared(mine, theirs(actor, relationship, today)) if mine else []


def theirs(actor: Actor, relationship: Relationship, today: date) -> list[Told]:
    """What the customer has received of every order line."""
    customer = relationship.customer
    pins = opening.pins_of({customer.pk})[customer.pk]
    reading = opening.open_reading(actor, customer, pins, as_of=today, relationships=[relationship.pk])
    with opening.refusing():
        page = lines(reading, _every_line(), relationship.pk, limit=LONGEST_PAGE)
    table = page.table.select(["document", "line", "delivered_date", "received_quantity"])
    return [
        Told(row["document"], row["line"], row["delivered_date"], row["received_quantity"])
        for row in table.to_pylist()
        if row["received_quantity"]
    ]
