"""Closed means solved: what Huarui delivered before and after decides, not what anybody says."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from tandem.improvement import actions
from tandem.improvement.models import Case
from tandem.relationships import actions as relationships
from tandem.relationships.models import Relationship
from tests.cast import NOW, Person
from tests.improvement.conftest import solve
from tests.scorecards import business

LATER = NOW + timedelta(days=130)


@pytest.fixture
def late(places: Path, huarui: Relationship, buyer: Person, quality_engineer: Person) -> Case:
    """Fifteen of thirty lines late from September to November; a case about it, to be watched by that KPI."""
    relationships.number_supplier(huarui, source="erp", key="100", by=buyer.actor)
    values = {"title": "Late", "description": "Half of the lines.", "kpi": "on_time_lines"}
    return actions.open_case(huarui, values, by=quality_engineer.actor, now=NOW)


def delivered(huarui: Relationship, after: tuple[int, int]) -> None:
    """Before: half late in three months; `after`: on time and late in each of January, February and March."""
    pairs = []
    for month in (date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)):
        pairs += business.deliveries("100", month, on_time=5, late=5)
    for month in (date(2027, 1, 1), date(2027, 2, 1), date(2027, 3, 1)):
        pairs += business.deliveries("100", month, on_time=after[0], late=after[1])
    business.load(huarui.customer, pairs)


def test_a_kpi_that_improved_closes_the_case(
    late: Case, huarui: Relationship, huarui_sales: Person, quality_engineer: Person, rival: Person
) -> None:
    delivered(huarui, (10, 0))
    solve(late, huarui_sales, quality_engineer)
    assert (late.status, late.verdict, late.acted_on) == ("watched", "too_early", date(2026, 12, 10))
    actions.check_effect(late, now=NOW + timedelta(days=30))
    assert (late.status, late.verdict) == ("watched", "too_early")
    found = actions.check_effect(late, now=LATER)
    assert found is not None
    assert (found.before.value, found.after.value, found.after.n) == (0.5, 1.0, 30)
    late.refresh_from_db()
    assert (late.status, late.verdict, late.closed_by_name) == ("closed", "improved", "Tandem")
    assert late.p_value is not None
    assert late.p_value < 0.001


def test_no_change_is_said_and_left_to_a_person(
    late: Case, huarui: Relationship, huarui_sales: Person, quality_engineer: Person
) -> None:
    delivered(huarui, (5, 5))
    solve(late, huarui_sales, quality_engineer)
    actions.check_effect(late, now=LATER)
    late.refresh_from_db()
    assert (late.status, late.verdict, late.told_no_change) == ("watched", "no_change", False)
    actions.check_effect(late, now=datetime(2027, 7, 1, 9, tzinfo=NOW.tzinfo))
    late.refresh_from_db()
    assert (late.status, late.told_no_change) == ("watched", True)
    actions.close_case(late, remark="We stop buying this.", by=quality_engineer.actor, now=LATER)
    assert (late.status, late.verdict) == ("closed", "no_change")


def test_what_got_worse_is_opened_again(
    late: Case, huarui: Relationship, huarui_sales: Person, quality_engineer: Person
) -> None:
    delivered(huarui, (1, 9))
    solve(late, huarui_sales, quality_engineer)
    actions.check_effect(late, now=LATER)
    late.refresh_from_db()
    assert (late.status, late.times_reopened, late.verdict) == ("open", 1, "")
    page = huarui_sales.client.get(reverse("improvement_supplier:case", args=[late.pk])).text
    assert "The KPI got worse after the actions." in page


def test_both_ends_read_the_same_effect(
    late: Case, huarui: Relationship, huarui_sales: Person, quality_engineer: Person
) -> None:
    delivered(huarui, (10, 0))
    solve(late, huarui_sales, quality_engineer)
    Case.objects.filter(pk=late.pk).update(acted_on=date(2026, 10, 15), opened_at=NOW - timedelta(days=60))
    for who, side in ((quality_engineer, "improvement"), (huarui_sales, "improvement_supplier")):
        page = who.client.get(reverse(f"{side}:case", args=[late.pk]))
        assert page.status_code == 200
        assert 'id="effect"' in page.text
