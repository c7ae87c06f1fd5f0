"""A scorecard is computed again on an appeal, or replaced: what becomes of the deduction that rests on it."""

from decimal import Decimal

import pytest

from tandem.accounts.models import AuditEntry
from tandem.core.errors import Refused
from tandem.incentives import actions, standings
from tandem.incentives.models import Consequence, Policy
from tandem.incentives.triggers import Standing
from tandem.lake.lines import RowKey
from tandem.messaging.models import Notification
from tandem.relationships.models import Relationship
from tandem.scorecards import actions as scorecards
from tandem.scorecards import queries
from tandem.scorecards.actions.objecting import Grounds
from tandem.scorecards.models import Card, Objection, Reason, Run, Template
from tests.cast import NOW, Person
from tests.incentives.conftest import policy
from tests.scorecards.conftest import late, run_of

__all__ = ["late"]

PORT = Grounds(Reason.FORCE_MAJEURE, "The port was closed.")


def granted(run: Run, key: RowKey, supplier: Person, manager: Person) -> Objection:
    """An appeal against one late line, which a person accepts."""
    card = Card.objects.get(run=run, relationship__supplier=supplier.organization, site="")
    appeal = scorecards.open_appeal(card, by=supplier.actor, now=NOW)
    kpi = queries.pinned_kpis(run)["on_time_lines"]
    scorecards.dispute(appeal, kpi, [key], PORT, by=supplier.actor, now=NOW)
    scorecards.submit(appeal, by=supplier.actor, now=NOW)
    scorecards.decide(appeal.lines.get(), accept=True, why="It was.", by=manager.actor, now=NOW)
    return appeal


def standing(case: Consequence) -> int:
    case.refresh_from_db()
    return case.lines.filter(stands=True).count()


def test_what_an_appeal_sets_aside_is_not_punished(
    late: list[RowKey],
    template: Template,
    huarui: Relationship,
    buyer: Person,
    quality_engineer: Person,
    manager: Person,
    finance: Person,
    huarui_sales: Person,
) -> None:
    run = run_of(template, "2026-Q3", buyer)
    stale = Run.objects.get(pk=run.pk)
    scorecards.publish_run(run, by=manager.actor, now=NOW)
    with pytest.raises(Refused):  # twice at once
        scorecards.publish_run(stale, by=manager.actor, now=NOW)
    policy(quality_engineer, manager, cap_rate=Decimal(50))
    [case] = actions.apply_policies(run, by=manager.actor, now=NOW, chosen=[huarui.pk])
    assert (standing(case), case.amount) == (11, Decimal("110.00"))

    # The supplier has not heard of it: it follows the card at once.
    appeal = granted(run, late[4], huarui_sales, manager)
    appeal.status = Objection.Status.SUBMITTED
    with pytest.raises(Refused):  # who had the page open while it was decided
        scorecards.withdraw(appeal, by=huarui_sales.actor, now=NOW)
    actions.reconsider(run, now=NOW, chosen=[huarui.pk])
    assert actions.apply_policies(run, by=manager.actor, now=NOW, chosen=[huarui.pk]) == []
    assert (standing(case), case.status, case.amount) == (10, "proposed", Decimal("100.00"))

    # Announced and accepted: one line less by itself, which both sides read.
    actions.approve(case, conduct_answer="Too late.", by=manager.actor, now=NOW)
    actions.announce(case, by=manager.actor, now=NOW)
    actions.accept(case, by=huarui_sales.actor, now=NOW)
    granted(run, late[5], huarui_sales, manager)
    actions.reconsider(run, now=NOW)
    assert (standing(case), case.status, case.amount) == (9, "in_force", Decimal("90.00"))
    assert (
        AuditEntry.objects.visible_to(huarui_sales.actor).about(case).filter(verb="reckoned_again").exists()
    )
    assert Notification.objects.filter(
        recipient=huarui_sales.user, kind="consequence.reckoned_again"
    ).exists()

    # Signed: nothing moves under the signature; who approves is told.
    statement = actions.make_statement(huarui, "EUR", by=finance.actor, now=NOW)
    actions.sign_and_send(statement, by=finance.actor, now=NOW)
    granted(run, late[6], huarui_sales, manager)
    actions.reconsider(run, now=NOW)
    assert (standing(case), case.amount, statement.total) == (9, Decimal("90.00"), Decimal("-90.00"))
    assert case.finding["since"] == {"called": True, "lines": 1}
    assert Notification.objects.filter(recipient=manager.user, kind="consequence.to_reconsider").exists()
    page = manager.client.get(f"/incentives/{case.pk}/").content.decode()
    assert "a signed statement holds them here" in page

    # Another run replaces the first: the case follows it, and nothing is proposed twice.
    other = run_of(template, "2026-Q3", buyer)
    scorecards.publish_run(other, by=manager.actor, now=NOW)
    actions.reconsider(other, now=NOW)
    case.refresh_from_db()
    assert case.card == Card.objects.get(run=other, relationship=huarui, site="")
    assert actions.apply_policies(other, by=manager.actor, now=NOW, chosen=[huarui.pk]) == []


def test_a_streak_does_not_step_over_a_period(template: Template, quality_engineer: Person) -> None:
    runs = [
        Run.objects.create(
            customer=template.customer, template=template, period=f"2026-Q{quarter}", status="published",
            starts=f"2026-{quarter * 3 - 2:02}-01", ends=f"2026-{quarter * 3 + 1:02}-01", as_of="2026-11-01",
        )
        for quarter in (1, 3)
    ]  # fmt: skip
    last = Run.objects.get(pk=runs[-1].pk)
    streak = Policy(when="streak", grades=["C"], periods=2, kind="penalty", effect="reprimand")
    assert standings.runs_up_to(last, [streak]) == [last]
    card = Standing("2026-Q1", "C", None, {}), Standing("2026-Q3", "C", None, {})
    periods = ["2026-Q1", "2026-Q2", "2026-Q3"]
    assert standings._whole({1: list(card), 2: [card[0]]}, periods) == {
        1: [card[0], Standing("2026-Q2", "", None, {}), card[1]]
    }
