"""A supplier fills in its passport once; each customer accepts a version, and later ones are proposals."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tandem.accounts.actor import Actor
from tandem.accounts.models import AuditEntry, Membership
from tandem.accounts.roles import Role
from tandem.accounts.scopes import Scope
from tandem.core.errors import Refused
from tandem.messaging.models import Notification
from tandem.onboarding import passport_content, passport_needs
from tandem.onboarding.actions import bank_accounts
from tandem.onboarding.actions import passports as actions
from tandem.onboarding.models import PassportProposal, PassportVersion
from tandem.onboarding.queries import passports as queries
from tandem.relationships import actions as relationships
from tandem.relationships.models import Relationship
from tests.api.calls import Api, token_of
from tests.cast import NOW, Person, organisation, person, supplier_of
from tests.onboarding.passports.conftest import EUROS, PROFILE


def sections(who: Person) -> str:
    return str(who.client.get(reverse("onboarding_supplier:passport")).content.decode())


def test_a_draft_is_nobodys_until_it_is_published(sales: Person, huarui: Relationship, buyer: Person) -> None:
    page = reverse("onboarding_supplier:passport_section", args=["company"])
    form = {"legal_form": "limited", "founded": "2004", "employees": "320", "capital": "5000000"}
    wrong = sales.client.post(page, form)
    assert wrong.status_code == 422
    assert "Say in which currency the capital is." in wrong.content.decode()
    saved = sales.client.post(page, {**form, "capital_currency": "CNY", "next": "1"})
    assert saved["Location"] == reverse("onboarding_supplier:passport_section", args=["business"])
    assert queries.draft_of(sales.actor).draft == {
        "profile": {
            "legal_form": "limited", "founded": 2004, "employees": 320, "capital": "5000000",
            "capital_currency": "CNY",
        }
    }  # fmt: skip
    answers = reverse("onboarding_supplier:passport_section", args=["answers"])
    sales.client.post(
        answers, {"safety_management": "yes", "safety_management_details": "ISO 45001 since 2019"}
    )
    assert queries.draft_of(sales.actor).draft["answers"] == {
        "safety_management": {"answer": "yes", "details": "ISO 45001 since 2019"}
    }
    relationships.give_consent(huarui, "passport", by=sales.actor, now=NOW)
    assert not PassportProposal.objects.exists()
    assert "Nothing is published yet" in sections(sales)

    sales.client.post(reverse("onboarding_supplier:publish_passport"), {"note": "Our first."})
    version = PassportVersion.objects.get()
    assert (version.number, version.note) == (1, "Our first.")
    assert version.content["company"]["identifiers"] == [["uscc", "", "91310115MA1K3BTP2B"]]
    proposal = PassportProposal.objects.get()
    assert (proposal.number, proposal.status, proposal.relationship) == (1, "waiting", huarui)
    tab = buyer.client.get(reverse("onboarding:passport_tab", args=[huarui.slug])).content.decode()
    for told in ("Version 1 waits for you", "CN¥5,000,000", "ISO 45001 since 2019", "Accept this version"):
        assert told in tab
    # Nobody is told of their own act; the customer's people are.
    assert set(Notification.objects.values_list("recipient__name", "kind")) == {
        ("Ada Lindqvist", "passport.proposed")
    }


def test_the_customer_goes_by_what_it_accepted_and_sees_what_a_later_version_changes(
    shared: PassportProposal, huarui: Relationship, sales: Person, manager: Person
) -> None:
    manager.client.post(reverse("onboarding:accept_passport", args=[shared.pk]))
    shared.refresh_from_db()
    assert (shared.status, shared.decided_by_name, shared.decided_at) == ("accepted", "Matthias Roth", NOW)
    with pytest.raises(Refused, match="Nothing differs from version 1"):
        actions.publish_passport(by=sales.actor, now=NOW)
    actions.save_profile({"employees": 410, "founded": None}, by=sales.actor, now=NOW)
    actions.publish_passport(by=sales.actor, now=NOW, note="We grew.")
    second = PassportProposal.objects.get(number=2)
    accepted = queries.accepted(huarui)
    assert accepted is not None
    assert accepted.number == 1
    assert second.content is not None
    differences = passport_content.differences(accepted.content, second.content)
    assert [(one.label, one.old, one.new) for one in differences] == [
        ("Founded in", "2004", ""), ("Employees", "320", "410"),
    ]  # fmt: skip

    refuse = reverse("onboarding:refuse_passport", args=[second.pk])
    assert manager.client.post(refuse, {"reason": " "}).status_code == 409
    manager.client.post(refuse, {"reason": "When were you founded?"})
    second.refresh_from_db()
    assert (second.status, second.reason) == ("refused", "When were you founded?")
    accepted = queries.accepted(huarui)
    assert accepted is not None
    assert accepted.number == 1
    assert "When were you founded?" in sections(sales)
    told = AuditEntry.objects.visible_to(sales.actor).about(huarui).order_by("at", "pk")
    assert list(told.filter(verb__startswith="passport").values_list("verb", flat=True)) == [
        "passport_proposed", "passport_accepted", "passport_proposed", "passport_refused",
    ]  # fmt: skip


def test_what_was_accepted_stays_when_the_consent_ends_and_what_was_not_goes(
    shared: PassportProposal, huarui: Relationship, sales: Person, manager: Person
) -> None:
    actions.accept_passport(shared, by=manager.actor, now=NOW)
    actions.save_profile({"employees": 410}, by=sales.actor, now=NOW)
    actions.publish_passport(by=sales.actor, now=NOW)
    stop = reverse("onboarding_supplier:share", args=[huarui.customer.slug])
    sales.client.post(stop, {"subject": "passport", "end": "1"})
    first, second = PassportProposal.objects.order_by("number")
    assert first.content is not None
    assert (first.status, first.content["profile"]) == ("accepted", PROFILE)
    assert (second.status, second.content) == ("withdrawn", None)
    assert list(PassportVersion.objects.visible_to(manager.actor)) == []
    tab = manager.client.get(reverse("onboarding:passport_tab", args=[huarui.slug])).content.decode()
    assert "what you accepted stays with you" in tab
    assert "410" not in tab
    again = manager.client.post(reverse("onboarding:accept_passport", args=[second.pk]))
    assert again.status_code == 409
    sharing = sales.client.get(reverse("onboarding_supplier:sharing")).content.decode()
    assert "ended by Song Lan" in sharing


def test_a_later_version_takes_the_place_of_one_that_waits(shared: PassportProposal, sales: Person) -> None:
    actions.save_profile({"employees": 410}, by=sales.actor, now=NOW)
    actions.publish_passport(by=sales.actor, now=NOW)
    assert list(PassportProposal.objects.order_by("number").values_list("number", "status")) == [
        (1, "replaced"), (2, "waiting"),
    ]  # fmt: skip


def test_others_find_nothing(
    shared: PassportProposal, huarui: Relationship, other: Person, rival: Person, auditor: Person
) -> None:
    tab = reverse("onboarding:passport_tab", args=[huarui.slug])
    accept = reverse("onboarding:accept_passport", args=[shared.pk])
    version = reverse("onboarding_supplier:passport_version", args=[1])
    for stranger in (other, rival):
        assert stranger.client.get(tab).status_code == 404
        assert stranger.client.post(accept).status_code == 404
        assert stranger.client.get(version).status_code == 404
        assert list(PassportProposal.objects.visible_to(stranger.actor)) == []
        assert list(PassportVersion.objects.visible_to(stranger.actor)) == []
    # Who only audits reads it and decides nothing.
    assert auditor.client.get(tab).status_code == 200
    assert auditor.client.post(accept).status_code == 409
    assert auditor.client.get(reverse("onboarding:passports")).content.decode().count("Huarui") >= 1


def test_scripts_read_what_was_accepted_and_the_suppliers_own_versions(
    shared: PassportProposal, huarui: Relationship, sales: Person, manager: Person, rival: Person
) -> None:
    buying = Api(token_of(manager, [Scope.READ_RELATIONSHIPS]))
    address = f"relationships/{huarui.slug}/passport"
    assert buying.get(address).status_code == 404, "nothing is accepted yet"
    actions.accept_passport(shared, by=manager.actor, now=NOW)
    found = buying.get(address).json()
    assert (found["version"], found["accepted_by"], found["shared"], found["waiting_version"]) == (
        1, "Matthias Roth", True, None,
    )  # fmt: skip
    assert found["content"]["profile"] == PROFILE
    assert [one["relationship"] for one in buying.get("passports").json()["items"]] == [huarui.slug]
    selling = Api(token_of(sales, [Scope.READ_CUSTOMERS]))
    assert [one["version"] for one in selling.get("passport-versions").json()["items"]] == [1]
    assert selling.get("passport-versions/1").json()["content"]["profile"] == PROFILE
    stranger = Api(token_of(rival, [Scope.READ_RELATIONSHIPS]))
    assert stranger.get(address).status_code == 404
    assert stranger.get("passports").json()["items"] == []


def test_two_organisations_of_one_supplier_become_one_and_customers_keep_what_they_accepted(
    shared: PassportProposal, huarui: Relationship, sales: Person, rival: Person
) -> None:
    """Kestrel knows Huarui by a second organisation, with a passport and an account of its own."""
    second = supplier_of(rival, "Hua Rui Casting")
    meiling = person(huarui.supplier, "Hua Meiling", Role.ADMINISTRATOR, Role.SALES)
    Membership.objects.create(user=meiling.user, organization=second.supplier, roles=[Role.ADMINISTRATOR])
    other = Actor.system(second.supplier, "Hua Meiling")
    actions.save_profile({"founded": 1999}, by=other, now=NOW)
    actions.publish_passport(by=other, now=NOW)
    relationships.give_consent(second, "passport", by=other, now=NOW)
    theirs = PassportProposal.objects.get(relationship=second)
    actions.accept_passport(theirs, by=rival.actor, now=NOW)
    account = bank_accounts.add_bank_account(EUROS, by=other, now=NOW)
    jun = person(huarui.supplier, "Jun Li", Role.ADMINISTRATOR)
    merge = relationships.propose_organization_merge(
        huarui.supplier, second.supplier, reason="One licence.", by=meiling.actor, now=NOW
    )
    relationships.approve_merge(merge, by=jun.actor, now=NOW)
    second.refresh_from_db()
    account.refresh_from_db()
    assert (second.supplier, account.organization) == (huarui.supplier, huarui.supplier)
    kept = queries.accepted(second)
    assert kept is not None
    assert kept.content is not None
    assert kept.content["profile"] == {"founded": 1999}
    # The passport is that of the organisation that stays; Kestrel gets its next version to accept.
    own = PassportVersion.objects.filter(organization=huarui.supplier)
    assert [version.content["profile"] for version in own] == [PROFILE]
    actions.save_profile({"employees": 410}, by=sales.actor, now=NOW)
    actions.publish_passport(by=sales.actor, now=NOW)
    assert PassportProposal.objects.waiting().filter(relationship=second, number=2).exists()


def test_the_customer_is_told_when_something_is_shared_no_longer(
    huarui: Relationship, sales: Person, manager: Person, buyer: Person
) -> None:
    relationships.give_consent(huarui, "statements", by=sales.actor, now=NOW)
    relationships.end_consent(huarui, "statements", by=sales.actor, now=NOW)
    rows = Notification.objects.filter(kind="consent.ended").order_by("recipient__name")
    assert [row.recipient for row in rows] == [buyer.user, manager.user]
    inbox = manager.client.get(reverse("messaging:inbox")).content.decode()
    assert "Huarui Castings Co., Ltd. stopped sharing with you: Financial statements" in inbox


def test_who_is_new_reads_what_to_do_first_and_who_knows_the_way_is_left_alone(
    sales: Person, huarui: Relationship
) -> None:
    def first() -> list[tuple[str, str]]:
        return [(need.text, need.url) for need in passport_needs.of_supplier(sales.actor)]

    passport, sharing = reverse("onboarding_supplier:passport"), reverse("onboarding_supplier:sharing")
    assert first() == [("Fill in your passport and publish it", passport)]
    assert "Fill in your passport and publish it" in sales.client.get(reverse("portal:home")).content.decode()
    actions.save_profile(PROFILE, by=sales.actor, now=NOW)
    actions.publish_passport(by=sales.actor, now=NOW)
    assert first() == [("1 customer sees nothing of your passport yet", sharing)]
    relationships.give_consent(huarui, "statements", by=sales.actor, now=NOW)
    assert first() == []
    relationships.end_consent(huarui, "statements", by=sales.actor, now=NOW)
    assert first() == []


def test_the_sharing_page_takes_the_same_queries_for_one_customer_and_for_three(
    huarui: Relationship, sales: Person, rival: Person
) -> None:
    page = reverse("onboarding_supplier:sharing")
    relationships.give_consent(huarui, "passport", by=sales.actor, now=NOW)

    def counted() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert sales.client.get(page).status_code == 200
        return len(captured)

    sales.client.get(page)
    one = counted()
    third = person(organisation("Bern Ventile AG", "bern", country="CH"), "Reto Frei", *Role)
    for customer in (rival, third):
        Relationship.objects.create(customer=customer.organization, supplier=huarui.supplier, slug="huarui")
    assert counted() == one
