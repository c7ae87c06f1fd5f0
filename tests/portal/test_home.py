"""The supplier's home: Huarui sees each customer's published grade and what moved it, and nothing of a rival's."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tandem.accounts.roles import Role
from tandem.onboarding.actions import bank_accounts
from tandem.portal import money, served
from tandem.portal.money import Amount
from tandem.relationships.models import Relationship
from tandem.scorecards import actions
from tandem.scorecards.models import Card, Run, Template
from tests.cast import NOW, Person, organisation, person
from tests.onboarding.passports.conftest import CHINESE
from tests.scorecards import business
from tests.scorecards.conftest import run_of

TODAY = date(2026, 11, 23)


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


def bill(number: int, due: date, *, paid: date | None = None, **more: Any) -> dict[str, Any]:
    return {
        "source": "erp", "supplier_key": "100", "invoice": f"R-{number}", "invoice_date": due - timedelta(days=30),
        "amount": 1000, "currency": "EUR", "terms_days": 30, "start_event": "invoice", "paid_date": paid,
    } | more  # fmt: skip


@pytest.fixture
def invoices(books: None, buyer: Person) -> None:
    """One paid late, one unpaid and overdue, one in dollars overdue, one of Qingfeng's overdue."""
    business.load_invoices(
        buyer.organization,
        [
            bill(1, date(2026, 11, 2), paid=date(2026, 11, 12)),
            bill(2, date(2026, 11, 13)),
            bill(3, date(2026, 11, 13), currency="USD", amount=70),
            bill(4, date(2026, 12, 13)),
            bill(5, date(2026, 11, 13), supplier_key="200", amount=5),
        ],
    )


def test_money_is_told_by_currency_and_only_ones_own(
    invoices: None, sales: Person, huarui: Relationship
) -> None:
    found = money.measured(sales.actor, [huarui], TODAY).money[huarui.pk]
    assert found == money.Money(
        ordered=(Amount(Decimal("8000.00"), "EUR", 40),),
        overdue=(Amount(Decimal("1000.00"), "EUR", 1), Amount(Decimal("70.00"), "USD", 1)),
        paid_late=(Amount(Decimal("1000.00"), "EUR", 1),),
        days_late=10.0,
    )


def test_what_is_unpaid_is_held_while_a_bank_account_is_being_checked(
    invoices: None, published: None, sales: Person, huarui: Relationship, manager: Person
) -> None:
    """Neither overdue nor in any total until two people of the customer have checked where it shall be paid."""
    overdue = (Amount(Decimal("1000.00"), "EUR", 1), Amount(Decimal("70.00"), "USD", 1))
    account = bank_accounts.add_bank_account(CHINESE, by=sales.actor, now=NOW)
    change = bank_accounts.propose_bank_account(account, huarui, by=sales.actor, now=NOW)
    for found in (money.measured, money.kept):
        held = found(sales.actor, [huarui], TODAY).money[huarui.pk]
        assert (held.overdue, held.held) == ((), overdue), found
    with time_machine.travel(NOW, tick=False):
        home = words(sales.client.get("/portal/").content.decode())
        page = words(sales.client.get("/portal/customers/nordlicht/conduct/").content.decode())
        own = words(manager.client.get("/portal/customer/conduct/").content.decode())
    assert "held until your account is confirmed" in home
    for told in ("Payments are held since 23 Nov 2026.", "unpaid, and held until your account is confirmed"):
        assert told in page
    assert "Payments to Huarui Castings Co., Ltd. are held since 23 Nov 2026." in own
    bank_accounts.refuse_bank_change(change, "Nobody there knows of it.", by=manager.actor, now=NOW)
    again = money.kept(sales.actor, [huarui], TODAY).money[huarui.pk]
    assert (again.overdue, again.held) == (overdue, ())


def test_the_page_asks_for_money_and_then_shows_it(
    invoices: None, published: None, sales: Person, huarui: Relationship
) -> None:
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        assert 'hx-get="/portal/figures/"' in sales.client.get("/portal/").content.decode()
        part = words(sales.client.get("/portal/figures/").content.decode())
        whole = sales.client.get("/portal/").content.decode()
    assert "€1,000" in part
    assert "$70" in part
    assert "100% of EUR" in part
    assert "paid 10 days late lately" in part
    assert "/portal/figures/" not in whole


def test_a_new_import_makes_the_figures_new(
    invoices: None, buyer: Person, sales: Person, huarui: Relationship
) -> None:
    money.measured(sales.actor, [huarui], TODAY)
    assert money.kept(sales.actor, [huarui], TODAY).missing == []
    business.load_invoices(buyer.organization, [bill(6, date(2026, 11, 13))])
    assert money.kept(sales.actor, [huarui], TODAY).missing == [huarui]


def test_currencies_of_several_customers_are_totalled_apart() -> None:
    euros = (Amount(Decimal(5), "EUR", 1), Amount(Decimal(900), "CNY", 2))
    assert money.totals([euros, (Amount(Decimal(7), "EUR", 1),)]) == [
        money.Total("EUR", Decimal(12), 2),
        money.Total("CNY", Decimal(900), 1),
    ]


def test_the_home_costs_the_same_statements_for_one_three_and_twenty_customers(
    published: None, sales: Person, huarui: Relationship, template: Template
) -> None:
    counts = []
    for number in (0, 2, 17):
        for place in range(number):
            more_customer(f"{number}-{place}", huarui, sales)
        cache.clear()
        sales.client.get("/portal/figures/")
        with CaptureQueriesContext(connection) as queries:
            assert sales.client.get("/portal/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]


def more_customer(name: str, huarui: Relationship, sales: Person) -> None:
    """Another customer of Huarui's, with two published cards like Nordlicht's."""
    customer = organisation(f"Customer {name}", f"customer-{name}")
    relationship = Relationship.objects.create(customer=customer, supplier=huarui.supplier, slug="huarui")
    for card in list(Card.objects.filter(relationship=huarui).select_related("run__template")):
        run = Run.objects.get(pk=card.run_id)
        run.pk, run.customer = None, customer
        run.save()
        card.pk, card.run, card.relationship = None, run, relationship
        card.save()
