"""What every answer carries, whatever it is: the content policy, careful cookies, no other site."""

import importlib
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse

from tandem.config import urls
from tests.cast import Person

POLICY = {
    "default-src 'self'", "img-src 'self' data:", "object-src 'none'", "base-uri 'self'", "form-action 'self'",
    "frame-ancestors 'none'",
}  # fmt: skip


def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a fault in the code")


def suspicious(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("not like this")


urlpatterns = [*urls.urlpatterns, path("breaks/", breaks), path("suspicious/", suspicious)]


def check(answer: Any) -> None:
    assert set(answer["Content-Security-Policy"].split("; ")) == POLICY
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


def test_pages_redirects_and_refusals_carry_the_policy(buyer: Person) -> None:
    signed_in = buyer.client
    seen = {
        200: signed_in.get(reverse("accounts:members")),
        302: Client().get(reverse("accounts:members")),
        401: Client().get(reverse("accounts:members"), headers={"HX-Request": "true"}),
        404: signed_in.get("/no/such/page/"),
        405: signed_in.get(reverse("accounts:switch_organization")),
        409: signed_in.get(reverse("accounts:add_site")),
        422: signed_in.post(reverse("accounts:me"), {"name": ""}),
    }
    for status, answer in seen.items():
        assert answer.status_code == status
        check(answer)


@pytest.mark.urls("tests.config.test_security")
def test_errors_carry_the_policy_and_tell_nothing_of_the_fault(buyer: Person) -> None:
    buyer.client.raise_request_exception = False
    for address, status in (("/breaks/", 500), ("/suspicious/", 400)):
        answer = buyer.client.get(address)
        assert answer.status_code == status
        assert "a fault in the code" not in answer.content.decode()
        assert "not like this" not in answer.content.decode()
        check(answer)


@pytest.mark.django_db
def test_a_form_sent_from_elsewhere_is_refused() -> None:
    answer = Client(enforce_csrf_checks=True).post(reverse("accounts:choose_language"), {"language": "en"})
    assert answer.status_code == 403
    check(answer)


@pytest.mark.django_db
def test_static_files_carry_the_policy() -> None:
    answer = Client().get("/static/vendor/icons.svg")
    assert answer.status_code == 200
    assert set(answer["Content-Security-Policy"].split("; ")) == POLICY
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
def test_an_unknown_host_is_not_answered() -> None:
    assert Client().get("/accounts/login/", headers={"host": "evil.example"}).status_code == 400


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(buyer: Person) -> None:
    client = Client()
    client.get(reverse("account_login"))
    buyer.user.set_password("tide and harbour 9")
    buyer.user.save()
    client.post(reverse("account_login"), {"login": buyer.user.email, "password": "tide and harbour 9"})
    client.get(reverse("accounts:me"))
    assert set(client.cookies) >= {"sessionid", "csrftoken", "django_language"}
    for name in ("sessionid", "csrftoken", "django_language"):
        assert client.cookies[name]["httponly"], name
        assert client.cookies[name]["samesite"] == "Lax", name


@pytest.fixture
def production(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The settings as they are read in production mode."""
    monkeypatch.setenv("TANDEM_MODE", "production")
    monkeypatch.setenv("TANDEM_HOSTS", "srm.example, srm.internal.example")
    kept = sys.modules.pop("tandem.config.settings")
    yield importlib.import_module("tandem.config.settings")
    sys.modules["tandem.config.settings"] = kept


def test_production_speaks_https_alone(production: ModuleType) -> None:
    assert production.SECURE_SSL_REDIRECT is True
    assert production.SECURE_HSTS_SECONDS == 31_536_000
    assert production.SESSION_COOKIE_SECURE is True
    assert production.CSRF_COOKIE_SECURE is True
    assert production.LANGUAGE_COOKIE_SECURE is True
    assert production.DEBUG is False
    assert production.ALLOWED_HOSTS == ["srm.example", "srm.internal.example"]
    assert production.ALLAUTH_TRUSTED_PROXY_COUNT == 1


def test_https_is_promised_for_a_year(settings: Any, db: None) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    plain = Client().get("/accounts/login/")
    assert (plain.status_code, plain["Location"]) == (301, "https://testserver/accounts/login/")
    safe = Client().get("/accounts/login/", headers={"x-forwarded-proto": "https"})
    assert safe["Strict-Transport-Security"] == "max-age=31536000"


def test_a_nul_character_in_an_address_is_a_bad_request_and_no_fault(buyer: Person) -> None:
    for address in ("/relationships/?q=%00", "/relationships/?stage=%00", "/facts/matching/?q=a%00b"):
        answer = buyer.client.get(address)
        assert (answer.status_code, "NUL character" in answer.content.decode()) == (400, True)
        check(answer)
