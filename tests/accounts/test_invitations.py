"""Invited by mail: once, for a week, until it is revoked."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tandem.accounts import actions
from tandem.accounts.models import AuditEntry, Invitation, Membership, Organization, User
from tandem.accounts.roles import Role
from tandem.core.errors import Refused
from tandem.relationships.models import Relationship
from tests.cast import NOW, Person, person
from tests.mails import mailed

pytestmark = pytest.mark.django_db
PASSWORD = "tide and harbour 9"
WEI = {
    "email": "Wei@nordlicht.example",
    "name": "王伟",
    "language": "zh-hans",
    "roles": ["buyer", "logistics"],
}


def post(client: Client, page: str, /, *args: object, **values: Any) -> Any:
    return client.post(reverse(f"accounts:{page}", args=args), values)


def link(number: int = -1) -> str:
    found = re.search(r"http://testserver(\S+)", str(mailed()[number].body))
    assert found is not None
    return found[1]


def test_a_newcomer_reads_accepts_once_and_is_in(administrator: Person) -> None:
    assert post(administrator.client, "add_member", **WEI)["Location"] == reverse("accounts:members")
    assert not User.objects.filter(email="wei@nordlicht.example").exists()
    letter = mailed()[0]
    assert letter.to == ["wei@nordlicht.example"]
    assert letter.subject == "Ines Keller 邀请您在协同中代表Nordlicht Pumpen GmbH"
    visitor = Client()
    for _preview in range(3):
        page = visitor.get(link())
        assert (page.status_code, page.context["case"]) == (200, "newcomer")
    assert Invitation.objects.get().accepted_at is None
    weak = visitor.post(link(), {"name": "王伟", "language": "zh-hans", "password": "1234567890"})
    assert weak.status_code == 422
    entered = visitor.post(link(), {"name": "王伟", "language": "zh-hans", "password": PASSWORD})
    assert (entered.status_code, entered["Location"]) == (302, "/")
    membership = Membership.objects.get(user__email="wei@nordlicht.example")
    assert membership.roles == [Role.BUYER, Role.LOGISTICS]
    assert visitor.get(reverse("accounts:members")).status_code == 200
    assert Client().get(link()).status_code == 410
    told = AuditEntry.objects.filter(verb__startswith="invit").order_by("pk")
    assert [(entry.verb, entry.actor_name) for entry in told] == [
        ("invited", "Ines Keller"), ("invitation_accepted", "王伟"),
    ]  # fmt: skip


def test_sent_again_the_earlier_link_is_gone_and_revoked_the_later_too(administrator: Person) -> None:
    post(administrator.client, "add_member", **WEI)
    twice = post(administrator.client, "add_member", **WEI)
    assert twice.status_code == 422
    assert "has been invited already" in twice.content.decode()
    invitation = Invitation.objects.get()
    shown = administrator.client.get(reverse("accounts:members")).content.decode()
    assert reverse("accounts:resend_invitation", args=[invitation.pk]) in shown
    post(administrator.client, "resend_invitation", invitation.pk)
    assert Client().get(link(0)).status_code == 404
    assert Client().get(link(1)).status_code == 200
    post(administrator.client, "revoke_invitation", invitation.pk)
    assert Client().get(link(1)).status_code == 410
    again = post(administrator.client, "resend_invitation", invitation.pk)
    assert again.status_code == 409


def test_after_a_week_it_has_run_out(administrator: Person) -> None:
    with time_machine.travel(NOW, tick=False):
        post(administrator.client, "add_member", **WEI)
    with time_machine.travel(NOW + timedelta(days=7) - timedelta(seconds=1), tick=False):
        assert Client().get(link()).status_code == 200
    with time_machine.travel(NOW + timedelta(days=7), tick=False):
        values = {"name": "Wei", "language": "en", "password": PASSWORD}
        assert Client().post(link(), values).status_code == 410
    assert not User.objects.filter(email="wei@nordlicht.example").exists()


def test_a_known_person_signs_in_and_accepts_and_nobody_else_can(
    administrator: Person, rival: Person, buyer: Person
) -> None:
    values = {"email": rival.user.email, "name": "Somebody", "language": "en", "roles": ["auditor"]}
    post(administrator.client, "add_member", **values)
    assert Client().get(link()).context["case"] == "sign_in"
    assert Client().post(link(), {"name": "X", "language": "en", "password": PASSWORD}).status_code == 200
    assert buyer.client.post(link()).context["case"] == "somebody_else"
    assert rival.client.get(link()).context["case"] == "accept"
    assert rival.client.post(link())["Location"] == "/"
    rival.user.refresh_from_db()
    assert (rival.user.name, rival.user.acting_for) == ("Rita Kowalski", administrator.organization)
    assert set(rival.user.memberships.values_list("organization__slug", flat=True)) == {
        "kestrel",
        "nordlicht",
    }


def test_only_administrators_invite_into_their_own_and_see_who_is_invited(
    administrator: Person, buyer: Person, rival: Person
) -> None:
    assert post(buyer.client, "add_member", **WEI).status_code == 409
    post(administrator.client, "add_member", **WEI)
    invitation = Invitation.objects.get()
    assert "wei@" not in buyer.client.get(reverse("accounts:members")).content.decode()
    assert post(rival.client, "revoke_invitation", invitation.pk).status_code == 404
    assert post(buyer.client, "revoke_invitation", invitation.pk).status_code == 409
    assert [address for letter in mailed() for address in letter.to] == ["wei@nordlicht.example"]


def invite_first(who: Person, organization: Organization, email: str, *roles: Role) -> Invitation:
    return actions.invite(
        organization, email=email, roles=roles, site="http://testserver/", by=who.actor, now=NOW
    )


def test_a_buyer_invites_the_first_member_of_a_supplier_and_no_second(
    buyer: Person, auditor: Person, rival: Person, huarui: Relationship
) -> None:
    supplier = huarui.supplier
    both = (Role.ADMINISTRATOR, Role.SALES)
    first = invite_first(buyer, supplier, "hua@huarui.example", *both)
    second = invite_first(buyer, supplier, "li@huarui.example", *both)
    for who, roles in ((auditor, both), (rival, both), (buyer, (Role.AUDITOR,))):
        with pytest.raises(Refused):
            invite_first(who, supplier, "x@huarui.example", *roles)
    membership = actions.accept_as_newcomer(first, name="Hua", language="en", password=PASSWORD, now=NOW)
    assert (membership.organization, membership.roles) == (supplier, list(both))
    with pytest.raises(Refused, match="has members of its own"):
        actions.accept_as_newcomer(second, name="Li", language="en", password=PASSWORD, now=NOW)
    with pytest.raises(Refused, match="has members of its own"):
        invite_first(buyer, supplier, "third@huarui.example", *both)
    hua = person(supplier, "Second Colleague", Role.ADMINISTRATOR)
    assert set(Invitation.objects.visible_to(hua.actor)) == {first, second}
    assert not Invitation.objects.visible_to(rival.actor).exists()
