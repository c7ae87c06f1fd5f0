"""The frame of every page in a real browser: theme, language, keyboard, phone, refusals, accessibility."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_element_is_accessible(buyer_at: Visitor, theme: str) -> None:
    buyer_at.open("/core/elements")
    buyer_at.theme(theme)
    buyer_at.page.wait_for_timeout(400)
    assert buyer_at.barriers() == []
    assert buyer_at.complaints == []


def test_charts_are_drawn_and_drawn_again_after_a_tab_is_loaded(buyer_at: Visitor) -> None:
    buyer_at.open("/core/elements")
    expect(buyer_at.page.locator("figure[data-drawn]")).to_have_count(4)
    buyer_at.page.get_by_role("tab", name="Performance").click()
    expect(buyer_at.page.locator("#tab-panel .card-subtitle")).to_have_text("performance")
    expect(buyer_at.page.locator("#tab-panel figure[data-drawn]")).to_have_count(1)
    assert buyer_at.page.url.endswith("?tab=performance")


def test_a_person_chooses_dark_and_chinese_and_both_stay(buyer_at: Visitor) -> None:
    buyer_at.open("/core/elements")
    buyer_at.theme("dark")
    buyer_at.page.get_by_role("button", name="简体中文").click()
    expect(buyer_at.page.locator("html")).to_have_attribute("lang", "zh-hans")
    expect(buyer_at.page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    assert "2026年11月23日" in buyer_at.page.locator("main").inner_text()


def test_a_refusal_is_a_toast_after_a_question(buyer_at: Visitor) -> None:
    buyer_at.open("/core/elements")
    discard = buyer_at.page.get_by_role("button", name="Discard")
    discard.click()
    dialog = buyer_at.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Discard the run of Q3 2026?")
    dialog.get_by_role("button", name="Cancel").click()
    expect(buyer_at.page.locator(".toast-note")).to_have_count(0)
    discard.click()
    dialog.get_by_role("button", name="Discard").click()
    expect(buyer_at.page.get_by_role("alert")).to_contain_text("add up to 95, not to 100")


def test_at_390_pixels_nothing_overflows_and_the_menu_opens_by_keyboard(buyer_at: Visitor) -> None:
    buyer_at.phone()
    buyer_at.open("/core/elements")
    assert not buyer_at.overflows()
    menu = buyer_at.page.get_by_role("button", name="Menu")
    menu.press("Enter")
    expect(buyer_at.page.locator("#menu")).to_be_visible()
    buyer_at.page.keyboard.press("Escape")
    expect(buyer_at.page.locator("#menu")).not_to_be_visible()
    expect(menu).to_be_focused()


def test_tabs_move_with_the_arrow_keys(buyer_at: Visitor) -> None:
    buyer_at.open("/core/elements")
    buyer_at.page.get_by_role("tab", name="Overview").press("ArrowRight")
    expect(buyer_at.page.get_by_role("tab", name="Performance")).to_have_attribute("aria-selected", "true")
    expect(buyer_at.page.get_by_role("tab", name="Performance")).to_be_focused()


def test_a_visitor_signs_in_by_keyboard_on_an_accessible_page(visitor: Visitor) -> None:
    visitor.open("/core/elements")
    expect(visitor.page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert visitor.barriers() == []
    visitor.page.keyboard.press("Tab")
    expect(visitor.page.get_by_role("link", name="Skip to the content")).to_be_focused()
