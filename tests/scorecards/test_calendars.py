"""Nordlicht's calendar: a quarter opens by itself, asks for input, reminds, closes and goes on to its data check."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from tandem.core.errors import Forbidden, Refused
from tandem.messaging.models import Notification
from tandem.relationships.models import Relationship
from tandem.scorecards import actions, windows
from tandem.scorecards.models import Card, Objection, OpenedPeriod, Run, RunBasis, Schedule, Template
from tandem.scorecards.periods import period
from tandem.scorecards.signals import run_opened
from tests.cast import NOW, Person
from tests.scorecards import business
from tests.scorecards.conftest import Q3, run_of

FIELDS = {
    "grain": "quarter", "first": "2026-Q3", "opens_after": 5, "input_days": 4, "remind_before": 1,
    "asked_roles": ["logistics", "buyer"],
}  # fmt: skip


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, 33, tzinfo=UTC)


def told(who: Person) -> list[str]:
    rows = Notification.objects.filter(recipient=who.user, kind__startswith="run.").order_by("pk")
    return list(rows.values_list("kind", flat=True))


@pytest.mark.usefixtures("books")
def test_a_quarter_opens_asks_reminds_closes_and_is_handed_on_and_nobody_publishes_it_unseen(
    checked_template: Template,
    buyer: Person,
    manager: Person,
    auditor: Person,
    huarui: Relationship,
) -> None:
    heard = []
    run_opened.connect(lambda **sent: heard.append((sent["run"].period, sent["until"])), weak=False)
    with pytest.raises(Forbidden):
        actions.keep_schedule(checked_template, FIELDS, by=auditor.actor, now=NOW)
    with pytest.raises(Refused, match="one of those it opens"):
        actions.keep_schedule(checked_template, FIELDS | {"first": "2026-09"}, by=buyer.actor, now=NOW)
    schedule = actions.keep_schedule(checked_template, FIELDS, by=buyer.actor, now=NOW)
    third = period("2026-Q3")
    assert third is not None
    # 3 October is a holiday in Germany, and a Saturday: five working days end on the 7th.
    planned = windows.window(schedule, third)
    assert (planned.opens_on, planned.remind_on, planned.closes_on) == (
        date(2026, 10, 7), date(2026, 10, 12), date(2026, 10, 13),
    )  # fmt: skip

    actions.look_after_calendars(now=morning(date(2026, 10, 6)))
    assert not OpenedPeriod.objects.exists()
    for _ in range(2):  # a day's second look changes nothing
        actions.look_after_calendars(now=morning(date(2026, 10, 7)))
    opened = OpenedPeriod.objects.get()
    run = Run.objects.get()
    assert (opened.run, opened.period, run.input_until) == (run, "2026-Q3", date(2026, 10, 13))
    actions.compute_run(run, by=manager.actor, now=morning(date(2026, 10, 7)))
    assert heard == [("2026-Q3", date(2026, 10, 13))]
    assert (told(buyer), told(manager)) == (["run.opened"], [])  # reviewers are not called yet
    for go_on in (actions.publish_run, actions.open_check):
        with pytest.raises(Refused, match="open for input until 13 Oct 2026"):
            go_on(run, by=manager.actor, now=NOW)

    # Meanwhile somebody completes the facts.
    late = business.deliveries("100", Q3.replace(month=9, day=1), on_time=0, late=5)
    business.load(buyer.organization, late)
    before = Card.objects.get(run=run, relationship=huarui).sample
    actions.look_after_calendars(now=morning(date(2026, 10, 12)))
    actions.look_after_calendars(now=morning(date(2026, 10, 13)))
    assert told(buyer) == ["run.opened", "run.closing"]
    actions.look_after_calendars(now=morning(date(2026, 10, 14)))
    opened.refresh_from_db()
    run.refresh_from_db()
    assert (opened.status, opened.closed_by_name, run.input_until) == ("closed", "Tandem", None)
    # The worker takes it up.
    actions.compute_run(run, by=manager.actor, now=morning(date(2026, 10, 14)))
    assert Card.objects.get(run=run, relationship=huarui).sample == before + 5
    assert RunBasis.objects.filter(run=run).count() == 1
    actions.hand_on(run, now=morning(date(2026, 10, 14)))
    run.refresh_from_db()
    assert run.status == Run.Status.CHECKING
    assert Objection.objects.filter(run=run, kind="check").count() == 2
    actions.look_after_calendars(now=morning(date(2026, 10, 15)))
    assert (Run.objects.count(), Run.objects.get().status) == (1, Run.Status.CHECKING)


@pytest.mark.usefixtures("books")
def test_what_a_person_started_is_taken_as_it_is_and_a_person_may_close_sooner(
    template: Template, buyer: Person, manager: Person, rival: Person
) -> None:
    started = run_of(template, "2026-Q2", buyer)
    schedule = actions.keep_schedule(template, FIELDS | {"first": "2026-Q2"}, by=buyer.actor, now=NOW)
    actions.look_after_calendars(now=NOW)
    rows = OpenedPeriod.objects.order_by("period").values_list("period", "status", "run__started_by")
    assert list(rows) == [("2026-Q2", "closed", "Ada Lindqvist"), ("2026-Q3", "open", "Tandem")]
    opened = OpenedPeriod.objects.get(status="open")
    assert opened.closes_on == date(2026, 11, 27)  # four working days from the day it was opened late
    assert opened.run is not None
    actions.compute_run(opened.run, by=buyer.actor, now=NOW)

    page = buyer.client.get("/scorecards/calendar/").content.decode()
    for said in ("Open for input", "27 Nov 2026", "Q4 2026", "Castings", "Close now"):
        assert said in page, said
    assert "Castings" not in rival.client.get("/scorecards/calendar/").content.decode()
    assert (
        "Open for input until 27 Nov 2026" in buyer.client.get(opened.run.get_absolute_url()).content.decode()
    )
    assert buyer.client.post(f"/scorecards/calendar/opened/{opened.pk}/close/").status_code == 302
    opened.run.refresh_from_db()
    assert opened.run.input_until is None
    actions.hand_on(opened.run, now=timezone.now())  # not before it has been computed anew
    assert OpenedPeriod.objects.filter(handed_on_at=None).count() == 1
    actions.compute_run(opened.run, by=buyer.actor, now=timezone.now())
    actions.hand_on(opened.run, now=timezone.now())
    assert not OpenedPeriod.objects.filter(handed_on_at=None).exists()
    opened.run.refresh_from_db()
    assert opened.run.status == Run.Status.REVIEW  # its template asks for no data check
    assert told(manager)[-1] == "run.ready"
    started.refresh_from_db()
    assert started.input_until is None

    form = {"grain": "month", "first": "2026-Q4", "opens_after": "3", "input_days": "2", "remind_before": "1"}
    address = f"/scorecards/templates/{template.pk}/calendar/"
    assert buyer.client.post(address, form | {"asked_roles": ["buyer"]}).status_code == 422
    buyer.client.post(address, form | {"first": "2026-12", "asked_roles": ["buyer"]})
    assert Schedule.objects.values_list("grain", "first").get() == ("month", "2026-12")
    buyer.client.post(f"/scorecards/calendar/{schedule.pk}/stop/")
    actions.look_after_calendars(now=NOW + timedelta(days=60))
    assert OpenedPeriod.objects.count() == 2


@pytest.mark.parametrize(
    "name", ["9999-W52", "9999", "0001", "0001-W01", "２０２６-Q3", "2026-Q5", "2026-W54", "²", ""]
)
def test_what_names_no_period_that_facts_are_of_is_none(name: str) -> None:
    assert period(name) is None
