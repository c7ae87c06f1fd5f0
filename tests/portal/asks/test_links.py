"""A link: one request, for whoever holds it, until it is used, revoked or expired; and nothing else."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tandem.accounts.models import AuditEntry, Contact
from tandem.accounts.roles import Capability, Role
from tandem.portal import actions, tokens
from tandem.portal.models import Ask, Link
from tandem.relationships.models import Relationship
from tandem.scorecards.models import Card
from tests.cast import NOW, Person, person
from tests.mails import mailed
from tests.portal.asks.conftest import PDF, asked

PHONE = "Mozilla/5.0 (Linux; Android 14; wv) AppleWebKit/537.36 MicroMessenger/8.0.50 WeChat/arm64"


def phone(**more: str) -> Client:
    """A phone's browser that keeps no cookie for us and has never been here; cross-site protection is on."""
    return Client(enforce_csrf_checks=True, headers={"user-agent": PHONE, **more})


def linked(ask: Ask, by: Person, **more: Any) -> tuple[Link, str]:
    values = {"via": "copy", "language": "en"} | more
    return actions.make_link(ask, by=by.actor, now=NOW, **values)


def address(name: str, *arguments: Any) -> str:
    return reverse(f"links:{name}", args=arguments)


@pytest.fixture
def certificate(huarui: Relationship, buyer: Person) -> Ask:
    return asked("certificate", huarui, buyer, certificate_kind="iso_9001")


GIVEN = {"kind": "iso_9001", "number": "1", "issuer": "TÜV", "valid_from": "2026-01-01"}


def hand_in(token: str, client: Client) -> Any:
    return client.post(address("open", token), {**GIVEN, "file": SimpleUploadedFile("c.pdf", PDF)})


def test_looking_uses_nothing_up_and_submitting_does(certificate: Ask, buyer: Person, now: Any) -> None:
    link, token = linked(certificate, buyer)
    preview = Client(headers={"user-agent": "Slackbot-LinkExpanding 1.0"}).get(address("open", token))
    assert preview.status_code == 200
    assert Client().head(address("open", token)).status_code == 200
    link.refresh_from_db()
    assert (link.opened_at, link.state(NOW)) == (None, "sent")

    visitor = phone()
    for _ in range(3):
        page = visitor.get(address("open", token))
        assert page.status_code == 200
        assert page.cookies == {}
        assert "<script" not in page.content.decode()
        assert page["Referrer-Policy"] == "no-referrer"
        assert "no-store" in page["Cache-Control"]
    link.refresh_from_db()
    assert (link.opened_at, link.state(NOW)) == (NOW, "opened")

    wrong = visitor.post(address("open", token), GIVEN)
    assert wrong.status_code == 422
    sent = hand_in(token, visitor)
    assert sent["Location"] == address("thanks", token)
    assert "See all your customers in Tandem" in visitor.get(sent["Location"]).content.decode()
    certificate.refresh_from_db()
    assert (certificate.status, certificate.answered_via) == ("answered", "link")
    link.refresh_from_db()
    assert (link.used_at, link.state(NOW)) == (NOW, "used")

    again = visitor.get(address("open", token))
    assert again.status_code == 410
    assert "This has been answered" in again.content.decode()
    assert hand_in(token, visitor).status_code == 410


def test_only_the_digest_is_kept(certificate: Ask, buyer: Person) -> None:
    link, token = linked(certificate, buyer)
    kept = [str(value) for value in Link.objects.values_list().get()]
    secret = token.partition(".")[0]
    assert not any(secret in value for value in kept)
    assert link.digest == tokens.digest_of(token)
    entries = AuditEntry.objects.about(certificate)
    assert not any(secret in f"{entry.changes}{entry.record_name}" for entry in entries)
    assert not entries.filter(verb="link_made", shared=True).exists()


def test_a_made_up_or_changed_token_leads_nowhere(certificate: Ask, buyer: Person, settings: Any) -> None:
    _, token = linked(certificate, buyer)
    last = "A" if token[-1] != "A" else "B"
    for wrong in ("x", "a.b", token[:-1] + last, token.upper(), tokens.new_token()):
        answer = phone().get(address("open", wrong))
        assert answer.status_code == 404, wrong
        assert "leads to nothing" in answer.content.decode()
    settings.SECRET_KEY = "another installation's"
    assert phone().get(address("open", token)).status_code == 404


def test_a_revoked_and_an_expired_link_explain_and_a_new_one_can_be_wished_for(
    certificate: Ask, buyer: Person, now: Any
) -> None:
    link, token = linked(certificate, buyer, via="mail", email="meiling@huarui.example")
    buyer.client.post(reverse("portal_customer:revoke_link", args=[certificate.pk, link.pk]))
    page = phone().get(address("open", token))
    assert (page.status_code, "was revoked" in page.content.decode()) == (410, True)
    assert phone().post(address("again", token)).status_code == 200
    link.refresh_from_db()
    assert link.wanted_at == NOW

    renewed = buyer.client.post(reverse("portal_customer:renew_link", args=[certificate.pk, link.pk]))
    assert renewed.status_code == 302
    assert Link.objects.count() == 2
    other, second = linked(certificate, buyer)
    now.shift(timedelta(days=14))
    page = phone().get(address("open", second))
    assert (page.status_code, "has expired" in page.content.decode()) == (410, True)
    other.refresh_from_db()
    assert other.state(NOW + timedelta(days=14)) == "expired"


def test_a_scorecard_is_read_down_to_its_lines_until_the_link_expires(
    card: Card, huarui: Relationship, buyer: Person
) -> None:
    ask = asked("scorecard", huarui, buyer)
    link, token = linked(ask, buyer)
    visitor = phone()
    page = visitor.get(address("open", token)).content.decode()
    assert "grade-c" in page
    assert address("lines", token, "on_time_lines") in page
    lines = visitor.get(address("lines", token, "on_time_lines")).content.decode()
    assert lines.count("<tr>") == 21
    assert "PO-100-260700" in lines
    assert "/facts/" not in lines
    assert visitor.get(address("lines", token, "otif")).status_code == 404
    assert visitor.post(address("open", token), {"remark": ""}).status_code == 302
    link.refresh_from_db()
    assert link.used_at == NOW
    assert visitor.get(address("open", token)).status_code == 200
    assert visitor.get(address("lines", token, "on_time_lines")).status_code == 200


def test_it_speaks_the_recipients_language_and_the_other_on_demand(certificate: Ask, buyer: Person) -> None:
    _, token = linked(certificate, buyer, language="zh-hans")
    own = phone(**{"accept-language": "en"}).get(address("open", token))
    assert '<html lang="zh-hans"' in own.content.decode()
    assert "上传证书" in own.content.decode()
    other = phone().get(address("open", token) + "?language=en")
    assert '<html lang="en"' in other.content.decode()
    assert "Upload a certificate" in other.content.decode()


def test_it_lets_in_to_its_request_alone(
    certificate: Ask, card: Card, huarui: Relationship, buyer: Person, sales: Person
) -> None:
    """Neither other pages nor other requests; and whoever is signed in in the same browser lends it nothing."""
    link, token = linked(certificate, buyer)
    other = asked("scorecard", huarui, buyer)
    visitor = phone()
    visitor.get(address("open", token))
    for elsewhere in (
        reverse("portal:asks"),
        reverse("portal:ask", args=[certificate.pk]),
        reverse("portal_customer:ask", args=[certificate.pk]),
        card.get_absolute_url(),
        "/",
    ):
        answer = visitor.get(elsewhere)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/")
    assert visitor.get(address("lines", token, "on_time_lines")).status_code == 404
    actor = actions.link_actor(link)
    assert actor.capabilities == {Capability.ANSWER_CUSTOMERS}
    assert (actor.user_id, actor.roles, actor.organization_id) == (None, frozenset(), huarui.supplier_id)
    assert actions.link_actor(Link(ask=other, supplier=huarui.supplier)).capabilities == {
        Capability.ANSWER_CUSTOMERS,
        Capability.READ_CUSTOMERS,
    }
    # A person of Nordlicht who opens it answers as the link, not as themselves.
    hand_in(token, buyer.client)
    certificate.refresh_from_db()
    assert certificate.answered_by_name == "Somebody with the link"


def test_a_mailed_link_goes_out_in_the_recipients_language(
    huarui: Relationship, buyer: Person, contact: Contact
) -> None:
    new = reverse("portal_customer:new_ask", args=[huarui.slug, "certificate"])
    page = buyer.client.get(new).content.decode()
    assert 'value="meiling@huarui.example"' in page
    sent = {
        "certificate_kind": "iso_9001", "due_on": "2026-12-01", "message": "",
        "how": "mail", "email": contact.email, "language": "zh-hans",
    }  # fmt: skip
    assert buyer.client.post(new, sent).status_code == 302
    (message,) = mailed()
    assert message.to == ["meiling@huarui.example"]
    assert "上传证书" in message.subject
    found = re.search(r"https?://\S+/portal/link/(\S+)/", message.body)
    assert found is not None
    assert phone().get(address("open", found[1])).status_code == 200
    link = Link.objects.get()
    assert (link.via, link.email, link.language) == ("mail", "meiling@huarui.example", "zh-hans")


def test_a_link_to_hand_on_is_shown_once_with_its_code(certificate: Ask, buyer: Person) -> None:
    sent = {"how": "copy", "email": "", "language": "en"}
    page = buyer.client.post(reverse("portal_customer:make_link", args=[certificate.pk]), sent)
    assert "no-store" in page["Cache-Control"]
    shown = page.content.decode()
    assert 'src="data:image/svg+xml' in shown
    found = re.search(r'value="https?://[^"]*/portal/link/([^"/]+)/"', shown)
    assert found is not None
    assert phone().get(address("open", found[1])).status_code == 200
    assert found[1] not in buyer.client.get(certificate.get_absolute_url()).content.decode()


def test_a_rival_can_neither_make_nor_revoke_links(
    certificate: Ask, buyer: Person, rival: Person, sales: Person, auditor: Person
) -> None:
    link, _ = linked(certificate, buyer)
    for who, status in ((rival, 404), (sales, 404), (auditor, 409)):
        for name in ("revoke_link", "renew_link"):
            path = reverse(f"portal_customer:{name}", args=[certificate.pk, link.pk])
            assert who.client.post(path).status_code == status
        made = reverse("portal_customer:make_link", args=[certificate.pk])
        sent = {"how": "copy", "email": "", "language": "en"}
        assert who.client.post(made, sent).status_code == status
    link.refresh_from_db()
    assert link.revoked_at is None
    assert not Link.objects.visible_to(rival.actor).exists()
    assert not Link.objects.visible_to(sales.actor).exists()


def test_too_many_pages_from_one_address_have_to_wait(certificate: Ask, buyer: Person, settings: Any) -> None:
    settings.LINK_PAGES_A_MINUTE = 3
    _, token = linked(certificate, buyer)
    seen = [phone().get(address("open", token)).status_code for _ in range(5)]
    assert seen == [200, 200, 200, 429, 429]


def test_a_person_of_no_organisation_opens_a_link_like_anybody(certificate: Ask, buyer: Person) -> None:
    _, token = linked(certificate, buyer)
    guest = person(certificate.relationship.supplier, "Gu Est", Role.SALES)
    guest.user.memberships.all().delete()
    assert guest.client.get("/").status_code == 403
    assert guest.client.get(address("open", token)).status_code == 200
