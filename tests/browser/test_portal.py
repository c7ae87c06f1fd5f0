"""On a phone, Huarui's sales reads its grade at Nordlicht and opens the lines behind it."""

import re

import pytest
from playwright.sync_api import BrowserContext
from pytest_django.live_server_helper import LiveServer

from tandem.relationships.models import Relationship
from tandem.scorecards import actions
from tandem.scorecards.models import Template
from tests.browser.conftest import PHONE, seat
from tests.cast import NOW, Person
from tests.portal.conftest import books, lake, qingfeng, sales, stillwater, template
from tests.scorecards.conftest import run_of

__all__ = ["books", "lake", "qingfeng", "sales", "stillwater", "template"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_supplier_reads_its_grade_on_a_phone_and_opens_the_lines(
    books: None,
    template: Template,
    manager: Person,
    sales: Person,
    huarui: Relationship,
    window: BrowserContext,
    live_server: LiveServer,
) -> None:
    for period in ("2026-Q2", "2026-Q3"):
        actions.publish_run(run_of(template, period, manager), by=manager.actor, now=NOW)
    huarui.refresh_from_db()
    assert huarui.grade == "C"
    phone = seat(sales, window, live_server)
    phone.page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    phone.open("/portal/")
    card = phone.page.locator(".served-card")
    assert card.locator(".grade").inner_text() == "C"
    assert not phone.overflows()
    card.get_by_role("link", name="Nordlicht Pumpen GmbH").click()
    phone.page.wait_for_url("**/portal/customers/nordlicht/")
    assert not phone.overflows()
    phone.page.locator("a[href$='/lines/on_time_lines/']").first.click()
    phone.page.wait_for_url(re.compile("/lines/on_time_lines/$"))
    assert phone.page.get_by_text("PO-100-2607000").first.is_visible()
    assert not phone.overflows()
    assert phone.complaints == []
