"""Ada looks at Huarui's order lines: what is late, and who moved the dates; Rita of Kestrel sees none of it."""

from datetime import date

import pytest
from django.utils import timezone

from tandem.facts import actions
from tandem.facts.actions import Choices
from tandem.facts.deliveries import OrderLines, Which
from tandem.relationships import actions as relationships
from tests.facts.files import HEADER, ORDERS

RECEIPTS = """
fact = "receipts"
source = "sap"

[columns]
receipt_document = "GR"
document = "PO"
line = "Line"
quantity = "Qty"
receipt_date = { column = "Day", dates = ["%Y-%m-%d"] }

[supplier]
number = "Vendor"
"""
TODAY = date(2024, 4, 1)


@pytest.fixture(autouse=True)
def lake(settings, tmp_path) -> None:
    settings.TANDEM_LAKE = str(tmp_path / "lake")
    settings.MEDIA_ROOT = str(tmp_path / "files")


@pytest.fixture
def story(buyer, huarui, tmp_path):
    """Line 10 was moved twice and came late; 20 is overdue; 30 is still to come; 40 was cancelled."""

    def load(name, mapping, fact, *lines):
        path = tmp_path / name
        path.write_text("\n".join([*lines, ""]))
        batch = actions.open_batch(path, fact=fact, source="sap", mapping=mapping, by=buyer.actor)
        actions.load_batch(batch, by=buyer.actor, clock=timezone.now, choices=Choices())

    relationships.number_supplier(huarui, source="sap", key="V1", by=buyer.actor)
    rest = ("1,20,V1,7,2024-03-20,2,EUR,", "1,30,V1,7,2024-05-02,2,EUR,", "1,40,V1,7,2024-03-02,2,EUR,X")
    load("a.csv", ORDERS, "order_lines", HEADER, "1,10,V1,5,2024-03-01,2.5,EUR,", *rest)
    load("b.csv", ORDERS, "order_lines", HEADER, "1,10,V1,5,2024-03-09,2.5,EUR,")
    load(
        "c.csv", ORDERS, "order_lines", HEADER, "1,10,V1,8,2024-03-05,2.5,EUR,", "1,50,V9,1,2024-03-01,1,EUR,"
    )
    load("d.csv", RECEIPTS, "receipts", "GR,PO,Line,Vendor,Qty,Day", "77,1,10,V1,8,2024-03-08")
    return huarui


def test_the_lists_hold_the_lines_their_names_say(buyer, story):
    found = {which: OrderLines(buyer.actor, story, which, today=TODAY) for which in Which}
    assert {which: [row["line"] for row in rows[0:9]] for which, rows in found.items()} == {
        Which.ALL: ["30", "20", "10", "40"],
        Which.OVERDUE: ["20"],
        Which.COMING: ["30"],
        Which.LATE: ["20", "10"],
        Which.MOVED: ["10"],
    }
    late = {row["line"]: (row["days_late"], row["requested_changes"]) for row in found[Which.LATE][0:9]}
    assert late == {"20": (12, 0), "10": (3, 2)}
    assert {which: len(rows) for which, rows in found.items()} == found[Which.ALL].counts


def test_the_tab_lists_them_and_a_line_tells_its_history(buyer, story):
    page = buyer.client.get(
        "/facts/relationships/huarui-castings-co-ltd/deliveries/?which=late"
    ).content.decode()
    assert "1 / 10" in page
    assert "3 days late" in page
    assert "Moved 2 times by the customer" in page
    assert "1 / 40" not in page
    address = (
        "/facts/relationships/huarui-castings-co-ltd/line/?source=sap&document=1&line=10&schedule_line=1"
    )
    told = buyer.client.get(address)
    assert [entry["changed"] for entry in told.context["history"].told] == [
        [],
        ["requested_date"],
        ["requested_date", "quantity"],
    ]
    assert [entry["batch"].file_name for entry in told.context["history"].told] == ["a.csv", "b.csv", "c.csv"]
    assert [row["receipt_document"] for row in told.context["history"].receipts] == ["77"]


def test_nobody_else_sees_them_and_no_other_suppliers_line_shows(buyer, rival, story):
    line = "/facts/relationships/huarui-castings-co-ltd/line/?source=sap&document=1&line={}&schedule_line=1"
    for address in ("/facts/relationships/huarui-castings-co-ltd/deliveries/", line.format(10)):
        assert rival.client.get(address).status_code == 404
    assert buyer.client.get(line.format(50)).status_code == 404
    assert buyer.client.get(line.format("10'--")).status_code == 404
