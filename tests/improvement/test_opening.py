"""Rules open cases, each once; a missed target that comes back opens a solved case again; what is overdue climbs."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from tandem.core.errors import Refused
from tandem.improvement import actions, wording
from tandem.improvement.actions.escalating import escalate
from tandem.improvement.actions.opening import look_at_run
from tandem.improvement.models import Case, Escalation, OpeningRule, Rung
from tandem.messaging.models import Notification
from tandem.relationships.models import Relationship
from tandem.scorecards.models import Card
from tandem.scorecards.queries import current_kpis
from tests.cast import NOW, Person
from tests.config.records.scorecards import of_the_scorecards
from tests.improvement.conftest import solve


def rule(by: Person, **values: Any) -> OpeningRule:
    return actions.save_rule(OpeningRule(**values), by=by.actor, now=NOW)


@pytest.fixture
def card(places: Path, administrator: Person, huarui: Relationship) -> Card:
    """Huarui's card of a published run: grade D, and half of its lines on time."""
    made = of_the_scorecards(administrator, huarui)
    card = Card.objects.select_related("run__template", "run__customer").get(pk=made["card"][0])
    line = {**card.lines[0], "kpi": "on_time_lines", "value": "0.5"} if card.lines else {}
    Card.objects.filter(pk=card.pk).update(grade="D", lines=[line] if line else [])
    return card


def test_a_rule_reads_as_a_sentence(quality_engineer: Person) -> None:
    kpis = current_kpis(quality_engineer.organization.pk)
    graded = rule(quality_engineer, event="grade", grades="c, d", owner=quality_engineer.user)
    assert wording.rule(graded, kpis) == (
        "When a published scorecard has grade C or D: open a case (Major, Processes) owned by Quentin Baum."
    )
    missed = rule(quality_engineer, event="kpi", kpi="on_time_lines", limit=Decimal("0.9"))
    assert wording.rule(missed, kpis) == (
        "When a published scorecard shows On-time delivery by line below 90.0%: open a case (Major, Processes)."
    )
    with pytest.raises(Refused, match="which limit"):
        rule(quality_engineer, event="kpi", kpi="on_time_lines")


def test_a_red_grade_opens_one_case(card: Card, quality_engineer: Person) -> None:
    assert look_at_run(card.run, now=NOW) == []
    rule(quality_engineer, event="grade", grades="C D", owner=quality_engineer.user)
    (case,) = look_at_run(card.run, now=NOW)
    assert (case.origin, case.reference, case.owner, case.opened_by_name) == (
        "grade", card.run.period, quality_engineer.user, "Tandem",
    )  # fmt: skip
    assert case.title.startswith("Grade D for ")
    assert look_at_run(card.run, now=NOW) == []
    assert Case.objects.count() == 1


def test_what_comes_back_opens_the_case_again(
    card: Card, leak: Case, quality_engineer: Person, huarui_sales: Person
) -> None:
    solve(leak, huarui_sales, quality_engineer)
    actions.close_case(leak, remark="No leak.", by=quality_engineer.actor, now=NOW)
    acted = card.run.starts - timedelta(days=5)
    Case.objects.filter(pk=leak.pk).update(origin="grade", acted_on=acted)
    rule(quality_engineer, event="grade", grades="D")
    (case,) = look_at_run(card.run, now=NOW)
    assert (case.pk, case.status, case.times_reopened) == (leak.pk, "open", 1)
    assert case.reopened_because.startswith("It came back: Grade D")
    assert Notification.objects.filter(recipient=huarui_sales.user, kind="case.reopened").exists()


def test_a_buyer_of_some_categories_sets_no_rules(buyer: Person, auditor: Person) -> None:
    with pytest.raises(Refused):
        rule(auditor, event="grade", grades="D")
    page = auditor.client.get(reverse("improvement:settings")).text
    assert "As soon as something is overdue" in page
    assert "Add a rule" not in page


def test_what_is_overdue_climbs_the_ladder_each_rung_once(
    leak: Case, quality_engineer: Person, huarui_sales: Person, manager: Person
) -> None:
    for days, whom in ((0, "supplier"), (1, "purchasing")):
        actions.save_rung(Rung(after_days=days, whom=whom), by=quality_engineer.actor)
    assert escalate(now=NOW + timedelta(hours=23)) == 0
    assert escalate(now=NOW + timedelta(hours=25)) == 1
    assert escalate(now=NOW + timedelta(hours=26)) == 0
    escalate(now=NOW + timedelta(days=2))
    d0 = Escalation.objects.filter(case=leak, step__code="D0").values_list("after_days", "whom")
    assert list(d0) == [(0, "supplier"), (1, "purchasing")]
    assert Notification.objects.filter(recipient=manager.user, kind="case.overdue_here").count() == 1
    assert Notification.objects.filter(recipient=huarui_sales.user, kind="case.overdue").count() >= 1


def test_an_action_past_its_day_climbs_too(
    leak: Case, quality_engineer: Person, huarui_sales: Person
) -> None:
    solve(leak, huarui_sales, quality_engineer, "D0", "D1", "D2", "D3", "D4", "D5")
    leak.steps.update(due_at=NOW + timedelta(days=900))
    actions.save_rung(Rung(after_days=0, whom="supplier"), by=quality_engineer.actor)
    assert escalate(now=NOW.replace(year=2026, month=12, day=5)) == 0
    assert escalate(now=NOW.replace(year=2026, month=12, day=6)) == 1
    assert Escalation.objects.get().action.due_on == date(2026, 12, 5)
