"""Who is told what of a reconciliation statement."""

from datetime import datetime

from django.urls import reverse

from tandem.accounts.actor import Actor
from tandem.incentives.models import Statement
from tandem.messaging import values
from tandem.messaging.actions import members, notify, people, settle
from tandem.messaging.values import Value

SENT = "statement.sent"


def sent(statement: Statement, *, now: datetime) -> None:
    _tell_supplier(SENT, statement, now=now)


def agreed(statement: Statement, *, by: Actor, now: datetime) -> None:
    settle((SENT,), statement, now=now)
    _tell_us("statement.agreed", statement, {}, by=by, now=now)


def returned(statement: Statement, *, by: Actor, now: datetime) -> None:
    settle((SENT,), statement, now=now)
    _tell_us("statement.returned", statement, {"reason": statement.returned_because}, by=by, now=now)


def settled(statement: Statement, *, by: Actor, now: datetime) -> None:
    _tell_supplier("statement.settled", statement, by=by, now=now)


def _tell_us(kind: str, statement: Statement, context: dict[str, Value], *, by: Actor, now: datetime) -> None:
    to = people(statement.relationship.customer_id, statement.sent_by_id)
    notify(kind, to=to, about=statement, context={**_of(statement), **context}, by=by, now=now)


def _tell_supplier(kind: str, statement: Statement, *, by: Actor | None = None, now: datetime) -> None:
    notify(
        kind,
        to=members(statement.relationship.supplier_id),
        url=reverse("incentives_supplier:statement", args=[statement.pk]),
        about=statement,
        context=_of(statement),
        by=by,
        now=now,
    )


def _of(statement: Statement) -> dict[str, Value]:
    relationship = statement.relationship
    return {
        "number": statement.number,
        "document": statement.erp_document,
        "customer": values.organisation(relationship.customer),
        "supplier": values.organisation(relationship.supplier),
    }
