"""A company comes by the open door, which is off unless it is switched on; nobody learns there who is known."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tandem.accounts.models import Contact, Identifier, Invitation, Organization
from tandem.accounts.roles import Role
from tandem.messaging.models import Notification
from tandem.onboarding.actions import registrations as actions
from tandem.onboarding.models import Registration, RegistrationPage
from tandem.onboarding.registration_limits import MAILS_A_DAY, SENT_AN_HOUR
from tandem.relationships.models import Category, Relationship
from tests.cast import HUARUI_USCC, NOW, Person, person
from tests.mails import mailed

FORM = {
    "name": "Lanxi Forgings Co., Ltd.",
    "name_local": "兰溪锻造有限公司",
    "country": "CN",
    "scheme": "uscc",
    "value": "91320594MA1MBJ9X43",
    "contact_name": "Lu Min",
    "email": "Lu.Min@lanxi.example",
    "note": "Forged flanges up to 400 kg.",
}


@pytest.fixture(autouse=True)
def nothing_counted(db: None) -> None:
    cache.clear()


@pytest.fixture
def visitor() -> Client:
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def page(administrator: Person) -> str:
    actions.set_registration_page(
        is_open=True, welcome="Welcome.", welcome_local="欢迎。", by=administrator.actor, now=NOW
    )
    return reverse("registering:register", args=[administrator.organization.slug])


@pytest.fixture
def forgings(nordlicht: Organization) -> Category:
    return Category.objects.create(customer=nordlicht, code="forgings", name="Forgings", name_local="锻件")


def link_of(message: Any) -> str:
    found = re.search(r"http://testserver(/\S+)", message.body)
    assert found is not None
    return found[1]


def test_the_door_is_closed_until_somebody_opens_it(
    visitor: Client, nordlicht: Organization, buyer: Person, auditor: Person
) -> None:
    page = reverse("registering:register", args=["nordlicht"])
    assert visitor.get(page).status_code == 404
    assert visitor.get(reverse("registering:register", args=["nobody"])).status_code == 404
    switch = reverse("onboarding:registration_page")
    assert auditor.client.post(switch, {"is_open": "on"}).status_code == 409
    buyer.client.post(
        switch, {"is_open": "on", "welcome": "We buy castings.", "welcome_local": "我们采购铸件。"}
    )
    shown = visitor.get(page).content.decode()
    assert "We buy castings." in shown
    assert "我们采购铸件。" in visitor.get(f"{page}?language=zh-hans").content.decode()
    buyer.client.post(switch, {"welcome": "We buy castings."})
    assert visitor.get(page).status_code == 404
    assert RegistrationPage.objects.get().changed_by_name == "Ada Lindqvist"


def test_a_company_registers_confirms_its_address_and_is_invited(
    page: str, visitor: Client, forgings: Category, manager: Person, buyer: Person
) -> None:
    wrong = visitor.post(page, FORM | {"value": "91320594MA1MBJ9X4A"})
    assert wrong.status_code == 422
    assert "wrong check digit" in wrong.content.decode()
    sent = visitor.post(page, FORM | {"categories": [forgings.pk]})
    assert sent.status_code == 302
    assert "Look into your mail" in visitor.get(sent["Location"]).content.decode()
    registration = Registration.objects.get()
    assert (registration.status, registration.email) == ("sent", "lu.min@lanxi.example")
    # Nobody is told before the address is confirmed.
    listed = reverse("onboarding:registrations")
    assert "Lanxi" not in manager.client.get(listed).content.decode()
    assert manager.client.get(registration.get_absolute_url()).status_code == 404
    link = link_of(mailed()[-1])
    visitor.get(link)
    registration.refresh_from_db()
    assert registration.status == "sent", "looking at the link confirms nothing"
    assert "handed over" in visitor.post(link).content.decode()
    visitor.post(link)
    registration.refresh_from_db()
    assert registration.status == "waiting"
    kinds = Notification.objects.filter(kind="registration.waiting")
    assert set(kinds.values_list("recipient__name", flat=True)) >= {"Ada Lindqvist", "Matthias Roth"}
    assert "Lanxi" in manager.client.get(listed).content.decode()

    manager.client.post(reverse("onboarding:accept_registration", args=[registration.pk]))
    registration.refresh_from_db()
    relationship = registration.relationship
    assert relationship is not None
    assert (registration.status, relationship.stage, relationship.supplier.name_local) == (
        "accepted", "registered", "兰溪锻造有限公司",
    )  # fmt: skip
    assert list(relationship.categories.all()) == [forgings]
    assert [str(one) for one in Contact.objects.filter(kept_by=manager.organization)] == ["Lu Min"]
    assert Identifier.objects.get(organization=relationship.supplier).value == "91320594MA1MBJ9X43"
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.roles, invitation.sender) == (
        "lu.min@lanxi.example", ["administrator", "sales"], manager.organization,
    )  # fmt: skip
    letter = mailed()[-1]
    assert letter.to == ["lu.min@lanxi.example"]
    assert reverse("accounts:invitation", args=["x"])[:-2] in letter.body
    again = manager.client.post(reverse("onboarding:accept_registration", args=[registration.pk]))
    assert again.status_code == 409


def waiting(page: str, visitor: Client, **more: str) -> Registration:
    visitor.post(page, FORM | more)
    visitor.post(link_of(mailed()[-1]))
    return Registration.objects.latest("pk")


def test_whether_a_company_is_known_is_said_to_the_customer_alone(
    page: str, visitor: Client, huarui: Relationship, huarui_sales: Person, manager: Person
) -> None:
    unknown = visitor.post(page, FORM | {"email": "a@lanxi.example"})
    known = visitor.post(page, FORM | {"value": HUARUI_USCC, "email": huarui_sales.user.email})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    visitor.post(link_of(mailed()[-1]))
    registration = Registration.objects.get(value=HUARUI_USCC)
    shown = manager.client.get(registration.get_absolute_url()).content.decode()
    assert "This number is that of a supplier of yours" in shown
    manager.client.post(reverse("onboarding:accept_registration", args=[registration.pk]))
    registration.refresh_from_db()
    assert registration.relationship == huarui
    assert Relationship.objects.count() == 1
    # Nor is a number of theirs one that would be called back.
    assert not Contact.objects.exists()
    # People act for it already: nobody is let in from outside.
    assert not Invitation.objects.exists()


def test_somebody_who_claims_a_company_of_others_waits_for_its_administrators(
    page: str, visitor: Client, huarui: Relationship, huarui_sales: Person, manager: Person
) -> None:
    registration = waiting(page, visitor, value=HUARUI_USCC)
    actions.accept_registration(registration, site="http://testserver/", by=manager.actor, now=NOW)
    assert not Invitation.objects.exists()
    told = Notification.objects.get(kind="access.wanted")
    assert (told.recipient, told.event.context) == (huarui_sales.user, {"email": "lu.min@lanxi.example"})


def test_a_like_name_is_shown_and_may_be_taken(
    page: str, visitor: Client, huarui: Relationship, manager: Person
) -> None:
    registration = waiting(page, visitor, name="Huarui Castings Ltd.", name_local="")
    shown = manager.client.get(registration.get_absolute_url()).content.decode()
    assert "Suppliers of yours with a like name" in shown
    accept = reverse("onboarding:accept_registration", args=[registration.pk])
    refused = manager.client.post(accept, {"existing": "gone"})
    assert refused.status_code == 409
    Identifier.objects.all().delete()
    manager.client.post(accept, {"existing": huarui.slug})
    registration.refresh_from_db()
    assert (registration.status, registration.relationship) == ("accepted", huarui)
    assert Identifier.objects.get().organization == huarui.supplier


def test_a_refusal_is_mailed_with_its_reason_in_the_visitors_language(
    page: str, manager: Person, quality_engineer: Person
) -> None:
    visitor = Client(headers={"accept-language": "zh-hans"})
    registration = waiting(page, visitor)
    refuse = reverse("onboarding:refuse_registration", args=[registration.pk])
    assert manager.client.post(refuse, {"reason": ""}).status_code == 409
    # A quality engineer leads qualifications and adds no suppliers.
    accept = reverse("onboarding:accept_registration", args=[registration.pk])
    assert quality_engineer.client.post(accept).status_code == 409
    quality_engineer.client.post(refuse, {"reason": "We need no forgings this year."})
    registration.refresh_from_db()
    assert (registration.status, registration.decided_by_name) == ("refused", "Quentin Baum")
    letter = mailed()[-1]
    assert letter.to == ["lu.min@lanxi.example"]
    assert "We need no forgings this year." in letter.body
    assert registration.language == "zh-hans"


def test_the_door_is_not_for_floods(page: str, visitor: Client) -> None:
    for _ in range(MAILS_A_DAY + 1):
        assert visitor.post(page, FORM).status_code == 302
    assert Registration.objects.count() == MAILS_A_DAY
    assert len(mailed()) == MAILS_A_DAY
    # A program fills in what people do not see.
    assert visitor.post(page, FORM | {"email": "b@lanxi.example", "company_fax": "1"}).status_code == 302
    assert Registration.objects.count() == MAILS_A_DAY
    for number in range(SENT_AN_HOUR):
        answer = visitor.post(page, FORM | {"email": f"c{number}@lanxi.example"})
    assert answer.status_code == 429
    assert "Try again in an hour" in answer.content.decode()


def test_a_link_runs_out_and_is_forgotten(page: str, visitor: Client, now: Any) -> None:
    visitor.post(page, FORM)
    link = link_of(mailed()[-1])
    now.shift(actions.LINK_LASTS)
    assert visitor.post(link).status_code == 410
    assert actions.forget_unconfirmed(now=NOW) == 0
    assert actions.forget_unconfirmed(now=NOW + actions.FORGOTTEN_AFTER * 2) == 1
    assert visitor.get(link).status_code == 404


def test_what_somebody_registered_is_their_customers_alone(
    page: str, visitor: Client, rival: Person, huarui: Relationship, huarui_sales: Person
) -> None:
    registration = waiting(page, visitor)
    for stranger in (rival, huarui_sales):
        assert stranger.client.get(registration.get_absolute_url()).status_code == 404
        accept = reverse("onboarding:accept_registration", args=[registration.pk])
        assert stranger.client.post(accept).status_code == 404
    # Whoever is signed in for a supplier alone may still come by the door.
    sales = person(huarui.supplier, "Song Lan", Role.SALES)
    assert sales.client.get(page).status_code == 200
