"""Huarui holds its own deliveries against Nordlicht's order lines; nobody else sees what it loaded."""

import re
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from tandem.accounts.roles import Role
from tandem.portal import delivery_rows, own_records
from tandem.portal.delivery_rows import Reject
from tandem.portal.models import OwnRecord, RecordFile
from tandem.portal.reconciling import Kind, Told, compared, counts
from tandem.relationships.models import Relationship
from tests.cast import NOW, Person, person
from tests.portal.test_home import words

TODAY = date(2026, 11, 23)
# The books have PO-100-2607000 due 25 July and received five days late, PO-100-2607004 due and received 29 July.
FILE = """客户,客户订单号,行号,发货日期,发货数量
Nordlicht Pumpen GmbH,PO-100-2607000,1,2026-07-25,100
nordlicht,PO-100-2607004,1,2026-07-29,100
,PO-100-2607005,1,2026-07-30,60
,PO-100-2607005,1,2026-07-30,30
,PO-999,1,2026-08-01,5
Kestrel,PO-1,1,2026-07-30,5
,PO-2,1,soon,5
,PO-3,1,2026-07-30,-5
,,1,2026-07-30,5
"""


def told(document: str, day: int | None, quantity: int) -> Told:
    return Told(document, "10", date(2026, 7, day) if day else None, Decimal(quantity))


def test_lines_are_the_same_differ_or_are_missing_on_one_side() -> None:
    ours = [
        told("0A1", 1, 5),
        told("B", 2, 5),
        told("C", 3, 5),
        told("D", 4, 5),
        told("E", 5, 5),
        told("E", 9, 2),
    ]
    theirs = [
        told("a1", 1, 5), told("B", 3, 5), told("C", 3, 4), told("D", 5, 6), told("F", 6, 1), told("G", 20, 1),
        told("E", None, 7),
    ]  # fmt: skip
    found = compared(ours, theirs)
    assert [(each.document, each.kind, each.days, each.more) for each in found] == [
        ("B", Kind.DATE, 1, 0),
        ("C", Kind.QUANTITY, 0, -1),
        ("D", Kind.BOTH, 1, 1),
        ("F", Kind.MISSING_HERE, None, None),
        ("0A1", Kind.SAME, 0, 0),
        ("E", Kind.SAME, None, 0),
    ]
    assert counts(found)[Kind.SAME] == 2


def test_what_was_received_outside_of_the_records_days_is_not_called_missing() -> None:
    assert compared([], [told("A", 1, 1)]) == []
    assert [each.kind for each in compared([told("A", 1, 1)], [])] == [Kind.MISSING_THERE]


def test_columns_are_proposed_in_either_language() -> None:
    assert delivery_rows.proposed(["客户", "客户订单号", "行号", "发货日期", "发货数量"]) == {
        "customer": "客户", "document": "客户订单号", "line": "行号", "delivered": "发货日期", "quantity": "发货数量"
    }  # fmt: skip
    assert delivery_rows.proposed(["PO number", "Line", "Ship date", "Shipped qty", "Remark"]) == {
        "document": "PO number", "line": "Line", "delivered": "Ship date", "quantity": "Shipped qty"
    }  # fmt: skip


def test_numbers_and_dates_are_read_as_the_column_writes_them() -> None:
    headers = ["PO", "Day", "Qty"]
    columns = {"document": "PO", "delivered": "Day", "quantity": "Qty"}
    cells = [["2", "1", "25.07.2026", "1.234,5"], ["3", "2", "26.07.2026", "12,25"], ["4", "3", "x", "0"]]
    found = delivery_rows.understood(headers, cells, columns, {}, everybody=7)
    assert [(row.line, row.delivered_on.day, row.quantity) for row in found.rows] == [
        ("1", 25, Decimal("1234.5")),
        ("1", 26, Decimal("12.25")),
    ]
    assert found.rejects == [Reject(4, "Day", "x", "not_a_date"), Reject(4, "Qty", "0", "not_a_number")]


@pytest.fixture
def loaded(books: None, sales: Person, huarui: Relationship) -> RecordFile:
    with time_machine.travel(NOW, tick=False):
        file = SimpleUploadedFile("发货.csv", FILE.encode())
        answer = sales.client.post("/portal/records/", {"file": file, "customer": huarui.pk})
        columns = RecordFile.objects.get().columns
        assert answer["Location"] == RecordFile.objects.get().get_absolute_url()
        assert sales.client.post(answer["Location"], columns).status_code == 302
    return RecordFile.objects.get()


def test_good_rows_are_taken_and_bad_ones_say_why(loaded: RecordFile, sales: Person) -> None:
    assert (loaded.status, loaded.loaded, loaded.cells) == ("loaded", 5, [])
    assert [(each["row"], each["reason"]) for each in loaded.rejects] == [
        (7, "unknown_customer"), (8, "not_a_date"), (9, "not_a_number"), (10, "missing"),
    ]  # fmt: skip
    page = words(sales.client.get(loaded.get_absolute_url()).content.decode())
    assert "None of your customers on Tandem has this name." in page
    assert "soon" in page


def test_the_customers_lines_stand_beside_ones_own(
    loaded: RecordFile, sales: Person, huarui: Relationship
) -> None:
    found = {each.document: each for each in own_records.compared(sales.actor, huarui, TODAY)}
    shown = {key: (each.kind, each.days, each.more) for key, each in found.items()}
    assert shown["PO-100-2607000"] == (Kind.DATE, 5, 0)
    assert shown["PO-100-2607004"] == (Kind.SAME, 0, 0)
    assert shown["PO-100-2607005"] == (Kind.QUANTITY, 0, 10)
    assert shown["PO-999"] == (Kind.MISSING_THERE, None, None)
    assert {kind for key, (kind, *_rest) in shown.items() if key not in FILE} == {Kind.MISSING_HERE}


def test_the_page_filters_and_the_workbook_follows(loaded: RecordFile, sales: Person) -> None:
    with time_machine.travel(NOW, tick=False):
        page = words(sales.client.get("/portal/customers/nordlicht/records/?kind=date").content.decode())
        book = sales.client.get("/portal/customers/nordlicht/records/export/?kind=date")
    assert "PO-100-2607000 / 1 Date differs 25 Jul 2026 30 Jul 2026 5" in page
    assert "PO-999" not in page
    with time_machine.travel(NOW, tick=False):
        whole = words(sales.client.get("/portal/customers/nordlicht/records/").content.decode())
    assert "PO-999 / 1 Missing at the customer 1 Aug 2026 – – 5 – –" in whole
    assert re.search(r"Missing in our records – \d+ Jul 2026 – – \d+ –", whole)
    assert book["Content-Disposition"] == 'attachment; filename="nordlicht-records.xlsx"'


def test_a_later_file_speaks_for_the_lines_it_names(
    loaded: RecordFile, sales: Person, huarui: Relationship
) -> None:
    again = SimpleUploadedFile("again.csv", b"PO,Ship date,Qty\nPO-100-2607000,2026-07-30,100\n")
    answer = sales.client.post("/portal/records/", {"file": again, "customer": huarui.pk})
    sales.client.post(answer["Location"], {"document": "PO", "delivered": "Ship date", "quantity": "Qty"})
    mine = OwnRecord.objects.filter(document="PO-100-2607000")
    assert [record.delivered_on for record in mine] == [date(2026, 7, 30)]
    assert OwnRecord.objects.count() == 5


def test_a_file_is_removed_with_what_it_brought(loaded: RecordFile, sales: Person) -> None:
    assert sales.client.post(f"/portal/records/{loaded.pk}/remove/").status_code == 302
    assert OwnRecord.objects.count() == 0


def test_a_column_that_every_row_needs_must_be_chosen(
    books: None, sales: Person, huarui: Relationship
) -> None:
    file = SimpleUploadedFile("odd.csv", b"a,b\n1,2\n")
    answer = sales.client.post("/portal/records/", {"file": file, "customer": huarui.pk})
    assert sales.client.post(answer["Location"], {"document": "a"}).status_code == 422


def test_nobody_else_sees_a_suppliers_records(
    loaded: RecordFile, manager: Person, qingfeng: Relationship, rival: Person, huarui: Relationship
) -> None:
    competitor = person(qingfeng.supplier, "Qin Bo", Role.SALES)
    for who in (manager, competitor, rival):
        assert who.client.get(f"/portal/records/{loaded.pk}/").status_code == 404
        assert who.client.post(f"/portal/records/{loaded.pk}/remove/").status_code == 404
        assert list(RecordFile.objects.visible_to(who.actor)) == []
        assert list(OwnRecord.objects.visible_to(who.actor)) == []
    assert own_records.compared(competitor.actor, qingfeng, TODAY) == []


def test_an_auditor_reads_and_loads_nothing(loaded: RecordFile, huarui: Relationship) -> None:
    auditor = person(huarui.supplier, "Ou Yang", Role.AUDITOR)
    assert auditor.client.get(f"/portal/records/{loaded.pk}/").status_code == 200
    assert auditor.client.post(f"/portal/records/{loaded.pk}/remove/").status_code == 409
    file = SimpleUploadedFile("x.csv", b"PO,Ship date,Qty\n1,2026-07-30,1\n")
    assert auditor.client.post("/portal/records/", {"file": file}).status_code == 409
