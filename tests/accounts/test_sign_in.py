"""Signing in, signing out, a forgotten password, and what a stranger meets."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tandem.accounts.models import Membership, User
from tests.cast import Person
from tests.mails import mailed

pytestmark = pytest.mark.django_db
PASSWORD = "tide and harbour 9"


@pytest.fixture
def ada(buyer: Person) -> User:
    buyer.user.set_password(PASSWORD)
    buyer.user.save()
    return buyer.user


def sign_in(client: Client, email: str, password: str, **more: str) -> int:
    answer = client.post(reverse("account_login"), {"login": email, "password": password, **more})
    return answer.status_code


def test_a_person_signs_in_with_e_mail_and_password_and_out_again(ada: User) -> None:
    client = Client()
    asked = client.get(reverse("accounts:members"))
    assert asked["Location"] == "/accounts/login/?next=/accounts/members/"
    answer = client.post(asked["Location"], {"login": ada.email.upper(), "password": PASSWORD})
    assert answer["Location"] == "/accounts/members/"
    assert client.get("/accounts/members/").status_code == 200
    client.post(reverse("account_logout"))
    assert client.get("/accounts/members/").status_code == 302


def test_a_wrong_password_says_nothing_about_who_exists(ada: User) -> None:
    client = Client()
    wrong = client.post(reverse("account_login"), {"login": ada.email, "password": "a wrong password"})
    unknown = client.post(reverse("account_login"), {"login": "nobody@x.example", "password": "a wrong one"})
    errors = [answer.context["form"].errors.get_json_data() for answer in (wrong, unknown)]
    assert errors[0] == errors[1]


def test_guessing_is_stopped_for_the_account_also_on_another_machine(ada: User) -> None:
    for attempt in range(5):
        client = Client(REMOTE_ADDR=f"192.0.2.{attempt}")
        assert sign_in(client, ada.email, "a wrong password") == 200
    answer = Client(REMOTE_ADDR="192.0.2.77").post(
        reverse("account_login"), {"login": ada.email, "password": PASSWORD}
    )
    assert answer.status_code == 200
    assert "Too many failed" in str(answer.context["form"].errors)


def test_signing_in_leads_to_no_other_site(ada: User) -> None:
    client = Client()
    answer = client.post(
        reverse("account_login"), {"login": ada.email, "password": PASSWORD, "next": "https://evil.example/"}
    )
    assert answer["Location"] == "/"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"]
)
def test_choosing_a_language_leads_to_no_other_site(target: str, db: None) -> None:
    answer = Client().post(reverse("accounts:choose_language"), {"language": "zh-hans", "next": target})
    assert answer["Location"] == "/"


def test_nobody_can_sign_up(db: None) -> None:
    answer = Client().get(reverse("account_signup"))
    assert answer.status_code == 200
    assert "administrator" in answer.content.decode()
    Client().post(
        reverse("account_signup"), {"email": "x@x.example", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert not User.objects.exists()


def test_a_forgotten_password_is_set_anew_by_mail(ada: User) -> None:
    client = Client()
    client.post(reverse("account_reset_password"), {"email": ada.email})
    link = re.search(r"http://testserver(\S+)", str(mailed()[0].body))
    assert link is not None
    assert mailed()[0].to == [ada.email]
    page = client.get(link[1], follow=True)
    address = page.redirect_chain[-1][0]
    client.post(address, {"password1": "a new harbour 10", "password2": "a new harbour 10"})
    assert sign_in(Client(), ada.email, PASSWORD) == 200
    assert sign_in(Client(), ada.email, "a new harbour 10") == 302
    again = client.get(link[1], follow=True)
    assert "password1" not in again.content.decode()


def test_a_stranger_asking_for_a_password_gets_no_mail(db: None) -> None:
    answer = Client().post(reverse("account_reset_password"), {"email": "nobody@x.example"})
    assert answer.status_code == 302
    assert mailed() == []


def test_a_person_without_an_organisation_is_told_so_and_can_leave(ada: User) -> None:
    Membership.objects.all().delete()
    client = Client()
    client.force_login(ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get("/")
    assert answer.status_code == 403
    assert reverse("account_logout") in answer.content.decode()
    assert client.post(reverse("account_logout")).status_code == 302


def test_a_part_of_a_page_answers_401_once_signed_out(db: None) -> None:
    answer = Client().get(reverse("accounts:members"), headers={"HX-Request": "true"})
    assert answer.status_code == 401


@pytest.mark.parametrize("page", ["email/", "confirm-email/", "confirm-email/abc/", "login/code/confirm/"])
def test_nobody_changes_an_address_without_a_check(page: str, buyer: Person) -> None:
    assert buyer.client.get(f"/accounts/{page}").status_code == 404
    answer = buyer.client.post(f"/accounts/{page}", {"email": "new@x.example", "action_add": ""})
    assert answer.status_code == 404
