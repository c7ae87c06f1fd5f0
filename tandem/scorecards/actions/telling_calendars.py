"""Who hears of a calendar: those whose input a run waits for, by their roles."""

from collections.abc import Iterable
from datetime import date, datetime

from tandem.accounts.models import Membership
from tandem.messaging import values
from tandem.messaging.actions import notify, people, settle
from tandem.scorecards.models import OpenedPeriod, Run

ASKING = ("run.opened", "run.closing")


def opened(run: Run, until: date, roles: Iterable[str], *, now: datetime) -> None:
    """The run has been computed as far as is known, and what is missing can be given until that day."""
    _tell("run.opened", run, until, roles, now=now)


def closing(opened: OpenedPeriod, *, now: datetime) -> None:
    if opened.run is not None:
        _tell("run.closing", opened.run, opened.closes_on, opened.schedule.asked_roles, now=now)


def closed(opened: OpenedPeriod, *, now: datetime) -> None:
    """Nobody is asked any more."""
    if opened.run is not None:
        settle(ASKING, opened.run, now=now)


def _tell(kind: str, run: Run, until: date, roles: Iterable[str], *, now: datetime) -> None:
    asked = Membership.objects.filter(organization=run.customer_id, roles__overlap=list(roles))
    template = run.template
    notify(
        kind,
        to=people(run.customer_id, *asked.values_list("user", flat=True)),
        about=run,
        context={
            "template": values.in_both(template.name, template.name_local),
            "period": values.period(run.period),
            "day": values.day(until),
        },
        now=now,
    )
