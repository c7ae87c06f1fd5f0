"""A supplier reads its published card at a customer to the line; rivals and the customer's own matters stay out."""

import re
from html import unescape
from typing import Any

import pytest

from tandem.accounts.roles import Role
from tandem.portal import cards
from tandem.portal.models import Field
from tandem.relationships import actions as relationships
from tandem.relationships.models import Relationship
from tandem.scorecards import actions
from tandem.scorecards.models import Card, Run, Template
from tests.cast import NOW, Person, person, supplier_of
from tests.portal.test_home import words
from tests.scorecards import business
from tests.scorecards.conftest import Q3, run_of


def publish(template: Template, period: str, manager: Person) -> Run:
    run = run_of(template, period, manager)
    actions.publish_run(run, by=manager.actor, now=NOW)
    return run


@pytest.fixture
def published(books: None, template: Template, manager: Person) -> Run:
    publish(template, "2026-Q2", manager)
    return publish(template, "2026-Q3", manager)


@pytest.fixture
def card(published: Run, huarui: Relationship) -> Card:
    return Card.objects.get(run=published, relationship=huarui)


@pytest.fixture
def crowd(buyer: Person, books: None) -> None:
    """Five more foundries deliver in the third quarter, each a little later than the one before."""
    pairs: list[Any] = []
    for place in range(5):
        other = supplier_of(buyer, f"Foundry {place}")
        key = f"4{place}"
        relationships.number_supplier(other, source="erp", key=key, by=buyer.actor)
        pairs += business.deliveries(key, Q3, on_time=19 - place, late=1 + place)
    business.load(buyer.organization, pairs)


def test_the_newest_card_is_explained_to_its_supplier(card: Card, sales: Person) -> None:
    page = words(sales.client.get("/portal/customers/nordlicht/").content.decode())
    assert "Nordlicht Pumpen GmbH" in page
    assert "How the score came about" in page
    assert "What changed" in page
    assert "What would make grade" in page
    assert "Q2 2026" in page
    assert "Rank" not in page
    assert "lake" not in page


def test_a_card_is_compared_with_the_last_published_one(
    card: Card, template: Template, manager: Person, sales: Person
) -> None:
    found = cards.explained(sales.actor, card)
    assert found["page"].before.run.period == "2026-Q2"


def test_every_value_leads_to_its_lines_and_to_excel(card: Card, sales: Person) -> None:
    html = sales.client.get(f"/portal/cards/{card.pk}/").content.decode()
    assert f'href="/portal/cards/{card.pk}/lines/on_time_lines/"' in html
    lines = words(sales.client.get(f"/portal/cards/{card.pk}/lines/on_time_lines/").content.decode())
    assert "PO-100-2607000" in lines
    assert "PO-200" not in lines
    book = sales.client.get(f"/portal/cards/{card.pk}/lines/on_time_lines/export/")
    assert book["Content-Disposition"] == 'attachment; filename="nordlicht-2026-Q3-on_time_lines.xlsx"'
    assert b"".join(book.streaming_content)[:2] == b"PK"


def test_the_lines_say_nothing_that_is_the_customers_own(card: Card, sales: Person) -> None:
    html = sales.client.get(f"/portal/cards/{card.pk}/lines/on_time_lines/?columns=all").content.decode()
    headings = re.findall(r'<th scope="col"[^>]*>([^<]*)', html)
    assert "Baseline price" not in headings
    assert "Unit price" in headings
    assert "closed" not in re.findall(r"<td[^>]*>([^<]*)", html)
    assert "Closed" in re.findall(r"<td[^>]*>([^<]*)", html)
    assert "/facts/" not in html


def test_an_order_line_tells_its_supplier_what_became_of_it(
    card: Card, sales: Person, qingfeng: Relationship
) -> None:
    html = sales.client.get(f"/portal/cards/{card.pk}/lines/on_time_lines/").content.decode()
    [address, *_more] = re.findall(r'href="(/portal/customers/nordlicht/line/[^"]*)"', html)
    page = sales.client.get(unescape(address))
    told = words(page.content.decode())
    assert "What the customer's system said of this line" in told
    assert "Receipts" in told
    assert "/facts/" not in page.content.decode()
    competitor = person(qingfeng.supplier, "Qin Bo", Role.SALES)
    assert competitor.client.get(unescape(address)).status_code == 404
    nowhere = "/portal/customers/nordlicht/line/?source=erp&document=PO-200-2607000&line=10&schedule_line=1"
    assert sales.client.get(nowhere).status_code == 404
    assert sales.client.get("/portal/customers/nordlicht/line/").status_code == 302


def test_quality_and_finance_read_it_too(card: Card, huarui: Relationship) -> None:
    for name, role in (("Qu Min", Role.SUPPLIER_QUALITY), ("Fu Rong", Role.SUPPLIER_FINANCE)):
        who = person(huarui.supplier, name, role)
        assert who.client.get(f"/portal/cards/{card.pk}/").status_code == 200


def test_rivals_and_the_unpublished_are_not_there(
    card: Card, qingfeng: Relationship, template: Template, manager: Person, sales: Person, rival: Person
) -> None:
    competitor = person(qingfeng.supplier, "Qin Bo", Role.SALES)
    draft = Card.objects.get(run=run_of(template, "2026-Q1", manager), relationship=card.relationship)
    for who, pk in ((competitor, card.pk), (rival, card.pk), (sales, draft.pk)):
        for address in ("", "lines/on_time_lines/", "lines/on_time_lines/export/"):
            assert who.client.get(f"/portal/cards/{pk}/{address}").status_code == 404
    assert rival.client.get("/portal/customers/nordlicht/").status_code == 404
    assert sales.client.get(f"/portal/cards/{card.pk}/lines/spend/").status_code == 404


def test_among_fewer_than_five_others_there_is_no_field(card: Card, sales: Person) -> None:
    """Qingfeng's two deliveries are too few for a score, so Huarui would be compared with nobody."""
    assert Field.objects.get(run=card.run).score == {}
    assert cards.explained(sales.actor, card)["places"] == []
    assert "Against the field" not in sales.client.get(f"/portal/cards/{card.pk}/").content.decode()


def test_among_five_others_the_quarter_is_told_and_no_more(
    crowd: None, template: Template, manager: Person, sales: Person, huarui: Relationship
) -> None:
    run = publish(template, "2026-Q3", manager)
    card = Card.objects.get(run=run, relationship=huarui)
    places = cards.explained(sales.actor, card)["places"]
    assert [(each.name, each.quarter, each.at_least, each.bounds) for each in places] == [
        ("", 3, 5, None),
        ("On-time delivery by line", 3, 5, None),
        ("Days late, mean", 3, 5, None),
        ("Price against baseline", 0, 5, None),
    ]
    html = sales.client.get(f"/portal/cards/{card.pk}/").content.decode()
    page = words(html)
    assert "Beside at least 5 other suppliers" in page
    assert "third quarter" in page
    assert "Foundry" not in html


def test_the_field_of_a_run_is_for_those_scored_in_it(
    crowd: None, template: Template, manager: Person, rival: Person, sales: Person
) -> None:
    run = publish(template, "2026-Q3", manager)
    assert Field.objects.visible_to(sales.actor).filter(run=run).count() == 1
    assert Field.objects.visible_to(rival.actor).count() == 0
