"""A questionnaire and an audit settle items of a qualification, from being asked to their published result."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from tandem.accounts.models import User
from tandem.accounts.roles import Capability
from tandem.assessments import actions as assessments
from tandem.assessments.actions import Wanted
from tandem.assessments.models import Assessment, Template
from tandem.core.errors import Refused
from tandem.core.fence import Acting, acting_as
from tandem.messaging.models import Notification
from tandem.onboarding.actions import qualification_asking as asking
from tandem.onboarding.actions import qualification_items, qualification_judging, requirements
from tandem.onboarding.actions.requirements import Head
from tandem.onboarding.models import Gate, ItemKind, Qualification, QualificationItem, StageKind
from tandem.onboarding.queries import qualifications as queries
from tandem.onboarding.requirement_data import Item, Stage
from tandem.relationships.models import Category, Relationship
from tests.assessments.conftest import ASKED
from tests.cast import Person
from tests.onboarding.qualification.conftest import NOW, PDF, TODAY, begun, item

SURVEY, AUDIT = "Self-assessment", "Audit on site"


@pytest.fixture
def basics(quality_engineer: Person) -> Template:
    return _in_use({"code": "basics", "title": "Basics", "title_local": "基础问卷"}, quality_engineer)


@pytest.fixture
def line_audit(quality_engineer: Person) -> Template:
    return _in_use({"code": "line-audit", "title": "Line audit", "kind": "audit"}, quality_engineer)


def _in_use(fields: dict[str, str], by: Person) -> Template:
    made = assessments.write_template(fields, asked=ASKED, by=by.actor)
    assessments.publish_template(made, by=by.actor, now=NOW)
    return made


@pytest.fixture
def asks(manager: Person, basics: Template, line_audit: Template) -> None:
    """A survey of at least 70 per cent first, then an audit that its owner releases."""
    survey = Item(ItemKind.QUESTIONNAIRE, SURVEY, spec={"template": "basics", "least_score": "70"})
    audit = Item(ItemKind.AUDIT, AUDIT, by_supplier=False, spec={"template": "line-audit"})
    stages = [
        Stage(StageKind.SURVEY, days=14, items=(survey,)),
        Stage(StageKind.AUDIT, gate=Gate.RELEASE, days=30, items=(audit,)),
    ]
    made = requirements.save_requirements(None, Head("By assessment"), stages, by=manager.actor)
    requirements.put_in_force(made, by=manager.actor, now=NOW)


@pytest.fixture
def running(
    asks: None, quality_engineer: Person, huarui: Relationship, huarui_sales: Person, castings: Category
) -> Qualification:
    """Led by Quentin, who may assess suppliers too."""
    return begun(huarui, castings, quality_engineer)


def answered(found: Assessment, by: Person, *, certified: str = "yes", ppm: str = "0") -> None:
    with acting_as(Acting(person=by.user.pk, organization=by.organization.pk)):
        assessments.answer(found, "certified", certified, by=by.actor, now=NOW)
        assessments.answer(found, "ppm", ppm, by=by.actor, now=NOW)
        if certified == "yes":
            assessments.attach(found, "certificate", PDF, name="iso.pdf", by=by.actor, now=NOW)
        assessments.submit(found, by=by.actor, now=NOW)


def published(found: Assessment, by: Person) -> None:
    found.refresh_from_db()
    assessments.close_assessment(found, by=by.actor, now=NOW)


def asked_of(found: Qualification, title: str = SURVEY) -> Assessment:
    assessment = item(found, title).assessment
    assert assessment is not None
    return assessment


def told(who: Person) -> list[str]:
    rows = Notification.objects.filter(recipient=who.user).order_by("pk")
    return [each for each in rows.values_list("kind", flat=True) if each.startswith("qualification.")]


def state(found: Qualification, title: str = SURVEY) -> tuple[str, str, str]:
    row = item(found, title)
    return row.status, row.reason, row.reason_local


def test_a_questionnaire_goes_out_with_its_stage_and_its_result_passes_the_item(
    running: Qualification, quality_engineer: Person, manager: Person, huarui_sales: Person
) -> None:
    asked = asked_of(running)
    assert (asked.status, asked.template.code, asked.due_on) == (
        "asked",
        "basics",
        TODAY + timedelta(days=14),
    )
    assert asked.purpose == "Qualification: Castings · every site"
    assert [each.title for each in queries.owed_by_supplier(huarui_sales.actor)] == [SURVEY]

    answered(asked, huarui_sales)
    assert state(running) == ("submitted", "", "")
    assert list(queries.owed_by_supplier(huarui_sales.actor)) == []

    published(asked, manager)
    assert state(running) == ("passed", "", "")
    given = item(running, SURVEY).evidence.get()
    assert (given.assessment, given.result) == (asked, {"score": "100.00"})
    assert running.stages.get(position=1).status == "open"
    assert told(quality_engineer)[-1] == "qualification.assessed"


def test_too_low_a_score_or_a_knock_out_does_not_pass_it_and_the_supplier_reads_why(
    running: Qualification, quality_engineer: Person, manager: Person, huarui_sales: Person
) -> None:
    asked = asked_of(running)
    answered(asked, huarui_sales, certified="no", ppm="500")
    published(asked, quality_engineer)
    assert state(running) == (
        "failed",
        "Knocked out by “Is your quality management certified?”. "
        "A score of 25 % is under the 70 % asked for.",
        "被“质量体系是否认证？”一票否决。 得分 25 %，低于要求的 70 %。",
    )
    assert told(huarui_sales)[-1] == "qualification.failed"
    again = item(running, SURVEY)
    with pytest.raises(Refused, match="gets its result from its questionnaire or audit"):
        qualification_items.record_result(
            again, passed=True, text="We know them.", by=quality_engineer.actor, now=NOW
        )

    qualification_items.open_again(again, reason="Certified since.", by=quality_engineer.actor, now=NOW)
    assert (again.status, again.assessment, again.waits_for_supplier) == ("open", None, False)
    second = asking.ask_for(again, due_on=TODAY, by=quality_engineer.actor, now=NOW)
    answered(second, huarui_sales)
    published(second, quality_engineer)
    assert state(running)[0] == "passed"
    assert [each.assessment for each in again.evidence.all()] == [second, asked]


def test_answers_that_go_back_and_a_withdrawal_show_on_the_item(
    running: Qualification, quality_engineer: Person, huarui_sales: Person
) -> None:
    asked = asked_of(running)
    answered(asked, huarui_sales)
    asked.refresh_from_db()
    assessments.return_answers(
        asked, reason="The certificate is cut off.", due_on=TODAY, by=quality_engineer.actor, now=NOW
    )
    assert state(running) == ("returned", "The certificate is cut off.", "")
    assert item(running, SURVEY).waits_for_supplier

    assessments.withdraw_assessment(asked, reason="Asked by mistake.", by=quality_engineer.actor, now=NOW)
    row = item(running, SURVEY)
    assert (row.status, row.assessment, row.waits_for_supplier) == ("open", None, False)


def test_an_audit_begun_on_its_own_page_is_tied_and_its_grade_counts_for_the_item(
    running: Qualification,
    quality_engineer: Person,
    manager: Person,
    huarui: Relationship,
    line_audit: Template,
) -> None:
    qualification_items.waive(item(running, SURVEY), reason="Known.", by=manager.actor, now=NOW)
    assert item(running, AUDIT).assessment is None
    people = User.objects.filter(pk=quality_engineer.user.pk)
    audit = assessments.begin_audit(
        huarui,
        Wanted(line_audit, TODAY),
        assessors=people,
        lead=people[0],
        by=quality_engineer.actor,
        now=NOW,
    )
    row = item(running, AUDIT)
    assert (row.assessment, row.status, row.suppliers_assessment) == (audit, "open", None)

    assessments.assess(audit, "certified", "yes", by=quality_engineer.actor, now=NOW)
    assessments.hand_in(audit, by=quality_engineer.actor, now=NOW)
    published(audit, quality_engineer)
    row = item(running, AUDIT)
    assert (row.status, row.suppliers_assessment) == ("passed", audit)
    assert running.stages.get(position=1).status == "open"  # its owner releases it


def test_a_result_of_before_can_be_taken_and_one_without_a_score_is_for_a_person(
    running: Qualification,
    quality_engineer: Person,
    manager: Person,
    huarui: Relationship,
    line_audit: Template,
) -> None:
    qualification_items.waive(item(running, SURVEY), reason="Known.", by=manager.actor, now=NOW)
    row = item(running, AUDIT)
    audit = asking.ask_for(row, due_on=TODAY, by=quality_engineer.actor, now=NOW)
    people = User.objects.filter(pk=quality_engineer.user.pk)
    assessments.assign_assessors(audit, people, lead=people[0], by=quality_engineer.actor, now=NOW)
    assessments.assess(audit, "order", "Tidy.", by=quality_engineer.actor, now=NOW)
    assessments.hand_in(audit, by=quality_engineer.actor, now=NOW)
    published(audit, quality_engineer)
    row = item(running, AUDIT)
    assert (audit.score, row.status) == (None, "submitted")

    qualification_items.record_result(row, passed=True, text="Walked it.", by=quality_engineer.actor, now=NOW)
    assert state(running, AUDIT)[0] == "passed"
    qualification_items.open_again(row, reason="Again.", by=quality_engineer.actor, now=NOW)
    other = assessments.ask_assessment(
        huarui, Wanted(_other(quality_engineer), TODAY), by=manager.actor, now=NOW
    )
    with pytest.raises(Refused, match="Choose one of the results"):
        qualification_judging.take_published(row, other, by=quality_engineer.actor, now=NOW)
    qualification_judging.take_published(row, audit, by=quality_engineer.actor, now=NOW)
    assert (row.status, row.assessment) == ("submitted", audit)


def _other(by: Person) -> Template:
    return _in_use({"code": "another", "title": "Another"}, by)


def test_whoever_may_not_assess_opens_the_stage_and_the_questionnaire_waits_to_be_asked(
    asks: None, manager: Person, huarui: Relationship, huarui_sales: Person, castings: Category
) -> None:
    held = manager.actor.capabilities - {Capability.ASSESS_SUPPLIERS}
    cannot = replace(manager, actor=replace(manager.actor, capabilities=held, own=None))
    found = begun(huarui, castings, cannot)
    row = item(found, SURVEY)
    assert (row.assessment, row.waits_for_supplier) == (None, False)
    assert list(queries.owed_by_supplier(huarui_sales.actor)) == []
    with pytest.raises(Refused, match="Answer the questionnaire itself"):
        qualification_items.hand_in(row, text="Here.", by=huarui_sales.actor, now=NOW)
    asking.ask_for(row, due_on=TODAY, by=manager.actor, now=NOW)
    assert QualificationItem.objects.get(pk=row.pk).waits_for_supplier


def test_requirements_by_a_template_that_is_not_in_use_do_not_come_into_force(
    manager: Person, quality_engineer: Person, basics: Template
) -> None:
    survey = Item(ItemKind.QUESTIONNAIRE, SURVEY, spec={"template": "basics"})
    stages = [Stage(StageKind.SURVEY, items=(survey,))]
    made = requirements.save_requirements(None, Head("By assessment"), stages, by=manager.actor)
    assessments.retire_template(basics, by=quality_engineer.actor)
    with pytest.raises(Refused, match="Survey, Self-assessment: its template is not in use"):
        requirements.put_in_force(made, by=manager.actor, now=NOW)


def test_both_ends_follow_the_questionnaire_from_the_pages_of_its_item(
    running: Qualification, quality_engineer: Person, auditor: Person, huarui_sales: Person
) -> None:
    asked, row = asked_of(running), item(running, SURVEY)
    ours = reverse("onboarding:qualification_item", args=[running.pk, row.pk])
    theirs = reverse("onboarding_supplier:qualification_item", args=[running.pk, row.pk])
    answering = reverse("assessments_supplier:own", args=[asked.pk])
    for page in (ours, running.get_absolute_url()):
        html = quality_engineer.client.get(page).content.decode()
        assert asked.get_absolute_url() in html
    assert "Record a result" not in quality_engineer.client.get(ours).content.decode()
    for page in (theirs, reverse("onboarding_supplier:qualifications")):
        assert answering in huarui_sales.client.get(page).content.decode()
    refused = quality_engineer.client.post(f"{ours}result/", {"passed": "yes", "text": "We know them."})
    assert (refused.status_code, state(running)[0]) == (422, "open")

    answered(asked, huarui_sales, certified="no")
    published(asked, quality_engineer)
    html = huarui_sales.client.get(theirs).content.decode()
    assert "被“质量体系是否认证？”一票否决。" in html
    assert "Knocked out by" in quality_engineer.client.get(ours).content.decode()

    quality_engineer.client.post(f"{ours}again/", {"reason": "Certified since."})
    assert "Due" in quality_engineer.client.get(ours).content.decode()
    assert auditor.client.post(f"{ours}ask/", {"due_on": str(TODAY)}).status_code == 409
    assert quality_engineer.client.post(f"{ours}ask/", {"due_on": "soon"}).status_code == 409
    asked_anew = quality_engineer.client.post(f"{ours}ask/", {"due_on": str(TODAY)})
    assert asked_anew["Location"] == ours
    assert asked_of(running).status == "asked"
    assert quality_engineer.client.post(f"{ours}published/", {"assessment": asked.pk}).status_code == 409
