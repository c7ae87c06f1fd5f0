"""Signing in through one's own directory: people known here, by an address it has verified, and nobody else."""

import http.client
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from django.urls import reverse

from tandem.accounts.models import User
from tests.accounts.directory import CLIENT, Directory, serving
from tests.cast import Person

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/oidc/directory/login/"


@pytest.fixture
def directory(settings: Any) -> Iterator[Directory]:
    with serving() as one:
        app = {"provider_id": "directory", "name": "Nordlicht", "client_id": CLIENT, "secret": "s",
               "settings": {"server_url": one.address}}  # fmt: skip
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
        yield one


def sign_in(directory: Directory) -> tuple[Client, Any]:
    """There and back, as a browser goes; the answer to coming back."""
    client = Client()
    return client, client.get(there_and_back(client))


def there_and_back(client: Client) -> str:
    """The address at which the directory sends the browser back."""
    there = urlsplit(client.post(LOGIN)["Location"])
    connection = http.client.HTTPConnection(there.netloc)
    connection.request("GET", f"{there.path}?{there.query}")
    back = urlsplit(connection.getresponse().getheader("Location") or "")
    connection.close()
    assert back.path == f"{LOGIN}callback/"
    return f"{back.path}?{back.query}"


def test_a_known_person_is_signed_in_and_keeps_their_password(buyer: Person, directory: Directory) -> None:
    buyer.user.set_password("tide and harbour 9")
    buyer.user.save()
    assert "Sign in with Nordlicht" in Client().get(reverse("account_login")).content.decode()
    directory.person = {"sub": "7", "email": buyer.user.email.upper(), "email_verified": True}
    client, answer = sign_in(directory)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get(reverse("accounts:members")).status_code == 200
    assert {"/.well-known/openid-configuration", "/token", "/userinfo", "/keys"} <= set(directory.seen)
    buyer.user.refresh_from_db()
    assert buyer.user.check_password("tide and harbour 9")
    # The second time the directory's own name for the person is enough.
    directory.person = {"sub": "7", "email": "renamed@nordlicht.example", "email_verified": True}
    assert sign_in(directory)[1]["Location"] == "/"


@pytest.mark.parametrize(
    ("email", "verified"), [("nobody@nordlicht.example", True), ("ada@nordlicht.example", False)]
)
def test_nobody_else_is_let_in_nor_made_known(
    email: str, verified: bool, buyer: Person, directory: Directory
) -> None:
    directory.person = {"sub": "8", "email": email, "email_verified": verified}
    client, answer = sign_in(directory)
    assert answer.status_code == 403
    assert "verified e-mail address" in answer.content.decode()
    assert client.get(reverse("accounts:members")).status_code == 302
    assert list(User.objects.all()) == [buyer.user]


def an_hour_ago() -> int:
    return int(time.time()) - 3600


WRONG: dict[str, dict[str, Any]] = {
    "signed by another key": {"signs": rsa.generate_private_key(65537, 2048)},
    "not signed at all": {"signs": "", "algorithm": "none"},
    "signed by a secret": {"signs": "s" * 32, "algorithm": "HS256"},
    "for another client": {"claims": {"aud": "another"}},
    "for several, issued to another": {"claims": {"aud": [CLIENT, "another"], "azp": "another"}},
    "of another issuer": {"claims": {"iss": "https://elsewhere.example"}},
    "run out": {"claims": {"iat": an_hour_ago(), "exp": an_hour_ago() + 60}},
    "the answer to another sign-in": {"claims": {"nonce": "another"}},
    "of another person than the userinfo": {"userinfo": {"sub": "8"}},
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_token_that_proves_nothing_signs_nobody_in(
    wrong: str, buyer: Person, directory: Directory, caplog: pytest.LogCaptureFixture
) -> None:
    directory.person = {"sub": "7", "email": buyer.user.email, "email_verified": True}
    for name, value in WRONG[wrong].items():
        setattr(directory, name, value)
    client, answer = sign_in(directory)
    assert answer.status_code == 401
    assert "could not be proved, so nobody was signed in" in answer.content.decode()
    assert client.get(reverse("accounts:members")).status_code == 302
    assert "refused" in caplog.text
    assert not SocialAccount.objects.exists()


def test_whoever_brings_anothers_answer_is_not_signed_in(buyer: Person, directory: Directory) -> None:
    """The code and state of one browser are worth nothing in another."""
    directory.person = {"sub": "7", "email": buyer.user.email, "email_verified": True}
    back = there_and_back(Client())
    victim = Client()
    victim.post(LOGIN)
    answer = victim.get(back)
    assert answer.status_code == 401
    assert victim.get(reverse("accounts:members")).status_code == 302


def test_nothing_in_the_address_goes_to_the_directory(directory: Directory) -> None:
    there = Client().post(f"{LOGIN}?auth_params=prompt%3Dnone%26nonce%3Dmine&scope=everything")["Location"]
    asked = dict(parse_qsl(urlsplit(there).query))
    assert asked["nonce"] != "mine"
    assert ("prompt" in asked, "everything" in asked["scope"]) == (False, False)
    assert (asked["code_challenge_method"], asked["response_type"]) == ("S256", "code")


def test_a_directory_that_does_not_answer_is_said_to(directory: Directory, settings: Any) -> None:
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"] = {"server_url": "http://127.0.0.1:9"}
    answer = Client().post(LOGIN)
    assert answer.status_code == 401
    assert "did not say who you are" in answer.content.decode()


def test_where_there_is_no_such_directory_there_is_nothing(directory: Directory) -> None:
    assert Client().get("/accounts/oidc/another/login/callback/?state=x&code=y").status_code == 404
