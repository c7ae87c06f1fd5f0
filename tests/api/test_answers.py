"""How the API answers: problems in the reader's language, pages that stay right, limits that are told."""

from typing import Any

import pytest
from django.test import Client

from tandem.accounts.models import Membership
from tandem.relationships.models import Relationship
from tests.api.calls import Api, token_of
from tests.cast import Person, supplier_of

pytestmark = pytest.mark.django_db


def test_what_is_wrong_with_a_request_is_said_field_by_field(ada: Api) -> None:
    answer = ada.post("relationships", {"name": "", "country": "China", "nmae": "Huarui"})
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    told = answer.json()
    assert (told["type"], told["title"]) == ("urn:tandem:problem:invalid", "The request is not right")
    assert {each["field"]: each["detail"] for each in told["errors"]} == {
        "body.name": "is shorter than 1 characters",
        "body.country": "is not of the form ^[A-Z]{2}$",
        "body.currency": "is missing",
        "body.nmae": "is not known here",
    }


def test_problems_are_told_in_the_language_asked_for(buyer: Person, huarui: Relationship) -> None:
    api = Api(token_of(buyer), language="zh-Hans, en;q=0.5")
    missing = api.get("relationships/nobody")
    assert (missing["Content-Language"], missing.json()["title"]) == ("zh-hans", "未找到")
    wrong = api.get("relationships", limit="many")
    assert wrong.json()["errors"] == [{"field": "query.limit", "detail": "必须是整数"}]


def test_what_ones_role_does_not_allow_is_forbidden(ada: Api, huarui: Relationship) -> None:
    """Ada may change suppliers; their stage is her manager's to move."""
    answer = ada.post(f"relationships/{huarui.slug}/stage", {"stage": "probation", "reason": "Late."})
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:tandem:problem:not-allowed")
    assert answer.json()["detail"].startswith("Your role does not allow this.")
    huarui.refresh_from_db()
    assert huarui.stage == "approved"


def test_what_the_records_state_does_not_allow_is_a_conflict(manager: Person, huarui: Relationship) -> None:
    matthias = Api(token_of(manager))
    answer = matthias.post(f"relationships/{huarui.slug}/stage", {"stage": "potential", "reason": "Anew."})
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:tandem:problem:refused")
    assert answer.json()["detail"] == ("Huarui Castings Co., Ltd. cannot go from “Approved” to “Potential”.")


def test_what_is_misspelt_is_never_overlooked(ada: Api) -> None:
    answer = ada.get("relationships", stgae="approved")
    assert (answer.status_code, answer.json()["errors"]) == (
        422,
        [{"field": "query.stgae", "detail": "is not known here"}],
    )


def test_an_unknown_address_or_method_is_a_problem_too(ada: Api) -> None:
    assert ada.get("nothing/here").json()["type"] == "urn:tandem:problem:not-found"
    wrong = ada.post("organisations", {})
    assert (wrong.status_code, wrong["Allow"]) == (405, "GET")
    assert wrong.json()["type"] == "urn:tandem:problem:no-such-method"
    posted = Client().post("/api/v1/openapi.json")
    assert (posted.status_code, posted["Allow"], posted.json()["detail"]) == (405, "GET", "Only GET.")
    broken = ada.client.post("/api/v1/mappings", "{", content_type="application/json")
    assert (broken.status_code, broken.json()["type"]) == (400, "urn:tandem:problem:not-readable")


def test_a_fault_tells_nothing_of_itself_and_undoes_what_was_begun(
    ada: Api, huarui: Relationship, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tandem.relationships import api

    def breaks(_found: Relationship) -> None:
        raise RuntimeError("a fault in the code")

    monkeypatch.setattr(api, "whole", breaks)
    answer = ada.patch(f"relationships/{huarui.slug}", {"preferred": True})
    assert answer.status_code == 500
    assert answer.json()["type"] == "urn:tandem:problem:fault"
    assert "a fault in the code" not in answer.content.decode()
    huarui.refresh_from_db()
    assert huarui.preferred is False


def all_pages(api: Api, first: Any) -> list[str]:
    found, answer = [], first
    while True:
        told = answer.json()
        found += [each["slug"] for each in told["items"]]
        if told["next"] is None:
            assert "Link" not in answer
            return found
        assert answer["Link"] == f'<{told["next"]}>; rel="next"'
        answer = api.client.get(told["next"])


def test_pages_hold_every_supplier_once_however_they_are_sorted(ada: Api, buyer: Person) -> None:
    for number in range(7):
        relationship = supplier_of(buyer, f"Supplier {number}")
        if number % 2:
            Relationship.objects.filter(pk=relationship.pk).update(score=60 + number // 3)
    for sort in ("name", "-name", "score", "-score", "trend", "-stage", "added"):
        found = all_pages(ada, ada.get("relationships", limit=2, sort=sort))
        assert sorted(found) == [f"supplier-{number}" for number in range(7)], sort
    best = all_pages(ada, ada.get("relationships", limit=3, sort="-score"))
    assert best == [f"supplier-{number}" for number in (3, 5, 1, 0, 2, 4, 6)]


def test_what_is_added_meanwhile_moves_no_page(ada: Api, buyer: Person) -> None:
    for name in ("Bolt", "Cast", "Dies", "Etch"):
        supplier_of(buyer, name)
    first = ada.get("relationships", limit=2)
    supplier_of(buyer, "Anvil")
    supplier_of(buyer, "Drop Forge")
    assert all_pages(ada, first) == ["bolt", "cast", "dies", "drop-forge", "etch"]


def test_a_cursor_cannot_be_made_up_nor_used_for_another_order(ada: Api, buyer: Person) -> None:
    for name in ("Bolt", "Cast", "Dies"):
        supplier_of(buyer, name)
    given = ada.get("relationships", limit=1).json()["next"].partition("cursor=")[2]
    from urllib.parse import unquote

    for query in (
        {"cursor": "x"},
        {"cursor": unquote(given)[:-1] + "A"},
        {"cursor": unquote(given), "sort": "-score"},
    ):
        answer = ada.get("relationships", **query)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "query.cursor")


def test_a_token_is_told_its_limit_and_stopped_at_it(
    buyer: Person, manager: Person, settings: Any, at_a_minutes_begin: None
) -> None:
    settings.TANDEM_API_RATE = 3
    ada, matthias = Api(token_of(buyer)), Api(token_of(manager))
    answers = [ada.get("token") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[0]["RateLimit-Policy"] == '"minute";q=3;w=60'
    assert answers[0]["RateLimit"] == '"minute";r=2;t=60'
    assert answers[3]["Retry-After"] == "60"
    assert answers[3].json()["type"] == "urn:tandem:problem:too-many"
    assert matthias.get("token").status_code == 200


def test_the_schema_is_for_anybody_and_the_reference_for_who_is_signed_in(buyer: Person) -> None:
    served = Client().get("/api/v1/openapi.json").json()
    assert served["openapi"].startswith("3.1")
    assert served["paths"]["/api/v1/runs"]["post"]["x-tandem-scope"] == "write:runs"
    page = buyer.client.get("/api/docs/").content.decode()
    for path in served["paths"]:
        assert path in page
    assert Client().get("/api/docs/").status_code == 302


def test_a_role_that_is_lost_closes_what_was_open(ada: Api, buyer: Person, huarui: Relationship) -> None:
    assert ada.get(f"relationships/{huarui.slug}").status_code == 200
    Membership.objects.filter(user=buyer.user).update(roles=["lender"])
    assert ada.get(f"relationships/{huarui.slug}").status_code == 403
