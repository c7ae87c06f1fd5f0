"""Renewals are asked for, a lapsed certificate suspends what rests on it, and its renewal brings it back."""

from datetime import date, timedelta

from django.urls import reverse

from tandem.messaging.models import Notification
from tandem.onboarding import actions
from tandem.onboarding.approved_needs import of_supplier
from tandem.onboarding.models import RenewalAsk
from tandem.onboarding.queries.approvals import may_deliver
from tandem.relationships.models import Category, Relationship
from tests.cast import NOW, Person
from tests.onboarding.documents.conftest import TODAY, accepted, approved, at, handed

DAY = timedelta(days=1)


def told(who: Person, since: date) -> list[str]:
    rows = Notification.objects.filter(recipient=who.user, at__gte=at(since)).order_by("pk")
    return [row.kind for row in rows]


def test_the_story_of_a_certificate_that_lapses(
    huarui: Relationship, castings: Category, manager: Person, buyer: Person, sales: Person
) -> None:
    certificate = handed(sales, huarui)  # until 65 days from today
    accepted(certificate, huarui, buyer)
    line = approved(huarui, castings, manager, rests_on=["iso_9001"], now=NOW)
    last = TODAY + 65 * DAY
    for day in range(1, 66):
        actions.follow_calendar(now=at(TODAY + day * DAY))
    asked = [(ask.step, ask.asked_at) for ask in RenewalAsk.objects.all()]
    assert asked == [(days, at(last - days * DAY)) for days in (60, 30, 7)]
    assert told(sales, TODAY + DAY) == ["our_document.renewal_asked"] * 3

    for day in range(1, 15):  # the fourteen days of grace
        actions.follow_calendar(now=at(last + day * DAY))
    line.refresh_from_db()
    assert line.status == "approved"
    assert told(sales, last + DAY) == ["our_document.lapsed"]
    actions.follow_calendar(now=at(last + 15 * DAY))
    actions.follow_calendar(now=at(last + 15 * DAY))
    line.refresh_from_db()
    assert (line.status, line.suspended_for) == ("suspended", certificate)
    assert told(sales, last + 2 * DAY) == ["our_approval.changed"]
    assert told(buyer, last + DAY) == ["document.lapsed", "approval.changed"]
    answer = may_deliver(huarui, castings, None, last + 16 * DAY)
    assert (answer.allowed, answer.reasons) == (
        False,
        [
            "The approval is suspended since 11 Feb 2027: "
            "ISO 9001 quality management Q-1001 lapsed after 27 Jan 2027."
        ],
    )

    later = at(last + 20 * DAY)
    renewal = handed(
        sales,
        huarui,
        replaces=certificate,
        number="Q-2001",
        valid_from=last + DAY,
        valid_until=last + 1000 * DAY,
        now=later,
    )
    accepted(renewal, huarui, buyer, now=later)
    line.refresh_from_db()
    assert (line.status, line.suspended_for) == ("approved", None)
    assert [rest.document for rest in line.rests.all()] == [renewal]
    assert may_deliver(huarui, castings, None, last + 20 * DAY).allowed
    assert not may_deliver(huarui, castings, None, last + 19 * DAY).allowed  # as it was then
    actions.follow_calendar(now=at(last + 21 * DAY))
    assert RenewalAsk.objects.count() == 4


def test_a_renewal_handed_in_stops_the_asking_and_keeps_the_approval(
    huarui: Relationship, castings: Category, manager: Person, buyer: Person, sales: Person
) -> None:
    certificate = handed(sales, huarui, valid_until=TODAY + 20 * DAY)
    accepted(certificate, huarui, buyer)
    line = approved(huarui, castings, manager, rests_on=[certificate], now=NOW)
    renewal = handed(sales, huarui, replaces=certificate, valid_until=TODAY + 900 * DAY)
    actions.follow_calendar(now=NOW)
    assert not RenewalAsk.objects.exists()
    accepted(renewal, huarui, buyer)
    actions.follow_calendar(now=at(TODAY + 60 * DAY))
    line.refresh_from_db()
    assert line.status == "approved"


def test_the_days_of_grace_are_the_customer_s_to_set(
    huarui: Relationship, castings: Category, manager: Person, buyer: Person, sales: Person, auditor: Person
) -> None:
    address = reverse("onboarding:document_settings")
    assert auditor.client.post(address, {"grace_days": 0}).status_code == 409
    assert manager.client.post(address, {"grace_days": 400}).status_code == 422
    assert manager.client.post(address, {"grace_days": 0}).status_code == 302
    certificate = handed(sales, huarui, valid_until=TODAY + DAY)
    accepted(certificate, huarui, buyer)
    line = approved(huarui, castings, manager, rests_on=[certificate], now=NOW)
    actions.follow_calendar(now=at(TODAY + 2 * DAY))
    line.refresh_from_db()
    assert line.status == "suspended"


def test_conditions_are_followed_up_once_and_what_is_over_is_closed(
    huarui: Relationship, castings: Category, manager: Person, sales: Person
) -> None:
    line = approved(
        huarui,
        castings,
        manager,
        ends_on=TODAY + 10 * DAY,
        conditions=[("Send the control plan.", TODAY)],
        now=NOW,
    )
    for day in (1, 2):
        actions.follow_calendar(now=at(TODAY + day * DAY))
    assert told(sales, TODAY + DAY) == ["our_approval.condition_overdue"]
    assert told(manager, TODAY + DAY) == ["approval.condition_overdue"]
    actions.follow_calendar(now=at(TODAY + 10 * DAY))
    line.refresh_from_db()
    assert (line.status, line.ends_on) == ("ended", TODAY + 10 * DAY)


def test_a_condition_is_reminded_of_14_and_3_days_ahead_and_no_more_once_it_is_met(
    huarui: Relationship, castings: Category, manager: Person, sales: Person
) -> None:
    due = TODAY + 20 * DAY
    line = approved(
        huarui,
        castings,
        manager,
        conditions=[("Send the control plan.", due), ("Train the night shift.", due)],
        now=NOW,
    )
    first, second = line.conditions.order_by("pk")
    for day in range(1, 10):
        actions.follow_calendar(now=at(TODAY + day * DAY))
    assert told(sales, TODAY + DAY) == ["our_approval.condition_due"] * 2
    assert told(manager, TODAY + DAY) == ["approval.condition_due"] * 2
    needs = [str(need.text) for need in of_supplier(sales.actor, TODAY + 9 * DAY)]
    assert needs == ["1 approval of yours has a condition that falls due within 14 days"]

    actions.meet_condition(first, evidence="Received.", by=manager.actor, now=at(TODAY + 10 * DAY))
    for day in range(10, 22):
        actions.follow_calendar(now=at(TODAY + day * DAY))
    assert told(sales, TODAY + 10 * DAY) == ["our_approval.condition_due", "our_approval.condition_overdue"]
    waiting = Notification.objects.filter(recipient=sales.user, event__record_id=second.pk).unread()
    assert {row.kind for row in waiting if "condition" in row.kind} == {"our_approval.condition_overdue"}
    needs = [str(need.text) for need in of_supplier(sales.actor, TODAY + 21 * DAY)]
    assert needs == ["1 approval of yours has a condition past its day"]
