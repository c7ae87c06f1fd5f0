"""The calendar of periods: what is open, what comes next, what has been closed; and its setting up."""

from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.accounts.views.answering import accepted
from tandem.scorecards import actions, rules, windows
from tandem.scorecards.forms.calendars import ScheduleForm
from tandem.scorecards.models import OpenedPeriod, Schedule, Template
from tandem.scorecards.periods import containing
from tandem.scorecards.windows import Window

COMING, PAST = 3, 12
GRAINS = ("month", "quarter", "year")


@dataclass(frozen=True)
class Kept:
    """A calendar with its template as it is in use, if it is."""

    schedule: Schedule
    template: Template | None
    coming: list[Window]


@require_GET
def calendar(request: ActorRequest) -> HttpResponse:
    today = timezone.localdate()
    schedules = list(Schedule.objects.visible_to(request.actor).select_related("customer"))
    active = {each.name: each for each in _active(request)}
    opened = OpenedPeriod.objects.filter(schedule__in=schedules).select_related("run__template", "schedule")
    kept = [
        Kept(each, active.get(each.template_name), [] if each.stopped_at else _coming(each, today))
        for each in schedules
    ]
    context = {
        "kept": kept,
        "open": opened.filter(status=OpenedPeriod.Status.OPEN).order_by("closes_on"),
        "coming": sorted(
            ((window, each) for each in kept for window in each.coming), key=lambda pair: pair[0].opens_on
        ),
        "closed": opened.filter(status=OpenedPeriod.Status.CLOSED).order_by("-closed_at")[:PAST],
        "without": [
            each for name, each in active.items() if name not in {k.schedule.template_name for k in kept}
        ],
        "may_close": rules.can_start_runs(request.actor),
    }
    return render(request, "scorecards/calendar/calendar.html", context)


def schedule(request: ActorRequest, pk: int) -> HttpResponse:
    """Set up or change the calendar of a template."""
    require(rules.can_start_runs(request.actor))
    template = get_object_or_404(Template.objects.visible_to(request.actor), pk=pk)
    found = Schedule.objects.visible_to(request.actor).filter(template_name=template.name).first()
    instance = Schedule.objects.get(pk=found.pk) if found else None
    initial = {} if found else {"first": containing(timezone.localdate(), "quarter").name}
    form = ScheduleForm(request.POST or None, instance=instance, initial=initial)

    def act() -> None:
        actions.keep_schedule(template, form.given, by=request.actor, now=timezone.now())

    if request.method == "POST" and accepted(form, act):
        messages.success(request, _("The calendar is kept. Each period opens by itself on its day."))
        return redirect("scorecards:calendar")
    context = {"form": form, "template": template, "schedule": found}
    status = 422 if form.is_bound else 200
    return render(request, "scorecards/calendar/schedule.html", context, status=status)


@require_POST
def stop_schedule(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Schedule.objects.visible_to(request.actor), pk=pk)
    actions.stop_schedule(found, by=request.actor, now=timezone.now())
    messages.success(request, _("Stopped. Nothing opens by itself any more."))
    return redirect("scorecards:calendar")


@require_POST
def close_period(request: ActorRequest, pk: int) -> HttpResponse:
    mine = Schedule.objects.visible_to(request.actor)
    found = get_object_or_404(OpenedPeriod.objects.select_related("run"), pk=pk, schedule__in=mine)
    actions.close_period(found, by=request.actor, now=timezone.now())
    messages.success(request, _("Closed. The run is computed anew from what is known now."))
    return redirect(found.run) if found.run else redirect("scorecards:calendar")


def _active(request: ActorRequest) -> QuerySet[Template]:
    return Template.objects.visible_to(request.actor).filter(status=Template.Status.ACTIVE)


def _coming(found: Schedule, today: date) -> list[Window]:
    """The next periods that have not been opened."""
    known = set(OpenedPeriod.objects.filter(schedule=found).values_list("period", flat=True))
    due = (each for each in windows.periods_from(found) if each.name not in known)
    return [windows.window(found, each) for each in islice(due, COMING)]
