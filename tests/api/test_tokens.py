"""Who a token speaks for, what it may, and when it ends."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tandem.accounts import actions
from tandem.accounts.models import AuditEntry, Membership, Token
from tandem.accounts.roles import Role
from tandem.accounts.scopes import Scope
from tandem.accounts.secrets import digest
from tandem.core.errors import Refused
from tandem.relationships.models import Relationship
from tests.api.calls import Api, token_of
from tests.cast import Person, person

pytestmark = pytest.mark.django_db


def test_a_personal_token_acts_as_the_person_within_its_scopes(buyer: Person) -> None:
    told = Api(token_of(buyer, [Scope.READ_ORGANISATION, Scope.WRITE_IMPORTS])).get("token").json()
    assert told["person"] == "Ada Lindqvist"
    assert told["organisation"]["slug"] == "nordlicht"
    assert told["scopes"] == ["read:organisation", "write:imports"]
    assert told["capabilities"] == ["import_facts"]


def test_only_a_digest_is_kept_and_the_beginning_tells_tokens_apart(buyer: Person) -> None:
    secret = token_of(buyer)
    token = Token.objects.get()
    assert secret.startswith("tdm_")
    assert secret.startswith(token.beginning)
    assert token.digest == digest(secret)
    assert secret not in str(list(Token.objects.values()))
    entry = AuditEntry.objects.get(record_type="accounts.token")
    assert (entry.verb, entry.record_name) == ("token_made", "Test")
    assert secret not in str(entry.changes)


@pytest.mark.parametrize(
    "header", [None, "Bearer", "Bearer tdm_short", "Basic dGRtXw==", "Bearer tdm_" + "x" * 43]
)
def test_without_a_token_that_works_there_is_no_way_in(buyer: Person, header: str | None) -> None:
    answer = Client(headers={"authorization": header} if header else {}).get("/api/v1/relationships")
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"].startswith('Bearer realm="Tandem"')
    assert answer.json()["type"] == "urn:tandem:problem:unauthorised"


def test_a_session_speaks_for_nobody_here(buyer: Person) -> None:
    assert buyer.client.get("/accounts/me/").status_code == 200
    assert buyer.client.get("/api/v1/token").status_code == 401
    assert buyer.client.post("/api/v1/mappings", {}, content_type="application/json").status_code == 401


def test_a_token_ends_when_it_expires_is_revoked_or_the_membership_ends(
    buyer: Person, administrator: Person
) -> None:
    api = Api(token_of(buyer))
    assert api.get("token").status_code == 200
    Token.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert api.get("token").status_code == 401
    Token.objects.update(expires_at=timezone.now() + timedelta(days=1))
    actions.revoke_token(Token.objects.get(), by=administrator.actor, now=timezone.now())
    assert api.get("token").status_code == 401
    again = Api(token_of(buyer))
    assert again.get("token").status_code == 200
    actions.remove_member(Membership.objects.get(user=buyer.user), by=administrator.actor, now=timezone.now())
    assert again.get("token").status_code == 401


def test_a_role_taken_away_is_gone_from_the_token_too(buyer: Person, administrator: Person) -> None:
    api = Api(token_of(buyer))
    assert api.get("relationships").status_code == 200
    actions.change_roles(Membership.objects.get(user=buyer.user), [Role.SALES], by=administrator.actor)
    answer = api.get("relationships")
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:tandem:problem:not-allowed")


def test_a_person_who_is_shut_out_has_no_token_either(buyer: Person) -> None:
    api = Api(token_of(buyer))
    buyer.user.is_active = False
    buyer.user.save()
    assert api.get("token").status_code == 401


def test_a_missing_scope_is_named(buyer: Person, huarui: Relationship) -> None:
    answer = Api(token_of(buyer, [Scope.READ_ORGANISATION])).get("relationships")
    assert answer.status_code == 403
    assert answer.json()["detail"] == "This token lacks the scope read:relationships."
    assert 'scope="read:relationships"' in answer["WWW-Authenticate"]


def test_a_service_token_is_the_organisations_and_outlasts_who_made_it(
    administrator: Person, huarui: Relationship
) -> None:
    api = Api(token_of(administrator, service=True))
    told = api.get("token").json()
    assert told["person"] is None
    assert "publish:runs" not in told["scopes"]
    successor = person(administrator.organization, "Sven Keller", Role.ADMINISTRATOR)
    actions.remove_member(
        Membership.objects.get(user=administrator.user), by=successor.actor, now=timezone.now()
    )
    assert api.get(f"relationships/{huarui.slug}").status_code == 200


def test_nobody_gives_a_token_more_than_they_may_themselves(buyer: Person, administrator: Person) -> None:
    for who, scope, service in (
        (buyer, Scope.READ_AUDIT, False),
        (buyer, Scope.READ_ORGANISATION, True),
        (administrator, Scope.PUBLISH_RUNS, True),
    ):
        with pytest.raises(Refused):
            actions.make_token(
                "Too much", [scope], days=30, by=who.actor, now=timezone.now(), service=service
            )
    with pytest.raises(Refused, match="a year at most"):
        actions.make_token("Old", [Scope.READ_AUDIT], days=900, by=administrator.actor, now=timezone.now())
    assert not Token.objects.exists()


def test_a_token_is_made_on_the_page_and_shown_once(buyer: Person) -> None:
    page = reverse("accounts:my_tokens")
    shown = buyer.client.post(page, {"name": "Loader", "days": "90", "scopes": ["write:imports"]})
    text = shown.content.decode()
    token = Token.objects.get()
    assert (token.name, token.user, token.scopes) == ("Loader", buyer.user, ["write:imports"])
    secret = text.partition("tdm_")[2][:43]
    assert token.digest == digest(f"tdm_{secret}")
    assert secret not in buyer.client.get(page).content.decode()
    assert shown["Cache-Control"].startswith("max-age=0")
    wrong = buyer.client.post(page, {"name": "Auditor", "days": "90", "scopes": ["read:audit"]})
    assert wrong.status_code == 422


def test_the_organisations_tokens_are_for_those_who_manage_integrations(
    buyer: Person, administrator: Person
) -> None:
    page = reverse("accounts:service_tokens")
    assert buyer.client.get(page).status_code == 409
    token_of(buyer)
    made = administrator.client.post(page, {"name": "ERP", "days": "365", "scopes": ["write:imports"]})
    assert made.status_code == 200
    assert Token.objects.service().get().name == "ERP"
    listed = administrator.client.get(page).content.decode()
    assert "Ada Lindqvist" in listed
    assert "ERP" in listed
    ended = administrator.client.post(
        reverse("accounts:revoke_token", args=[Token.objects.get(user=buyer.user).pk]), {"service": "1"}
    )
    assert (ended.status_code, ended["Location"]) == (302, page)
    assert Token.objects.filter(revoked_at=None).get().name == "ERP"


def test_use_is_noted(buyer: Person) -> None:
    api = Api(token_of(buyer))
    assert Token.objects.get().last_used_at is None
    api.get("token")
    assert Token.objects.get().last_used_at is not None
