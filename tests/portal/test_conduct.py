"""How Nordlicht pays and what it changes: Huarui and Nordlicht itself read one and the same figure."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.cache import cache

from tandem.accounts.roles import Role
from tandem.portal import conduct
from tandem.relationships.models import Relationship, Segment
from tests.cast import NOW, Person, person
from tests.portal.test_home import bill, words
from tests.scorecards import business

TODAY = date(2026, 11, 23)
BILL = {"instrument": "bank_acceptance", "bill_matures_date": date(2027, 2, 10)}


@pytest.fixture(autouse=True)
def on_the_day(db: None) -> Any:
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def invoices(books: None, buyer: Person) -> None:
    """Huarui is paid once in time, once by a bill in time, once ten days late; Qingfeng always late."""
    business.load_invoices(
        buyer.organization,
        [
            bill(1, date(2026, 11, 2), paid=date(2026, 11, 1)),
            bill(2, date(2026, 11, 10), paid=date(2026, 11, 9), **BILL),
            bill(3, date(2026, 10, 13), paid=date(2026, 10, 23)),
            bill(4, date(2026, 10, 13), paid=date(2026, 11, 12), supplier_key="200"),
        ],
    )


def measured(who: Person, relationship: Relationship, codes: tuple[str, ...]) -> dict[str, Any]:
    found = conduct.kept_or_measured(
        who.actor, relationship.customer, codes, TODAY, relationships=[relationship.pk]
    )
    return {code: figure.value for code, figure in found.groups[relationship.pk].items()}


def test_the_window_is_twelve_months_with_the_present_one() -> None:
    assert conduct.window(date(2026, 11, 23)) == (date(2025, 12, 1), date(2026, 12, 1))
    assert conduct.window(date(2026, 12, 1)) == (date(2026, 1, 1), date(2027, 1, 1))


def test_both_ends_see_the_same_figures(
    invoices: None, sales: Person, buyer: Person, huarui: Relationship
) -> None:
    told = measured(sales, huarui, conduct.FOR_SUPPLIERS)
    assert told == {
        "paid_on_time": pytest.approx(2 / 3),
        "payment_delay": pytest.approx(10 / 3),
        "money_on_time": pytest.approx(1 / 3),
        "money_delay": pytest.approx((10 + 13) / 3),
        "date_changes": 0.0,
        "quantity_changes": 0.0,
        "confirmed_changes": None,
        "price_trend": None,
    }
    assert measured(buyer, huarui, conduct.FOR_SUPPLIERS) == told


def test_figures_stand_month_by_month(invoices: None, sales: Person, huarui: Relationship) -> None:
    found = conduct.kept_or_measured(
        sales.actor, huarui.customer, ("paid_on_time",), TODAY, relationships=[huarui.pk]
    )
    figure = found.groups[huarui.pk]["paid_on_time"]
    assert (found.months[0], found.months[-1]) == ("2025-12", "2026-11")
    assert figure.months == (*[None] * 10, 0.0, 1.0)
    assert figure.n == 3


def test_a_supplier_opens_the_page_the_lines_and_the_workbook(invoices: None, sales: Person) -> None:
    page = words(sales.client.get("/portal/customers/nordlicht/conduct/").content.decode())
    assert "Paid on time by the customer 66.7%" in page
    assert "Money on time from the customer 33.3%" in page
    assert "Price against baseline" not in page
    lines = words(sales.client.get("/portal/customers/nordlicht/conduct/paid_on_time/").content.decode())
    assert [name for name in ("R-1", "R-2", "R-3", "R-4") if name in lines] == ["R-1", "R-2", "R-3"]
    book = sales.client.get("/portal/customers/nordlicht/conduct/paid_on_time/export/")
    assert book["Content-Disposition"] == 'attachment; filename="nordlicht-paid_on_time.xlsx"'


def test_what_is_no_conduct_is_not_measured_by_its_address(
    invoices: None, sales: Person, buyer: Person
) -> None:
    for kpi in ("spend", "price_variance", "nothing"):
        assert sales.client.get(f"/portal/customers/nordlicht/conduct/{kpi}/").status_code == 404
    assert buyer.client.get("/portal/customer/conduct/spend/").status_code == 404
    assert buyer.client.get("/portal/customer/conduct/paid_on_time/?group=3").status_code == 404


def test_a_rival_supplier_reads_how_it_is_paid_itself(
    invoices: None, qingfeng: Relationship, rival: Person
) -> None:
    competitor = person(qingfeng.supplier, "Qin Bo", Role.SUPPLIER_FINANCE)
    page = words(competitor.client.get("/portal/customers/nordlicht/conduct/paid_on_time/").content.decode())
    assert "R-4" in page
    assert "R-1" not in page
    assert rival.client.get("/portal/customers/nordlicht/conduct/").status_code == 404


def test_the_customer_sees_itself_over_all_suppliers_and_by_segment(
    invoices: None, manager: Person, buyer: Person, huarui: Relationship
) -> None:
    huarui.segment = Segment.STRATEGIC
    huarui.save()
    html = buyer.client.get("/portal/customer/conduct/").content.decode()
    page = words(html)
    assert "Paid on time by the customer 50.0%" in page
    assert "Strategic 1 66.7%" in page
    assert "Not classified 2 0.0%" in page
    lines = words(buyer.client.get("/portal/customer/conduct/paid_on_time/?group=1").content.decode())
    assert [name for name in ("R-1", "R-2", "R-3", "R-4") if name in lines] == ["R-1", "R-2", "R-3"]
    assert buyer.client.get("/portal/customer/conduct/paid_on_time/export/").status_code == 200
    assert 'href="/portal/customer/conduct/"' in buyer.client.get("/").content.decode()


def test_the_suppliers_side_does_not_open_the_customers_page(
    invoices: None, sales: Person, rival: Person
) -> None:
    assert sales.client.get("/portal/customer/conduct/").status_code == 404
    page = words(rival.client.get("/portal/customer/conduct/").content.decode())
    assert "No suppliers yet" in page
    assert "%" not in page.split("No suppliers yet")[1]
