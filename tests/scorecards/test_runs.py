"""A run's story: started by the buyer, computed from pinned versions, reviewed, published by the manager."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tandem.accounts import actions as accounts
from tandem.accounts.actor import Actor
from tandem.accounts.delegated import actor_of
from tandem.accounts.models import AuditEntry, Membership, Site
from tandem.accounts.roles import Role
from tandem.core.errors import Refused
from tandem.core.fence import acting_for
from tandem.lake.kpis import Judging, shipped
from tandem.relationships import actions as relationships
from tandem.relationships.models import Relationship, Segment
from tandem.scorecards import actions, behind, explaining, explanation, queries
from tandem.scorecards.models import Card, Run, Template
from tandem.scorecards.signals import run_published
from tests.cast import NOW, Person
from tests.scorecards import business
from tests.scorecards.conftest import PARTS, Q3, run_of

CASTINGS, VALVES = date(2026, 8, 20), date(2026, 9, 10)

pytestmark = pytest.mark.usefixtures("books")


def card_of(run: Run, relationship: Relationship) -> Card:
    return Card.objects.get(run=run, relationship=relationship, site="")


def test_a_quarter_is_scored_with_its_whole_explanation(
    template: Template, buyer: Person, huarui: Relationship, qingfeng: Relationship, stillwater: Relationship
) -> None:
    run = run_of(template, "2026-Q3", buyer)
    assert (run.status, run.done, run.total, run.problem) == (Run.Status.REVIEW, 3, 3, "")
    card = card_of(run, huarui)
    # 16 of 20 on time: 53.33 points; a mean of one day late: 80; prices as agreed: 100.
    lines = {line.code: line for line in explanation.lines_from(card.lines)}
    assert [(code, line.value, line.n, line.points) for code, line in lines.items()] == [
        ("delivery", Decimal("0.8"), 20, Decimal("53.3333")),
        ("lateness", Decimal(1), 20, Decimal("80.0000")),
        ("price", Decimal(0), 20, Decimal("100.0000")),
    ]
    # Wilson's interval of 16 in 20.
    assert (lines["delivery"].low, lines["delivery"].high) == (Decimal("0.583982568"), Decimal("0.919342337"))
    assert (card.computed, card.score, card.computed_grade, card.grade) == (
        Decimal("68.00"),
        Decimal("68.00"),
        "C",
        "C",
    )
    assert [line["code"] for line in card.notes["red_lines"]] == ["line_stop"]
    assert card.lower is not None
    assert card.lower < card.score
    assert (card.rank, card.sample, card.coverage) == (1, 20, Decimal(100))
    small = card_of(run, qingfeng)
    assert (small.outcome, small.score, small.rank, small.sample) == ("not_enough_data", None, None, 2)
    assert [line.get("aside") for line in small.lines] == ["small sample", None, None]
    silent = card_of(run, stillwater)
    assert (silent.outcome, silent.score, silent.grade, silent.rank) == ("no_data", None, "", None)
    assert {line["aside"] for line in silent.lines} == {"no data"}


def test_computed_again_it_gives_the_same_digits_though_facts_came_meanwhile(
    template: Template, buyer: Person, huarui: Relationship
) -> None:
    run = run_of(template, "2026-Q3", buyer)
    fields = ("relationship_id", "score", "lower", "rank", "lines", "notes")
    before = list(Card.objects.filter(run=run).order_by("relationship").values_list(*fields))
    business.load(
        buyer.organization, business.deliveries("100", Q3.replace(month=9, day=1), on_time=0, late=9)
    )
    actions.compute_run(run, by=buyer.actor, now=NOW)
    assert list(Card.objects.filter(run=run).order_by("relationship").values_list(*fields)) == before
    later = run_of(template, "2026-Q3", buyer)
    assert card_of(later, huarui).sample == 29


def test_a_sum_of_money_keeps_its_cents(
    template: Template, buyer: Person, quality_engineer: Person, huarui: Relationship
) -> None:
    """One line of more than a milliard euros: its spend on the card is no rounded number."""
    written = actions.new_version(template, by=quality_engineer.actor)
    criteria = [*PARTS.criteria[:2], {**PARTS.criteria[2], "kpi": "spend"}]
    parts = actions.Parts(criteria, PARTS.bands, (), PARTS.red_lines)
    actions.save_template(written, {}, parts, by=quality_engineer.actor)
    written = Template.objects.get(pk=written.pk)
    actions.activate_template(written, by=quality_engineer.actor, now=NOW)
    large = business.order("100", 9, CASTINGS, line_value="1234567890.12")
    business.load(buyer.organization, [(large, business.receipt(large, CASTINGS))])
    spend = explanation.lines_from(card_of(run_of(written, "2026-Q3", buyer), huarui).lines)[2]
    assert spend.value == Decimal("1234567890.12") + 20 * 200


def test_computed_again_it_knows_the_days_and_the_suppliers_it_was_started_with(
    template: Template, buyer: Person, administrator: Person, quality_engineer: Person, huarui: Relationship
) -> None:
    """Hamburg turns out to have rested while Huarui was late, and Huarui leaves the category."""
    ham = Site.objects.create(organization=buyer.organization, code="HAM", name="Hamburg", country="DE")
    castings = relationships.save_category("castings", by=buyer.actor)
    relationships.change_relationship(huarui, by=buyer.actor, categories=[castings])
    late = replace(
        shipped()["days_late_mean"], code="working_days_late", judging=Judging(day_count="working")
    )
    actions.save_kpi(late, by=quality_engineer.actor, now=NOW)
    written = actions.new_version(template, by=quality_engineer.actor)
    criteria = [PARTS.criteria[0], {**PARTS.criteria[1], "kpi": late.code}, PARTS.criteria[2]]
    parts = actions.Parts(criteria, PARTS.bands, (), PARTS.red_lines, [{"category": castings}])
    actions.save_template(written, {}, parts, by=quality_engineer.actor)
    written = Template.objects.get(pk=written.pk)
    actions.activate_template(written, by=quality_engineer.actor, now=NOW)
    business.load(
        buyer.organization, business.deliveries("100", CASTINGS, on_time=6, late=4, category="castings")
    )

    def digits(run: Run) -> list[Any]:
        fields = ("relationship_id", "site", "score", "lower", "rank", "lines", "notes")
        return list(Card.objects.filter(run=run).order_by("relationship", "site").values_list(*fields))

    def behind_it(run: Run) -> list[Any]:
        rows = behind.Rows(buyer.actor, card_of(run, huarui), queries.pinned_kpis(run)[late.code], every=True)
        return list(rows.plain())

    run = run_of(written, "2026-Q3", buyer)
    before, lines = digits(run), behind_it(run)
    assert [line["n"] for line in card_of(run, huarui).lines] == [10, 10, 10]
    for place in range(12):
        day = CASTINGS + timedelta(days=place)
        accounts.set_site_exception(ham, day, works=False, reason="Flood", by=administrator.actor)
    relationships.change_relationship(huarui, by=buyer.actor, categories=[])
    actions.compute_run(run, by=buyer.actor, now=NOW)
    assert digits(run) == before
    assert behind_it(run) == lines
    relationships.change_relationship(huarui, by=buyer.actor, categories=[castings])
    today = run_of(written, "2026-Q3", buyer)
    assert digits(today) != before
    assert behind_it(today) != lines


def test_the_manager_publishes_and_the_standing_follows(
    template: Template, buyer: Person, manager: Person, huarui: Relationship, qingfeng: Relationship
) -> None:
    heard: list[Run] = []
    run_published.connect(lambda run, **_: heard.append(run), weak=False, dispatch_uid="test")
    run = run_of(template, "2026-Q3", buyer)
    actions.publish_run(run, by=manager.actor, now=NOW)
    run_published.disconnect(dispatch_uid="test")
    huarui.refresh_from_db()
    qingfeng.refresh_from_db()
    assert (huarui.grade, huarui.score, huarui.graded_period) == ("C", Decimal("68.00"), "2026-Q3")
    assert (qingfeng.grade, qingfeng.score, qingfeng.graded_period) == ("", None, "2026-Q3")
    assert heard == [run]
    verbs = list(AuditEntry.objects.about(run).order_by("at", "pk").values_list("verb", "actor_name"))
    assert verbs == [
        ("started", "Ada Lindqvist"),
        ("moved_status", "Ada Lindqvist"),
        ("moved_status", "Ada Lindqvist"),
        ("moved_status", "Matthias Roth"),
    ]


def test_who_sets_weights_or_starts_runs_does_not_thereby_publish(
    template: Template, buyer: Person, quality_engineer: Person, rival: Person
) -> None:
    run = run_of(template, "2026-Q3", buyer)
    for person in (buyer, quality_engineer, rival):
        with pytest.raises(Refused):
            actions.publish_run(run, by=person.actor, now=NOW)
    run.refresh_from_db()
    assert run.status == Run.Status.REVIEW


def test_nobody_publishes_what_rests_on_weights_of_their_own(
    template: Template, buyer: Person, quality_engineer: Person, administrator: Person
) -> None:
    """Not even by taking on a role that may publish afterwards."""
    assert template.activated_by == quality_engineer.user
    run = run_of(template, "2026-Q3", buyer)
    membership = quality_engineer.user.memberships.get()
    accounts.change_roles(
        membership, [Role.QUALITY_ENGINEER, Role.PURCHASING_MANAGER], by=administrator.actor
    )
    quentin = Actor.member(membership)
    with pytest.raises(Refused, match="nobody approves their own proposal"):
        actions.publish_run(run, by=quentin, now=NOW)
    actions.publish_run(run, by=administrator.actor, now=NOW)
    run.refresh_from_db()
    assert run.status == Run.Status.PUBLISHED


def test_nobody_publishes_their_own_weights_through_whoever_stands_in(
    template: Template, buyer: Person, manager: Person, quality_engineer: Person, administrator: Person
) -> None:
    """Neither does the quality engineer for the manager, nor the manager for the quality engineer."""
    run = run_of(template, "2026-Q3", buyer)
    quentin, matthias = (
        Membership.objects.select_related("user", "organization").get(user=who.user)
        for who in (quality_engineer, manager)
    )
    for giver, taker in ((matthias, quentin), (quentin, matthias)):
        leave = accounts.hand_over(
            taker,
            begins_on=NOW.date(),
            ends_on=NOW.date() + timedelta(days=7),
            by=Actor.member(giver),
            now=NOW,
        )
        for who in (quentin, matthias):
            with pytest.raises(Refused):
                actions.publish_run(run, by=actor_of(who, NOW), now=NOW)
        leave.delete()
    actions.publish_run(run, by=actor_of(matthias, NOW), now=NOW)
    run.refresh_from_db()
    assert run.status == Run.Status.PUBLISHED


def test_a_published_run_is_neither_computed_again_nor_discarded(
    template: Template, buyer: Person, manager: Person
) -> None:
    run = run_of(template, "2026-Q3", buyer)
    actions.publish_run(run, by=manager.actor, now=NOW)
    for act in (
        lambda: actions.compute_again(run, by=buyer.actor),
        lambda: actions.compute_run(run, by=buyer.actor, now=NOW),
        lambda: actions.discard_run(run, by=buyer.actor, now=NOW),
        lambda: actions.publish_run(run, by=manager.actor, now=NOW),
    ):
        with pytest.raises(Refused):
            act()
    assert Card.objects.filter(run=run).count() == 3


def test_a_second_run_of_the_period_takes_the_published_ones_place(
    template: Template, buyer: Person, manager: Person
) -> None:
    first = run_of(template, "2026-Q3", buyer)
    actions.publish_run(first, by=manager.actor, now=NOW)
    second = run_of(template, "2026-Q3", buyer)
    actions.publish_run(second, by=manager.actor, now=NOW)
    first.refresh_from_db()
    assert (first.status, second.status) == (Run.Status.SUPERSEDED, Run.Status.PUBLISHED)


def test_a_run_whose_worker_was_killed_is_taken_up_again(template: Template, buyer: Person) -> None:
    run = actions.start_run(template, "2026-Q3", by=buyer.actor, now=NOW, in_background=False)
    Run.objects.filter(pk=run.pk).update(status=Run.Status.RUNNING, step="scoring", done=1)
    run.refresh_from_db()
    actions.compute_run(run, by=buyer.actor, now=NOW)
    assert (run.status, Card.objects.filter(run=run).count()) == (Run.Status.REVIEW, 3)


def test_a_failing_run_is_a_draft_again_and_says_why(
    template: Template, buyer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = actions.start_run(template, "2026-Q3", by=buyer.actor, now=NOW, in_background=False)
    with monkeypatch.context() as patch:
        patch.setattr("tandem.facts.opening.lake_root", lambda _customer: "/nowhere")
        with pytest.raises(Exception):  # noqa: B017, PT011  # whatever a missing lake raises
            actions.compute_run(run, by=buyer.actor, now=NOW)
    run.refresh_from_db()
    assert run.status == Run.Status.DRAFT
    assert run.problem
    assert not Card.objects.filter(run=run).exists()
    actions.compute_run(run, by=buyer.actor, now=NOW)
    run.refresh_from_db()
    assert (run.status, run.problem) == (Run.Status.REVIEW, "")


def test_a_run_needs_an_active_template_a_period_and_the_right(
    template: Template, buyer: Person, auditor: Person, quality_engineer: Person
) -> None:
    draft = actions.new_version(template, by=quality_engineer.actor)
    for chosen, period, by in (
        (draft, "2026-Q3", buyer),
        (template, "2026-Q5", buyer),
        (template, "2026-Q3", auditor),
    ):
        with pytest.raises(Refused):
            actions.start_run(chosen, period, by=by.actor, now=NOW)
    assert not Run.objects.exists()


def test_one_suppliers_bad_data_is_reported_on_its_card_alone(
    template: Template,
    buyer: Person,
    huarui: Relationship,
    qingfeng: Relationship,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from tandem.scorecards import cardmaking, scoring

    honest = scoring.score

    def failing(
        chosen: scoring.Template,
        values: dict[str, scoring.Measured],
        overrides: dict[str, Decimal] | None = None,
    ) -> scoring.CardResult:
        if values.get("on_time_lines", scoring.MISSING).n == 2:
            raise ArithmeticError("two is a strange number of orders")
        return honest(chosen, values, overrides)

    monkeypatch.setattr(cardmaking, "score", failing)
    run = run_of(template, "2026-Q3", buyer)
    assert card_of(run, huarui).score == Decimal("68.00")
    assert card_of(run, qingfeng).notes["problem"] == "ArithmeticError: two is a strange number of orders"


def test_a_run_takes_the_same_statements_for_one_supplier_and_for_many(
    template: Template, buyer: Person, huarui: Relationship
) -> None:
    counts = []
    for chosen in ([huarui], None):
        run = actions.start_run(
            template, "2026-Q3", by=buyer.actor, now=NOW, chosen=chosen, in_background=False
        )
        with CaptureQueriesContext(
            connection,
        ) as queries:
            actions.compute_run(run, by=buyer.actor, now=NOW)
        counts.append(len(queries))
        assert run.done == (1 if chosen else 3)
    assert counts[0] == counts[1]


def test_a_run_of_a_supplier_of_two_plants_has_a_card_each_and_a_roll_up(
    quality_engineer: Person, buyer: Person, huarui: Relationship
) -> None:
    business.load(
        buyer.organization, business.deliveries("100", Q3.replace(month=8), on_time=5, late=5, site="ULM")
    )
    by_plant = actions.save_template(
        None,
        {"name": "By plant", "by_site": True, "weigh_by": "cases", "minimum_sample": 3},
        PARTS,
        by=quality_engineer.actor,
    )
    actions.activate_template(by_plant, by=quality_engineer.actor, now=NOW)
    run_of(by_plant, "2026-Q2", buyer)
    run = run_of(by_plant, "2026-Q3", buyer)
    cards = {card.site: card for card in Card.objects.filter(run=run, relationship=huarui)}
    assert set(cards) == {"", "HAM", "ULM"}
    whole, hamburg, ulm = cards[""], cards["HAM"], cards["ULM"]
    assert (hamburg.score, ulm.score) == (Decimal("68.00"), Decimal("30.00"))
    # The stop was in Hamburg; it caps Hamburg's card and the whole, which weighs plants by their order lines.
    assert (hamburg.grade, ulm.grade, whole.grade) == ("C", "D", "D")
    plants = explanation.plants_from(whole.notes)
    assert [(plant.site, plant.weight) for plant in plants] == [("HAM", hamburg.sample), ("ULM", ulm.sample)]
    # Assigned to Ulm alone, it judges what Ulm received, of suppliers that serve Ulm.
    ulm_site = Site.objects.create(organization=buyer.organization, code="ULM", name="Ulm", country="DE")
    huarui.sites.add(ulm_site)
    limited = actions.new_version(by_plant, by=quality_engineer.actor)
    parts = actions.Parts(PARTS.criteria, PARTS.bands, (), PARTS.red_lines, [{"site": ulm_site}])
    actions.save_template(limited, {}, parts, by=quality_engineer.actor)
    actions.activate_template(limited, by=quality_engineer.actor, now=NOW)
    in_ulm = run_of(limited, "2026-Q3", buyer)
    assert [(card.site, card.score) for card in Card.objects.filter(run=in_ulm).order_by("site")] == [
        ("", ulm.score),
        ("ULM", ulm.score),
    ]
    page = buyer.client.get(whole.get_absolute_url()).content.decode()
    assert "What changed" in page
    assert page.count(hamburg.get_absolute_url()) == 1
    told = explaining.explained(whole)
    assert told.change is None or sum(part.points for part in told.change.contributions) == told.change.total
    expected = (hamburg.score * hamburg.sample + ulm.score * ulm.sample) / (hamburg.sample + ulm.sample)
    assert abs(whole.score - expected) <= Decimal("0.005")


def test_a_template_for_a_category_and_a_site_measures_their_lines_alone(
    template: Template, buyer: Person, quality_engineer: Person, huarui: Relationship
) -> None:
    """Huarui's castings are punctual, its valves are late, and Ulm is not served at all well."""
    business.load(
        buyer.organization,
        [
            *business.deliveries("100", CASTINGS, on_time=9, late=1, category="CASTINGS"),
            *business.deliveries("100", VALVES, on_time=1, late=4, category="valves", site="ULM"),
        ],
        [business.stop("100", 2, Q3) | {"category": "valves", "site": "ULM"}],
    )
    castings = relationships.save_category("castings", by=buyer.actor, name="Castings", name_local="铸件")
    valves = relationships.save_category("valves", by=buyer.actor)
    ulm = Site.objects.create(organization=buyer.organization, code="ULM", name="Ulm", country="DE")
    relationships.change_relationship(
        huarui,
        by=buyer.actor,
        values={"segment": Segment.STRATEGIC},
        categories=[castings, valves],
        sites=[ulm],
    )

    def judged(*assignments: dict[str, Any]) -> Card:
        written = actions.new_version(template, by=quality_engineer.actor)
        parts = actions.Parts(PARTS.criteria, PARTS.bands, (), PARTS.red_lines, assignments)
        actions.save_template(written, {}, parts, by=quality_engineer.actor)
        written = Template.objects.get(pk=written.pk)
        tried = actions.back_test(written, whole.run, by=quality_engineer.actor)
        actions.activate_template(written, by=quality_engineer.actor, now=NOW)
        card = card_of(run_of(written, "2026-Q3", buyer), huarui)
        again = [each for each in tried.tried if each.relationship_id == huarui.pk]
        assert [(each.grade, each.score) for each in again] == [(card.grade, card.score)]
        return card

    def on_time(card: Card) -> tuple[Decimal | None, int, int]:
        """The value, its cases, and how many lines the drill-down shows for them."""
        line = explanation.lines_from(card.lines)[0]
        rows = behind.Rows(buyer.actor, card, queries.pinned_kpis(card.run)["on_time_lines"], every=True)
        return line.value, line.n, len(rows)

    whole = card_of(run_of(template, "2026-Q3", buyer), huarui)
    assert on_time(whole) == (Decimal("0.742857143"), 35, 35)
    only_castings = judged({"category": castings})
    assert on_time(only_castings) == (Decimal("0.9"), 10, 10)
    assert only_castings.notes == {"shares": [["castings", ""]]}
    # A row of the template is met as a whole: valves count where Ulm received them.
    assert on_time(judged({"category": valves, "site": ulm})) == (Decimal("0.2"), 5, 5)
    assert on_time(judged({"site": ulm})) == (Decimal("0.2"), 5, 5)
    assert on_time(judged({"category": castings, "site": ulm})) == (None, 0, 0)
    both = judged({"category": castings}, {"category": valves, "site": ulm})
    assert on_time(both) == (Decimal("0.666666667"), 15, 15)
    assert [line["code"] for line in both.notes["red_lines"]] == ["line_stop"]
    # Whom a segment chooses is measured whole, whatever the other rows say; who fits a row not, is not measured by it.
    assert on_time(judged({"category": castings}, {"segment": Segment.STRATEGIC})) == on_time(whole)
    assert on_time(judged({"category": castings}, {"segment": Segment.ROUTINE})) == on_time(only_castings)
    # The supplier leaves the category afterwards: the lines behind its card are still those it was measured by.
    relationships.change_relationship(huarui, by=buyer.actor, categories=[])
    assert on_time(Card.objects.get(pk=only_castings.pk)) == (Decimal("0.9"), 10, 10)
    # The customer's own names for them, which the supplier reads too.
    written = both.run.template
    with acting_for(huarui.supplier_id):
        names = queries.code_names(written)
    assert names == ({"castings": "Castings", "valves": "valves"}, {"ULM": "Ulm"})
    page = buyer.client.get(both.get_absolute_url()).content.decode()
    assert "This template measures only the lines of:" in page
    assert "valves · Ulm" in page
    accounts.choose_language(buyer.user, "zh-hans")
    assert "铸件" in buyer.client.get(both.get_absolute_url()).content.decode()
