"""Whom one acts for, in which language, and who may say so."""

import pytest
from django.test import Client
from django.urls import reverse

from tandem.accounts import actions
from tandem.accounts.models import AuditEntry, Membership, Organization
from tandem.accounts.roles import CAPABILITIES, Capability, Role
from tandem.core.errors import Refused
from tests.cast import Person, person

pytestmark = pytest.mark.django_db
MEMBERS = "/accounts/members/"


def test_one_acts_for_the_organisation_one_chose_last(buyer: Person, kestrel: Organization) -> None:
    Membership.objects.create(user=buyer.user, organization=kestrel, roles=[Role.AUDITOR])
    assert "nordlicht.example" in buyer.client.get(MEMBERS).content.decode()
    buyer.client.post(reverse("accounts:switch_organization"), {"organization": "kestrel"})
    shown = buyer.client.get("/accounts/organisation/").content.decode()
    assert "Kestrel Motors Inc." in shown
    assert "<code>" not in shown
    again = Client()
    again.force_login(buyer.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Kestrel Motors Inc." in again.get("/accounts/organisation/").content.decode()


def test_nobody_acts_for_an_organisation_they_are_no_member_of(buyer: Person, kestrel: Organization) -> None:
    answer = buyer.client.post(reverse("accounts:switch_organization"), {"organization": "kestrel"})
    assert answer.status_code == 404
    assert "Kestrel" not in buyer.client.get("/accounts/organisation/").content.decode()


def test_a_person_reads_their_own_language_whatever_the_browser_prefers(
    nordlicht: Organization, buyer: Person
) -> None:
    wei = person(nordlicht, "Wei Zhang", Role.BUYER, language="zh-hans")
    wei.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    answer = wei.client.get(MEMBERS)
    assert answer["Content-Language"] == "zh-hans"
    assert '<html lang="zh-hans"' in answer.content.decode()
    assert answer.cookies["django_language"].value == "zh-hans"
    wei.client.post(reverse("account_logout"))
    assert wei.client.get("/accounts/login/")["Content-Language"] == "zh-hans"
    buyer.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh-hans"
    assert buyer.client.get(MEMBERS)["Content-Language"] == "en"


def test_the_language_chosen_at_the_top_of_a_page_stays_with_the_person(buyer: Person) -> None:
    answer = buyer.client.post(
        reverse("accounts:choose_language"), {"language": "zh-hans", "next": f"{MEMBERS}?page=1"}
    )
    assert answer["Location"] == f"{MEMBERS}?page=1"
    assert buyer.client.get(MEMBERS)["Content-Language"] == "zh-hans"
    elsewhere = Client()
    elsewhere.force_login(buyer.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert elsewhere.get(MEMBERS)["Content-Language"] == "zh-hans"
    buyer.client.post(reverse("accounts:choose_language"), {"language": "tlh"})
    assert buyer.client.get(MEMBERS)["Content-Language"] == "zh-hans"


def test_a_visitor_chooses_the_language_of_the_sign_in_page(db: None) -> None:
    visitor = Client()
    visitor.post(reverse("accounts:choose_language"), {"language": "zh-hans", "next": "/accounts/login/"})
    assert visitor.get("/accounts/login/")["Content-Language"] == "zh-hans"


def test_one_changes_ones_own_name_and_language(buyer: Person) -> None:
    buyer.client.post(reverse("accounts:me"), {"name": " Ada L. ", "language": "zh-hans"})
    buyer.user.refresh_from_db()
    assert (buyer.user.name, buyer.user.language) == ("Ada L.", "zh-hans")
    wrong = buyer.client.post(reverse("accounts:me"), {"name": "", "language": "tlh"})
    assert wrong.status_code == 422


def test_an_administrator_changes_a_role_and_ends_a_membership(administrator: Person, buyer: Person) -> None:
    membership = buyer.user.memberships.get()
    administrator.client.post(reverse("accounts:change_roles", args=[membership.pk]), {"roles": ["auditor"]})
    membership.refresh_from_db()
    assert membership.roles == [Role.AUDITOR]
    administrator.client.post(reverse("accounts:remove_member", args=[membership.pk]))
    assert not buyer.user.memberships.exists()
    assert buyer.client.get(MEMBERS).status_code == 403
    kept = AuditEntry.objects.filter(verb__startswith="member_").order_by("pk").values_list("verb", "changes")
    assert list(kept) == [
        ("member_roles_changed", {"member": ["", "Ada Lindqvist"], "roles": [["buyer"], ["auditor"]]}),
        ("member_removed", {"member": ["Ada Lindqvist", ""], "roles": [["auditor"], ""]}),
    ]


def test_the_last_administrator_stays(administrator: Person) -> None:
    membership = administrator.user.memberships.get()
    for name, values in (("change_roles", {"roles": ["buyer"]}), ("remove_member", {})):
        answer = administrator.client.post(reverse(f"accounts:{name}", args=[membership.pk]), values)
        assert answer.status_code == 409
        assert "is the only administrator" in answer.content.decode()
    membership.refresh_from_db()
    assert membership.roles == [Role.ADMINISTRATOR]


def test_a_buyer_makes_nobody_an_administrator(buyer: Person, auditor: Person) -> None:
    for name, values in (("change_roles", {"roles": ["administrator"]}), ("remove_member", {})):
        membership = auditor.user.memberships.get()
        answer = buyer.client.post(reverse(f"accounts:{name}", args=[membership.pk]), values)
        assert answer.status_code == 409, name
    with pytest.raises(Refused):
        actions.add_member(
            buyer.organization,
            email="x@x.example",
            name="X",
            roles=[Role.BUYER],
            password=None,
            by=buyer.actor,
        )
    assert auditor.user.memberships.get().roles == [Role.AUDITOR]


def test_the_table_of_roles_shows_what_the_code_allows(auditor: Person) -> None:
    answer = auditor.client.get(reverse("accounts:roles"))
    shown = {
        (str(role), str(capability))
        for _side, roles, rows in answer.context["sides"]
        for capability, marks in rows
        for (role, _own), mark in zip(roles, marks, strict=True)
        if mark
    }
    assert shown == {
        (str(role.label), str(capability.label)) for role in Role for capability in CAPABILITIES[role]
    }


def test_weights_and_publishing_are_in_different_hands() -> None:
    both = {Capability.EDIT_TEMPLATES, Capability.PUBLISH_SCORECARDS}
    assert [role for role in Role if both <= CAPABILITIES[role]] == [Role.ADMINISTRATOR]
