"""A buyer loses a role, and with it the page that is open."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tandem.accounts import actions as accounts
from tandem.accounts.roles import Role
from tandem.relationships.models import Relationship
from tests.browser.conftest import Visitor
from tests.cast import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_buyer_loses_a_role_and_with_it_the_page_that_is_open(
    huarui: Relationship, administrator: Person, buyer: Person, buyer_at: Visitor
) -> None:
    page = buyer_at.page
    buyer_at.open(huarui.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_have_text("Huarui Castings Co., Ltd.")

    membership = buyer.user.memberships.get()
    accounts.change_roles(membership, [Role.MEDIATOR], by=administrator.actor)
    page.get_by_role("tab", name="History").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("There is nothing at this address")
    assert "Huarui" not in page.locator("body").inner_text()
    page.get_by_role("link", name="Go to the home page").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("There is nothing at this address")
    assert "Huarui" not in page.locator("body").inner_text()


def test_what_is_sent_from_an_open_page_is_refused_once_the_role_is_gone(
    huarui: Relationship, administrator: Person, buyer: Person, buyer_at: Visitor
) -> None:
    buyer_at.open(huarui.get_absolute_url())
    membership = buyer.user.memberships.get()
    accounts.change_roles(membership, [Role.AUDITOR], by=administrator.actor)
    answer = buyer.client.post(reverse("relationships:write_note", args=[huarui.slug]), {"text": "One more."})
    assert answer.status_code == 409
    assert not huarui.notes.exists()
