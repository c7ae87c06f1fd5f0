"""Nordlicht asks Huarui; Huarui answers; Quentin and Vera verify, each alone; the lead settles; it is published."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tandem.accounts.models import AuditEntry
from tandem.assessments import actions
from tandem.assessments.actions import Wanted
from tandem.assessments.models import Answer, Assessment, Evidence, Finding, Template
from tandem.assessments.queries import questionnaires as queries
from tandem.assessments.signals import assessment_closed, finding_raised
from tandem.core.errors import Refused
from tandem.core.fence import Acting, acting_as
from tandem.messaging.models import Notification
from tandem.relationships.models import Relationship
from tests.assessments.conftest import DUE
from tests.cast import NOW, Person

D = Decimal
PDF = b"%PDF-1.7\n%%EOF"


@contextmanager
def told(who: Person) -> Iterator[None]:
    with acting_as(Acting(person=who.user.pk, organization=who.organization.pk)):
        yield


def answer_all(asked: Assessment, who: Person, *, certified: str = "yes", ppm: str = "500") -> None:
    by = {"by": who.actor, "now": NOW}
    actions.answer(asked, "certified", certified, **by)
    actions.answer(asked, "ppm", ppm, **by)
    if certified == "yes":
        actions.attach(asked, "certificate", PDF, name="iso.pdf", **by)
    actions.submit(asked, **by)


@pytest.fixture
def answered(asked: Assessment, huarui_sales: Person) -> Assessment:
    answer_all(asked, huarui_sales)
    return asked


@pytest.fixture
def shared_out(answered: Assessment, manager: Person, quality_engineer: Person, vera: Person) -> Assessment:
    users = [quality_engineer.user, vera.user]
    actions.assign_assessors(answered, users, lead=quality_engineer.user, by=manager.actor, now=NOW)
    return answered


def verify(assessment: Assessment, who: Person, certified: str, ppm: str, order: str) -> None:
    by = {"by": who.actor, "now": NOW}
    actions.assess(assessment, "certified", certified, **by)
    actions.assess(assessment, "ppm", ppm, **by)
    actions.assess(assessment, "order", None, points=order, remark=f"Seen by {who.user.name}.", **by)
    actions.hand_in(assessment, **by)


def kinds_told(who: Person) -> list[str]:
    return list(Notification.objects.filter(recipient=who.user).order_by("pk").values_list("kind", flat=True))


def test_the_suppliers_answers_are_kept_one_by_one_and_seen_once_handed_in(
    asked: Assessment, huarui_sales: Person, manager: Person
) -> None:
    by = {"by": huarui_sales.actor, "now": NOW}
    actions.answer(asked, "certified", "yes", remark="Since 2012", **by)
    actions.answer(asked, "ppm", "1,250.5", **by)
    actions.answer(asked, "plants", [["Shanghai", "120"], ["", ""]], **by)
    actions.answer(asked, "since", "2012-05-01", **by)
    assert asked.status == "answering"
    with told(manager):
        assert not Answer.objects.filter(assessment=asked).exists()
    with pytest.raises(Refused, match="1 question is still to be answered: certificate"):
        actions.submit(asked, **by)
    evidence = actions.attach(asked, "certificate", PDF, name="iso 9001.pdf", **by)
    actions.submit(asked, **by)
    assert asked.status == "submitted"
    with told(manager):
        shown = {a.question: a.value for a in Answer.objects.visible_to(manager.actor)}
    assert shown == {
        "certified": "yes",
        "ppm": "1250.5",
        "plants": [["Shanghai", "120"]],
        "since": "2012-05-01",
        "certificate": None,
    }
    assert (evidence.file_name, evidence.media_type) == ("iso 9001.pdf", "application/pdf")
    assert kinds_told(manager) == ["assessment.submitted"]
    assert kinds_told(huarui_sales) == ["assessment.asked"]
    with pytest.raises(Refused, match="handed in"):
        actions.answer(asked, "ppm", "3", **by)


@pytest.mark.parametrize(
    ("code", "raw", "problem"),
    [
        ("certified", "perhaps", "answers offered"),
        ("ppm", "many", "is no number"),
        ("since", "2012-13-01", "is no date"),
        ("plants", "Shanghai", "row by row"),
        ("order", "x" * 5001, "longer than 5000"),
        ("nothing", "1", "There is no question nothing"),
        ("ppm", "1e999999999", "is no number"),
        ("ppm", "1e-999999", "is no number"),
    ],
)
def test_what_cannot_be_understood_is_refused_and_nothing_is_kept(
    asked: Assessment, huarui_sales: Person, code: str, raw: Any, problem: str
) -> None:
    with pytest.raises(Refused, match=problem):
        actions.answer(asked, code, raw, by=huarui_sales.actor, now=NOW)
    assert not asked.answers.exists()


def test_what_an_assessor_found_is_read_by_nobody_else_until_all_are_in(
    shared_out: Assessment, quality_engineer: Person, vera: Person, manager: Person
) -> None:
    by = {"severity": "major", "now": NOW}
    actions.raise_finding(shared_out, text="Coolant leaks.", code="ppm", by=vera.actor, **by)
    actions.raise_finding(shared_out, text="Ask for the 8D.", by=manager.actor, **by)

    def seen_by(who: Person) -> list[str]:
        with told(who):
            rows = list(Finding.objects.values_list("text", flat=True))
            assert rows == list(Finding.objects.visible_to(who.actor).values_list("text", flat=True))
        return rows

    assert seen_by(vera) == ["Coolant leaks.", "Ask for the 8D."]
    assert seen_by(quality_engineer) == seen_by(manager) == ["Ask for the 8D."]
    for page in (f"/assessments/asked/{shared_out.pk}/", f"/assessments/asked/{shared_out.pk}/verify/"):
        answer = quality_engineer.client.get(page)
        assert answer.status_code == 200
        assert "Coolant" not in answer.content.decode()
    assert "Coolant" in vera.client.get(f"/assessments/asked/{shared_out.pk}/").content.decode()
    found = Finding.objects.get(text="Coolant leaks.")
    drop = f"/assessments/asked/{shared_out.pk}/findings/{found.pk}/drop/"
    assert manager.client.post(drop).status_code == 404
    for who in (quality_engineer, vera):
        verify(shared_out, who, "yes", "500", "80")
    assert seen_by(manager) == ["Coolant leaks.", "Ask for the 8D."]


def test_assessors_are_blind_until_all_are_in_and_the_database_holds_that_too(
    shared_out: Assessment, quality_engineer: Person, vera: Person, manager: Person, huarui_sales: Person
) -> None:
    verify(shared_out, vera, "yes", "900", "40")
    for who in (quality_engineer, manager, huarui_sales):
        with told(who):
            assert not Answer.objects.filter(side="assessor").exists(), who.user.name
            assert not Answer.objects.visible_to(who.actor).filter(side="assessor").exists()
    with told(vera):
        assert Answer.objects.filter(side="assessor").count() == 3
    with pytest.raises(Refused, match="handed in already"):
        actions.assess(shared_out, "ppm", "1", by=vera.actor, now=NOW)
    verify(shared_out, quality_engineer, "yes", "500", "80")
    shared_out.refresh_from_db()
    assert shared_out.status == "verified"
    with told(manager):
        assert Answer.objects.filter(side="assessor").count() == 6
    with told(huarui_sales):
        assert not Answer.objects.filter(side="assessor").exists()


def test_the_mean_counts_until_the_lead_settles_and_the_result_keeps_the_reason(
    shared_out: Assessment, quality_engineer: Person, vera: Person, manager: Person, huarui_sales: Person
) -> None:
    verify(shared_out, vera, "yes", "900", "40")
    verify(shared_out, quality_engineer, "yes", "500", "80")
    shared_out.refresh_from_db()
    standing = {
        s.question.code: s for s in queries.standings(shared_out, queries.sides(shared_out, vera.actor))
    }
    assert (standing["ppm"].given.points, standing["ppm"].spread, standing["ppm"].differs) == (
        D(30),
        D(40),
        True,
    )
    assert not standing["certified"].differs
    with pytest.raises(Refused, match="Only the lead"):
        actions.settle(shared_out, "ppm", "700", reason="Measured", by=vera.actor, now=NOW)
    actions.settle(
        shared_out, "ppm", "500", reason="By the records of October.", by=quality_engineer.actor, now=NOW
    )
    heard: list[Any] = []
    finding = actions.raise_finding(
        shared_out, text="The red box is open.", severity="major", code="order", by=vera.actor, now=NOW
    )

    def hear(finding: Finding, **_: Any) -> None:
        heard.append(finding)

    def hear_end(assessment: Assessment, **_: Any) -> None:
        heard.append(assessment)

    finding_raised.connect(hear)
    assessment_closed.connect(hear_end)
    try:
        with told(huarui_sales):
            assert not Finding.objects.exists()
        actions.close_assessment(shared_out, by=manager.actor, now=NOW)
    finally:
        finding_raised.disconnect(hear)
        assessment_closed.disconnect(hear_end)
    assert heard == [finding, shared_out]
    # (10 × 100 + 10 × 50 + 20 × 60) ÷ 40
    assert (shared_out.score, shared_out.basis, shared_out.knock_outs) == (D("67.50"), "verified", [])
    result = queries.read_result(shared_out)
    assert result is not None
    assert [(part.code, part.score) for part in result.outcome.sections] == [
        ("quality", D("75.00")),
        ("plant", D("60.00")),
    ]
    assert result.points["ppm"].settled == "By the records of October."
    assert result.points["order"].remarks == ("Seen by Quentin Baum.", "Seen by Vera Holm.")
    with told(huarui_sales):
        assert [str(each) for each in Finding.objects.visible_to(huarui_sales.actor)] == [
            "The red box is open."
        ]
        assert not Answer.objects.exclude(side="supplier").exists()
    assert kinds_told(huarui_sales) == ["assessment.asked", "assessment.published"]
    assert queries.latest_result(shared_out.relationship, "questionnaire") == shared_out
    assert queries.latest_result(shared_out.relationship, "audit") is None


def test_a_self_assessment_alone_may_be_published_and_says_so(
    asked: Assessment, huarui_sales: Person, manager: Person
) -> None:
    answer_all(asked, huarui_sales, certified="no", ppm="0")
    actions.close_assessment(asked, by=manager.actor, now=NOW)
    # The text has no points by itself: its 20 of 40 are no data.
    assert (asked.score, asked.basis, asked.knock_outs) == (D("50.00"), "self", ["certified"])
    result = queries.read_result(asked)
    assert result is not None
    assert (result.outcome.whole.weight, result.outcome.whole.answered) == (D(40), D(20))
    assert "certificate" not in result.points


def test_answers_are_returned_with_the_reason_and_handed_in_again(
    shared_out: Assessment, manager: Person, huarui_sales: Person, vera: Person
) -> None:
    with pytest.raises(Refused, match="Say what is missing"):
        actions.return_answers(shared_out, reason=" ", due_on=DUE, by=manager.actor, now=NOW)
    actions.return_answers(shared_out, reason="The scan is cut off.", due_on=DUE, by=manager.actor, now=NOW)
    assert shared_out.status == "answering"
    with pytest.raises(Refused, match="wait until the supplier"):
        actions.assess(shared_out, "ppm", "1", by=vera.actor, now=NOW)
    actions.submit(shared_out, by=huarui_sales.actor, now=NOW)
    actions.assess(shared_out, "ppm", "1", by=vera.actor, now=NOW)
    actions.hand_in(shared_out, by=vera.actor, now=NOW)
    with pytest.raises(Refused, match="stay as they are"):
        actions.return_answers(shared_out, reason="Again", due_on=DUE, by=manager.actor, now=NOW)
    with pytest.raises(Refused, match="Quentin Baum"):
        actions.close_assessment(shared_out, by=manager.actor, now=NOW)


def test_an_assessor_agrees_with_the_rest_and_one_who_is_left_out_takes_their_words_along(
    shared_out: Assessment, manager: Person, quality_engineer: Person, vera: Person
) -> None:
    actions.assess(shared_out, "ppm", "800", by=vera.actor, now=NOW)
    with told(vera):
        assert actions.agree_with_supplier(shared_out, by=vera.actor, now=NOW) == 1
    values = {a.question: a.value for a in shared_out.answers.filter(side="assessor")}
    assert values == {"certified": "yes", "ppm": "800"}
    with told(manager):
        actions.assign_assessors(
            shared_out, [quality_engineer.user], lead=quality_engineer.user, by=manager.actor, now=NOW
        )
    assert not Answer.objects.filter(side="assessor").exists()
    with pytest.raises(Refused, match="none of this assessment"):
        actions.assess(shared_out, "ppm", "800", by=vera.actor, now=NOW)


def test_whose_role_does_not_assess_is_no_assessor(
    answered: Assessment, manager: Person, auditor: Person
) -> None:
    with pytest.raises(Refused, match="Olga Brandt may not assess"):
        actions.assign_assessors(answered, [], lead=auditor.user, by=manager.actor, now=NOW)
    assert not answered.assessors.exists()


def test_one_is_not_asked_twice_at_once_and_not_for_yesterday(
    asked: Assessment, template: Template, huarui: Relationship, manager: Person, rival: Person
) -> None:
    with pytest.raises(Refused, match="under way already"):
        actions.ask_assessment(huarui, Wanted(template, DUE), by=manager.actor, now=NOW)
    with pytest.raises(Refused, match="has passed"):
        actions.ask_assessment(huarui, Wanted(template, date(2026, 11, 1)), by=manager.actor, now=NOW)
    actions.withdraw_assessment(asked, reason="Asked by mistake.", by=manager.actor, now=NOW)
    again = actions.ask_assessment(huarui, Wanted(template, DUE), by=manager.actor, now=NOW)
    assert again.status == "asked"
    with pytest.raises(Refused):
        actions.ask_assessment(huarui, Wanted(template, DUE), by=rival.actor, now=NOW)
    verbs = AuditEntry.objects.about(asked).values_list("verb", "shared").order_by("pk")
    assert list(verbs) == [("asked", True), ("moved_status", True)]


def test_an_audit_begins_with_its_assessors_and_its_supplier_hears_of_the_result(
    template: Template, huarui: Relationship, manager: Person, vera: Person, huarui_sales: Person
) -> None:
    audit = actions.ask_assessment(
        huarui, Wanted(template, DUE, self_assessed=False), by=manager.actor, now=NOW
    )
    assert not Assessment.objects.asked_of(huarui_sales.actor).exists()
    with pytest.raises(Refused, match="Nobody has assessed"):
        actions.close_assessment(audit, by=manager.actor, now=NOW)
    actions.assign_assessors(audit, [], lead=vera.user, by=manager.actor, now=NOW)
    actions.assess(audit, "certified", "no", by=vera.actor, now=NOW)
    photo = actions.attach(audit, "order", PDF, name="floor.pdf", by=vera.actor, now=NOW)
    actions.hand_in(audit, by=vera.actor, now=NOW)
    audit.refresh_from_db()
    actions.close_assessment(audit, by=manager.actor, now=NOW)
    assert (audit.score, audit.knock_outs) == (D("0.00"), ["certified"])
    assert list(Assessment.objects.asked_of(huarui_sales.actor)) == [audit]
    assert not Evidence.objects.visible_to(huarui_sales.actor).filter(pk=photo.pk).exists()
