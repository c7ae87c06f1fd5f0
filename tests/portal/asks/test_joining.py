"""Signing up is offered afterwards, for the address that the link was sent to; inviting is the customer's to begin."""

import re
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse

from tandem.accounts import letters
from tandem.accounts.models import AuditEntry, Invitation, Membership
from tandem.accounts.roles import Role
from tandem.core.errors import Refused
from tandem.messaging.models import Notification
from tandem.portal import actions, joining
from tandem.portal.actions.links import LASTS
from tandem.portal.models import Ask, Link
from tandem.relationships import actions as relationships
from tandem.relationships.models import Relationship
from tandem.scorecards.models import Card
from tests.cast import NOW, Person
from tests.mails import mailed
from tests.portal.asks.conftest import asked
from tests.portal.asks.test_links import address, hand_in, linked, phone

EMAIL = "meiling@huarui.example"


def told(kind: str) -> list[tuple[str, Any]]:
    rows = Notification.objects.filter(kind=kind).select_related("recipient", "event")
    return [(row.recipient.name, row.event.context.get("email", "")) for row in rows]


def waiting(kind: str) -> list[str]:
    unread = Notification.objects.filter(kind=kind, read_at=None)
    return list(unread.values_list("recipient__name", flat=True))


def joined(body: str) -> str:
    """Where the mail's invitation is accepted."""
    found = re.search(r"/accounts/invitation/[^/\s]+/", body)
    assert found is not None
    return found[0]


def accept(body: str) -> None:
    values = {"name": "Hua Meiling", "language": "zh-hans", "password": "tide and harbour 9"}
    assert Client().post(joined(body), values).status_code == 302


def answered(huarui: Relationship, buyer: Person, **more: Any) -> str:
    """A certificate handed in by a link; its token."""
    ask = asked("certificate", huarui, buyer, certificate_kind="iso_9001")
    _, token = linked(ask, buyer, **more)
    assert hand_in(token, phone()).status_code == 302
    return token


def test_the_first_of_a_supplier_becomes_its_administrator_by_mail(
    huarui: Relationship, buyer: Person, rival: Person
) -> None:
    relationships.add_relationship(huarui.supplier, by=rival.actor, now=NOW)
    token = answered(huarui, buyer, via="mail", email=EMAIL, language="zh-hans")
    page = phone().get(address("thanks", token)).content.decode()
    assert EMAIL in page
    # Pressed twice it is one mail: a second one would end the first one's link.
    assert phone().post(address("join", token)).status_code == 200
    assert phone().post(address("join", token)).status_code == 200
    (message,) = mailed()
    assert (message.to, "邀请您" in message.subject) == ([EMAIL], True)
    assert not Membership.objects.filter(organization=huarui.supplier).exists()
    invited = AuditEntry.objects.get(verb="invited")
    assert (invited.organization, invited.actor_name, invited.counterpart) == (
        buyer.organization, "Ada Lindqvist", huarui.supplier,
    )  # fmt: skip
    accept(message.body)
    member = Membership.objects.get(organization=huarui.supplier)
    assert (member.user.email, member.roles) == (EMAIL, [Role.ADMINISTRATOR, Role.SALES])
    assert member.user.language == "zh-hans"
    # The supplier's other customer hears of it, and so does whoever asked.
    assert told("supplier.first_member") == [("Rita Kowalski", EMAIL)]
    assert [name for name, _email in told("invitation.accepted")] == ["Ada Lindqvist"]
    assert "Sign in" in phone().get(address("thanks", token) + "?language=en").content.decode()


def test_asked_for_again_later_the_invitation_is_sent_anew(huarui: Relationship, buyer: Person) -> None:
    token = answered(huarui, buyer, via="mail", email=EMAIL)
    phone().post(address("join", token))
    first = joined(mailed()[0].body)
    Invitation.objects.update(invited_at=F("invited_at") - joining.NOT_AGAIN_FOR)
    phone().post(address("join", token))
    second = joined(mailed()[1].body)
    assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)
    assert Invitation.objects.count() == 1


def test_where_people_act_for_the_supplier_its_administrators_decide(
    huarui: Relationship, huarui_sales: Person, sales: Person, buyer: Person
) -> None:
    token = answered(huarui, buyer, via="mail", email=EMAIL)
    assert "Ask our administrators for access" in phone().get(address("thanks", token)).content.decode()
    phone().post(address("join", token))
    assert told("access.wanted") == [("Hua Meiling", EMAIL)]
    assert not Membership.objects.filter(user__email=EMAIL).exists()
    event = Notification.objects.get(kind="access.wanted").event
    shown = huarui_sales.client.get(event.url).content.decode()
    assert f'value="{EMAIL}"' in shown


def test_a_link_that_was_handed_on_invites_nobody_by_itself(huarui: Relationship, buyer: Person) -> None:
    token = answered(huarui, buyer)
    assert phone().post(address("join", token), {"email": "nonsense"}).status_code == 409
    assert phone().post(address("join", token), {"email": "who@ever.example"}).status_code == 200
    assert told("invitation.wanted") == [("Ada Lindqvist", "who@ever.example")]
    assert not Membership.objects.filter(organization=huarui.supplier).exists()


def test_nothing_is_offered_before_something_was_done(huarui: Relationship, buyer: Person) -> None:
    ask = asked("certificate", huarui, buyer, certificate_kind="iso_9001")
    _, token = linked(ask, buyer, via="mail", email=EMAIL)
    assert "See all your customers" not in phone().get(address("open", token)).content.decode()
    assert phone().post(address("join", token)).status_code == 404
    assert not Membership.objects.filter(organization=huarui.supplier).exists()


@pytest.mark.parametrize("how", ["revoked", "expired"])
def test_a_link_that_is_revoked_or_has_expired_lets_nobody_join(
    how: str, card: Card, huarui: Relationship, buyer: Person, now: Any
) -> None:
    """It may have gone to the wrong address: whoever reads there must not become the supplier's administrator."""
    done = answered(huarui, buyer, via="mail", email="wrong@gmail.example")
    _, read = linked(asked("scorecard", huarui, buyer), buyer, via="mail", email="wrong@gmail.example")
    if how == "revoked":
        for link in Link.objects.all():
            actions.revoke_link(link, by=buyer.actor, now=NOW)
    else:
        now.shift(LASTS)
    for token in (done, read):
        for method, name in (("get", "open"), ("get", "thanks"), ("post", "join")):
            page = getattr(phone(), method)(address(name, token), follow=True)
            assert page.status_code == 410, name
            assert address("join", token) not in page.content.decode()
    assert not Invitation.objects.exists()


def test_a_supplier_is_invited_with_its_scorecard_in_one_mail(
    card: Card, huarui: Relationship, buyer: Person
) -> None:
    page = reverse("portal_customer:invite", args=[huarui.slug])
    sent = {"email": EMAIL, "language": "zh-hans", "card": "on", "join": "on", "message": "你好"}
    assert buyer.client.post(page, sent).status_code == 302
    (message,) = mailed()
    assert "邀请您加入协同" in message.subject
    found = re.search(r"/portal/link/(\S+)/", message.body)
    assert found is not None
    assert phone().get(address("open", found[1])).status_code == 200
    shown = buyer.client.get(page).content.decode()
    assert f'value="{page}"' in shown
    again = reverse("accounts:resend_invitation", args=[Invitation.objects.get().pk])
    assert buyer.client.post(again, {"next": page})["Location"] == page
    assert Client().get(joined(message.body)).status_code == 404
    accept(mailed()[-1].body)
    assert Membership.objects.get(organization=huarui.supplier).user.email == EMAIL
    assert AuditEntry.objects.about(huarui).filter(verb="supplier_invited").count() == 1
    assert (Ask.objects.get().kind, Link.objects.get().email) == ("scorecard", EMAIL)
    # Whoever comes next is the supplier's own affair.
    before = len(mailed())
    buyer.client.post(page, {**sent, "email": "second@huarui.example", "card": ""})
    assert len(mailed()) == before


def test_nobody_else_invites(huarui: Relationship, rival: Person, sales: Person, auditor: Person) -> None:
    page = reverse("portal_customer:invite", args=[huarui.slug])
    for who, status in ((rival, 404), (sales, 404), (auditor, 409)):
        assert who.client.post(page, {"email": EMAIL, "language": "en", "join": "on"}).status_code == status


def test_a_second_first_member_is_refused(huarui: Relationship, buyer: Person, sales: Person) -> None:
    with pytest.raises(Refused, match="has members of its own"):
        joining.invite_first(
            huarui,
            email=EMAIL,
            language="en",
            site="http://testserver/",
            letter=letters.invitation,
            by=buyer.actor,
            now=NOW,
        )


def test_both_ends_are_told_what_concerns_them(huarui: Relationship, buyer: Person, sales: Person) -> None:
    ask = asked("certificate", huarui, buyer, certificate_kind="iso_9001")
    assert told("request.asked") == [("Lan Fang", "")]
    _, token = linked(ask, buyer)
    hand_in(token, phone())
    assert told("request.answered") == [("Ada Lindqvist", "")]
    assert waiting("request.asked") == []  # for no colleague any more
    actions.accept(Ask.objects.get(), by=buyer.actor, now=NOW)
    assert waiting("request.answered") == []
    event = Notification.objects.get(kind="request.asked").event
    assert event.context["what"] == {
        "is": "name",
        "name": "Upload a certificate",
        "name_local": "上传证书",
    }
    assert sales.client.get(event.url).status_code == 200


def test_whoever_invited_a_supplier_takes_it_back_and_nobody_else_does(
    huarui: Relationship, buyer: Person, auditor: Person, rival: Person
) -> None:
    page = reverse("portal_customer:invite", args=[huarui.slug])
    buyer.client.post(page, {"email": EMAIL, "language": "en", "join": "on", "message": ""})
    invitation = Invitation.objects.get()
    revoke = reverse("accounts:revoke_invitation", args=[invitation.pk])
    assert rival.client.post(revoke).status_code == 404
    assert auditor.client.post(revoke).status_code == 409
    assert Client().get(joined(mailed()[-1].body)).status_code == 200
    assert buyer.client.post(revoke, {"next": page})["Location"] == page
    assert Client().get(joined(mailed()[-1].body)).status_code == 410
    assert revoke not in buyer.client.get(page).content.decode()
