"""The list of suppliers: filters, orders, search in both scripts, pages, Excel, and how many queries it takes."""

from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tandem.accounts.models import Organization, User
from tandem.relationships import actions
from tandem.relationships.models import Relationship
from tests.cast import HUARUI_USCC, Person, supplier_of

LIST = "/relationships/"


def names(person: Person, query: str = "") -> list[str]:
    response = person.client.get(LIST + query)
    assert response.status_code == 200
    return [relationship.supplier.name for relationship in response.context["lines"]]


@pytest.fixture
def three(huarui: Relationship, buyer: Person, manager: Person) -> dict[str, Any]:
    """Huarui (approved, strategic, A), Bergquell (on probation, Ada's, C) and Zenit (potential, not graded)."""
    bergquell = supplier_of(buyer, "Bergquell Hydraulik GmbH", country="DE", currency="EUR")
    zenit = supplier_of(buyer, "Zenit s.r.o.", country="CZ", currency="CZK", stage="potential")
    castings = actions.save_category("castings", by=buyer.actor, name="Castings", name_local="铸件")
    actions.change_relationship(
        huarui, by=buyer.actor, values={"segment": "strategic", "preferred": True}, categories=[castings]
    )
    actions.change_relationship(bergquell, by=buyer.actor, values={"owner": buyer.user})
    for period, scores in (("2026-Q2", ("88.00", "81.50")), ("2026-Q3", ("93.25", "74.00"))):
        actions.publish_standings(
            huarui.customer,
            period,
            [
                actions.Standing(huarui.pk, "A", Decimal(scores[0])),
                actions.Standing(bergquell.pk, "C", Decimal(scores[1])),
            ],
            by=manager.actor,
        )
    return {"huarui": huarui, "bergquell": bergquell, "zenit": zenit, "castings": castings}


def test_each_filter_lets_through_what_it_says(three: dict[str, Any], buyer: Person) -> None:
    everybody = ["Bergquell Hydraulik GmbH", "Huarui Castings Co., Ltd.", "Zenit s.r.o."]
    assert names(buyer) == everybody
    assert names(buyer, "?stage=potential") == ["Zenit s.r.o."]
    assert names(buyer, "?segment=strategic") == ["Huarui Castings Co., Ltd."]
    assert names(buyer, "?segment=none") == ["Bergquell Hydraulik GmbH", "Zenit s.r.o."]
    assert names(buyer, "?grade=A") == ["Huarui Castings Co., Ltd."]
    assert names(buyer, "?grade=none") == ["Zenit s.r.o."]
    assert names(buyer, f"?owner={buyer.user.pk}") == ["Bergquell Hydraulik GmbH"]
    assert names(buyer, "?owner=none") == ["Huarui Castings Co., Ltd.", "Zenit s.r.o."]
    assert names(buyer, f"?category={three['castings'].pk}") == ["Huarui Castings Co., Ltd."]
    assert names(buyer, "?preferred=yes") == ["Huarui Castings Co., Ltd."]
    assert names(buyer, "?stage=potential&grade=A") == []
    assert names(buyer, "?stage=&owner=nobody&category=x&sort=password&page=99") == everybody


def test_search_finds_either_script_and_every_word_must_fit(three: dict[str, Any], buyer: Person) -> None:
    huarui = ["Huarui Castings Co., Ltd."]
    assert names(buyer, "?q=华锐") == huarui
    assert names(buyer, "?q=HUARUI") == huarui
    assert names(buyer, "?q=castings+上海") == huarui
    assert names(buyer, f"?q={HUARUI_USCC}") == huarui
    assert names(buyer, "?q=castings+hydraulik") == []
    assert names(buyer, "?q=100%25") == []


def test_orders_put_what_has_no_value_last(three: dict[str, Any], buyer: Person) -> None:
    bergquell, huarui, zenit = "Bergquell Hydraulik GmbH", "Huarui Castings Co., Ltd.", "Zenit s.r.o."
    assert names(buyer, "?sort=-name") == [zenit, huarui, bergquell]
    assert names(buyer, "?sort=score") == [bergquell, huarui, zenit]
    assert names(buyer, "?sort=-score") == [huarui, bergquell, zenit]
    assert names(buyer, "?sort=trend") == [bergquell, huarui, zenit]
    assert names(buyer, "?sort=stage")[0] == zenit
    assert names(buyer, "?sort=owner")[0] == bergquell


def test_htmx_gets_the_lines_alone_and_a_short_address(three: dict[str, Any], buyer: Person) -> None:
    response = buyer.client.get(LIST + "?q=hua&stage=&sort=", headers={"HX-Request": "true"})
    assert response["HX-Push-Url"] == "/relationships/?q=hua"
    assert "<html" not in response.content.decode()
    assert "上海华锐铸造有限公司" in response.content.decode()
    assert 'href="/relationships/export/?q=hua"' in response.content.decode()


def test_an_empty_list_says_what_to_do_and_a_rival_sees_none_of_ours(
    buyer: Person, rival: Person, auditor: Person
) -> None:
    assert 'href="/relationships/import/"' in buyer.client.get(LIST).content.decode()
    assert 'href="/relationships/import/"' not in auditor.client.get(LIST).content.decode()
    supplier_of(buyer, "Huarui Castings Co., Ltd.")
    assert names(auditor) == ["Huarui Castings Co., Ltd."]
    assert names(rival) == []


def test_the_workbook_holds_what_the_filters_let_through(three: dict[str, Any], buyer: Person) -> None:
    actions.number_supplier(three["huarui"], source="SAP", key="1000/77", by=buyer.actor)
    response = buyer.client.get("/relationships/export/?segment=strategic")
    assert response["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    sheet = openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content))).active
    heading, *rows = sheet.values
    assert rows == [
        (
            "Huarui Castings Co., Ltd.",
            "上海华锐铸造有限公司",
            "huarui-castings-co-ltd",
            "CN",
            "Approved",
            "Strategic",
            "yes",
            "A",
            93.25,
            88,
            "2026-Q3",
            None,
            "Castings",
            None,
            "SAP 1000/77",
            f"Unified social credit code {HUARUI_USCC}",
        )
    ]
    assert heading[:2] == ("Legal name", "Legal name in Chinese script")


def test_a_name_that_looks_like_a_formula_stays_text(buyer: Person) -> None:
    supplier_of(buyer, "=HYPERLINK(1) Trading")
    content = b"".join(buyer.client.get("/relationships/export/").streaming_content)
    cell = openpyxl.load_workbook(BytesIO(content)).active["A2"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1) Trading", "s")


def test_as_many_queries_for_three_hundred_suppliers_as_for_one(buyer: Person, huarui: Relationship) -> None:
    counted = [_queries(buyer, LIST)]
    for more in (2, 297):
        _suppliers(huarui.customer, more, buyer.user)
        counted.append(_queries(buyer, LIST))
    assert Relationship.objects.count() == 300
    assert counted == [counted[0]] * 3
    assert _queries(buyer, LIST + "?page=3&sort=-score&q=co") <= counted[0]


def _queries(person: Person, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert person.client.get(address).status_code == 200
    return len(captured)


def _suppliers(customer: Organization, count: int, owner: User) -> None:
    start = Organization.objects.count()
    made = Organization.objects.bulk_create(
        Organization(slug=f"s{i}", name=f"Supplier {i} Co., Ltd.", country="CN", currency="CNY")
        for i in range(start, start + count)
    )
    Relationship.objects.bulk_create(
        Relationship(
            customer=customer,
            supplier=one,
            slug=one.slug,
            owner=owner,
            search_text=f"{one.name.lower()}\n{one.slug}",
        )
        for one in made
    )
