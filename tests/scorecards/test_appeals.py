"""A published card is appealed against: what the history proves is settled at once, the rest by somebody who made
neither the score nor the appeal; the card is computed again and nobody else's moves."""

from decimal import Decimal

import pytest

from tandem.core.errors import Forbidden, Refused
from tandem.facts.models import LakeVersion
from tandem.relationships.models import Relationship
from tandem.scorecards import actions, explanation, measuring, queries
from tandem.scorecards.actions.objecting import Grounds
from tandem.scorecards.models import Card, Correction, Disputed, EarlierCard, Objection, Reason, Run, Template
from tandem.scorecards.queries.corrections import of_card
from tandem.scorecards.signals import appeal_decided, card_recomputed
from tests.cast import NOW, Person
from tests.scorecards.conftest import run_of

MOVED = Grounds(Reason.DATE_MOVED)
Keys = list[tuple[str, str, str, str]]


@pytest.fixture
def published(template: Template, buyer: Person, manager: Person, late: Keys) -> Run:
    run = run_of(template, "2026-Q3", buyer)
    actions.publish_run(run, by=manager.actor, now=NOW)
    return run


def whole(run: Run, relationship: Relationship) -> Card:
    return Card.objects.get(run=run, relationship=relationship, site="")


def value(card: Card, code: str) -> tuple[Decimal | None, int]:
    line = next(line for line in explanation.lines_from(card.lines) if line.code == code)
    return line.value, line.n


def appeal(card: Card, keys: Keys, by: Person, grounds: Grounds = MOVED) -> Objection:
    found = actions.open_appeal(card, by=by.actor, now=NOW)
    kpi = queries.pinned_kpis(card.run)["on_time_lines"]
    actions.dispute(found, kpi, keys, grounds, by=by.actor, now=NOW)
    actions.submit(found, by=by.actor, now=NOW)
    return found


def test_eleven_late_lines_are_appealed_against_and_the_card_is_computed_again(
    published: Run,
    late: Keys,
    huarui: Relationship,
    qingfeng: Relationship,
    huarui_sales: Person,
    manager: Person,
) -> None:
    card, other = whole(published, huarui), whole(published, qingfeng)
    # 19 of 30 in time: 23.70 points of 60 %; 55 days over 30 lines: 63.33 of 20 %; prices as agreed: 100 of 20 %.
    assert value(card, "delivery") == (Decimal("0.633333333"), 30)
    assert value(card, "lateness") == (Decimal("1.83333333"), 30)
    assert (card.score, card.grade, card.version, card.rank) == (Decimal("46.89"), "D", 1, 2)

    told = []
    card_recomputed.connect(lambda **sent: told.append(("recomputed", sent["earlier"].version)), weak=False)
    appeal_decided.connect(lambda **sent: told.append(("decided", sent["appeal"].pk)), weak=False)
    raised = appeal(card, late[:4], huarui_sales)
    lines = list(raised.lines.order_by("number"))
    assert [line.status for line in lines] == ["accepted", "accepted", "accepted", "waiting"]
    assert lines[0].proof == {
        "batch": 4,
        "file": "order_lines-2026-07-02.csv",
        "known_on": "2026-07-02",
        "moved_from": "2026-07-12",
        "moved_to": "2026-07-06",
    }
    assert lines[3].proof is None
    raised.refresh_from_db()
    assert raised.status == Objection.Status.SUBMITTED
    card.refresh_from_db()
    assert card.version == 1  # nothing changes before the last line is decided

    actions.decide(
        lines[3], accept=False, why="The date was moved after it had passed.", by=manager.actor, now=NOW
    )
    raised.refresh_from_db()
    assert (raised.status, raised.new_version) == (Objection.Status.DECIDED, 2)
    assert told == [("recomputed", 1), ("decided", raised.pk)]
    card.refresh_from_db()
    # 19 of 27 in time: 36.21; 40 days over 27 lines: 70.37.
    assert value(card, "delivery") == (Decimal("0.703703704"), 27)
    assert value(card, "lateness") == (Decimal("1.48148148"), 27)
    assert value(card, "price") == (Decimal(0), 15)  # their money was spent all the same
    assert (card.score, card.grade, card.version, card.rank) == (Decimal("55.80"), "D", 2, 2)
    earlier = EarlierCard.objects.get(run=published, relationship=huarui)
    assert (earlier.version, earlier.score, earlier.shown) == (1, Decimal("46.89"), True)
    assert earlier.as_card().lines == earlier.lines
    unchanged = whole(published, qingfeng)
    assert (unchanged.score, unchanged.rank, unchanged.version) == (other.score, other.rank, 1)
    huarui.refresh_from_db()
    assert (huarui.score, huarui.grade, huarui.graded_period) == (Decimal("55.80"), "D", "2026-Q3")

    # One line more, later on, which a person accepts.
    again = appeal(card, late[4:5], huarui_sales, Grounds(Reason.FORCE_MAJEURE, "The port was closed."))
    actions.decide(again.lines.get(), accept=True, why="The port was closed.", by=manager.actor, now=NOW)
    card.refresh_from_db()
    assert value(card, "delivery") == (Decimal("0.730769231"), 26)
    assert (card.version, EarlierCard.objects.of(card).count()) == (3, 2)
    assert [each.version for each in of_card(card)] == [1, 2, 3, 4]
    behind = measuring.rows_behind(huarui_sales.actor, card, queries.pinned_kpis(published)["on_time_lines"])
    assert behind.total == 26


def test_neither_the_author_nor_the_appellant_decides_and_a_rival_finds_nothing(
    published: Run,
    late: Keys,
    huarui: Relationship,
    huarui_sales: Person,
    buyer: Person,
    quality_engineer: Person,
    rival: Person,
) -> None:
    line = appeal(whole(published, huarui), late[3:4], huarui_sales).lines.get()
    for author in (buyer, quality_engineer, huarui_sales, rival):
        with pytest.raises(Forbidden):
            actions.decide(line, accept=True, why="Because.", by=author.actor, now=NOW)
    assert not Objection.objects.visible_to(rival.actor).exists()
    assert not Correction.objects.visible_to(rival.actor).exists()


def test_what_was_decided_is_not_raised_again_nor_after_the_deadline(
    published: Run, late: Keys, huarui: Relationship, huarui_sales: Person, manager: Person
) -> None:
    card = whole(published, huarui)
    line = appeal(card, late[3:4], huarui_sales).lines.get()
    with pytest.raises(Refused, match="waits for the customer"):
        actions.open_appeal(card, by=huarui_sales.actor, now=NOW)
    with pytest.raises(Refused, match="Say why"):
        actions.decide(line, accept=False, why=" ", by=manager.actor, now=NOW)
    actions.decide(line, accept=False, why="Moved too late.", by=manager.actor, now=NOW)
    with pytest.raises(Refused, match="decided already"):
        appeal(card, late[3:4], huarui_sales)
    # Ten working days after Monday, 23 November: Monday, 7 December.
    assert published.appeals_until is not None
    assert f"{published.appeals_until}" == "2026-12-07"
    writing = Objection.objects.get(status=Objection.Status.OPEN)
    with pytest.raises(Refused, match="time for it is over"):
        actions.submit(writing, by=huarui_sales.actor, now=NOW.replace(month=12, day=8))


def test_a_line_that_is_not_behind_the_value_is_not_disputed(
    published: Run, huarui: Relationship, huarui_sales: Person
) -> None:
    with pytest.raises(Refused, match="PO-200"):
        appeal(whole(published, huarui), [("erp", "PO-200-2607000", "1", "1")], huarui_sales)


def test_a_criterion_set_aside_as_a_whole_counts_on_this_card_no_more(
    published: Run,
    huarui: Relationship,
    huarui_sales: Person,
    manager: Person,
    template: Template,
    buyer: Person,
) -> None:
    card = whole(published, huarui)
    raised = actions.open_appeal(card, by=huarui_sales.actor, now=NOW)
    kpi = queries.pinned_kpis(published)["days_late_mean"]
    actions.dispute(
        raised, kpi, (), Grounds(Reason.OTHER, "Measured by the wrong date."), by=huarui_sales.actor, now=NOW
    )
    actions.submit(raised, by=huarui_sales.actor, now=NOW)
    actions.decide(raised.lines.get(), accept=True, why="Agreed.", by=manager.actor, now=NOW)
    card.refresh_from_db()
    lines = {line.code: line for line in explanation.lines_from(card.lines)}
    assert lines["lateness"].set_aside == "set aside"
    assert (card.coverage, card.score) == (Decimal(80), Decimal("42.78"))
    # Another run of the same period measures it again.
    later = run_of(template, "2026-Q3", buyer)
    assert value(whole(later, huarui), "lateness") == (Decimal("1.83333333"), 30)


def test_a_later_run_leaves_out_what_was_set_aside_and_an_earlier_one_keeps_its_digits(
    published: Run,
    late: Keys,
    template: Template,
    huarui: Relationship,
    huarui_sales: Person,
    manager: Person,
    buyer: Person,
) -> None:
    before = run_of(template, "2026-Q3", buyer)
    line = appeal(whole(published, huarui), late[3:4], huarui_sales).lines.get()
    actions.decide(line, accept=True, why="Our planner moved it.", by=manager.actor, now=NOW)
    later = run_of(template, "2026-Q3", buyer)
    assert value(whole(later, huarui), "delivery") == (Decimal("0.655172414"), 29)
    actions.compute_run(before, by=buyer.actor, now=NOW)
    assert value(whole(before, huarui), "delivery") == (Decimal("0.633333333"), 30)
    assert LakeVersion.objects.newest(buyer.organization.pk) is not None


def test_acknowledging_is_said_once_for_each_version(
    published: Run, huarui: Relationship, huarui_sales: Person, buyer: Person
) -> None:
    card = whole(published, huarui)
    for _time in range(2):
        actions.acknowledge(card, by=huarui_sales.actor, now=NOW)
    assert [given.version for given in published.acknowledgements.all()] == [1]
    with pytest.raises(Forbidden):
        actions.acknowledge(card, by=buyer.actor, now=NOW)
    assert Disputed.objects.count() == 0
