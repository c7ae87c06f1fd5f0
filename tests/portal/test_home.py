"""The supplier's home: Huarui sees each customer's published grade and what moved it, and nothing of a rival's."""

import re

import pytest

from tandem.accounts.roles import Role
from tandem.portal import served
from tandem.relationships.models import Relationship
from tandem.scorecards import actions
from tandem.scorecards.models import Template
from tests.cast import NOW, Person, organisation, person
from tests.scorecards.conftest import run_of


def words(html: str) -> str:
    return " ".join(re.sub(r"<script.*?</script>|<[^>]+>", " ", html, flags=re.DOTALL).split())


@pytest.fixture
def published(books: None, template: Template, manager: Person) -> None:
    """Two quarters shown to the suppliers."""
    for period in ("2026-Q2", "2026-Q3"):
        run = run_of(template, period, manager)
        actions.publish_run(run, by=manager.actor, now=NOW)


def test_a_supplier_without_customers_is_told_what_will_stand_there(db: None) -> None:
    lonely = person(organisation("Stillwater Forge", "stillwater"), "Sue Field", Role.SALES)
    page = words(lonely.client.get("/portal/").content.decode())
    assert "No customer has entered you as its supplier yet" in page


def test_each_customer_stands_with_its_published_grade_and_what_moved_it(
    published: None, sales: Person, huarui: Relationship
) -> None:
    [customer] = served.customers_of(sales.actor)
    assert customer.customer.name == "Nordlicht Pumpen GmbH"
    assert [card.run.period for card in customer.course] == ["2026-Q2", "2026-Q3"]
    huarui.refresh_from_db()
    assert customer.card is not None
    assert (customer.card.score, customer.change) == (huarui.score, huarui.change)
    assert customer.mover is not None
    assert customer.mover.name == "On-time delivery by line"
    assert customer.mover.points < 0
    page = words(sales.client.get("/portal/").content.decode())
    assert "Nordlicht Pumpen GmbH Q3 2026" in page


def test_what_is_not_published_does_not_exist_for_the_supplier(
    books: None, template: Template, manager: Person, sales: Person, huarui: Relationship
) -> None:
    run_of(template, "2026-Q3", manager)
    [customer] = served.customers_of(sales.actor)
    assert (customer.course, customer.change, customer.mover) == ([], None, None)
    page = words(sales.client.get("/portal/").content.decode())
    assert "No scorecard published yet" in page


def test_a_rival_supplier_of_the_same_customer_sees_only_its_own_card(
    published: None, qingfeng: Relationship, huarui: Relationship
) -> None:
    rival = person(qingfeng.supplier, "Qin Bo", Role.SALES)
    [customer] = served.customers_of(rival.actor)
    assert {card.relationship_id for card in customer.course} == {qingfeng.pk}
    assert "Huarui" not in rival.client.get("/portal/").content.decode()


def test_a_supplier_begins_at_its_customers_and_is_told_so_in_the_menu(sales: Person) -> None:
    assert sales.client.get("/")["Location"] == "/portal/"
    assert 'href="/portal/"' in sales.client.get("/portal/").content.decode()


def test_a_customer_opens_no_page_of_the_suppliers_side(buyer: Person) -> None:
    assert buyer.client.get("/portal/").status_code == 404
    assert 'href="/portal/"' not in buyer.client.get("/").content.decode()
