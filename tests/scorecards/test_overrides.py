"""Points adjusted by hand: the computed ones stay beside them, with who, why and the evidence; another publishes."""

import io
from decimal import Decimal

import openpyxl
import pytest

from tandem.accounts.roles import Role
from tandem.core.errors import Forbidden, Refused
from tandem.lake.lines import RowKey
from tandem.relationships.models import Relationship
from tandem.scorecards import actions, changes, explaining, explanation, workbook
from tandem.scorecards.models import Card, EarlierCard, Override, Run, Template
from tandem.scorecards.queries import objections
from tandem.scorecards.scoring import Line
from tests.cast import NOW, Person, person
from tests.scorecards.conftest import run_of

D = Decimal
STRIKE = actions.Ground(
    "The harbour strike of July, see the forwarder's letter.",
    "The strike in July was not yours.",
    "Letter 17",
)


@pytest.fixture
def run(template: Template, buyer: Person, late: list[RowKey]) -> Run:
    """Eleven of thirty lines late: 13.33 points for delivery."""
    return run_of(template, "2026-Q3", buyer)


@pytest.fixture
def card(run: Run, huarui: Relationship) -> Card:
    return Card.objects.select_related("run", "relationship").get(run=run, relationship=huarui)


def delivery(card: Card | EarlierCard) -> Line:
    card.refresh_from_db()
    return next(line for line in explanation.lines_from(card.lines) if line.code == "delivery")


def test_the_computed_points_stay_beside_those_that_count(
    card: Card, buyer: Person, manager: Person, huarui_sales: Person, qingfeng: Relationship
) -> None:
    before = (card.score, card.grade, card.rank)
    computed = delivery(card).points
    other = Card.objects.get(run=card.run, relationship=qingfeng)
    made = actions.override_points(card, "delivery", D(95), STRIKE, by=buyer.actor, now=NOW)
    line = delivery(card)
    assert (line.points, line.worst_points, line.computed_points) == (D("95.0000"), D("95.0000"), computed)
    assert card.score is not None
    assert before[0] is not None
    assert card.score > before[0]
    assert (card.version, card.coverage) == (1, D(100))
    other.refresh_from_db()
    assert (before[2], card.rank, other.rank) == (2, 1, 2)  # ranks follow
    page = explaining.explained(card)
    assert "delivery" not in {step.code for _name, _unit, step in (page.advice.alone if page.advice else [])}
    # Computed again it stays; the workbook has both.
    actions.compute_run(card.run, by=buyer.actor, now=NOW)
    card = Card.objects.select_related("run", "relationship").get(
        run=card.run, relationship=card.relationship
    )
    assert delivery(card).points == D("95.0000")
    book = workbook.answer("x.xlsx", "x", workbook.run_headings(card.run), workbook.run_rows(card.run))
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(book.streaming_content))).active  # type: ignore[arg-type]
    assert sheet is not None
    headings = [cell.value for cell in sheet[1]]
    assert sum("points as computed" in str(heading) for heading in headings) == 1
    # Whoever reviews sees it, the supplier reads what was written for it once it is published.
    assert "harbour strike" in manager.client.get(card.run.get_absolute_url()).content.decode()
    own = manager.client.get(card.get_absolute_url()).content.decode()
    assert "harbour strike" in own
    assert "Letter 17" in own
    with pytest.raises(Forbidden, match="somebody else publishes"):
        actions.publish_run(card.run, by=buyer.actor, now=NOW)
    actions.publish_run(card.run, by=manager.actor, now=NOW)
    seen = huarui_sales.client.get(f"/portal/cards/{card.pk}/").content.decode()
    assert "The strike in July was not yours." in seen
    assert "已调整；计算值" in seen
    assert "harbour strike" not in seen
    assert buyer.actor.name not in seen
    with pytest.raises(Forbidden, match="批次审阅期间"):
        actions.take_back_override(made, by=buyer.actor, now=NOW)


def test_it_is_taken_back_before_publication(card: Card, buyer: Person, manager: Person) -> None:
    before = (card.score, card.grade, card.rank, card.lines)
    address = f"/scorecards/cards/{card.pk}/override/delivery/"
    assert "They stay beside yours" in buyer.client.get(address).content.decode()
    given = {"points": "20", "why": "Too kind.", "told": "Dates had been agreed anew."}
    refused = buyer.client.post(address, given)
    assert refused.status_code == 422
    assert "Give the evidence" in refused.content.decode()
    assert buyer.client.post(address, given | {"reference": "Minutes of 3 May"}).status_code == 302
    made = Override.objects.get()
    with pytest.raises(Refused, match="adjusted already"):
        actions.override_points(_fresh(card), "delivery", D(1), STRIKE, by=buyer.actor, now=NOW)
    assert buyer.client.post(f"/scorecards/overrides/{made.pk}/back/").status_code == 302
    card.refresh_from_db()
    assert (card.score, card.grade, card.rank, card.lines) == before
    with pytest.raises(Refused, match="taken back already"):
        actions.take_back_override(Override.objects.get(), by=manager.actor, now=NOW)
    actions.publish_run(card.run, by=manager.actor, now=NOW)


def test_who_may_not_and_what_is_refused(
    card: Card, buyer: Person, rival: Person, huarui_sales: Person, auditor: Person
) -> None:
    for who in (rival, huarui_sales, auditor):
        with pytest.raises(Forbidden):
            actions.override_points(card, "delivery", D(95), STRIKE, by=who.actor, now=NOW)
    for criterion, points, ground, said in (
        ("nothing", D(95), STRIKE, "no points on the card"),
        ("delivery", D(101), STRIKE, "from 0 to 100"),
        ("delivery", D("NaN"), STRIKE, "from 0 to 100"),
        ("delivery", D(95), actions.Ground("", "Told", "Letter"), "Say why"),
        ("delivery", D(95), actions.Ground("Why", "Told"), "Give the evidence"),
    ):
        with pytest.raises(Refused, match=said):
            actions.override_points(card, criterion, points, ground, by=buyer.actor, now=NOW)
    assert not Override.objects.exists()


def test_its_author_decides_no_objection_and_countersigns_nothing(
    card: Card, buyer: Person, manager: Person, huarui_sales: Person, late: list[RowKey]
) -> None:
    """What the supplier wins by an appeal never makes it worse: the better of the two counts."""
    greta = person(buyer.organization, "Greta Sommer", Role.QUALITY_ENGINEER)
    actions.override_points(card, "delivery", D(20), STRIKE, by=greta.actor, now=NOW)
    actions.publish_run(card.run, by=manager.actor, now=NOW)
    appeal = actions.open_appeal(_fresh(card), by=huarui_sales.actor, now=NOW)
    kpi = objections.kpis_of(objections.card_of(appeal))["on_time_lines"]
    grounds = actions.Grounds("not_ours")
    actions.dispute(appeal, kpi, late[5:11], grounds, by=huarui_sales.actor, now=NOW)
    actions.submit(appeal, by=huarui_sales.actor, now=NOW)
    [first, *rest] = appeal.lines.all()
    with pytest.raises(Forbidden, match="adjusted points on this card"):
        actions.decide(first, accept=True, why="Yes.", by=greta.actor, now=NOW)
    for line in (first, *rest):
        actions.decide(line, accept=True, why="Not theirs.", by=manager.actor, now=NOW)
    made = Override.objects.get()
    line = delivery(card)
    assert (made.end, made.ended_by) == ("fallen", "Tandem")
    assert line.computed_points is None
    assert line.points is not None
    assert line.points > D(20)
    earlier = delivery(EarlierCard.objects.get(run=card.run, relationship=card.relationship, site=""))
    assert (earlier.points, earlier.computed_points) == (D("20.0000"), made.computed)


def test_what_raised_the_points_stays_when_the_computed_are_still_lower(
    card: Card, buyer: Person, manager: Person, huarui_sales: Person, late: list[RowKey]
) -> None:
    actions.override_points(card, "delivery", D(99), STRIKE, by=buyer.actor, now=NOW)
    actions.publish_run(card.run, by=manager.actor, now=NOW)
    appeal = actions.open_appeal(_fresh(card), by=huarui_sales.actor, now=NOW)
    kpi = objections.kpis_of(objections.card_of(appeal))["on_time_lines"]
    actions.dispute(appeal, kpi, late[10:11], actions.Grounds("not_ours"), by=huarui_sales.actor, now=NOW)
    actions.submit(appeal, by=huarui_sales.actor, now=NOW)
    actions.decide(appeal.lines.get(), accept=True, why="Not theirs.", by=manager.actor, now=NOW)
    made, line = Override.objects.get(), delivery(card)
    assert (made.end, card.version) == ("", 2)
    assert line.points == D("99.0000")
    assert line.computed_points is not None
    assert line.computed_points > made.computed
    page = explaining.explained(card)
    told = [(each.name, each.override.told) for each in page.overrides]
    assert told == [("On-time delivery by line", STRIKE.told)]


def test_what_people_adjusted_is_a_change_of_its_own(card: Card, buyer: Person) -> None:
    before = explanation.result_from(card)
    actions.override_points(card, "delivery", D(95), STRIKE, by=buyer.actor, now=NOW)
    card.refresh_from_db()
    change = changes.between(before, explanation.result_from(card))
    assert change is not None
    parts = {(part.cause, part.code): part.points for part in change.contributions if part.points}
    assert parts == {(changes.Cause.OVERRIDE, "delivery"): change.total}
    back = changes.between(explanation.result_from(card), before)
    assert back is not None
    assert back.total == -change.total


def _fresh(card: Card) -> Card:
    return Card.objects.select_related(
        "run__template", "run__customer", "relationship__supplier", "relationship__customer"
    ).get(pk=card.pk)
