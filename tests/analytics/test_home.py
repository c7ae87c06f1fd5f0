import re
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tandem.accounts.actor import Actor
from tandem.accounts.models import Membership
from tandem.analytics import needs, queries
from tandem.analytics.figures import making, month_after
from tandem.facts.models import Batch, SupplierKey
from tandem.relationships import actions as relationships
from tandem.relationships.models import Category, Relationship
from tandem.scorecards import actions
from tandem.scorecards.models import Template
from tests.cast import NOW, Person, supplier_of
from tests.scorecards.conftest import run_of

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def nothing_kept(db: None) -> None:
    cache.clear()


def words(html: str) -> str:
    return " ".join(re.sub(r"<script.*?</script>|<[^>]+>", " ", html, flags=re.DOTALL).split())


def test_a_newcomer_is_told_how_to_begin(buyer: Person) -> None:
    page = words(buyer.client.get("/").content.decode())
    assert "1. Bring in your suppliers" in page
    assert "3. Score a period" in page


def test_the_books_are_measured_over_all_suppliers_together(buyer: Person, books: None) -> None:
    done, figures = queries.figures(buyer.actor, TODAY)
    assert done
    assert figures is not None
    assert figures.ends == date(2026, 9, 1)
    assert figures.months[-1] == "2026-08"
    # 38 of 42 lines due in the year were on time, four of them five days late.
    assert figures.year["on_time_lines"].value == pytest.approx(38 / 42)
    assert figures.year["days_late_mean"].value == pytest.approx(20 / 42)
    assert figures.year["spend"].value == 42 * 200
    assert figures.year_before["spend"].value is None
    assert figures.change("spend") is None


def test_spend_is_concentrated_on_huarui(buyer: Person, books: None, huarui: Relationship) -> None:
    _, figures = queries.figures(buyer.actor, TODAY)
    assert figures is not None
    first, second = queries.largest_spenders(figures)
    assert (first.name, first.amount, first.up_to) == (
        "Huarui Castings Co., Ltd.",
        8000,
        pytest.approx(40 / 42),
    )
    assert (second.name, second.up_to) == ("Qingfeng Valves Ltd.", 1.0)
    assert (figures.spending_suppliers, figures.make_four_fifths) == (2, 1)


def test_figures_are_kept_until_the_facts_change(buyer: Person, books: None, huarui: Relationship) -> None:
    assert queries.kept_figures(buyer.actor, TODAY) == (False, None)
    measured = queries.figures(buyer.actor, TODAY)
    assert queries.kept_figures(buyer.actor, TODAY) == measured
    from tandem.relationships import actions as relationships

    relationships.number_supplier(huarui, source="erp", key="another", by=buyer.actor)
    assert queries.kept_figures(buyer.actor, TODAY) == (False, None)


def test_the_page_asks_for_figures_and_then_shows_them(buyer: Person, books: None) -> None:
    with time_machine.travel(NOW, tick=False):
        assert 'hx-get="/analytics/figures/"' in buyer.client.get("/").content.decode()
        part = words(buyer.client.get("/analytics/figures/").content.decode())
        whole = words(buyer.client.get("/").content.decode())
    assert "On time 90.5%" in part
    assert "The 2 largest suppliers make 100%; of 2, 1 make 80%." in part
    assert "On time 90.5%" in whole


def test_a_rival_sees_none_of_it(buyer: Person, rival: Person, books: None) -> None:
    queries.figures(buyer.actor, TODAY)
    assert queries.figures(rival.actor, TODAY) == (True, None)
    assert queries.standing(rival.actor).total == 0
    assert "Huarui" not in rival.client.get("/").content.decode()


def test_published_grades_and_movers_stand_on_the_page(
    buyer: Person, manager: Person, books: None, template: Template
) -> None:
    for period in ("2026-Q2", "2026-Q3"):
        actions.publish_run(run_of(template, period, manager), by=manager.actor, now=NOW)
    assert [huarui.supplier.name for huarui in queries.movers(buyer.actor)] == ["Huarui Castings Co., Ltd."]
    over_time = queries.grades_over_time(buyer.actor)
    assert over_time.periods == ["2026-Q2", "2026-Q3"]
    assert over_time.counts["2026-Q2", "A"] == 1
    assert "Huarui" in buyer.client.get("/").content.decode()


def test_what_waits_depends_on_the_role(
    buyer: Person, manager: Person, auditor: Person, books: None, template: Template
) -> None:
    run_of(template, "2026-Q3", manager)
    batch = Batch.objects.create(
        customer=buyer.organization, number=90, fact="order_lines", source="erp", file_name="lines.csv",
        sha256="0" * 64, status=Batch.Status.REFUSED, started_by_name="Ada",
    )  # fmt: skip
    SupplierKey.objects.create(customer=buyer.organization, source="erp", key="999", rows=12, batch=batch)

    def told(who: Person) -> list[str]:
        return [need.text for need in needs.needs(who.actor)]

    no_owner = "3 suppliers in use have no owner"
    assert told(buyer) == ["1 file was not loaded", "1 supplier number is not matched", no_owner]
    assert told(manager) == [
        "1 file was not loaded",
        "1 supplier number is not matched",
        "Castings · Q3 2026 is ready to be reviewed and published",
        no_owner,
    ]
    assert told(auditor) == []


def test_a_buyer_is_told_of_the_suppliers_of_the_own_categories(
    buyer: Person, administrator: Person, huarui: Relationship
) -> None:
    castings = relationships.save_category("castings", by=administrator.actor)
    for name in ("Simrit Dichtungen GmbH", "Zenit s.r.o."):
        supplier_of(administrator, name, stage="probation")
    relationships.change_relationship(huarui, by=administrator.actor, categories=[castings])
    membership = Membership.objects.get(user=buyer.user)
    expected: dict[tuple[Category, ...], list[tuple[str, str]]] = {
        (castings,): [("1 supplier in use has no owner", "/relationships/?owner=none&category=mine")],
        (): [],
    }
    for categories, told in expected.items():
        relationships.assign_categories(membership, categories, by=administrator.actor, now=NOW)
        acts = Actor.member(Membership.objects.get(user=buyer.user))
        assert [(need.text, need.url) for need in needs.needs(acts)] == told


def test_the_page_asks_the_database_equally_often_however_many_suppliers(
    buyer: Person, settings: Any
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert buyer.client.get("/").status_code == 200
        return len(captured)

    supplier_of(buyer, "First GmbH")
    asked()  # templates and content types are read once
    alone = asked()
    for number in range(12):
        supplier_of(buyer, f"Number {number} GmbH")
    assert asked() == alone


def test_both_languages(buyer: Person, books: None) -> None:
    buyer.user.language = "zh-hans"
    buyer.user.save()
    with time_machine.travel(NOW, tick=False):
        page = words(buyer.client.get("/analytics/figures/").content.decode())
    assert "准时交付率 90.5%" in page
    assert "截至2026年8月的 12 个月" in page


def test_how_many_make_four_fifths() -> None:
    assert making(0.8, [50, 30, 10, 10]) == 2
    assert making(0.8, [25, 25, 25, 25]) == 4
    assert making(0.8, []) == 0


def test_months_cross_years() -> None:
    assert month_after(date(2026, 12, 31)) == date(2027, 1, 1)
    assert month_after(date(2026, 2, 5), -12) == date(2025, 2, 1)
