"""A penalty and a claim ask for improvement, once; what improved is rewarded at the next review, and both ends see
where it came from and what came of it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from tandem.core.errors import Refused
from tandem.improvement import actions as improvement
from tandem.improvement.models import Case, OpeningRule
from tandem.incentives import actions, back_tests, wording
from tandem.incentives.models import Claim, Consequence
from tandem.relationships.models import Relationship
from tandem.scorecards import actions as scorecards
from tandem.scorecards.models import Run, Template
from tandem.scorecards.queries import current_kpis
from tests.cast import NOW, Person
from tests.incentives.conftest import policy
from tests.incentives.test_claims_and_statements import claim, places
from tests.incentives.test_story import announced
from tests.scorecards.conftest import run_of

__all__ = ["claim", "places"]


@pytest.fixture
def penalties_ask(quality_engineer: Person) -> None:
    for event in ("penalty", "claim"):
        rule = OpeningRule(event=event, owner=quality_engineer.user)
        improvement.save_rule(rule, by=quality_engineer.actor, now=NOW)


def test_an_announced_penalty_opens_one_case_that_both_ends_follow(
    proposed: Consequence,
    penalties_ask: None,
    manager: Person,
    huarui_sales: Person,
    quality_engineer: Person,
    rival: Person,
) -> None:
    announced(proposed, manager)
    case = Case.objects.get()
    assert (case.origin, case.kpi, case.owner, case.title, case.reference) == (
        "penalty", "on_time_lines", quality_engineer.user, "Contractual deduction no. 1, Q3 2026",
        "Contractual deduction no. 1",
    )  # fmt: skip
    assert case.description.startswith("When a supplier is graded C or D")
    assert (proposed.case, case.record_id, case.opened_by_name) == (case, proposed.pk, "Tandem")
    with pytest.raises(Refused):
        actions.ask_to_improve(proposed, by=manager.actor, now=NOW)
    for who, side in ((manager, ""), (huarui_sales, "_supplier")):
        page = who.client.get(reverse(f"incentives{side}:consequence", args=[proposed.pk])).text
        assert reverse(f"improvement{side}:case", args=[case.pk]) in page
        address = reverse(f"incentives{side}:of_case", args=[case.pk])
        assert address in who.client.get(reverse(f"improvement{side}:case", args=[case.pk])).text
        assert "€20.00" in who.client.get(address).text
    assert rival.client.get(reverse("incentives:of_case", args=[case.pk])).status_code == 404
    assert rival.client.get(reverse("incentives_supplier:of_case", args=[case.pk])).status_code == 404


def test_a_penalty_about_a_case_that_runs_joins_it(
    proposed: Consequence,
    penalties_ask: None,
    huarui: Relationship,
    manager: Person,
    quality_engineer: Person,
) -> None:
    values = {"title": "Late", "description": "Again.", "kpi": "on_time_lines"}
    case = improvement.open_case(huarui, values, by=quality_engineer.actor, now=NOW)
    announced(proposed, manager)
    assert (Case.objects.get(), proposed.case) == (case, case)
    # Actions in place after the period: what is punished is what they cured.
    Case.objects.update(status="closed", closed_at=NOW, acted_on=date(2026, 10, 1))
    Consequence.objects.update(case=None)
    assert actions.ask_to_improve(proposed, by=quality_engineer.actor, now=NOW) == case
    case.refresh_from_db()
    assert (case.status, Case.objects.count()) == ("closed", 1)
    # In place before it: they did not last.
    Case.objects.update(acted_on=date(2026, 6, 1))
    Consequence.objects.update(case=None)
    assert actions.ask_to_improve(proposed, by=quality_engineer.actor, now=NOW) == case
    case.refresh_from_db()
    assert (case.status, case.times_reopened) == ("open", 1)


def test_without_a_rule_a_person_asks_of_a_claim(
    claim: Claim, manager: Person, quality_engineer: Person, huarui_sales: Person
) -> None:
    assert (claim.case, Case.objects.count()) == (None, 0)
    page = reverse("incentives:claim", args=[claim.pk])
    assert "Open an improvement case" in quality_engineer.client.get(page).text
    answer = quality_engineer.client.post(reverse("incentives:improve_after_claim", args=[claim.pk]))
    assert answer.status_code == 302
    case = Case.objects.get()
    assert (case.origin, case.title, case.owner, case.reference) == (
        "claim", "Sorting of 400 castings", quality_engineer.user, "Claim no. 1",
    )  # fmt: skip
    assert (
        "Sorting of 400 castings"
        in huarui_sales.client.get(reverse("incentives_supplier:of_case", args=[case.pk])).text
    )


def test_what_improved_is_rewarded_at_the_next_review(
    third_quarter: Run,
    template: Template,
    huarui: Relationship,
    buyer: Person,
    quality_engineer: Person,
    manager: Person,
    huarui_sales: Person,
) -> None:
    values = {"title": "Late", "description": "Four of twenty.", "kpi": "on_time_lines"}
    case = improvement.open_case(huarui, values, by=quality_engineer.actor, now=NOW - timedelta(days=60))
    improved = policy(
        quality_engineer, manager, name="Improved", kind="reward", when="improved", grades=[], kpi="on_time_lines",
        effect="rebate", base="period", rate=Decimal("0.25"), per="line", line_most=None, cap_rate=None, scorecard="",
        agreement="Frame agreement 2026", clause="14.1",
    )  # fmt: skip
    kpis = current_kpis(improved.customer_id)
    assert wording.sentence(improved, kpis) == (
        "When 1 case of a supplier about “On-time delivery by line” has improved in the period, it is credited 0.25% of"
        " the value of all order lines counted in “On-time delivery by line”. Clause 14.1 of “Frame agreement 2026”."
    )
    assert actions.apply_policies(third_quarter, by=manager.actor, now=NOW) == []
    # The facts show it on 20 September: the third quarter's review counts it.
    Case.objects.update(status="closed", verdict="improved", closed_at=NOW - timedelta(days=64))
    [found] = back_tests.tried(manager.actor, improved, 4).cases
    assert (found.period, found.finding.cases, found.amounts) == (
        "2026-Q3", (case.pk,), [("EUR", Decimal("10.00"))],
    )  # fmt: skip
    [rebate] = actions.apply_policies(third_quarter, by=manager.actor, now=NOW)
    assert (rebate.effect, rebate.amount, rebate.base_value) == ("rebate", Decimal("10.00"), Decimal(4000))
    assert wording.finding(rebate, kpis) == [("Q3 2026", "1 case improved")]
    announced(rebate, manager)
    page = huarui_sales.client.get(reverse("incentives_supplier:consequence", args=[rebate.pk])).text
    assert "8D-0001 Late" in page
    led = huarui_sales.client.get(reverse("incentives_supplier:of_case", args=[case.pk])).text
    assert "€10.00" in led
    # The next period is another one: nothing improved in it, and nothing counts twice.
    later = run_of(template, "2026-Q2", buyer)
    scorecards.publish_run(later, by=manager.actor, now=NOW)
    assert actions.apply_policies(later, by=manager.actor, now=NOW) == []


def test_the_review_shows_what_improved_in_its_period(
    third_quarter: Run, huarui: Relationship, quality_engineer: Person, huarui_sales: Person, rival: Person
) -> None:
    card = third_quarter.cards.get(relationship=huarui, site="")
    for side, who in (("", quality_engineer), ("_supplier", huarui_sales)):
        address = reverse(f"improvement{side}:card_record", args=[card.pk])
        assert who.client.get(address).text.strip() == ""
    values = {"title": "Late", "description": "Four of twenty.", "kpi": "on_time_lines"}
    improvement.open_case(huarui, values, by=quality_engineer.actor, now=NOW - timedelta(days=80))
    Case.objects.update(status="closed", verdict="improved", closed_at=NOW - timedelta(days=64))
    for side, who in (("", quality_engineer), ("_supplier", huarui_sales)):
        text = who.client.get(reverse(f"improvement{side}:card_record", args=[card.pk])).text
        assert ("Improvement in this period" if not side else "本期改善情况") in text
        assert "8D-0001 Late" in text
    assert rival.client.get(reverse("improvement:card_record", args=[card.pk])).status_code == 404


def test_only_a_reward_follows_from_improvement(quality_engineer: Person, manager: Person) -> None:
    with pytest.raises(Refused, match="What improved is rewarded"):
        policy(quality_engineer, manager, when="improved", grades=[])


def test_a_claim_sent_opens_its_case_by_the_rule(penalties_ask: None, claim: Claim) -> None:
    assert (claim.case, Case.objects.get().origin) == (Case.objects.get(), "claim")
