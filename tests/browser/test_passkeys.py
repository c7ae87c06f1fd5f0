"""A passkey of the device: set up, signed in with in one's own language, asked for as a second factor, and removed."""

from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from playwright.sync_api import CDPSession, expect

from tests.browser.conftest import Visitor
from tests.cast import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "tide and harbour 9"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def device(visitor: Visitor) -> Iterator[CDPSession]:
    """The visitor's computer knows its owner by a fingerprint, and keeps passkeys."""
    session = visitor.page.context.new_cdp_session(visitor.page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    yield session
    session.detach()


def sign_in(visitor: Visitor, who: Person) -> None:
    who.user.set_password(PASSWORD)
    who.user.save()
    visitor.open(reverse("account_login"))
    visitor.page.locator("input[name=login]").fill(who.user.email)
    visitor.page.locator("input[name=password]").fill(PASSWORD)
    visitor.page.locator(".plain-card form button[type=submit]").first.click()
    visitor.page.wait_for_url(lambda address: reverse("account_login") not in address)


def sign_out(visitor: Visitor) -> None:
    visitor.open(reverse("account_logout"))
    visitor.page.locator(".plain-card form[action$='/logout/'] button[type=submit]").last.click()
    visitor.page.wait_for_load_state("networkidle")


def confirm(visitor: Visitor) -> None:
    """Before what protects a sign-in is changed, the password is asked for once more."""
    visitor.page.locator("input[name=password]").fill(PASSWORD)
    visitor.page.locator(".plain-card form button[type=submit]").first.click()


def add_passkey(visitor: Visitor, name: str) -> None:
    visitor.open(reverse("mfa_add_webauthn"))
    confirm(visitor)
    visitor.page.locator("input[name=name]").fill(name)
    visitor.page.locator("input[name=passwordless]").check()
    visitor.page.locator("#mfa_webauthn_add").click()
    visitor.page.wait_for_url(f"**{reverse('mfa_view_recovery_codes')}")


def test_a_passkey_is_set_up_signs_in_and_is_removed(
    buyer: Person, visitor: Visitor, device: CDPSession
) -> None:
    page = visitor.page
    sign_in(visitor, buyer)
    add_passkey(visitor, "Ada's laptop")
    kept = Authenticator.objects.get(user=buyer.user, type=Authenticator.Type.WEBAUTHN)
    assert kept.wrap().is_passwordless
    visitor.open(reverse("mfa_list_webauthn"))
    expect(page.get_by_text("Ada's laptop")).to_be_visible()

    sign_out(visitor)
    visitor.open(reverse("account_login"))
    page.locator("#passkey_login").click()
    page.wait_for_url(lambda address: "/accounts/" not in address)
    visitor.open(reverse("accounts:me"))
    expect(page.locator("input[name=name]")).to_have_value("Ada Lindqvist")

    visitor.open(reverse("mfa_list_webauthn"))
    page.locator(f"a[href='{reverse('mfa_remove_webauthn', args=[kept.pk])}']").click()
    confirm(visitor)
    page.locator(".plain-card form button.btn-danger").click()
    page.wait_for_load_state("networkidle")
    assert not Authenticator.objects.filter(user=buyer.user).exists()
    assert visitor.complaints == []


def test_after_the_password_the_passkey_is_the_second_factor(
    buyer: Person, visitor: Visitor, device: CDPSession
) -> None:
    page = visitor.page
    sign_in(visitor, buyer)
    add_passkey(visitor, "Ada's laptop")
    sign_out(visitor)
    sign_in(visitor, buyer)
    page.wait_for_url(f"**{reverse('mfa_authenticate')}*")
    page.locator("#mfa_webauthn_authenticate").click()
    page.wait_for_url(lambda address: "/accounts/" not in address)
    assert visitor.complaints == []


def test_a_device_without_a_passkey_says_so_on_the_page(visitor: Visitor, device: CDPSession) -> None:
    visitor.open(reverse("account_login"))
    visitor.page.locator("#passkey_login").click()
    expect(visitor.page.locator("[data-passkey-problem] .notice")).to_contain_text("No passkey was used")


def test_an_address_that_is_a_number_has_no_passkeys_and_says_so(
    visitor: Visitor, device: CDPSession
) -> None:
    visitor.address = visitor.address.replace("localhost", "127.0.0.1")
    visitor.open(reverse("account_login"))
    visitor.page.locator("#passkey_login").click()
    expect(visitor.page.locator("[data-passkey-problem] .notice")).to_contain_text("Open Tandem by its name")
