"""The suppliers' pages as a buyer uses them: searching, sorting, bringing a list in."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tandem.accounts.models import Site
from tandem.relationships import actions, tasks
from tandem.relationships.models import Relationship, SupplierList
from tests.browser.conftest import Visitor, seat
from tests.browser.test_pages import troubles
from tests.cast import Person, supplier_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIST = """供应商编码,供应商名称,国家
V-1,上海华锐铸造有限公司,中国
V-2,苏州新宇包装有限公司,中国
V-3,没有国家的公司,Atlantis
"""


def test_what_is_asked_of_the_list_stays_in_its_address(
    buyer: Person, buyer_at: Visitor, huarui: Relationship
) -> None:
    supplier_of(buyer, "Bergquell Hydraulik GmbH", country="DE", currency="EUR")
    supplier_of(buyer, "Huaxin Seals Co., Ltd.", stage="potential")
    page = buyer_at.page
    buyer_at.open("/relationships/")
    lines = page.locator("tbody tr")
    page.locator(".filters input[type=search]").type("hua")
    expect(lines).to_have_count(2)
    page.locator("th a.sort", has_text="Supplier").click()
    expect(page).to_have_url(f"{buyer_at.address}/relationships/?q=hua&sort=-name")
    expect(lines.first).to_contain_text("Huaxin")
    page.locator("select[name=stage]").select_option("approved")
    expect(lines).to_have_count(1)
    address = f"{buyer_at.address}/relationships/?q=hua&stage=approved&sort=-name"
    expect(page).to_have_url(address)
    expect(page.locator("#export")).to_have_attribute(
        "href", "/relationships/export/?q=hua&stage=approved&sort=-name"
    )
    page.reload()
    expect(lines).to_have_count(1)
    expect(page.locator("select[name=stage]")).to_have_value("approved")
    page.keyboard.press("Tab")
    lines.first.locator("a").click()
    expect(page.locator("h1")).to_have_text("Huarui Castings Co., Ltd.")
    page.wait_for_load_state(
        "networkidle"
    )  # the page's tab is on its way: what still reads stops the tables' emptying
    # htmx reports the request that a later wish replaced; nothing else may be complained of.
    replaced = ("htmx:afterRequest", "htmx:sendAbort")
    assert [one for one in buyer_at.complaints if not one.startswith(replaced)] == []


def test_a_list_comes_in_step_by_step(
    buyer: Person, buyer_at: Visitor, huarui: Relationship, settings: Any, tmp_path: Path
) -> None:
    file = tmp_path / "供应商.csv"
    file.write_text(LIST, encoding="gb18030")
    page = buyer_at.page
    buyer_at.open("/relationships/import/")
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Read the file").click()
    expect(page.locator("select[name=column_name_local]")).to_have_value("供应商名称")
    page.locator("input[name=source]").fill("SAP")
    page.get_by_role("button", name="Preview every row").click()
    expect(page.get_by_text("“Atlantis” is no country")).to_be_visible()
    expect(page.get_by_role("button", name="Load 2 rows")).to_be_disabled()
    page.locator("tr", has_text="V-1").get_by_role("button", name="The same company").click()
    expect(page.get_by_role("button", name="Load 2 rows")).to_be_enabled()
    page.get_by_role("button", name="Load 2 rows").click()
    expect(page.get_by_text("Loading: 0 of 3 rows are done.")).to_be_visible()
    tasks.load_list(SupplierList.objects.get().pk, buyer.user.pk)
    expect(page.get_by_text("2 rows were loaded.")).to_be_visible()
    assert [one.key for one in huarui.numbers.in_force()] == ["V-1"]
    assert buyer_at.complaints == []


def test_the_rooms_other_pages_keep_nobody_out(
    manager: Person, window: Any, live_server: Any, huarui: Relationship
) -> None:
    manager_at = seat(manager, window, live_server)
    actions.save_category("castings", by=manager.actor, name="Castings")
    actions.mark_internal(source="SAP", key="9000", by=manager.actor)
    Site.objects.create(organization=manager.organization, code="ULM", name="Ulm", country="DE")
    page = huarui.get_absolute_url()
    for path in (
        f"{page}edit/",
        f"{page}stage/",
        f"{page}history/",
        "/relationships/categories/",
        "/relationships/internal-numbers/",
        "/relationships/import/",
    ):
        assert troubles(manager_at, path) == []
