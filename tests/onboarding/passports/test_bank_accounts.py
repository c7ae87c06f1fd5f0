"""A change of bank account takes a logged call-back and two people, and holds payments until then."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from tandem.accounts import actions as accounts
from tandem.accounts.actor import Actor
from tandem.accounts.delegated import actor_of
from tandem.accounts.models import AuditEntry, Contact
from tandem.accounts.roles import Role
from tandem.accounts.scopes import Scope
from tandem.core.errors import Refused
from tandem.onboarding import bank_numbers
from tandem.onboarding.actions import bank_accounts as actions
from tandem.onboarding.actions import passports
from tandem.onboarding.models import BankAccount, BankChange, CallBack, KnownNumber, PassportProposal
from tandem.onboarding.queries.bank_accounts import in_force, payments_held
from tandem.relationships import actions as relationships
from tandem.relationships.models import Relationship
from tests.api.calls import Api, token_of
from tests.cast import NOW, Person, person, supplier_of
from tests.onboarding.passports.conftest import CHINESE, EUROS

SAID = "She read out the last four digits."


def call(change: BankChange, who: Person, **more: Any) -> CallBack:
    given: dict[str, Any] = {
        "number": change.known_numbers.get(),
        "reached": "Wu Jian",
        "called_at": NOW,
        "said": SAID,
    }
    return actions.log_call_back(change, **(given | more), by=who.actor, now=NOW)


def test_payments_are_held_until_a_second_person_confirms(
    change: BankChange, huarui: Relationship, finance: Person, manager: Person, sales: Person
) -> None:
    hold = payments_held(huarui)
    assert hold is not None
    assert hold.reason == (
        "The bank account changes (Bank of China Shanghai Branch · CNY •••• 5678),"
        " and the customer has not called back yet."
    )
    page = reverse("onboarding:bank_change", args=[change.pk])
    shown = finance.client.get(page).content.decode()
    assert "4408 1234 5678" in shown
    assert "+86 21 5550 0188" in shown
    assert "4408" not in finance.client.get(reverse("onboarding:bank_changes")).content.decode()

    confirm = reverse("onboarding:confirm_bank_change", args=[change.pk])
    early = manager.client.post(confirm)
    assert early.status_code == 409
    assert "Nobody has called the supplier back yet" in early.content.decode()

    number = change.known_numbers.get()
    form = {"number": number.pk, "reached": "Wu Jian", "called_at": "2026-11-23T08:30", "said": SAID}
    logged = finance.client.post(reverse("onboarding:log_call_back", args=[change.pk]), form)
    assert logged["Location"] == page
    made = CallBack.objects.get()
    assert (made.number, made.reached, made.said, made.by, made.by_name) == (
        number, "Wu Jian", SAID, finance.user, "Frida Holm",
    )  # fmt: skip
    alone = finance.client.post(confirm)
    assert alone.status_code == 409
    assert "a second person confirms it" in alone.content.decode()
    assert payments_held(huarui) is not None

    manager.client.post(confirm)
    change.refresh_from_db()
    assert (change.status, change.decided_by_name) == ("confirmed", "Matthias Roth")
    assert payments_held(huarui) is None
    assert in_force(huarui) == [change]
    history = manager.client.get(reverse("relationships:history_tab", args=[huarui.slug])).content.decode()
    for sentence in (
        "Called back about a bank account",
        SAID,
        "2026-11-23 08:30",
        "was confirmed by a second person",
    ):
        assert sentence in history
    # The supplier reads that, and not whom the customer called.
    told = AuditEntry.objects.visible_to(sales.actor).about(huarui).order_by("at", "pk")
    assert list(told.filter(verb__startswith="bank").values_list("verb", flat=True)) == [
        "bank_account_proposed", "bank_account_confirmed",
    ]  # fmt: skip
    assert not [entry for entry in told if "4408" in str(entry.changes)]


def test_another_account_replaces_the_one_of_its_currency_alone(
    change: BankChange, huarui: Relationship, finance: Person, manager: Person, sales: Person
) -> None:
    call(change, finance)
    actions.confirm_bank_change(change, by=manager.actor, now=NOW)
    euros = actions.add_bank_account(EUROS, by=sales.actor, now=NOW)
    second = actions.propose_bank_account(euros, huarui, by=sales.actor, now=NOW)
    call(second, manager)
    actions.confirm_bank_change(second, by=finance.actor, now=NOW)
    assert [(one.currency, one.iban) for one in in_force(huarui)] == [("CNY", False), ("EUR", True)]
    other = actions.add_bank_account({**CHINESE, "number": "4408 9999 0000"}, by=sales.actor, now=NOW)
    third = actions.propose_bank_account(other, huarui, by=sales.actor, now=NOW)
    with pytest.raises(Refused, match="is still checking another account in CNY"):
        actions.propose_bank_account(
            actions.add_bank_account({**CHINESE, "number": "12345678"}, by=sales.actor, now=NOW),
            huarui,
            by=sales.actor,
            now=NOW,
        )
    actions.refuse_bank_change(third, "The company knows nothing of it.", by=finance.actor, now=NOW)
    assert payments_held(huarui) is None
    assert [one.masked for one in in_force(huarui)] == ["•••• 5678", "•••• 3000"]
    fourth = actions.propose_bank_account(other, huarui, by=sales.actor, now=NOW)
    call(fourth, finance)
    actions.confirm_bank_change(fourth, by=manager.actor, now=NOW)
    change.refresh_from_db()
    assert (change.status, [one.masked for one in in_force(huarui)]) == (
        "replaced",
        ["•••• 0000", "•••• 3000"],
    )


def test_the_number_called_was_known_before_the_change(
    change: BankChange, huarui: Relationship, finance: Person, buyer: Person, other: Person
) -> None:
    """What is written down afterwards, and what the supplier gives of itself, is none to call."""
    late = Contact(organization=huarui.supplier, kept_by=buyer.organization, name="New", phone="+86 400 000")
    accounts.save_contact(late, by=buyer.actor)
    assert [str(one) for one in change.known_numbers.all()] == ["Wu Jian · +86 21 5550 0188"]
    elsewhere = KnownNumber(change_id=0, name="X", phone="1")
    with pytest.raises(Refused, match="was not known before"):
        call(change, finance, number=elsewhere)
    with pytest.raises(Refused, match="after the change was proposed, and not in the future"):
        call(change, finance, called_at=NOW - timedelta(days=2))
    with pytest.raises(Refused, match="whom you spoke to"):
        call(change, finance, said=" ")


def test_a_telephone_of_the_accepted_passport_was_known_too(
    shared: PassportProposal, huarui: Relationship, sales: Person, manager: Person, account: BankAccount
) -> None:
    passports.save_profile(
        {"finance_name": "Qian Yu", "finance_phone": "+86 21 5550 0190"}, by=sales.actor, now=NOW
    )
    passports.publish_passport(by=sales.actor, now=NOW)
    waiting = PassportProposal.objects.get(status="waiting")
    unknown = actions.propose_bank_account(account, huarui, by=sales.actor, now=NOW)
    assert list(unknown.known_numbers.all()) == []
    page = manager.client.get(unknown.get_absolute_url()).content.decode()
    assert "You held no telephone number of this supplier" in page
    actions.withdraw_bank_change(unknown, by=sales.actor, now=NOW)
    passports.accept_passport(waiting, by=manager.actor, now=NOW)
    change = actions.propose_bank_account(account, huarui, by=sales.actor, now=NOW)
    assert [(one.name, one.phone, one.source, one.since) for one in change.known_numbers.all()] == [
        ("Qian Yu", "+86 21 5550 0190", "passport", NOW)
    ]


def test_who_stands_in_for_the_caller_is_no_second_person(
    change: BankChange, finance: Person, manager: Person
) -> None:
    giver = finance.organization.memberships.get(user=finance.user)
    taker = manager.organization.memberships.get(user=manager.user)
    accounts.hand_over(
        taker,
        begins_on=NOW.date(),
        ends_on=NOW.date() + timedelta(days=5),
        by=actor_of(giver, NOW),
        now=NOW,
    )
    call(change, finance)
    with pytest.raises(Refused, match="stand in for who did"):
        actions.confirm_bank_change(change, by=actor_of(taker, NOW), now=NOW)


def test_others_find_nothing_and_who_may_not_changes_nothing(
    change: BankChange, account: BankAccount, buyer: Person, other: Person, rival: Person, finance: Person
) -> None:
    page = reverse("onboarding:bank_change", args=[change.pk])
    own = reverse("onboarding_supplier:bank_account", args=[account.pk])
    for stranger in (other, rival):
        for path in (page, own):
            assert stranger.client.get(path).status_code == 404
        assert stranger.client.post(f"{page}confirm/").status_code == 404
        assert payments_held_seen(stranger) == []
    assert finance.client.get(own).status_code == 404
    # A buyer sees that it is held; the whole number is for those who confirm.
    shown = buyer.client.get(page).content.decode()
    assert "•••• 5678" in shown
    assert "4408 1234" not in shown
    assert buyer.client.post(f"{page}refuse/", {"reason": "No."}).status_code == 409


def payments_held_seen(who: Person) -> list[BankChange]:
    return list(BankChange.objects.visible_to(who.actor)) + list(BankChange.objects.made_by(who.actor))


@pytest.mark.parametrize(
    ("number", "country", "sentence"),
    [
        ("DE89370400440532013001", "DE", "wrong check digits"),
        ("FR1420041010050500013M02606", "DE", "This IBAN is of FR, and the bank is said to be in DE"),
        ("0532013000", "DE", "This is no IBAN"),
        ("44O812345678", "CN", "8 to 32 digits"),
    ],
)
def test_a_wrong_account_number_is_refused(number: str, country: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        bank_numbers.account_number(number, country)


def test_bank_and_branch_are_held_against_each_other() -> None:
    assert bank_numbers.bic("bkchcnbj 300", "CN") == "BKCHCNBJ300"
    assert bank_numbers.bank_code("1042 9000 3033", "CN", "BKCHCNBJ300") == "104290003033"
    with pytest.raises(Refused, match="names another bank"):
        bank_numbers.bank_code("102290003033", "CN", "BKCHCNBJ300")
    with pytest.raises(Refused, match="of a bank in DE, and the account is in CN"):
        bank_numbers.bic("COBADEFF", "CN")
    with pytest.raises(Refused, match="twelve digits"):
        bank_numbers.bank_code("10429", "CN")
    with pytest.raises(Refused, match="nine digits"):
        bank_numbers.bank_code("111000026", "US")


def test_scripts_at_either_end_read_that_payments_are_held(
    change: BankChange, huarui: Relationship, sales: Person, finance: Person, manager: Person, other: Person
) -> None:
    buying = Api(token_of(finance, [Scope.READ_RELATIONSHIPS]))
    selling = Api(token_of(sales, [Scope.READ_CUSTOMERS]))
    ends = [(buying, f"relationships/{huarui.slug}/payments"), (selling, "customers/nordlicht/payments")]
    for api, address in ends:
        found = api.get(address).json()
        assert (found["held"], [one["ending"] for one in found["accounts"]]) == (True, ["5678"])
        assert "has not called back yet" in found["reason"]
    call(change, finance)
    actions.confirm_bank_change(change, by=manager.actor, now=NOW)
    for api, address in ends:
        found = api.get(address).json()
        assert (found["held"], found["reason"]) == (False, None)
        assert [(one["ending"], one["status"]) for one in found["accounts"]] == [("5678", "confirmed")]
    stranger = Api(token_of(other, [Scope.READ_CUSTOMERS]))
    assert stranger.get("customers/nordlicht/payments").json()["held"] is False


def test_two_records_of_one_company_become_one_with_what_was_checked(
    change: BankChange, huarui: Relationship, shared: PassportProposal, finance: Person, manager: Person,
    administrator: Person, buyer: Person,
) -> None:  # fmt: skip
    """Nordlicht had entered the company a second time: its own account of the second record gives way."""
    passports.accept_passport(shared, by=manager.actor, now=NOW)
    call(change, finance)
    actions.confirm_bank_change(change, by=manager.actor, now=NOW)
    twin = supplier_of(buyer, "Huarui Foundry Ltd.")
    seller = Actor.system(twin.supplier, "seller")
    accounts.save_contact(
        Contact(
            organization=twin.supplier, kept_by=buyer.organization, name="Hua Jun", phone="+86 21 5550 0100"
        ),
        by=buyer.actor,
    )
    own = actions.add_bank_account({**CHINESE, "number": "99990000"}, by=seller, now=NOW)
    waiting = actions.propose_bank_account(own, twin, by=seller, now=NOW)
    merge = relationships.propose_merge(huarui, twin, reason="One licence.", by=manager.actor, now=NOW)
    relationships.approve_merge(merge, by=administrator.actor, now=NOW)
    waiting.refresh_from_db()
    assert (waiting.relationship, waiting.status) == (huarui, "held")
    assert in_force(huarui) == [change]
    assert payments_held(huarui) is not None
    merge.refresh_from_db()
    assert ["bank_accounts", ["Bank of China Shanghai Branch · CNY •••• 0000"]] in merge.moved


def test_for_a_supplier_that_nobody_acts_for_the_customer_writes_the_account_down(
    buyer: Person, finance: Person, manager: Person, huarui: Relationship, sales: Person, rival: Person
) -> None:
    """Frida writes it down, Matthias calls, and a third confirms: Frida may not."""
    elbe = supplier_of(buyer, "Elbe Guss GmbH", country="DE", currency="EUR")
    book = Contact(
        organization=elbe.supplier, kept_by=buyer.organization, name="Jan Voss", phone="+49 40 555 010"
    )
    accounts.save_contact(book, by=buyer.actor)
    page = reverse("onboarding:enter_bank_account", args=[elbe.slug])
    tab = reverse("onboarding:passport_tab", args=[elbe.slug])
    assert page in finance.client.get(tab).content.decode()
    assert page not in buyer.client.get(tab).content.decode()
    assert rival.client.get(page).status_code == 404
    assert buyer.client.get(page).status_code == 409
    wrong = finance.client.post(page, {**EUROS, "number": "DE00 3704 0044 0532 0130 00", "note": "Letter."})
    assert (wrong.status_code, "Letter." in wrong.content.decode()) == (422, True)
    assert payments_held(elbe) is None

    sent = finance.client.post(page, {**EUROS, "note": "Letter of 2 November."})
    change = BankChange.objects.get(relationship=elbe)
    assert sent["Location"] == change.get_absolute_url()
    assert (change.status, change.entered_by, change.note) == ("held", finance.user, "Letter of 2 November.")
    assert [each.phone for each in change.known_numbers.all()] == ["+49 40 555 010"]
    assert payments_held(elbe) is not None
    call(change, manager)
    with pytest.raises(Refused, match="You wrote the account down"):
        actions.confirm_bank_change(change, by=finance.actor, now=NOW)
    vera = person(buyer.organization, "Vera Holm", Role.FINANCE)
    actions.confirm_bank_change(change, by=vera.actor, now=NOW)
    assert (in_force(elbe), payments_held(elbe)) == ([change], None)

    assert (
        "names its accounts itself"
        in finance.client.get(reverse("onboarding:enter_bank_account", args=[huarui.slug])).content.decode()
    )
    with pytest.raises(Refused, match="is on Tandem and names its accounts itself"):
        actions.enter_bank_account(huarui, EUROS, note="Letter.", by=finance.actor, now=NOW)
