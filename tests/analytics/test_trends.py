"""Huarui's deliveries fall in spring 2026; Nordlicht and Huarui read the same course, each up to what is theirs."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.cache import cache

from tandem.accounts.roles import Role
from tandem.analytics import field
from tandem.improvement import actions as improvement
from tandem.relationships import actions as relationships
from tandem.relationships.models import Relationship
from tandem.scorecards import actions, months
from tandem.scorecards.models import Template
from tandem.scorecards.queries import current_kpis
from tests.analytics.test_home import words
from tests.api.calls import Api, token_of
from tests.cast import NOW, Person, person, supplier_of
from tests.scorecards import business
from tests.scorecards.conftest import run_of

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def on_the_day(db: None) -> Any:
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def courses(buyer: Person, huarui: Relationship) -> None:
    """Twenty lines a month from July 2025 to October 2026: Huarui is late once a month, from April twelve times. Four
    others are late twice a month."""
    firms = [huarui, *(supplier_of(buyer, f"Forge {number}", country="GB") for number in range(1, 5))]
    pairs = []
    for place, firm in enumerate(firms):
        relationships.number_supplier(firm, source="erp", key=f"{place}00", by=buyer.actor)
        for number in range(16):
            month = months.month_after(date(2025, 7, 1), number)
            late = 2 if place else 12 if month >= date(2026, 4, 1) else 1
            pairs += business.deliveries(f"{place}00", month, on_time=20 - late, late=late)
    business.load(buyer.organization, pairs)


@pytest.fixture
def published(
    courses: None, template: Template, manager: Person, buyer: Person, quality_engineer: Person
) -> None:
    run = run_of(template, "2026-Q2", manager)
    actions.publish_run(run, by=manager.actor, now=NOW)


def test_both_ends_read_one_course(
    published: None, buyer: Person, quality_engineer: Person, huarui: Relationship, rival: Person
) -> None:
    case = improvement.open_case(
        huarui,
        {"title": "Volutes come late", "description": "Ten of twenty."},
        by=quality_engineer.actor,
        now=NOW.replace(month=4, day=20),
    )
    page = words(buyer.client.get(f"/analytics/relationships/{huarui.slug}/trends/").content.decode())
    # Twelve late of twenty instead of one: too large a fall for chance.
    assert "From Apr 2026 the level is lower: 40.0% instead of 95.0%." in page
    assert "20 Apr 2026: Case opened: 8D 1" in page.replace(str(case), "8D 1")
    assert "What coincides need not be the cause." in page
    assert "eight months in a row above the centre" in page
    assert "p-chart which chart and rules, and why" in page

    sales = person(huarui.supplier, "Song Lan", Role.SALES)
    theirs = words(sales.client.get("/portal/customers/nordlicht/trends/").content.decode())
    assert "From Apr 2026 the level is lower" not in theirs  # three months are no stretch yet
    assert "Oct 2026" not in theirs
    assert "Jun 2026" in theirs
    assert "Forge" not in theirs
    assert "too few others to compare with" in theirs

    assert rival.client.get(f"/analytics/relationships/{huarui.slug}/trends/").status_code == 404
    assert rival.client.get("/portal/customers/nordlicht/trends/").status_code == 404
    assert sales.client.get("/analytics/trends/").status_code in (403, 404)
    assert buyer.client.get("/portal/customers/nordlicht/trends/?kpi=spend").status_code in (403, 404)
    assert sales.client.get("/portal/customers/nordlicht/trends/?kpi=spend").status_code == 404

    told = (
        Api(token_of(buyer)).get(f"relationships/{huarui.slug}/kpis/on_time_lines/months", months=12).json()
    )
    assert (told["chart"], told["months"][-1]["month"], told["months"][-1]["value"]) == (
        "p",
        "2026-10",
        0.4,
    )
    assert told["levels"] == [
        {"starts": "2025-11", "ends": "2026-03", "mean": 0.95},
        {"starts": "2026-04", "ends": "2026-10", "mean": 0.4},
    ]
    api = Api(token_of(sales))
    assert api.get("customers/nordlicht/kpis/on_time_lines/months").json()["months"][-1]["month"] == "2026-06"
    assert api.get("customers/nordlicht/kpis/spend/months").status_code == 404
    assert api.get("customers/nordlicht/kpis/on_time_lines/months", months=61).status_code == 422


def test_the_field_is_the_customers(courses: None, buyer: Person, huarui: Relationship) -> None:
    kpi = current_kpis(buyer.organization.pk)["on_time_lines"]
    found = field.kept_or_measured(buyer.actor, buyer.organization, kpi, TODAY)
    assert found[date(2026, 10, 1)] == field.Quarters(0.9, 0.9, 0.9, 5)
    page = words(
        buyer.client.get(f"/analytics/relationships/{huarui.slug}/field/on_time_lines/").content.decode()
    )
    assert "In Oct 2026 this supplier had 40.0%; the median of 5 suppliers was 90.0%." in page
    assert "It stood in the last quarter of them." in page
    whole = words(buyer.client.get("/analytics/trends/?kpi=on_time_lines").content.decode())
    assert "From Apr 2026 the level is lower: 80.0% instead of 91.0%." in whole


def test_what_an_objection_set_aside_does_not_count(
    courses: None, buyer: Person, huarui: Relationship
) -> None:
    kpi = current_kpis(buyer.organization.pk)["on_time_lines"]
    found = months.courses(buyer.actor, buyer.organization, [kpi], TODAY, relationships=[huarui.pk], months=3)
    assert found[huarui.pk]["on_time_lines"].values == [0.4, 0.4, 0.4]
    assert months.courses(buyer.actor, buyer.organization, [kpi], TODAY, relationships=None, months=1)[
        months.EVERYBODY
    ]["on_time_lines"].values == [pytest.approx(0.8)]
    assert not months.courses(
        buyer.actor,
        buyer.organization,
        [current_kpis(buyer.organization.pk)["defect_ppm"]],
        TODAY,
        relationships=None,
    )


@pytest.mark.parametrize(
    ("value", "higher", "place"), [(0.9, True, 2), (0.95, True, 1), (0.5, True, 4), (0.9, False, 3)]
)
def test_the_quarter_one_stands_in(value: float, higher: bool, place: int) -> None:
    assert field.Quarters(0.8, 0.88, 0.94, 9).place(value, higher_is_better=higher) == place
