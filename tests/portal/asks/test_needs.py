"""What needs a person today, at both ends of a request; the inbox brings it together."""

from datetime import date, timedelta

from django.urls import reverse

from tandem.accounts.roles import Role
from tandem.portal import actions, needs
from tandem.portal.models import CustomerAccount
from tandem.relationships.models import Relationship
from tests.cast import NOW, Person, person
from tests.portal.asks.conftest import DUE, PDF, asked

GIVEN = {
    "kind": "licence",
    "number": "1",
    "issuer": "TÜV",
    "valid_from": date(2026, 1, 1),
    "valid_until": None,
}


def told(who: Person, today: date) -> list[tuple[str, str]]:
    found = [*needs.of_supplier(who.actor, today), *needs.of_customer(who.actor, today)]
    first_step = reverse("onboarding_supplier:passport")  # of whoever has published nothing yet
    return [(need.tone, need.text) for need in found if need.url != first_step]


def test_requests_wait_for_the_supplier_and_their_answers_for_whoever_asked(
    huarui: Relationship, buyer: Person, manager: Person, sales: Person, rival: Person, other_supplier: Person
) -> None:
    first = asked("certificate", huarui, buyer, certificate_kind="licence")
    asked("certificate", huarui, buyer, certificate_kind="iso_9001")
    today, later = NOW.date(), DUE + timedelta(days=1)
    assert told(sales, today) == [("info", "2 requests of customers wait for your answer")]
    assert told(buyer, today) == []
    actions.hand_in_certificate(
        first, GIVEN, file_name="a.pdf", content=PDF, by=sales.actor, now=NOW, via="portal"
    )
    assert told(sales, later) == [("bad", "1 request of a customer is past due")]
    assert told(buyer, later) == [
        ("warning", "1 request of yours is past due at its supplier"),
        ("info", "1 answer of a supplier waits for your word"),
    ]
    for who in (manager, rival, other_supplier):
        assert told(who, later) == []
    shown = buyer.client.get(reverse("portal_customer:needs")).content.decode()
    assert "1 answer of a supplier waits for your word" in shown
    inbox = sales.client.get(reverse("messaging:inbox")).content.decode()
    assert f'hx-get="{reverse("portal:needs")}"' in inbox


def test_a_step_waits_for_whoever_it_was_given_to(huarui: Relationship, sales: Person) -> None:
    colleague = person(huarui.supplier, "Jun Li", Role.SALES)
    actions.open_accounts(sales.actor)
    account = CustomerAccount.objects.get(relationship=huarui)
    today = NOW.date()
    actions.plan_step(account, "Visit them", due=today, assignee=sales.user, by=sales.actor)
    assert told(sales, today) == [("info", "1 step you planned with a customer is due")]
    assert told(sales, today + timedelta(days=1))[0][0] == "warning"
    assert told(colleague, today) == []


def test_the_suppliers_home_begins_with_it(huarui: Relationship, buyer: Person, sales: Person) -> None:
    asked("certificate", huarui, buyer, certificate_kind="licence")
    page = sales.client.get(reverse("portal:home")).content.decode()
    assert "1 项客户请求等待您答复" in page  # Lan reads Chinese
    assert "最早一项的期限为2026年" in page
