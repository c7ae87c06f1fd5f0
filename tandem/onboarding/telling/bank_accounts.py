"""Who is told of a change of bank account; never more of the account than its last four characters."""

from datetime import datetime

from django.urls import reverse

from tandem.accounts.actor import Actor
from tandem.messaging import values
from tandem.messaging.actions import members, notify, settle
from tandem.onboarding.models import BankChange

TO_CHECK = ("bank_account.proposed", "bank_account.called")


def proposed(change: BankChange, *, by: Actor, now: datetime) -> None:
    _tell_customer("bank_account.proposed", change, by=by, now=now)


def called(change: BankChange, *, by: Actor, now: datetime) -> None:
    settle(("bank_account.proposed",), change, now=now)
    _tell_customer("bank_account.called", change, by=by, now=now)


def over(change: BankChange, *, now: datetime) -> None:
    settle(TO_CHECK, change, now=now)


def decided(change: BankChange, *, by: Actor, now: datetime) -> None:
    over(change, now=now)
    relationship = change.relationship
    notify(
        f"bank_account.{change.status}",
        to=members(relationship.supplier_id),
        about=change,
        url=reverse("onboarding_supplier:bank_accounts"),
        context={
            "customer": values.organisation(relationship.customer),
            "account": change.brief,
            "reason": change.reason,
        },
        by=by,
        now=now,
    )


def _tell_customer(kind: str, change: BankChange, *, by: Actor, now: datetime) -> None:
    supplier = values.organisation(change.relationship.supplier)
    notify(
        kind,
        to=members(change.relationship.customer_id),
        about=change,
        context={"supplier": supplier, "account": change.brief, "person": by.name},
        by=by,
        now=now,
    )
