"""Who hears of an objection: at the customer whoever decides, at the supplier whoever answers customers."""

from datetime import datetime

from django.urls import reverse

from tandem.accounts.actor import Actor
from tandem.messaging import values
from tandem.messaging.actions import Message, members, notify, notify_many, settle
from tandem.scorecards.models import Objection, Run


def submitted(objection: Objection, waiting: int, *, by: Actor, now: datetime) -> None:
    relationship = objection.relationship
    notify(
        f"{objection.kind}.submitted",
        to=members(relationship.customer_id),
        about=objection,
        context=_named(objection)
        | {"supplier": values.organisation(relationship.supplier), "count": waiting},
        by=by,
        now=now,
    )


def decided(objection: Objection, accepted: int, *, now: datetime) -> None:
    over(objection, now=now)
    relationship = objection.relationship
    notify(
        f"{objection.kind}.decided",
        to=members(relationship.supplier_id),
        url=reverse("portal:objection", args=[objection.pk]),
        context=_named(objection)
        | {
            "customer": values.organisation(relationship.customer),
            "accepted": accepted,
            "all": objection.lines.count(),
        },
        now=now,
    )


def over(objection: Objection, *, now: datetime) -> None:
    """It waits for nobody any more."""
    settle((f"{objection.kind}.submitted",), objection, now=now)


def check_opened(run: Run, *, by: Actor, now: datetime) -> None:
    """Each supplier that is asked to check its lines."""
    checks = Objection.objects.filter(run=run, kind=Objection.Kind.CHECK)
    customer = values.organisation(run.customer)
    notify_many(
        "check.opened",
        (
            Message(
                members(supplier),
                {
                    "customer": customer,
                    "template": values.in_both(title, title_local),
                    "period": values.period(period),
                    "day": values.day(due_on),
                },
                url=reverse("portal:objection", args=[pk]),
            )
            for pk, supplier, title, title_local, period, due_on in checks.values_list(
                "pk", "relationship__supplier_id", "title", "title_local", "period", "due_on"
            ).iterator()
        ),
        by=by,
        now=now,
    )


def _named(objection: Objection) -> dict[str, values.Value]:
    return {
        "template": values.in_both(objection.title, objection.title_local),
        "period": values.period(objection.period),
    }
