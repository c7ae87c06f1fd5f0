"""A second factor: chosen by a person, or required by their organisation; and the sign-ins one sees and ends."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import reverse

from tandem.accounts.models import User
from tandem.accounts.scopes import Scope
from tests.api.calls import Api, token_of
from tests.cast import Person

pytestmark = pytest.mark.django_db
PASSWORD = "tide and harbour 9"


@pytest.fixture(autouse=True)
def still_clock() -> Iterator[None]:
    """A code is good for half a minute: none runs out between being made and being sent."""
    with time_machine.travel(datetime.now(UTC), tick=False):
        yield


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def signed_in(user: User) -> tuple[Client, Any]:
    if not user.check_password(PASSWORD):  # set anew it would end the person's other sign-ins
        user.set_password(PASSWORD)
        user.save()
    client = Client()
    answer = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client, answer


def set_up(client: Client) -> str:
    """An authenticator app, as the page shows it; the secret it keeps."""
    asked = client.get(reverse("mfa_activate_totp"))
    if asked.status_code == 302:
        assert asked["Location"].startswith(reverse("account_reauthenticate"))
        client.post(asked["Location"], {"password": PASSWORD})
        asked = client.get(reverse("mfa_activate_totp"))
    page = asked.content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    found = re.search(r"<code>([A-Z2-7]+)</code>", page)
    assert found is not None
    answer = client.post(reverse("mfa_activate_totp"), {"code": code(found[1])})
    assert answer.status_code == 302
    return found[1]


def test_an_app_is_set_up_asked_for_and_a_recovery_code_works_once(buyer: Person) -> None:
    client, _answer = signed_in(buyer.user)
    set_up(client)
    client.post(reverse("mfa_generate_recovery_codes"))
    shown = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    codes = re.findall(r"<code>(\d+)</code>", shown)
    assert len(codes) == 10
    other, answer = signed_in(buyer.user)
    assert answer["Location"].startswith(reverse("mfa_authenticate"))
    assert other.get(reverse("accounts:members")).status_code == 302
    wrong = other.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert wrong.status_code == 200
    assert "Incorrect code" in wrong.content.decode()
    assert other.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 302
    assert other.get(reverse("accounts:members")).status_code == 200
    third, _answer = signed_in(buyer.user)
    assert third.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 200


def test_guessing_codes_is_stopped(buyer: Person) -> None:
    client, _answer = signed_in(buyer.user)
    secret = set_up(client)
    other, _answer = signed_in(buyer.user)
    for guess in range(6):
        other.post(reverse("mfa_authenticate"), {"code": f"00000{guess}"})
    answer = other.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert answer.status_code in (200, 429)
    assert other.get(reverse("accounts:members")).status_code == 302


def test_the_pages_of_a_second_factor_open_and_hold_no_script_of_their_own(buyer: Person) -> None:
    client, _answer = signed_in(buyer.user)
    set_up(client)
    for name in ("mfa_index", "mfa_add_webauthn", "mfa_list_webauthn", "mfa_deactivate_totp",
                 "mfa_generate_recovery_codes", "usersessions_list"):  # fmt: skip
        page = client.get(reverse(name))
        assert page.status_code == 200, name
        inline = re.findall(r"<script(?![^>]*(?:src=|application/json))[^>]*>", page.content.decode())
        assert inline == [], name


def test_a_person_ends_their_other_sign_ins(buyer: Person) -> None:
    here, _answer = signed_in(buyer.user)
    there, _answer = signed_in(buyer.user)
    page = here.get(reverse("usersessions_list"))
    assert page.context["session_count"] == 2
    here.post(reverse("usersessions_list"))
    assert here.get(reverse("accounts:members")).status_code == 200
    assert there.get(reverse("accounts:members")).status_code == 302


def test_an_organisation_requires_it_once_its_administrator_has_one(
    administrator: Person, buyer: Person
) -> None:
    address = reverse("accounts:require_second_factor")
    refused = administrator.client.post(address, {"required": "1"})
    assert refused.status_code == 409
    assert "of your own first" in refused.content.decode()
    chief, _answer = signed_in(administrator.user)
    set_up(chief)
    assert buyer.client.post(address, {"required": "1"}).status_code == 409
    assert chief.post(address, {"required": "1"}).status_code == 302
    ada, _answer = signed_in(buyer.user)
    led = ada.get(reverse("accounts:members"))
    assert (led.status_code, led["Location"]) == (302, reverse("mfa_index"))
    part = ada.get(reverse("accounts:members"), headers={"HX-Request": "true"})
    assert (part.status_code, part["HX-Redirect"]) == (403, reverse("mfa_index"))
    assert "requires a second factor" in ada.get(reverse("mfa_index")).content.decode()
    set_up(ada)
    assert ada.get(reverse("accounts:members")).status_code == 200
    assert chief.post(address, {"required": "0"}).status_code == 302
    assert Authenticator.objects.filter(user=buyer.user).exists()


def test_a_personal_token_is_no_way_around_it(administrator: Person, buyer: Person) -> None:
    own = Api(token_of(buyer, [Scope.READ_ORGANISATION]))
    service = Api(token_of(administrator, [Scope.READ_ORGANISATION], service=True))
    chief, _answer = signed_in(administrator.user)
    set_up(chief)
    assert (own.get("token").status_code, service.get("token").status_code) == (200, 200)
    chief.post(reverse("accounts:require_second_factor"), {"required": "1"})
    refused = own.get("token")
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:tandem:problem:not-allowed")
    assert "requires a second factor" in refused.json()["detail"]
    assert service.get("token").status_code == 200
    ada, _answer = signed_in(buyer.user)
    set_up(ada)
    assert own.get("token").status_code == 200
