"""Capacity and quality system get a past: kept by the actions that change them, and shown as it was known."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from tandem.assessments.actions.kept import remove_entry, save_entry
from tandem.assessments.desk import Desk
from tandem.assessments.models import (
    CapacityPast,
    Equipment,
    Measurements,
    Mechanism,
    QualityPast,
    Reference,
    Standard,
)
from tandem.assessments.queries.course import course
from tandem.assessments.queries.evaluation import evaluate, evaluate_all
from tandem.core.fence import Acting, acting_as
from tandem.relationships import actions as relationships
from tandem.relationships.models import Relationship
from tests.assessments.test_capacity import describe, own_desk
from tests.cast import NOW, Person, supplier_of

TODAY = NOW.date()


@pytest.fixture(autouse=True)
def own_lake(settings: Any, tmp_path: Any) -> None:
    settings.TANDEM_LAKE = str(tmp_path / "lake")


def days(count: int) -> datetime:
    return NOW + timedelta(days=count)


def points(who: Person, huarui: Relationship, dimension: str) -> list[tuple[date, float, str]]:
    found = course(who.actor, huarui, TODAY)
    return [(each.on, round(each.points, 1), each.words) for each in found if each.dimension == dimension]


def test_each_change_of_a_day_is_kept_as_the_figures_at_its_end(
    huarui: Relationship, huarui_sales: Person
) -> None:
    desk = own_desk(huarui)
    describe(desk, huarui_sales.actor, loads=(3000,))
    [first] = CapacityPast.objects.all()
    # 3,000 of 3,360 in November, which alone has a load.
    assert first.on == TODAY
    assert first.figures == {
        "headroom": pytest.approx(1 - 3000 / 3360),
        "tightest_month": pytest.approx(3000 / 3360),
        "rolled_yield": pytest.approx(0.931),
        "machine_age": 10.0,
    }
    machine = Equipment.objects.get(name="Fettling machine")
    machine.rate = Decimal(50)
    save_entry(machine, desk, by=huarui_sales.actor, now=days(3))
    remove_entry(machine, desk, by=huarui_sales.actor, now=days(5))
    told = [(each.on, each.figures["headroom"]) for each in CapacityPast.objects.all()]
    assert told[0] == (TODAY, first.figures["headroom"])
    assert told[1] == (
        days(3).date(),
        pytest.approx(1 - 3000 / 5376),
    )  # moulding, 40 an hour, is the bottleneck now
    assert told[2][0] == days(5).date()
    assert not QualityPast.objects.exists()
    reference = Reference(customer="Kestrel", begins=date(2024, 1, 1), said_on=date(2026, 1, 1))
    save_entry(reference, desk, by=huarui_sales.actor, now=days(9))
    assert CapacityPast.objects.count() == 3, "a reference says nothing of capacity"


def test_the_course_begins_where_the_sharing_does_and_ends_with_it(
    huarui: Relationship, huarui_sales: Person, buyer: Person, rival: Person
) -> None:
    desk, by = own_desk(huarui), huarui_sales.actor
    entry = save_entry(Standard(standard="iso_9001"), desk, by=by, now=days(-300))
    save_entry(Standard(standard="iatf_16949"), desk, by=by, now=days(-200))
    assert points(buyer, huarui, "quality") == []
    relationships.give_consent(huarui, "quality_system", by=by, now=days(-100))
    save_entry(Standard(standard="iso_14001"), desk, by=by, now=days(-50))
    word = "as the supplier told it"
    assert points(buyer, huarui, "quality") == [
        (days(-100).date(), 80.0, word),
        (days(-50).date(), 100.0, word),
    ]
    remove_entry(entry, desk, by=by, now=days(-1))
    assert points(buyer, huarui, "quality")[-1] == (days(-1).date(), 80.0, word)
    for who, seen in ((buyer, 4), (huarui_sales, 4), (rival, 0)):
        with acting_as(Acting(person=who.user.pk, organization=who.organization.pk)):
            assert QualityPast.objects.count() == seen, who.user.name
            assert QualityPast.objects.visible_to(who.actor).count() == seen
    relationships.end_consent(huarui, "quality_system", by=by, now=NOW)
    assert points(buyer, huarui, "quality") == []


def test_what_the_customer_wrote_down_has_a_past_of_its_own_and_shows_on_the_page(
    huarui: Relationship, buyer: Person
) -> None:
    desk = Desk(huarui.supplier, huarui.customer_id, huarui)
    save_entry(Standard(standard="iso_9001"), desk, by=buyer.actor, now=days(-90))
    for which in Mechanism.Which:
        save_entry(Mechanism(which=which, state="partly"), desk, by=buyer.actor, now=days(-30))
    # One standard 60 points, mechanisms half in place 50, both weighing two.
    assert points(buyer, huarui, "quality") == [
        (days(-90).date(), 60.0, "as we wrote it down"),
        (days(-30).date(), 55.0, "as we wrote it down"),
    ]
    now = {each.key: each.points for each in evaluate(buyer.actor, huarui, TODAY).dimensions}
    assert now["quality"] == 55
    page = buyer.client.get(reverse("assessments:evaluation", args=[huarui.slug])).content.decode()
    assert "as we wrote it down" in page
    assert "55.0" in page


def test_the_list_is_evaluated_in_one_request_and_as_many_statements_for_3_suppliers_as_for_1(
    huarui: Relationship,
    huarui_sales: Person,
    buyer: Person,
    rival: Person,
    django_assert_max_num_queries: Any,
) -> None:
    describe(own_desk(huarui), huarui_sales.actor, loads=(3000,))
    relationships.give_consent(huarui, "capacity", by=huarui_sales.actor, now=NOW)
    supplier_of(rival, "Rivalry Foundry")
    listed = buyer.client.get(reverse("assessments:evaluations")).content.decode()
    assert listed.count(f'hx-get="{reverse("assessments:evaluation_rows")}') == 1
    counts = []
    for wanted in (1, 3):
        while Relationship.objects.visible_to(buyer.actor).count() < wanted:
            other = supplier_of(buyer, f"Bergquell {Relationship.objects.count()} GmbH")
            describe(Desk(other.supplier, other.customer_id, other), buyer.actor, loads=(3000,))
        buyer.client.get(reverse("assessments:evaluation_rows"))
        with django_assert_max_num_queries(60) as captured:
            rows = buyer.client.get(reverse("assessments:evaluation_rows")).content.decode()
        counts.append(len(captured))
        assert rows.count("<tr>") == wanted
        assert rows.count("rests on") >= wanted
    assert counts[0] == counts[1], counts
    assert "Rivalry" not in rows
    narrowed = buyer.client.get(reverse("assessments:evaluation_rows") + "?q=huarui").content.decode()
    assert narrowed.count("<tr>") == 1
    suppliers = list(Relationship.objects.visible_to(buyer.actor).select_related("supplier", "customer"))
    together = evaluate_all(buyer.actor, suppliers, TODAY)
    assert [each.dimensions for each in together] == [
        evaluate(buyer.actor, each, TODAY).dimensions for each in suppliers
    ]


def test_measurements_are_part_of_the_past(huarui: Relationship, huarui_sales: Person) -> None:
    values = [[10.0 + 0.01 * (place % 5)] for place in range(20)]
    entry = Measurements(
        part="P-1", characteristic="Bore", lower=9.9, upper=10.2, subgroups=values, measured_on=TODAY, file_name="x.csv"
    )  # fmt: skip
    save_entry(entry, own_desk(huarui), by=huarui_sales.actor, now=NOW)
    [kept] = QualityPast.objects.all()
    assert kept.figures["cpk"] is not None
    assert kept.figures["calibrated"] is None
