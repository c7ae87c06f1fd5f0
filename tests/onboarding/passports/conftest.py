"""Huarui says of itself what every customer asks; Nordlicht buys from it. Kestrel and Bergquell see nothing of it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from tandem.accounts import actions as accounts
from tandem.accounts.models import Contact
from tandem.accounts.roles import Role
from tandem.onboarding.actions import bank_accounts, passports
from tandem.onboarding.models import BankAccount, BankChange, PassportProposal
from tandem.relationships import actions as relationships
from tandem.relationships.models import Relationship
from tests.cast import NOW, Person, person, supplier_of

PROFILE = {"legal_form": "limited", "founded": 2004, "employees": 320, "sales_name": "Song Lan"}
CHINESE = {
    "holder": "Huarui Castings Co., Ltd.",
    "bank_name": "Bank of China Shanghai Branch",
    "country": "CN",
    "currency": "CNY",
    "number": "4408 1234 5678",
    "bic": "BKCHCNBJ300",
    "bank_code": "104290003033",
}
EUROS = {
    "holder": "Huarui Castings Co., Ltd.",
    "bank_name": "Commerzbank Hamburg",
    "country": "DE",
    "currency": "EUR",
    "number": "DE89 3704 0044 0532 0130 00",
    "bic": "COBADEFF",
}


@pytest.fixture(autouse=True)
def now() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def sales(huarui: Relationship) -> Person:
    """Lan keeps Huarui's passport."""
    return person(huarui.supplier, "Song Lan", Role.SALES)


@pytest.fixture
def finance(manager: Person) -> Person:
    """Frida of Nordlicht's accounting may confirm bank accounts, and so may the purchasing manager."""
    return person(manager.organization, "Frida Holm", Role.FINANCE)


@pytest.fixture
def other(buyer: Person) -> Person:
    """Another supplier of Nordlicht's."""
    return person(supplier_of(buyer, "Bergquell GmbH", country="DE").supplier, "Anselm Berg", *Role)


@pytest.fixture
def shared(huarui: Relationship, sales: Person) -> PassportProposal:
    """Version 1, published and shared with Nordlicht."""
    passports.save_profile(PROFILE, by=sales.actor, now=NOW)
    passports.publish_passport(by=sales.actor, now=NOW)
    relationships.give_consent(huarui, "passport", by=sales.actor, now=NOW)
    return PassportProposal.objects.get()


@pytest.fixture
def known_number(huarui: Relationship, buyer: Person) -> Contact:
    """What Nordlicht's own address book has had for long."""
    contact = Contact(
        organization=huarui.supplier, kept_by=buyer.organization, name="Wu Jian", phone="+86 21 5550 0188"
    )
    return accounts.save_contact(contact, by=buyer.actor)


@pytest.fixture
def account(sales: Person) -> BankAccount:
    return bank_accounts.add_bank_account(CHINESE, by=sales.actor, now=NOW)


@pytest.fixture
def change(huarui: Relationship, sales: Person, account: BankAccount, known_number: Contact) -> BankChange:
    return bank_accounts.propose_bank_account(
        account, huarui, note="We moved to another bank.", by=sales.actor, now=NOW - timedelta(hours=3)
    )
