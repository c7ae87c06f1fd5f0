"""Who hears of a run: its suppliers once it is published, and at the customer whoever it waits for."""

from datetime import datetime

from django.urls import reverse

from tandem.accounts.actor import Actor
from tandem.messaging import values
from tandem.messaging.actions import Message, members, notify, notify_many, settle
from tandem.scorecards.models import Card, Countersignature, Run


def run_published(run: Run, *, by: Actor, now: datetime) -> None:
    """Each supplier of its own card, and the customer's own people of the whole."""
    _settle(run, now=now)
    customer, period = values.organisation(run.customer), values.period(run.period)
    cards = Card.objects.filter(run=run).whole().values_list("pk", "relationship__supplier_id", "grade")
    notify_many(
        "scorecard.published",
        (
            Message(
                members(supplier),
                {"customer": customer, "period": period, "grade": values.grade(grade)},
                url=reverse("portal:card", args=[pk]),
            )
            for pk, supplier, grade in cards.iterator()
        ),
        by=by,
        now=now,
    )
    notify(
        "run.published",
        to=members(run.customer_id),
        about=run,
        context=_named(run) | {"count": run.suppliers},
        by=by,
        now=now,
    )


def run_ready(run: Run, *, now: datetime) -> None:
    """Computed again it is told anew, and what was told before waits for nobody any more."""
    _settle(run, now=now)
    context = _named(run) | {"count": run.suppliers}
    notify("run.ready", to=members(run.customer_id), about=run, context=context, now=now)


def run_to_countersign(run: Run, *, by: Actor, now: datetime) -> None:
    _settle(run, now=now)
    notify("run.to_countersign", to=members(run.customer_id), about=run, context=_named(run), by=by, now=now)


def countersignature_refused(run: Run, given: Countersignature, *, by: Actor, now: datetime) -> None:
    _settle(run, now=now)
    context = _named(run) | {"name": given.signed_by_name, "reason": given.remark}
    notify("run.not_countersigned", to=members(run.customer_id), about=run, context=context, by=by, now=now)


def run_failed(run: Run, *, now: datetime) -> None:
    context = _named(run) | {"problem": run.problem}
    notify("run.failed", to=members(run.customer_id), about=run, context=context, now=now)


def run_discarded(run: Run, *, now: datetime) -> None:
    """Nobody is told: what it asked of them is only taken back."""
    _settle(run, now=now)


def _settle(run: Run, *, now: datetime) -> None:
    settle(("run.ready", "run.failed", "run.to_countersign", "run.not_countersigned"), run, now=now)


def _named(run: Run) -> dict[str, values.Value]:
    template = run.template
    return {
        "template": values.in_both(template.name, template.name_local),
        "period": values.period(run.period),
    }
