"""Huarui proposes to save castings' weight; Nordlicht agrees; both do their steps, and share the saving."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from tandem.core.errors import Refused
from tandem.improvement import actions
from tandem.improvement.models import Project, ProjectStep
from tandem.relationships.models import Relationship
from tests.cast import NOW, Person

VALUES = {
    "title": "Lighter volute", "why": "Half a millimetre less wall.", "unit": "kg", "baseline": Decimal("8.4"),
    "goal": Decimal("7.9"), "due_on": date(2027, 6, 30), "saving": Decimal(40000), "supplier_share": Decimal(40),
}  # fmt: skip


@pytest.fixture
def lighter(huarui: Relationship, huarui_sales: Person) -> Project:
    return actions.propose_project(huarui, VALUES, by=huarui_sales.actor, now=NOW)


def test_one_side_proposes_and_the_other_agrees(
    lighter: Project, huarui_sales: Person, quality_engineer: Person, rival: Person
) -> None:
    assert (lighter.proposed_by, lighter.status, lighter.currency) == ("supplier", "proposed", "EUR")
    with pytest.raises(Refused):
        actions.agree_to_project(lighter, by=huarui_sales.actor, now=NOW)
    assert rival.client.get(reverse("improvement:project", args=[lighter.pk])).status_code == 404
    actions.agree_to_project(lighter, by=quality_engineer.actor, now=NOW)
    assert (lighter.status, lighter.agreed_by_name) == ("running", "Quentin Baum")


def test_steps_of_both_sides_lead_to_what_was_reached_and_shared(
    lighter: Project, huarui_sales: Person, quality_engineer: Person
) -> None:
    actions.agree_to_project(lighter, by=quality_engineer.actor, now=NOW)
    trial = actions.plan_step(
        lighter, ProjectStep(phase="do", text="Trial of 50", side="supplier", due_on=date(2026, 12, 1)),
        by=quality_engineer.actor, now=NOW,
    )  # fmt: skip
    given = {"remark": "Lighter.", "reached": Decimal("8.0"), "saved": Decimal(32000)}
    with pytest.raises(Refused, match="Trial of 50"):
        actions.finish_project(lighter, **given, by=quality_engineer.actor, now=NOW)
    actions.finish_project_step(trial, done_on=NOW.date(), result="48 good", by=huarui_sales.actor, now=NOW)
    actions.finish_project(lighter, **given, by=quality_engineer.actor, now=NOW + timedelta(days=60))
    lighter.refresh_from_db()
    assert (lighter.status, lighter.reached, lighter.saved) == (
        "done",
        Decimal("8.0000"),
        Decimal("32000.00"),
    )
    assert lighter.progress == pytest.approx(0.8)
    page = huarui_sales.client.get(reverse("improvement_supplier:project", args=[lighter.pk])).text
    assert "€12,800" in page
    assert "€19,200" in page


def test_a_goal_is_a_number_or_words(huarui: Relationship, huarui_sales: Person) -> None:
    with pytest.raises(Refused, match="what the goal is"):
        actions.propose_project(huarui, {**VALUES, "goal": None}, by=huarui_sales.actor, now=NOW)


def test_what_was_saved_has_a_currency_though_none_was_expected(
    huarui: Relationship, huarui_sales: Person, quality_engineer: Person
) -> None:
    values = {
        "title": "Tidy the store",
        "why": "Search times.",
        "goal_text": "No search.",
        "due_on": date(2027, 1, 1),
    }
    made = actions.propose_project(huarui, values, by=huarui_sales.actor, now=NOW)
    actions.agree_to_project(made, by=quality_engineer.actor, now=NOW)
    actions.finish_project(
        made, remark="Done.", reached=None, saved=Decimal(900), by=quality_engineer.actor, now=NOW
    )
    assert "€900" in quality_engineer.client.get(reverse("improvement:project", args=[made.pk])).text


def test_what_a_form_lacks_is_said_in_a_sentence(
    huarui: Relationship, huarui_sales: Person, quality_engineer: Person
) -> None:
    huarui_sales.user.language = "en"
    huarui_sales.user.save()
    project = {"relationship": huarui.pk, "title": "Lighter volute", "why": "Weight.", "due_on": "2027-06-30"}
    for who, address, given, sentence in (
        (
            huarui_sales,
            "improvement_supplier:new_project",
            project,
            "Say what the goal is: a number, or words.",
        ),
        (
            quality_engineer,
            "improvement:add_rule",
            {"event": "grade", "kind": "process", "severity": "major", "least": "major"},
            "Say at which grades a case is opened, for instance: C D.",
        ),
    ):
        answer = who.client.post(reverse(address), given, headers={"Accept-Language": "en"})
        assert answer.status_code == 422
        assert sentence in answer.text
        assert "a_project_has" not in answer.text
        assert "a_grade_rule_has" not in answer.text
    assert not Project.objects.exists()
