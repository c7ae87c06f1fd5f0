"""Ada prepares, Quentin judges with her, three functions countersign, Matthias decides; then nothing changes."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from tandem.accounts import actions as accounts
from tandem.accounts.delegated import actor_of
from tandem.accounts.models import Membership
from tandem.core.errors import Refused
from tandem.messaging.models import Notification
from tandem.messaging.sentences import sentence
from tandem.relationships.models import Relationship
from tandem.sourcing import actions, needs
from tandem.sourcing.models import Candidate, Criterion, Selection, Value
from tandem.sourcing.queries.argument import argument
from tests.cast import NOW, Person
from tests.sourcing.conftest import Story, judge
from tests.sourcing.selections import NEED, OFFER, begun

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def sign(story: Story, quality: Person, logistics: Person, finance: Person) -> None:
    for who, function in ((quality, "quality"), (logistics, "logistics"), (finance, "finance")):
        actions.countersign(story.selection, function, agrees=True, remark="", by=who.actor, now=NOW)


def inbox(who: Person) -> list[str]:
    rows = Notification.objects.filter(recipient=who.user, kind__startswith="selection.", read_at=None)
    return [sentence(each.kind, each.event.context) for each in rows.select_related("event").order_by("pk")]


def test_from_the_need_to_the_frozen_decision(
    logistics: Person,
    finance: Person,
    proposed: Story,
    buyer: Person,
    manager: Person,
    quality_engineer: Person,
) -> None:
    selection = proposed.selection
    asked = (
        "Ada Lindqvist proposes “Impellers for the S series”: countersign it, or say what speaks against it"
    )
    assert [inbox(who) for who in (quality_engineer, logistics, finance)] == [[asked]] * 3
    assert inbox(manager) == []
    sign(proposed, quality_engineer, logistics, finance)
    assert inbox(manager) == ["“Impellers for the S series” is countersigned and waits for the decision"]
    assert [need.text for need in needs.of(manager.actor, NOW)] == ["Decide “Impellers for the S series”"]
    actions.decide(selection, remark="Agreed.", by=manager.actor, now=NOW)

    selection.refresh_from_db()
    assert (selection.status, selection.decided_by_name) == ("decided", "Matthias Roth")
    kept = selection.snapshot
    assert [(each["name"], each["name_local"], each["share_per_cent"]) for each in kept["allocation"]] == [
        ("Huarui Castings Co., Ltd.", "上海华锐铸造有限公司", "60"),
        ("Bergquell Guss GmbH", "", "40"),
    ]
    assert [(each["function"], each["agrees"]) for each in kept["countersignatures"]] == [
        ("quality", True),
        ("logistics", True),
        ("finance", True),
    ]
    assert [each["rank"] for each in kept["candidates"]] == [1, 2, 3]
    assert inbox(manager) == []
    assert inbox(buyer)[-1] == "Matthias Roth decided “Impellers for the S series”"


def test_once_decided_neither_people_nor_the_database_change_anything(
    proposed: Story,
    buyer: Person,
    manager: Person,
    quality_engineer: Person,
    logistics: Person,
    finance: Person,
) -> None:
    selection, by = proposed.selection, buyer.actor
    sign(proposed, quality_engineer, logistics, finance)
    actions.decide(selection, remark="", by=manager.actor, now=NOW)
    other = begun(by, NOW)
    [another] = actions.add_candidates(other, [proposed.lirui.relationship], by=by, now=NOW)
    asked = actions.save_criterion(Criterion(selection=other, name="References", source="references"), by=by)
    known = actions.Known(Decimal(80), Decimal(80), note="Three calls.")
    actions.enter_value(another, asked, known, by=by, now=NOW)
    actions.write_minutes(other, held_on=TODAY, present="A", text="B", by=by, now=NOW)
    tries = [
        lambda: actions.change_need(selection, NEED, by=by),
        lambda: actions.leave_out(proposed.lirui, reason="Too far.", by=by),
        lambda: actions.draw_values(selection, by=by, now=NOW),
        lambda: actions.enter_offer(proposed.lirui, OFFER, by=by, now=NOW),
        lambda: actions.choose_weighting(selection, "critic", by=by),
        lambda: judge(proposed, buyer, 9, 9, 9),
        lambda: actions.take_back(selection, reason="Again.", by=manager.actor, now=NOW),
        lambda: actions.withdraw(selection, reason="Again.", by=by, now=NOW),
        lambda: actions.write_minutes(selection, held_on=TODAY, present="A", text="B", by=by, now=NOW),
    ]
    for again in tries:
        with pytest.raises(Refused):
            again()
    writes = [
        lambda: Selection.objects.filter(pk=selection.pk).update(reasons="Others."),
        lambda: Value.objects.filter(candidate=proposed.huarui).update(low=1),
        lambda: Value.objects.filter(candidate=proposed.huarui).delete(),
        lambda: Candidate.objects.filter(pk=proposed.lirui.pk).update(left_out_because="Gone."),
        lambda: proposed.huarui.allocation.delete(),
        lambda: selection.minutes.create(
            held_on=TODAY, present="A", text="B", written_at=NOW, written_by_name="C"
        ),
        lambda: selection.judges.all().delete(),
        lambda: selection.countersignatures.update(remark="No."),
        # Nor is anything moved in from where it may still be changed.
        lambda: Candidate.objects.filter(pk=another.pk).update(selection=selection),
        lambda: other.minutes.update(selection=selection),
        lambda: Value.objects.filter(candidate=another).update(candidate=proposed.lirui),
    ]
    for write in writes:
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            write()


def test_nobody_decides_what_they_proposed_nor_who_stands_in_for_them(
    proposed: Story,
    buyer: Person,
    manager: Person,
    administrator: Person,
    quality_engineer: Person,
    logistics: Person,
    finance: Person,
) -> None:
    sign(proposed, quality_engineer, logistics, finance)
    with pytest.raises(Refused, match="somebody else has to decide it"):
        actions.decide(proposed.selection, remark="", by=buyer.actor, now=NOW)
    adas = Membership.objects.get(user=buyer.user, organization=buyer.organization)
    matthias = Membership.objects.get(user=manager.user, organization=manager.organization)
    accounts.hand_over(matthias, begins_on=TODAY, ends_on=TODAY + timedelta(days=5), by=buyer.actor, now=NOW)
    with pytest.raises(Refused, match="or stand in for who did"):
        actions.decide(proposed.selection, remark="", by=actor_of(matthias, NOW), now=NOW)
    with pytest.raises(Refused, match="or stand in for who did"):
        actions.decide(proposed.selection, remark="", by=actor_of(adas, NOW), now=NOW)
    actions.decide(proposed.selection, remark="", by=administrator.actor, now=NOW)


def test_a_missing_or_unanswered_countersignature_holds_the_decision(
    proposed: Story, manager: Person, quality_engineer: Person, logistics: Person, finance: Person
) -> None:
    selection = proposed.selection
    with pytest.raises(Refused, match="missing of Quality, Logistics, Finance"):
        actions.decide(selection, remark="", by=manager.actor, now=NOW)
    with pytest.raises(Refused, match="Say why you disagree"):
        actions.countersign(
            selection, "quality", agrees=False, remark=" ", by=quality_engineer.actor, now=NOW
        )
    actions.countersign(
        selection, "quality", agrees=False, remark="Porosity in batch 7.", by=quality_engineer.actor, now=NOW
    )
    for who, function in ((logistics, "logistics"), (finance, "finance")):
        actions.countersign(selection, function, agrees=True, remark="", by=who.actor, now=NOW)
    with pytest.raises(Refused, match="Quality disagrees: “Porosity in batch 7"):
        actions.decide(selection, remark="", by=manager.actor, now=NOW)
    actions.decide(selection, remark="X-ray of the first three lots.", by=manager.actor, now=NOW)
    assert selection.status == "decided"


def test_each_function_is_signed_by_its_own_people(
    proposed: Story, manager: Person, administrator: Person, quality_engineer: Person, logistics: Person
) -> None:
    selection = proposed.selection
    with pytest.raises(Refused, match="Your role does not allow this"):
        actions.countersign(selection, "quality", agrees=True, remark="", by=logistics.actor, now=NOW)
    with pytest.raises(Refused, match="Your role does not allow this"):
        actions.countersign(selection, "finance", agrees=True, remark="", by=manager.actor, now=NOW)
    actions.countersign(selection, "finance", agrees=True, remark="", by=administrator.actor, now=NOW)
    with pytest.raises(Refused, match="a second one takes a second person"):
        actions.countersign(selection, "logistics", agrees=True, remark="", by=administrator.actor, now=NOW)


def test_back_to_the_judging_the_countersignatures_fall(
    proposed: Story, buyer: Person, manager: Person, logistics: Person
) -> None:
    selection = proposed.selection
    actions.countersign(selection, "logistics", agrees=True, remark="", by=logistics.actor, now=NOW)
    actions.take_back(selection, reason="The freight is wrong.", by=manager.actor, now=NOW)
    assert (selection.status, selection.countersignatures.count()) == ("judging", 0)
    assert (
        inbox(buyer)[-1] == "“Impellers for the S series” went back to be judged anew: The freight is wrong."
    )


def test_a_split_keeps_to_the_whole_to_limits_and_to_capacity(judging: Story, buyer: Person) -> None:
    judge(judging, buyer, 2, 5, 3)
    waiting = judging.selection.judges.get(name="Quentin Baum")

    def propose(**shares: int) -> None:
        given = {getattr(judging, name): Decimal(share) for name, share in shares.items()}
        actions.propose(
            judging.selection,
            given,
            reasons="They lead.",
            why_not_others="They do not.",
            by=buyer.actor,
            now=NOW,
        )

    with pytest.raises(Refused, match="Not everybody has judged yet: Quentin Baum"):
        propose(huarui=60, bergquell=40)
    actions.dismiss_judge(waiting, by=buyer.actor, now=NOW)
    with pytest.raises(Refused, match="The shares make up 90 per cent"):
        propose(huarui=60, bergquell=30)
    with pytest.raises(Refused, match="more than the 70 per cent"):
        propose(huarui=80, bergquell=20)
    Candidate.objects.filter(pk=judging.bergquell.pk).update(capacity=10_000)
    judging.bergquell.refresh_from_db()
    with pytest.raises(Refused, match="can make 10000 a year, and would be given 16000"):
        propose(huarui=60, bergquell=40)
    propose(huarui=70, bergquell=25, lirui=5)
    assert judging.selection.status == "proposed"


def test_a_limit_knocks_out_whatever_else_speaks_for_somebody(judging: Story, buyer: Person) -> None:
    judge(judging, buyer, 2, 5, 3)
    judging.quality.limit = Decimal(75)
    judging.quality.save()
    found = argument(judging.selection, TODAY)
    assert [(str(line.candidate), line.rank, line.is_out) for line in found.lines] == [
        ("Huarui Castings Co., Ltd.", 1, False),
        ("Bergquell Guss GmbH", 2, False),
        ("Lirui Foundry", None, True),
    ]


def test_a_missing_value_is_bounded_and_the_result_says_what_it_can_change(
    judging: Story, buyer: Person
) -> None:
    """Nobody vouches for Lirui: its references lie anywhere from 0 to 100 points."""
    judge(judging, buyer, 1, 9, 9)
    little = argument(judging.selection, TODAY)
    assert little.is_sure
    judge(judging, buyer, 1, -5, -5)
    found = argument(judging.selection, TODAY)
    lirui = next(line for line in found.lines if line.candidate == judging.lirui)
    assert lirui.low is not None
    assert lirui.high is not None
    # Five sevenths of the weight hang on it.
    assert lirui.high - lirui.low == pytest.approx(5 / 7)
    assert (lirui.rank_best, lirui.rank_worst) == (1, 3)
    assert found.known == (8, 9)
    assert not found.is_sure


def test_judgements_that_contradict_each_other_are_told_so(judging: Story, buyer: Person) -> None:
    """Cost over quality, quality over references, and yet references over cost."""
    judge(judging, buyer, 3, -5, 3)
    weights = argument(judging.selection, TODAY).weights
    said = next(each for each in weights.said if each.judge.user_id == buyer.user.pk)
    assert said.consistency_ratio is not None
    assert said.consistency_ratio > 0.1
    assert said.worst is not None
    assert said.worst.given / said.worst.implied != pytest.approx(1, abs=0.5)


def test_total_cost_counts_what_the_price_does_not(judging: Story) -> None:
    """11.90 and 0.60 freight; 400 PPM at 50 and 5 % late at 4; paid 30 days after the usual term at 6 %."""
    found = argument(judging.selection, TODAY)
    cost = next(line.cost for line in found.lines if line.candidate == judging.huarui)
    assert cost.whole is not None
    assert (cost.whole.defects, cost.whole.lateness) == (Decimal("0.0200"), Decimal("0.20"))
    assert round(cost.whole.payment, 4) == Decimal("-0.0587")
    assert cost.low == cost.high
    assert round(cost.low or 0, 4) == Decimal("12.6613")


def test_an_offer_in_a_currency_without_a_rate_is_missing_and_not_taken_as_it_is(
    judging: Story, buyer: Person
) -> None:
    actions.collect_evidence(judging.selection, by=buyer.actor)
    actions.enter_offer(judging.huarui, {**OFFER, "currency": "CNY"}, by=buyer.actor, now=NOW)
    value = Value.objects.get(candidate=judging.huarui, criterion=judging.cost)
    assert (value.low, value.missing) == (None, "no_rate")
    assert judging.huarui.offers.count() == 2


def test_a_buyer_begins_selections_in_the_buyers_categories_alone(
    buyer: Person, huarui: Relationship
) -> None:
    membership = Membership.objects.get(user=buyer.user, organization=buyer.organization)
    membership.duties.all().delete()
    bounded = type(buyer.actor).member(membership)
    with pytest.raises(Refused, match="No categories have been assigned"):
        begun(bounded, NOW)
