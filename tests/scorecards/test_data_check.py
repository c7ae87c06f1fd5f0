"""Before publication suppliers check the lines: what they dispute is settled or decided, the card computed again, then
the run is published; one line more is appealed against afterwards."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tandem.core.errors import Forbidden, Refused
from tandem.relationships.models import Relationship
from tandem.scorecards import actions, explanation, queries
from tandem.scorecards.actions.objecting import Grounds
from tandem.scorecards.models import Card, EarlierCard, Objection, Reason, Run, Template
from tandem.scorecards.queries import objections
from tests.cast import NOW, Person
from tests.scorecards.conftest import run_of
from tests.scorecards.test_appeals import value, whole

MOVED = Grounds(Reason.DATE_MOVED)
Keys = list[tuple[str, str, str, str]]
Status = Objection.Status


def check_of(run: Run, relationship: Relationship) -> Objection:
    return Objection.objects.select_related("relationship__customer", "relationship__supplier").get(
        run=run, relationship=relationship, kind=Objection.Kind.CHECK
    )


def test_eleven_late_lines_from_the_data_check_to_an_appeal(
    checking: Run,
    late: Keys,
    huarui: Relationship,
    qingfeng: Relationship,
    huarui_sales: Person,
    manager: Person,
    buyer: Person,
) -> None:
    # Three working days after Monday, 23 November; the score is 59.23 in the end: 24.615 + 14.615 + 20.
    assert (checking.status, checking.check_until) == (Run.Status.CHECKING, date(2026, 11, 26))
    card, other = whole(checking, huarui), whole(checking, qingfeng)
    assert (card.score, card.grade, card.rank, other.rank) == (Decimal("46.89"), "D", 2, 1)
    # The supplier may see what was measured, and nothing of its card.
    assert not Card.objects.visible_to(huarui_sales.actor).exists()

    check = check_of(checking, huarui)
    kpi = objections.kpis_of(objections.card_of(check))["on_time_lines"]
    with pytest.raises(Refused, match="single lines"):
        actions.dispute(check, kpi, (), MOVED, by=huarui_sales.actor, now=NOW)
    actions.dispute(check, kpi, late[:4], MOVED, by=huarui_sales.actor, now=NOW)
    with pytest.raises(Refused, match="take them back"):
        actions.confirm(check, by=huarui_sales.actor, now=NOW)
    actions.submit(check, by=huarui_sales.actor, now=NOW)
    assert [line.status for line in check.lines.order_by("number")] == ["accepted"] * 3 + ["waiting"]
    later = NOW + timedelta(days=4)
    with pytest.raises(Refused, match="1 supplier still wait"):
        actions.close_check(checking, by=buyer.actor, now=later)
    fourth = check.lines.get(status="waiting")
    with pytest.raises(Forbidden):
        actions.decide(fourth, accept=True, why="Fine.", by=buyer.actor, now=NOW)
    actions.decide(fourth, accept=False, why="Moved after it was due.", by=manager.actor, now=NOW)
    card.refresh_from_db()
    assert value(card, "delivery") == (Decimal("0.703703704"), 27)
    assert (card.score, card.version) == (Decimal("55.80"), 2)
    assert not EarlierCard.objects.get(run=checking, relationship=huarui).shown
    assert not EarlierCard.objects.visible_to(huarui_sales.actor).exists()

    # Qingfeng does not answer; its time is over, and the run is back in review by itself.
    checking.refresh_from_db()
    assert checking.status == Run.Status.CHECKING
    actions.close_due_checks(today=date(2026, 11, 26), now=later)
    checking.refresh_from_db()
    assert checking.status == Run.Status.CHECKING
    actions.close_due_checks(today=date(2026, 11, 27), now=later)
    checking.refresh_from_db()
    assert (checking.status, checking.checked_at) == (Run.Status.REVIEW, later)
    assert check_of(checking, qingfeng).status == Status.LAPSED

    actions.publish_run(checking, by=manager.actor, now=later)
    card.refresh_from_db()
    huarui.refresh_from_db()
    assert (huarui.score, huarui.grade) == (Decimal("55.80"), "D")
    appeal = actions.open_appeal(
        Card.objects.visible_to(huarui_sales.actor).get(), by=huarui_sales.actor, now=later
    )
    force_majeure = Grounds(Reason.FORCE_MAJEURE, "The port was closed.")
    actions.dispute(appeal, kpi, late[4:5], force_majeure, by=huarui_sales.actor, now=later)
    actions.submit(appeal, by=huarui_sales.actor, now=later)
    actions.decide(appeal.lines.get(), accept=True, why="It was.", by=manager.actor, now=later)
    card.refresh_from_db()
    assert value(card, "delivery") == (Decimal("0.730769231"), 26)
    assert (card.version, card.score) == (3, Decimal("59.23"))
    shown = EarlierCard.objects.visible_to(huarui_sales.actor)
    assert [(each.version, each.score) for each in shown] == [(2, Decimal("55.80"))]
    unchanged = whole(checking, qingfeng)
    assert (unchanged.score, unchanged.rank, unchanged.version) == (other.score, other.rank, 1)
    lines = {line.code: line.points for line in explanation.lines_from(card.lines)}
    assert set(lines) == {"delivery", "lateness", "price"}


def test_a_template_that_asks_for_a_check_is_not_published_without_one(
    checked_template: Template,
    buyer: Person,
    manager: Person,
    late: Keys,
) -> None:
    run = run_of(checked_template, "2026-Q3", buyer)
    with pytest.raises(Refused, match="Open the data check first"):
        actions.publish_run(run, by=manager.actor, now=NOW)


def test_once_everybody_finds_everything_right_the_check_is_over(
    checking: Run, huarui: Relationship, qingfeng: Relationship, huarui_sales: Person
) -> None:
    actions.confirm(check_of(checking, huarui), by=huarui_sales.actor, now=NOW)
    checking.refresh_from_db()
    assert checking.status == Run.Status.CHECKING
    from tandem.accounts.roles import Role
    from tests.cast import person

    other = person(qingfeng.supplier, "Qing Lan", Role.SALES)
    actions.confirm(check_of(checking, qingfeng), by=other.actor, now=NOW)
    checking.refresh_from_db()
    assert (checking.status, checking.checked_at) == (Run.Status.REVIEW, NOW)
    assert [each.status for each in Objection.objects.all()] == [Status.CONFIRMED] * 2
    with pytest.raises(Refused, match="checked this run already"):
        actions.open_check(checking, by=checking_starter(checking), now=NOW)


def checking_starter(run: Run):  # type: ignore[no-untyped-def]
    from tandem.accounts.actor import Actor

    return Actor.system(run.customer, "erp")


def test_computed_again_as_a_whole_the_run_keeps_what_the_check_set_aside(
    checking: Run,
    late: Keys,
    huarui: Relationship,
    huarui_sales: Person,
    buyer: Person,
) -> None:
    check = check_of(checking, huarui)
    kpi = queries.pinned_kpis(checking)["on_time_lines"]
    actions.dispute(check, kpi, late[:3], MOVED, by=huarui_sales.actor, now=NOW)
    actions.submit(check, by=huarui_sales.actor, now=NOW)
    actions.close_due_checks(today=date(2026, 12, 1), now=NOW + timedelta(days=8))
    checking.refresh_from_db()
    actions.compute_run(checking, by=buyer.actor, now=NOW)
    card = whole(checking, huarui)
    assert (value(card, "delivery"), card.version) == ((Decimal("0.703703704"), 27), 1)
    assert not EarlierCard.objects.exists()
