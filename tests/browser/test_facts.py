"""Ada imports her ERP's file by hand: every step usable by keyboard, on a phone, and accessible."""

import os
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tandem.accounts.actor import Actor
from tandem.facts import actions
from tandem.facts.actions import Choices
from tandem.facts.models import Batch
from tandem.relationships.models import Relationship
from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ORDERS = (
    "订单号,行号,供应商编码,供应商名称,下单日期,需求日期,数量,单价,币种,状态,工厂\n"
    "4500001,10,V1,上海华锐铸造有限公司,2024/2/1,2024/3/1,1000,12.5,CNY,已关闭,P1\n"
    "4500001,20,V1,上海华锐铸造有限公司,2024/2/1,2024/3/15,五百,3,CNY,未清,P1\n"
    "4500002,10,V2,Kestrel Castings Ltd,2024/2/3,2024/3/15,500,3,EUR,未清,P2\n"
)


@pytest.fixture(autouse=True)
def lake(settings, tmp_path: Path) -> None:
    settings.TANDEM_LAKE = str(tmp_path / "lake")
    settings.MEDIA_ROOT = str(tmp_path / "files")


def look(visitor: Visitor, name: str) -> None:
    """Every page is accessible at both widths, and nothing sticks out on a phone."""
    if os.environ.get("TANDEM_SCREENSHOTS"):
        visitor.page.screenshot(path=f"{os.environ['TANDEM_SCREENSHOTS']}/{name}.png", full_page=True)
    assert visitor.barriers() == [], name
    assert visitor.complaints == [], name
    visitor.phone()
    visitor.page.wait_for_timeout(100)
    if os.environ.get("TANDEM_SCREENSHOTS"):
        visitor.page.screenshot(path=f"{os.environ['TANDEM_SCREENSHOTS']}/{name}-phone.png", full_page=True)
    assert not visitor.overflows(), name
    visitor.page.set_viewport_size({"width": 1440, "height": 900})


def test_a_file_goes_in_step_by_step(buyer_at: Visitor, huarui: Relationship, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_bytes(ORDERS.encode("gb18030"))
    page = buyer_at.page
    buyer_at.open("/facts/")
    look(buyer_at, "1-empty")
    page.get_by_role("link", name="Import a file").first.click()
    page.set_input_files("input[type=file]", str(file))
    page.get_by_label("Source system").fill("u8")
    look(buyer_at, "2-upload")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Which column is which")
    expect(page.get_by_label("Order number *")).to_have_value("订单号")
    look(buyer_at, "3-columns")
    page.get_by_role("button", name="Edit as text").click()
    look(buyer_at, "4-text")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("五百")).to_be_visible()
    look(buyer_at, "5-preview")
    page.get_by_role("button", name="Import").press("Enter")
    expect(page.get_by_role("status").filter(has_text="Waiting to be loaded")).to_be_visible()

    batch = Batch.objects.select_related("customer").get()
    by = Actor.system(batch.customer, "worker")
    actions.load_batch(batch, by=by, clock=timezone.now)
    expect(page.get_by_text("Nothing is loaded, because 1 row was rejected.")).to_be_visible()
    look(buyer_at, "6-refused")
    actions.load_batch(batch, by=by, clock=timezone.now, choices=Choices(good_rows_only=True))
    page.reload()
    expect(page.get_by_role("heading", name="Control totals")).to_be_visible()
    look(buyer_at, "7-loaded")

    buyer_at.open("/facts/matching/")
    look(buyer_at, "8-matching")
    page.get_by_role("button", name="上海华锐铸造有限公司 (100)").click()
    expect(page.get_by_text("u8 V1 now means")).to_be_visible()
    for address, name in (
        ("/facts/", "9-batches"),
        ("/facts/rates/", "10-rates"),
        ("/facts/columns/", "11-help"),
    ):
        buyer_at.open(address)
        look(buyer_at, name)
