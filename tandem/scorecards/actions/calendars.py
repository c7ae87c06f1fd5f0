"""A calendar of periods: it opens runs by itself, asks for input, reminds, closes and hands on. It never publishes."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.checks import check
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.scorecards import rules, windows
from tandem.scorecards.actions import checking, telling_calendars
from tandem.scorecards.actions.judging import close_survey
from tandem.scorecards.actions.runs import pin_anew, start_run
from tandem.scorecards.models import JudgementSurvey, OpenedPeriod, Run, Schedule, Template
from tandem.scorecards.models.runs import STANDING
from tandem.scorecards.periods import Period, period

Status = OpenedPeriod.Status
TANDEM = "Tandem"


@transaction.atomic
def keep_schedule(template: Template, fields: Mapping[str, Any], *, by: Actor, now: datetime) -> Schedule:
    """Set a template's calendar up, or change it; a stopped one goes on. Raises Refused."""
    require(rules.can_start_runs(by) and template.customer_id == by.organization_id)
    if template.status != Template.Status.ACTIVE:
        raise Refused(_("%(template)s is not active. Activate it first.") % {"template": template})
    schedule = Schedule.objects.filter(customer=template.customer_id, template_name=template.name).first()
    is_new = schedule is None
    schedule = schedule or Schedule(customer_id=template.customer_id, template_name=template.name)
    for name, value in fields.items():
        setattr(schedule, name, value)
    first = period(schedule.first)
    if first is None or first.grain != schedule.grain:
        raise Refused(_("The first period is one of those it opens: 2026-09, 2026-Q3 or 2026."))
    schedule.first, schedule.stopped_at = first.name, None
    check(schedule)
    schedule.save()
    audit.record(schedule, "added" if is_new else "changed", by=by)
    return schedule


@transaction.atomic
def stop_schedule(schedule: Schedule, *, by: Actor, now: datetime) -> None:
    """It opens nothing any more; what is open is closed as it would have been."""
    require(rules.can_start_runs(by) and schedule.customer_id == by.organization_id)
    schedule.stopped_at = now
    schedule.save()
    audit.record(schedule, "stopped", by=by)


@transaction.atomic
def close_period(opened: OpenedPeriod, *, by: Actor, now: datetime) -> None:
    """End the time for input: the run is computed anew from what is known now, then reviewed or handed to its data
    check. By a person sooner than the calendar would."""
    rows = OpenedPeriod.objects.select_for_update(of=("self",))
    locked = rows.select_related("schedule", "run__template", "run__customer").get(pk=opened.pk)
    require(rules.can_start_runs(by) and locked.schedule.customer_id == by.organization_id)
    locked.closed_at, locked.closed_by_name = now, by.name[:120]
    audit.move(locked, Status.CLOSED, by=by)
    telling_calendars.closed(locked, now=now)
    run = locked.run
    if run is not None and run.input_until is not None:
        for survey in JudgementSurvey.objects.open().filter(run=run):
            close_survey(survey, by=by, now=now)
        run.input_until = None
        run.save(update_fields=["input_until"])
        if run.status in (Run.Status.DRAFT, Run.Status.REVIEW):
            pin_anew(run, by=by, now=now)
    opened.refresh_from_db()


def look_after_calendars(*, now: datetime) -> None:
    """Of one organisation, in whose name this is done: what is due today, opened, reminded of, closed, handed on."""
    today = timezone.localdate(now)
    for schedule in Schedule.objects.filter(stopped_at=None).select_related("customer"):
        _open_due(schedule, today, now=now)
    opened = OpenedPeriod.objects.select_related("schedule__customer", "run__template")
    for each in opened.filter(status=Status.OPEN):
        by = Actor.system(each.schedule.customer, TANDEM)
        if each.closes_on < today:
            close_period(each, by=by, now=now)
        elif each.remind_on <= today and each.reminded_at is None:
            _remind(each, now=now)
    for each in opened.filter(status=Status.CLOSED, handed_on_at=None, run__isnull=False):
        if each.run is not None:
            hand_on(each.run, now=now)


@transaction.atomic
def hand_on(run: Run, *, now: datetime) -> None:
    """Open the data check that the template asks for, once the run of a closed period has been computed. One without
    a data check waits for its review."""
    opened = (
        OpenedPeriod.objects.select_for_update(of=("self",))
        .select_related("schedule__customer")
        .filter(run=run, status=Status.CLOSED, handed_on_at=None)
        .first()
    )
    if opened is None or opened.closed_at is None or run.status in (Run.Status.DRAFT, Run.Status.RUNNING):
        return
    if run.computed_at is None or run.computed_at < opened.closed_at:
        return  # what it shows was known before; the worker has not come to it yet
    opened.handed_on_at = now
    opened.save()
    if run.status == Run.Status.REVIEW and run.template.data_check and run.checked_at is None:
        checking.open_check(run, by=Actor.system(opened.schedule.customer, TANDEM), now=now)


def _open_due(schedule: Schedule, today: date, *, now: datetime) -> None:
    known = set(OpenedPeriod.objects.filter(schedule=schedule).values_list("period", flat=True))
    for each in windows.periods_from(schedule):
        if each.ends > today:
            return
        if each.name not in known and windows.window(schedule, each).opens_on <= today:
            _open(schedule, each, today, now=now)


@transaction.atomic
def _open(schedule: Schedule, due: Period, today: date, *, now: datetime) -> None:
    """What a person has started for the period already is taken as it is."""
    by = Actor.system(schedule.customer, TANDEM)
    of_template = {"customer": schedule.customer_id, "template__name": schedule.template_name}
    template = Template.objects.filter(
        customer=schedule.customer_id, name=schedule.template_name, status=Template.Status.ACTIVE
    ).first()
    if template is None:
        return  # it waits: the calendar says so, and the next version opens it
    window = windows.opened_on(schedule, due, today)
    whole = Run.objects.filter(**of_template, period=due.name, status__in=STANDING)
    started = whole.filter(chosen__isnull=True).first()
    opened = OpenedPeriod(
        schedule=schedule,
        period=due.name,
        run=started,
        opened_at=now,
        remind_on=window.remind_on,
        closes_on=window.closes_on,
    )
    if started is not None:
        opened.status, opened.closed_at, opened.closed_by_name = Status.CLOSED, now, started.started_by[:120]
        opened.handed_on_at = now
    else:
        opened.run = start_run(template, due.name, by=by, now=now, input_until=window.closes_on)
    opened.save()
    audit.record(opened, "opened", by=by)


@transaction.atomic
def _remind(opened: OpenedPeriod, *, now: datetime) -> None:
    opened.reminded_at = now
    opened.save(update_fields=["reminded_at"])
    telling_calendars.closing(opened, now=now)
