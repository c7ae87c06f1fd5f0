"""Signing in through one's own directory: people known here, by an address it has verified, and nobody else."""

import http.client
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
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
    there = urlsplit(client.post(LOGIN)["Location"])
    connection = http.client.HTTPConnection(there.netloc)
    connection.request("GET", f"{there.path}?{there.query}")
    back = urlsplit(connection.getresponse().getheader("Location") or "")
    connection.close()
    assert back.path == f"{LOGIN}callback/"
    return client, client.get(f"{back.path}?{back.query}")


def test_a_known_person_is_signed_in_and_keeps_their_password(buyer: Person, directory: Directory) -> None:
    buyer.user.set_password("tide and harbour 9")
    buyer.user.save()
    assert "Sign in with Nordlicht" in Client().get(reverse("account_login")).content.decode()
    directory.person = {"sub": "7", "email": buyer.user.email.upper(), "email_verified": True}
    client, answer = sign_in(directory)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get(reverse("accounts:members")).status_code == 200
    assert {"/.well-known/openid-configuration", "/token", "/userinfo"} <= set(directory.seen)
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


def test_a_token_for_somebody_else_is_refused(buyer: Person, directory: Directory) -> None:
    directory.person = {"sub": "7", "email": buyer.user.email, "email_verified": True}
    directory.audience = "another"
    client, answer = sign_in(directory)
    assert "did not say who you are" in answer.content.decode()
    assert client.get(reverse("accounts:members")).status_code == 302
