"""A walk through every address: who may come in, and that a rival finds nothing of Nordlicht's."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Person
from tests.config.addresses import LINKS, PUBLIC, RECORDS, SUPPLIERS, every_address
from tests.config.rooms import ADDRESSES

# Whatever an address takes, so that it can be written down.
ANYTHING = {
    "candidate": 1,
    "judgement": 1,
    "criterion": 1,
    "judge": 1,
    "offer": 1,
    "value": 1,
    "pk": 1, "number": 1, "slug": "huarui", "key": "grades", "kpi": "paid_on_time", "code": "otif", "part": "criteria",
    "uidb36": "1", "contact": 1, "note": 1, "step": 1, "record": 1, "kind": "grades",
    "certificate": 1, "condition": 1, "link": 1, "what": "loads", "token": "nothing", "provider_id": "directory",
    "section": "company", "file": 1, "action": 1, "form": 0, "proposal": 1, "finding": 1, "way": "up",
    "item": 1, "stage": 1, "evidence": 1, "line": 1, "quarter": "2026-Q2",
}  # fmt: skip


def written(name: str, arguments: tuple[str, ...]) -> str:
    if name == "accounts:not_offered":
        return reverse(name, args=["email"])
    return reverse(name, kwargs={argument: ANYTHING[argument] for argument in arguments})


def test_every_address_is_somebodys_business() -> None:
    found = {address.name for address in every_address()}
    assert found - set(ADDRESSES) == set(), "put the new address into its room's file in tests/config/rooms/"
    assert set(ADDRESSES) - found == set(), "there is no such address any more"


@pytest.mark.django_db
def test_a_visitor_is_asked_to_sign_in_everywhere_but_at_the_public_pages() -> None:
    visitor = Client()
    for address in every_address():
        if address.name in PUBLIC or address.name in LINKS:
            continue
        path = written(address.name, address.arguments)
        for answer in (visitor.get(path), visitor.post(path)):
            assert answer.status_code == 302, address.name
            assert answer["Location"].startswith("/accounts/login/?next=/"), address.name
        assert visitor.get(path, headers={"HX-Request": "true"}).status_code == 401, address.name


@pytest.mark.django_db
def test_a_visitor_may_open_the_public_pages() -> None:
    for address in every_address():
        name = address.name
        if name not in PUBLIC - {"account_reset_password_from_key"}:
            continue
        answer = Client().get(written(name, address.arguments))
        # 404: no directory is named, so there is nothing to sign in with.
        assert answer.status_code in {200, 302, 405} | (
            {404} if name.startswith("openid_connect") else set()
        ), name
        assert "next=" not in answer.headers.get("Location", ""), name


@pytest.mark.django_db
def test_without_a_right_token_nothing_stands_behind_a_link(administrator: Person) -> None:
    for address in every_address():
        if address.name in LINKS:
            path = written(address.name, address.arguments)
            for client in (Client(), administrator.client):
                assert {client.get(path).status_code, client.post(path).status_code} == {404}, address.name


@pytest.mark.usefixtures("first_fence_alone")
def test_a_rival_finds_none_of_nordlichts_records(nordlichts: dict[str, list[Any]], rival: Person) -> None:
    named = RECORDS | SUPPLIERS
    for address in every_address():
        if address.name not in named:
            continue
        path = reverse(address.name, args=nordlichts[named[address.name]])
        looked, tried = rival.client.get(path), rival.client.post(path)
        assert 404 in {looked.status_code, tried.status_code}, address.name
        assert {looked.status_code, tried.status_code} <= {404, 405}, address.name


def test_nordlichts_administrator_finds_them(nordlichts: dict[str, list[Any]], administrator: Person) -> None:
    """The same addresses lead somewhere, so that the rival's 404 says something."""
    for address in every_address():
        if address.name not in RECORDS:
            continue
        path = reverse(address.name, args=nordlichts[RECORDS[address.name]])
        answer = administrator.client.get(path)
        # 405: only to be posted to; 302 and 409: right place, wrong moment. A row is there once columns are chosen.
        expected = {200, 302, 405, 409} | ({404} if address.name == "facts:rejects" else set())
        assert answer.status_code in expected, (address.name, answer.status_code)


def test_the_supplier_finds_what_it_was_asked(
    nordlichts: dict[str, list[Any]], huarui_sales: Person, rival: Person
) -> None:
    """So that the rival's 404 says something on that side too."""
    for name in ("portal:ask", "portal:asked_card_lines", "portal:certificate"):
        path = reverse(name, args=nordlichts[SUPPLIERS[name]])
        assert huarui_sales.client.get(path).status_code == 200, name
