"""The approved list: one line a supplier, category and site, and the question whether a supplier may deliver."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tandem.accounts.models import AuditEntry, Site
from tandem.core.errors import Refused
from tandem.core.fence import Acting, acting_as
from tandem.onboarding import actions
from tandem.onboarding.models import Approval
from tandem.onboarding.queries.approvals import Answer, may_deliver
from tandem.relationships import actions as relationships
from tandem.relationships.models import Category, Relationship
from tests.cast import NOW, Person
from tests.onboarding.documents.conftest import TODAY, accepted, approved, at, handed

DAY = timedelta(days=1)


def said(answer: Answer) -> tuple[bool, list[str], list[str]]:
    return answer.allowed, answer.reasons, answer.remarks


def test_a_supplier_may_deliver_what_and_where_and_when_it_is_approved(
    huarui: Relationship, castings: Category, hamburg: Site, kassel: Site, manager: Person
) -> None:
    before = may_deliver(huarui, castings, hamburg, TODAY)
    assert said(before) == (False, ["There is no approval for Castings at Hamburg."], [])
    line = approved(huarui, castings, manager, hamburg, starts_on=TODAY, ends_on=TODAY + 10 * DAY, now=NOW)
    assert (line.status, line.decided_by_name) == ("approved", "Matthias Roth")
    assert said(may_deliver(huarui, castings, hamburg, TODAY)) == (True, [], [])
    assert may_deliver(huarui, castings, hamburg, TODAY + 9 * DAY).allowed
    assert said(may_deliver(huarui, castings, hamburg, TODAY + 10 * DAY)) == (
        False,
        ["The approval ended on 3 Dec 2026."],
        [],
    )
    assert said(may_deliver(huarui, castings, hamburg, TODAY - DAY)) == (
        False,
        ["The approval begins on 23 Nov 2026 only."],
        [],
    )
    assert not may_deliver(huarui, castings, kassel, TODAY).allowed
    assert not may_deliver(huarui, castings, None, TODAY).allowed
    everywhere = approved(huarui, castings, manager, None, starts_on=TODAY)
    assert may_deliver(huarui, castings, kassel, TODAY).approval == everywhere
    assert may_deliver(huarui, castings, hamburg, TODAY).approval == line


def test_the_supplier_s_stage_goes_before_the_list(
    huarui: Relationship, castings: Category, manager: Person
) -> None:
    approved(huarui, castings, manager)
    relationships.move_stage(huarui, "suspended", by=manager.actor, now=NOW, reason="Fraud is looked into.")
    answer = may_deliver(huarui, castings, None, TODAY)
    assert said(answer) == (
        False,
        ["Huarui Castings Co., Ltd. stands at the stage “Suspended”."],
        [],
    )


def test_one_line_at_a_time_for_a_supplier_category_and_site(
    huarui: Relationship, castings: Category, hamburg: Site, manager: Person
) -> None:
    first = approved(huarui, castings, manager, hamburg, starts_on=TODAY, ends_on=TODAY + 30 * DAY)
    with pytest.raises(Refused, match=r"Castings · Hamburg is on the list already, from 23 Nov 2026"):
        approved(huarui, castings, manager, hamburg, starts_on=TODAY + 29 * DAY)
    approved(huarui, castings, manager, hamburg, starts_on=TODAY + 30 * DAY)
    # The database itself holds it too, whoever writes.
    with pytest.raises(IntegrityError, match="approvals_do_not_overlap"), transaction.atomic():
        Approval.objects.filter(pk=first.pk).update(ends_on=TODAY + 31 * DAY)


def test_who_may_keep_the_list(
    huarui: Relationship, castings: Category, buyer: Person, rival: Person, sales: Person, manager: Person
) -> None:
    for who in (buyer, rival, sales):
        with pytest.raises(Refused):
            approved(huarui, castings, who)
    line = approved(huarui, castings, manager)
    assert list(Approval.objects.visible_to(manager.actor)) == [line]
    assert list(Approval.objects.served_by(sales.actor)) == [line]
    assert not Approval.objects.visible_to(rival.actor).exists()
    for who, sees in ((manager, True), (sales, True), (rival, False)):
        with acting_as(Acting(person=who.user.pk, organization=who.organization.pk)):
            assert Approval.objects.filter(pk=line.pk).exists() is sees
    other = Category.objects.create(customer=rival.organization, code="x", name="X")
    with pytest.raises(Refused, match="none of yours"):
        approved(huarui, other, manager)


def test_a_condition_is_followed_until_it_is_met(
    huarui: Relationship, castings: Category, manager: Person
) -> None:
    line = approved(huarui, castings, manager, conditions=[("Install a second X-ray unit.", TODAY + 5 * DAY)])
    assert said(may_deliver(huarui, castings, None, TODAY)) == (
        True,
        [],
        ["A condition is to be met by 28 Nov 2026: Install a second X-ray unit."],
    )
    assert said(may_deliver(huarui, castings, None, TODAY + 6 * DAY)) == (
        True,
        [],
        ["A condition was due on 28 Nov 2026 and is not met: Install a second X-ray unit."],
    )
    condition = line.conditions.get()
    with pytest.raises(Refused, match="how the condition was met"):
        actions.meet_condition(condition, evidence=" ", by=manager.actor, now=NOW)
    actions.meet_condition(condition, evidence="Seen on site on 24 November.", by=manager.actor, now=NOW)
    line.refresh_from_db()
    assert line.status == "approved"
    assert said(may_deliver(huarui, castings, None, TODAY)) == (True, [], [])
    assert [(change.status, change.reason) for change in line.changes.all()] == [
        ("conditional", "Audit passed with 91 of 100."),
        ("approved", "All conditions are met."),
    ]


def test_suspended_reinstated_and_ended_by_hand_with_reasons(
    huarui: Relationship, castings: Category, manager: Person
) -> None:
    line = approved(huarui, castings, manager)
    with pytest.raises(Refused, match="Give the reason"):
        actions.suspend_approval(line, reason="", by=manager.actor, now=NOW)
    actions.suspend_approval(line, reason="Cracks in two lots.", by=manager.actor, now=NOW)
    assert said(may_deliver(huarui, castings, None, TODAY)) == (
        False,
        ["The approval is suspended since 23 Nov 2026: Cracks in two lots."],
        [],
    )
    # The day before it was as it was.
    assert may_deliver(huarui, castings, None, TODAY - DAY).allowed
    with pytest.raises(Refused, match="cannot go from “Suspended” to “Suspended”"):
        actions.suspend_approval(line, reason="Again.", by=manager.actor, now=NOW)
    actions.reinstate_approval(line, reason="The lots are sorted.", by=manager.actor, now=NOW)
    assert may_deliver(huarui, castings, None, TODAY).allowed
    later = at(TODAY + DAY)
    actions.end_approval(line, reason="We buy no castings any more.", by=manager.actor, now=later)
    assert said(may_deliver(huarui, castings, None, TODAY + DAY)) == (
        False,
        ["The approval ended on 24 Nov 2026."],
        [],
    )
    assert may_deliver(huarui, castings, None, TODAY).allowed
    told = AuditEntry.objects.about(huarui).filter(verb__startswith="approval_").order_by("pk")
    assert [(entry.verb, entry.shared) for entry in told] == [
        ("approval_given", True),
        ("approval_suspended", True),
        ("approval_reinstated", True),
        ("approval_ended", True),
    ]


def test_an_approval_rests_on_documents_that_were_accepted(
    huarui: Relationship, castings: Category, manager: Person, buyer: Person, sales: Person
) -> None:
    with pytest.raises(Refused, match="ISO 9001 quality management"):
        approved(huarui, castings, manager, rests_on=["iso_9001"])
    certificate = handed(sales, huarui)
    with pytest.raises(Refused, match="no valid document that you accepted"):
        approved(huarui, castings, manager, rests_on=[certificate], now=NOW)
    accepted(certificate, huarui, buyer)
    line = approved(huarui, castings, manager, rests_on=["iso_9001"], now=NOW)
    assert [rest.document for rest in line.rests.all()] == [certificate]
    far = may_deliver(huarui, castings, None, TODAY + 70 * DAY)
    assert said(far) == (
        True,
        [],
        ["ISO 9001 quality management Q-1001, on which the approval rests, is valid until 27 Jan 2027."],
    )
