"""A walk through every route of the API: nobody comes in without a token, and a rival finds nothing."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tandem.accounts import scopes
from tandem.accounts.models import AuditEntry, Membership
from tandem.accounts.roles import CAPABILITIES, Role
from tandem.config.api import ROOT, Route, routes
from tandem.facts import actions as facts
from tandem.scorecards import actions as scorecards
from tandem.scorecards.models import Run
from tests.api.calls import Api, token_of
from tests.cast import Person, person
from tests.config.api_routes import ANSWERED, RECEIVED, RECORDS, ROUTES
from tests.facts.files import HEADER, ORDERS


def told(route: Route) -> str:
    """GET relationships/{slug}: without the root and the converters."""
    return f"{route.method} {re.sub(r'{[a-z]+:', '{', route.path.removeprefix(ROOT))}"


def call(api: Api, name: str, arguments: list[Any]) -> Any:
    method, _space, path = name.partition(" ")
    filled = re.sub(r"{\w+}", "{}", path).format(*arguments)
    body = ROUTES[name].body
    if method == "GET":
        return api.get(filled)
    if method == "DELETE":
        return api.client.delete(f"{ROOT}{filled}")
    if "/files" in path or path.endswith("evidence"):
        return api.upload(filled, {"file": SimpleUploadedFile("iso.pdf", b"%PDF-1.7\n%%EOF")})
    return api.send(method, filled, body)


@pytest.fixture
def records(nordlichts: dict[str, list[Any]], administrator: Person, places: Path) -> dict[str, list[Any]]:
    """Besides the pages' records those that only the API names."""
    path = places / "faulty.csv"
    path.write_text(f"{HEADER}\n1,10,100,five,2026-07-01,2.5,EUR,\n")
    batch = facts.open_batch(path, fact="order_lines", source="sap", mapping=ORDERS, by=administrator.actor)
    facts.load_batch(batch, by=administrator.actor, clock=timezone.now)
    entry = AuditEntry.objects.visible_to(administrator.actor).latest("pk")
    return {
        **nordlichts,
        "audit_entry": [entry.pk],
        "rejected_batch": [batch.number],
    }


def test_every_route_is_somebodys_business() -> None:
    found = [told(route) for route in routes()]
    placed = set(ROUTES)
    assert set(found) - placed == set(), "put it into tests/config/api_routes.py"
    assert placed - set(found) == set(), "there is no such route any more"
    assert len(found) == len(set(found))


def test_every_route_but_the_tokens_own_asks_for_a_scope() -> None:
    assert [told(route) for route in routes() if route.scope is None] == ["GET token"]


def test_each_route_asks_for_the_scope_that_is_meant() -> None:
    asked = {told(route): route.scope for route in routes()}
    assert asked == {name: route.scope for name, route in ROUTES.items()}


@pytest.mark.django_db
def test_nobody_comes_in_without_a_token_not_even_signed_in(buyer: Person) -> None:
    for route in routes():
        path = re.sub(r"{\w+:?\w*}", "1", route.path)
        for client in (Client(), buyer.client):
            answer = client.generic(route.method, path)
            assert answer.status_code == 401, told(route)
            assert answer["Content-Type"] == "application/problem+json", told(route)


@pytest.mark.usefixtures("first_fence_alone")
def test_a_rival_finds_none_of_nordlichts_records(records: dict[str, list[Any]], rival: Person) -> None:
    rita = Api(token_of(rival))
    for name, record in {**RECORDS, **RECEIVED, **ANSWERED}.items():
        answer = call(rita, name, records[record])
        assert (answer.status_code, answer.json()["type"]) == (404, "urn:tandem:problem:not-found"), name


def test_nordlicht_finds_them(records: dict[str, list[Any]], administrator: Person) -> None:
    """The same addresses lead somewhere, so that the rival's 404 says something."""
    ines = Api(token_of(administrator))
    for name, record in RECORDS.items():
        answer = call(ines, name, records[record])
        # 403 and 409: right place, wrong moment; what is decided by another than who proposed it is told as the former.
        assert answer.status_code in {200, 201, 202, 204, 403, 409}, (name, answer.content)


def test_the_supplier_finds_what_was_published_and_nothing_else(
    records: dict[str, list[Any]], administrator: Person, huarui_sales: Person
) -> None:
    meiling = Api(token_of(huarui_sales))
    cards = [name for name, record in RECEIVED.items() if record == "card"]
    for name in cards:
        assert call(meiling, name, records["card"]).status_code == 404, name
    run = Run.objects.get(pk=records["run"][0])
    scorecards.publish_run(run, by=administrator.actor, now=timezone.now())
    for name, record in RECEIVED.items():
        # 409: right place, wrong moment, as an appeal against this card waits already.
        expected = {200} if name.startswith("GET") else {200, 201, 403, 409}
        answer = call(meiling, name, records[record])
        assert answer.status_code in expected, (name, answer.content)
    for name, record in ANSWERED.items():
        assert call(meiling, name, records[record]).status_code == 409, name
    for name, record in RECORDS.items():
        if record in {"card", "card_kpi", "run", "template", "kpi", "batch"}:
            assert call(meiling, name, records[record]).status_code == 404, name


def test_a_token_opens_what_the_role_of_its_person_opens_today(
    records: dict[str, list[Any]], administrator: Person
) -> None:
    """Each made by an administrator for everything, who then was given one role: of the roles that may the least able
    is asked, of those that may not the most able."""
    apis = {}
    for role in Role:
        who = person(administrator.organization, f"{role.value} Holm", Role.ADMINISTRATOR)
        apis[role] = Api(token_of(who))
        Membership.objects.filter(user=who.user).update(roles=[role])
    for route in routes():
        if route.method != "GET":
            continue
        name, needed = told(route), scopes.ASKS[route.scope] if route.scope else frozenset()
        may = [role for role in Role if not needed or needed & CAPABILITIES[role]]
        may_not = [role for role in Role if role not in may]
        record = RECORDS.get(name) or RECEIVED.get(name)
        for role in [min(may, key=_able), *sorted(may_not, key=_able)[-1:]]:
            answer = call(apis[role], name, records[record] if record else [])
            assert (answer.status_code == 403) == (role in may_not), f"{role} at {name}: {answer.status_code}"


def _able(role: Role) -> int:
    return len(CAPABILITIES[role])
