"""A supplier's first task, on a phone and without a password: invited, it reads its C, opens the lines behind it,
answers a survey, signs up, and finds its customers; a rival finds nothing of it."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from tandem.accounts import actions as accounts
from tandem.accounts.models import Contact, Membership
from tandem.portal.models import Ask, SurveyAnswer
from tandem.relationships.models import Relationship
from tandem.scorecards import actions as scorecards
from tandem.scorecards.models import Template
from tests.browser.conftest import PHONE, Visitor, seat
from tests.cast import NOW, Person, supplier_of
from tests.mails import mailed
from tests.scorecards.conftest import books, lake, qingfeng, run_of, stillwater, template

__all__ = ["books", "lake", "qingfeng", "stillwater", "template"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EMAIL = "meiling@huarui.example"
PASSWORD = "harbour and lantern 8"
WORDS = {
    "en": {
        "lines": "cases behind it", "order": "Order number", "send": "Send the answer", "thanks": "Thank you",
        "offer": "See all your customers in Tandem", "join": "Sign up", "accept": "Accept and begin",
        "other": "简体中文",
    },
    "zh-hans": {
        "lines": "项明细", "order": "订单号", "send": "提交答复", "thanks": "谢谢",
        "offer": "在协同中查看您的所有客户", "join": "注册", "accept": "接受并开始使用", "other": "English",
    },
}  # fmt: skip


@pytest.fixture
def scored(books: None, template: Template, huarui: Relationship, manager: Person, buyer: Person) -> None:
    """Huarui's third quarter is published, a C; four more suppliers make a survey possible."""
    run = run_of(template, "2026-Q3", manager)
    scorecards.publish_run(run, by=manager.actor, now=NOW)
    contact = Contact(
        organization=huarui.supplier, kept_by=buyer.organization, name="Hua Meiling", email=EMAIL
    )
    accounts.save_contact(contact, by=buyer.actor)
    for place in range(4):
        supplier_of(buyer, f"Supplier {place} Ltd.")


def link_in(body: str) -> str:
    found = re.search(r"/portal/link/\S+/", body)
    assert found is not None
    return found[0]


def invite(at: Visitor, huarui: Relationship, language: str) -> None:
    at.open(reverse("portal_customer:requests_tab", args=[huarui.slug]))
    at.page.locator("a[href$='/invite/']").click()
    expect(at.page.locator("input[name=email]")).to_have_value(EMAIL)
    at.page.locator("select[name=language]").select_option(language)
    at.page.locator("input[name=join]").uncheck()
    at.page.locator("main form button[type=submit]").last.click()
    expect(at.page.locator(".toast-note")).to_contain_text(EMAIL)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_from_the_invitation_to_the_portal(
    scored: None,
    huarui: Relationship,
    buyer: Person,
    rival: Person,
    window: Any,
    chromium_browser: Any,
    live_server: LiveServer,
    language: str,
) -> None:
    words = WORDS[language]
    buyer_at = seat(buyer, window, live_server)
    invite(buyer_at, huarui, language)

    own = chromium_browser.new_context(viewport=PHONE, java_script_enabled=False)
    own.set_default_timeout(10_000)
    page = own.new_page()
    read = link_in(mailed()[0].body)
    page.goto(live_server.url + read)
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator(".scorecard-grade .grade")).to_have_text("C")
    page.get_by_role("link", name=words["lines"]).first.click()
    expect(page.locator("tbody tr")).to_have_count(20)
    expect(page.locator("tbody tr").first).to_contain_text("PO-100-2607")

    buyer_at.open(reverse("portal_customer:open_survey"))
    buyer_at.page.locator("main form button").last.click()
    expect(buyer_at.page.locator(".toast-note")).to_be_visible()
    asked = next(message for message in mailed()[1:] if message.to == [EMAIL])
    page.goto(live_server.url + link_in(asked.body) + f"?language={language}")
    for question in ("clarity", "fairness", "forecast", "payment"):
        page.locator(f"label[for={question}_4]").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("button", name=words["send"]).click()
    expect(page.locator("h1")).to_have_text(words["thanks"])
    assert SurveyAnswer.objects.get().supplier == huarui.supplier
    assert own.cookies() == []

    expect(page.get_by_text(words["offer"])).to_be_visible()
    page.get_by_role("button", name=words["join"]).click()
    expect(page.locator(".notice")).to_contain_text(EMAIL)
    sent = [message.body for message in mailed() if message.to == [EMAIL]]
    invitation = re.search(r"/accounts/invitation/\S+", sent[-1])
    assert invitation is not None
    own.close()

    signed_up = chromium_browser.new_context(viewport=PHONE, locale=language.replace("hans", "CN"))
    signed_up.set_default_timeout(10_000)
    page = signed_up.new_page()
    page.goto(live_server.url + invitation[0])
    page.locator("input[name=name]").fill("Hua Meiling")
    page.locator("input[name=password]").fill(PASSWORD)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("button", name=words["accept"]).click()
    page.goto(live_server.url + reverse("portal:home"))
    expect(page.get_by_text("Nordlicht Pumpen GmbH").first).to_be_visible()
    signed_up.close()

    member = Membership.objects.get(organization=huarui.supplier)
    assert (member.user.email, member.roles) == (EMAIL, ["administrator", "sales"])
    for ask in Ask.objects.filter(relationship=huarui):
        for name in ("portal:ask", "portal_customer:ask"):
            assert rival.client.get(reverse(name, args=[ask.pk])).status_code == 404
    assert rival.client.get(reverse("portal_customer:requests_tab", args=[huarui.slug])).status_code == 404
    assert Client().get(read[:-3] + "x/").status_code == 404
    assert buyer_at.complaints == []
