"""A deduction's story: a policy proposes, another approves, the supplier appeals, and what stays is exact."""

import html
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from tandem.core.errors import Refused
from tandem.incentives import actions, wording
from tandem.incentives.models import Consequence, ConsequenceLine, Policy
from tandem.messaging.models import Notification
from tandem.relationships.models import Relationship, Segment
from tandem.scorecards.models import Run
from tandem.scorecards.queries import current_kpis
from tests.cast import NOW, Person
from tests.incentives.conftest import LATE, policy

Status = Consequence.Status


def test_a_policy_reads_as_a_sentence(quality_engineer: Person) -> None:
    made = actions.save_policy(LATE, by=quality_engineer.actor, now=NOW)
    assert wording.sentence(made, current_kpis(made.customer_id)) == (
        "When a supplier is graded C or D on the scorecard “Castings”, 1% of the value of each order line that failed"
        " “On-time delivery by line”, for each day late (of one line at most 10%) is deducted, at most 0.5% of the"
        " period's value. Clause 12.3 of “Frame agreement 2026”."
    )


def test_whoever_wrote_a_policy_does_not_put_it_to_use(quality_engineer: Person, manager: Person) -> None:
    made = actions.save_policy(LATE, by=manager.actor, now=NOW)
    with pytest.raises(Refused, match="somebody else has to put it to use"):
        actions.activate(made, by=manager.actor, now=NOW)
    assert Policy.objects.get(pk=made.pk).status == "draft"


def test_a_deduction_without_a_cap_or_a_clause_is_no_policy(quality_engineer: Person) -> None:
    with pytest.raises(Refused) as refused:
        actions.save_policy({**LATE, "cap_rate": None, "clause": ""}, by=quality_engineer.actor, now=NOW)
    assert "needs a cap" in str(refused.value)
    assert "Name the agreement and the clause" in str(refused.value)
    assert not Policy.objects.exists()


def test_late_lines_come_to_an_exact_capped_amount(proposed: Consequence, huarui: Relationship) -> None:
    # Four lines of 200 euros, five days late: 1 % a day is 10.00 each; the cap is 0.5 % of 4000.00.
    assert (proposed.relationship, proposed.status, proposed.period) == (huarui, "proposed", "2026-Q3")
    assert (proposed.base_value, proposed.uncapped, proposed.cap, proposed.amount) == (
        Decimal(4000),
        Decimal("40.00"),
        Decimal("20.00"),
        Decimal("20.00"),
    )
    lines = proposed.lines.values_list("document", "days_late", "value", "uncapped", "amount")
    assert sorted(lines) == [
        (f"PO-100-2607{place:03}", 5, Decimal(200), Decimal("10.00"), Decimal("5.00")) for place in range(4)
    ]
    assert proposed.finding["grades"] == ["C"]


def test_a_supplier_is_not_told_its_segment_by_a_policy(quality_engineer: Person) -> None:
    made = actions.save_policy(LATE | {"segment": Segment.LEVERAGE}, by=quality_engineer.actor, now=NOW)
    kpis = current_kpis(made.customer_id)
    assert wording.sentence(made, kpis).startswith("When a supplier in the segment “Leverage” is graded")
    assert wording.sentence(made, kpis, to_supplier=True).startswith("When a supplier is graded")


def test_applied_again_it_proposes_nothing_twice(
    proposed: Consequence, third_quarter: Run, manager: Person
) -> None:
    assert actions.apply_policies(third_quarter, by=manager.actor, now=NOW) == []
    assert Consequence.objects.count() == 1


def test_no_line_is_punished_twice_by_two_policies(
    proposed: Consequence, third_quarter: Run, quality_engineer: Person, manager: Person
) -> None:
    policy(quality_engineer, manager, name="Late lines again", cap_rate=Decimal(5))
    assert actions.apply_policies(third_quarter, by=manager.actor, now=NOW) == []
    line = proposed.lines.all()[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsequenceLine.objects.create(
            consequence=proposed,
            customer_id=line.customer_id,
            penal=True,
            source=line.source,
            document=line.document,
            line=line.line,
            schedule_line=line.schedule_line,
            value=1,
            uncapped=1,
            amount=1,
        )


def test_a_refused_proposal_frees_its_lines(
    proposed: Consequence, third_quarter: Run, quality_engineer: Person, manager: Person
) -> None:
    actions.refuse(proposed, reason="The supplier warned us in time.", by=manager.actor, now=NOW)
    policy(quality_engineer, manager, name="Late lines again", cap_rate=Decimal(5))
    [other] = actions.apply_policies(third_quarter, by=manager.actor, now=NOW)
    assert (other.amount, other.lines.count()) == (Decimal("40.00"), 4)


def test_the_supplier_sees_it_only_once_announced(
    proposed: Consequence, manager: Person, huarui_sales: Person, rival: Person
) -> None:
    page = f"/incentives/own/{proposed.pk}/"
    assert huarui_sales.client.get(page).status_code == 404
    actions.approve(proposed, by=manager.actor, now=NOW)
    assert huarui_sales.client.get(page).status_code == 404
    actions.announce(proposed, by=manager.actor, now=NOW)
    read = " ".join(huarui_sales.client.get(page, headers={"Accept-Language": "en"}).content.decode().split())
    # It reads the rule that it is held to, and finds the card: not the policy's own page, which is the customer's.
    rule = Policy.objects.get()
    assert wording.sentence(rule, current_kpis(rule.customer_id)) in html.unescape(read)
    assert f"/portal/cards/{proposed.card_id}/" in read
    assert rule.get_absolute_url() not in read
    assert rival.client.get(page).status_code == 404
    assert rival.client.get(f"/incentives/{proposed.pk}/").status_code == 404
    # Ten working days from Monday 23 November.
    assert (proposed.status, proposed.respond_by) == (Status.ANNOUNCED, date(2026, 12, 7))
    told = Notification.objects.filter(recipient=huarui_sales.user, kind="consequence.announced")
    assert told.count() == 1


def test_accepted_it_is_in_force(proposed: Consequence, manager: Person, huarui_sales: Person) -> None:
    announced(proposed, manager)
    actions.accept(proposed, by=huarui_sales.actor, now=NOW)
    assert (proposed.status, proposed.accepted_by_name) == (Status.IN_FORCE, "Hua Meiling")


def test_unanswered_it_comes_into_force_after_its_days(proposed: Consequence, manager: Person) -> None:
    announced(proposed, manager)
    last_day = NOW + timedelta(days=14)
    assert not actions.come_into_force(proposed, by=manager.actor, now=last_day)
    assert actions.come_into_force(proposed, by=manager.actor, now=last_day + timedelta(days=1))
    assert proposed.status == Status.IN_FORCE


def test_an_appeal_sets_lines_aside_and_the_cap_still_holds(
    proposed: Consequence, manager: Person, finance: Person, huarui_sales: Person
) -> None:
    announced(proposed, manager)
    first, *others = proposed.lines.all()
    actions.appeal(
        proposed,
        text="One line was held up by your plant.",
        disputed={first.pk: "Your gate was closed."},
        by=huarui_sales.actor,
        now=NOW,
    )
    with pytest.raises(Refused, match="somebody else decides"):
        decide(proposed, {first.pk: "True."}, by=manager)
    decide(proposed, {first.pk: "True."}, by=finance)
    first.refresh_from_db()
    assert (first.stands, first.amount, first.set_aside_because) == (False, Decimal(0), "True.")
    # 30.00 by the rate, still cut to 20.00, to the cent over three lines.
    assert (proposed.status, proposed.uncapped, proposed.amount) == (
        Status.IN_FORCE,
        Decimal("30.00"),
        Decimal("20.00"),
    )
    assert sorted(proposed.lines.filter(stands=True).values_list("amount", flat=True)) == [
        Decimal("6.66"),
        Decimal("6.67"),
        Decimal("6.67"),
    ]
    assert len(others) == 3


def test_granted_as_a_whole_it_is_taken_back(
    proposed: Consequence, manager: Person, finance: Person, huarui_sales: Person
) -> None:
    announced(proposed, manager)
    actions.appeal(proposed, text="Force majeure.", disputed={}, by=huarui_sales.actor, now=NOW)
    actions.decide_appeal(
        proposed, granted="whole", set_aside={}, decision="Agreed.", by=finance.actor, now=NOW
    )
    assert (proposed.status, proposed.lines.filter(stands=True).count()) == (Status.REVERSED, 0)


def test_our_own_conduct_is_answered_before_approval(proposed: Consequence, manager: Person) -> None:
    proposed.lines.filter(pk=proposed.lines.all()[0].pk).update(moved_by_customer=2)
    with pytest.raises(Refused, match="Of 1 of its lines we moved the requested date ourselves"):
        actions.approve(proposed, by=manager.actor, now=NOW)
    actions.approve(proposed, conduct_answer="Both moves made it later.", by=manager.actor, now=NOW)
    assert (proposed.status, proposed.conduct_answer) == (Status.APPROVED, "Both moves made it later.")


def test_a_person_proposes_and_another_approves(
    huarui: Relationship, manager: Person, finance: Person, huarui_sales: Person
) -> None:
    words = actions.Words("reward", "preferred", "Two years without a late line.")
    made = actions.propose(huarui, words, by=manager.actor, now=NOW)
    with pytest.raises(Refused, match="somebody else has to approve"):
        actions.approve(made, by=manager.actor, now=NOW)
    actions.approve(made, by=finance.actor, now=NOW)
    actions.announce(made, by=finance.actor, now=NOW)
    huarui.refresh_from_db()
    # A reward needs no answer, and the standing moves by itself.
    assert (made.status, huarui.preferred) == (Status.IN_FORCE, True)


def announced(consequence: Consequence, by: Person) -> None:
    actions.approve(consequence, by=by.actor, now=NOW)
    actions.announce(consequence, by=by.actor, now=NOW)


def decide(consequence: Consequence, lines: dict[int, str], *, by: Person) -> None:
    actions.decide_appeal(
        consequence, granted="lines", set_aside=lines, decision="One line.", by=by.actor, now=NOW
    )
