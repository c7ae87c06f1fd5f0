"""Every page of Tandem on a phone, in both languages: none is wider than the screen, none complains."""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.conftest import Visitor, seat
from tests.cast import Person
from tests.config.addresses import OWN, PUBLIC, RECORDS, every_address

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ELSEWHERE = {"account_logout", "accounts:not_offered"}  # the one signs out, the other is no page


def pages(who: Person, records: dict[str, list[Any]]) -> list[str]:
    """The addresses that answer the person with a whole page."""
    found = []
    for address in every_address():
        if address.name in RECORDS:
            path = reverse(address.name, args=records[RECORDS[address.name]])
        elif address.name in (OWN | PUBLIC) - ELSEWHERE and not address.arguments:
            path = reverse(address.name)
        else:
            continue
        answer = who.client.get(path)
        if answer.status_code == 200 and not answer.streaming and b"<main" in answer.content:
            found.append(path)
    return found


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_no_page_is_wider_than_a_phone_or_complains(
    language: str, administrator: Person, nordlichts: dict[str, list[Any]], window: Any, live_server: Any
) -> None:
    administrator.user.language = language
    administrator.user.save()
    visitor = seat(administrator, window, live_server)
    visitor.phone()
    paths, wide = pages(administrator, nordlichts), []
    assert len(paths) > 50
    for path in paths:
        visitor.page.goto(visitor.address + path)
        assert visitor.page.locator("html").get_attribute("lang") == language, path
        if visitor.overflows():
            wide.append(path)
    assert wide == []
    assert visitor.complaints == []


def test_a_form_shown_again_leads_to_its_first_wrong_field(buyer_at: Visitor) -> None:
    buyer_at.open("/relationships/add/")
    buyer_at.page.get_by_label("Legal name", exact=False).first.fill("Bergquell Hydraulik GmbH")
    buyer_at.page.evaluate("document.querySelector('main form').noValidate = true")
    buyer_at.page.get_by_role("button", name="Add the supplier").click()
    expect(buyer_at.page.locator(".field-error").first).to_be_visible()
    expect(buyer_at.page.get_by_label("Country")).to_be_focused()
