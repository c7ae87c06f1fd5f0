"""Ada loads her SAP's order lines: what can be taken is typed, what cannot is listed with its reason."""

import csv
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tandem.core.errors import Refused
from tandem.core.reading import read
from tandem.facts.checking import check, preview
from tandem.facts.mapping import parsed
from tandem.facts.rejects import write_rejects
from tandem.facts.totals import control_totals
from tests.facts.files import HEADER, ORDERS, faults, orders, source

GOOD = "4500001,10,V100,5,2024-03-01,2.5,EUR,"


def test_a_good_row_is_typed_as_the_lake_takes_it(tmp_path):
    checked = orders(tmp_path, GOOD)
    [row] = checked.rows.to_pylist()
    assert {name: value for name, value in row.items() if value is not None} == {
        "row": 2,
        "source": "sap",
        "supplier_key": "V100",
        "document": "4500001",
        "line": "10",
        "schedule_line": "1",
        "quantity": Decimal(5),
        "requested_date": date(2024, 3, 1),
        "unit_price": Decimal("2.5"),
        "line_value": Decimal("12.5"),
        "currency": "EUR",
        "status": "open",
    }
    assert checked.suppliers.to_pylist() == [
        {"key": "V100", "name": None, "identifier": None, "country": None, "rows": 1}
    ]
    assert (checked.read, checked.repeated, checked.rejected, checked.skipped) == (1, 0, 0, 0)


def test_every_fault_of_a_row_is_listed(tmp_path):
    checked = orders(
        tmp_path,
        GOOD,
        "4500001,20,,5,2024-03-01,2.5,EUR,",
        "4500001,30,V100,five,2024-02-30,2.5,XXY,gone",
        "4500001,40,V100,-1,2024-03-01,2.5,eur,x",
        "4500001,50,V100,,,,,",
        "4500001,60,V100",
    )
    assert checked.rows["row"].to_pylist() == [2]
    assert faults(checked) == [
        (3, "Vendor", None),
        (4, "Due", "2024-02-30"),
        (4, "Qty", "five"),
        (4, "Currency", "XXY"),
        (4, "Status", "gone"),
        (5, "Qty", "-1"),
        (6, "Qty", None),
        (7, "", "4500001,60,V100"),
    ]
    assert (checked.read, checked.rejected) == (6, 5)
    reasons = {one["column"]: (one["reason"], one["reason_zh"]) for one in checked.rejects.to_pylist()}
    assert reasons["Due"] == (
        "This is not a day between 1900 and 2199 written as YYYY-MM-DD.",
        "该值不是 1900 至 2199 年之间、格式为 YYYY-MM-DD 的日期。",
    )
    assert reasons[""][0] == "The row has 3 cells where the header has 8."


def test_the_same_row_again_is_nothing_new_and_another_with_its_key_collides(tmp_path):
    checked = orders(tmp_path, GOOD, GOOD, "4500001,10,V100,6,2024-03-01,2.5,EUR,", "4500001,11,V100,6,,,,")
    assert checked.rows["row"].to_pylist() == [2, 5]
    assert (checked.read, checked.repeated, checked.rejected) == (4, 1, 1)
    [one] = checked.rejects.to_pylist()
    assert (one["row"], one["value"]) == (4, "4500001 · 10 · 1")
    assert one["reason"] == "Row 2 has the same order number, order line, schedule line with other content."
    assert one["reason_zh"] == "第 2 行的订单号、订单行号、计划行号相同，但内容不同。"


def test_skipped_rows_are_listed_with_their_reason(tmp_path):
    skipping = (
        ORDERS + "\n[[skip]]\nwhen = '''\"Status\" = 'draft' '''\nreason = 'A draft.'\nreason_zh = '草稿。'\n"
    )
    checked = orders(
        tmp_path, GOOD, "4500002,10,V100,1,,,,draft", "4500003,10,V100,bad,,,,draft", mapping=skipping
    )
    assert (checked.taken, checked.rejected, checked.skipped) == (1, 0, 2)
    drafts = [one for one in checked.rejects.to_pylist() if one["kind"] == "skipped"]
    assert [(one["row"], one["column"], one["value"], one["reason_zh"]) for one in drafts] == [
        (3, "Status", "draft", "草稿。"),
        (4, "Status", "draft", "草稿。"),
    ]


def test_a_column_the_file_lacks_is_refused_with_the_columns_it_has(tmp_path):
    found = source(tmp_path, HEADER.replace("Qty", "Menge") + "\n" + GOOD + "\n")
    with pytest.raises(Refused, match=r"no column “Qty”. Its columns are: PO, Line, Vendor, Menge, Due"):
        check(parsed(ORDERS), found)


def test_a_required_column_left_out_is_refused(tmp_path):
    found = source(tmp_path, HEADER + "\n" + GOOD + "\n")
    with pytest.raises(Refused, match="does not say where “quantity”"):
        check(parsed(ORDERS.replace('quantity = "Qty"\n', "")), found)
    with pytest.raises(Refused, match="Add “number” under"):
        check(parsed(ORDERS.split("[supplier]")[0]), found)


RICH = """
fact = "order_lines"
source = "oracle"
[file]
blank = ["N/A", "—"]
decimal = ","
thousands = "."
dates = ["%d.%m.%Y", "%d.%m.%y"]
[columns]
document = { expression = '''"Org" || '-' || "PO"''' }
line = { column = "Ref", extract = 'line (\\d+)' }
quantity = { expression = '"Packs" * "Per pack"' }
line_value = { expression = 'abs("Value") / 2' }
unit_price = { column = "Price", otherwise = "1,5" }
currency = { constant = "CNY" }
requested_date = { first_of = [{ column = "New date" }, { column = "Old date", blank = ["none"] }] }
status = { expression = '''case when "Flag" in ('L', 'X') then 'cancelled' when "Packs" = 0 then 'closed' end''' }
[supplier]
company_code = "Org"
number = "Vendor"
name = "Vendor name"
"""


def test_expressions_lookups_marks_and_company_codes(tmp_path):
    head = "Org;PO;Ref;Packs;Per pack;Value;Price;New date;Old date;Flag;Vendor;Vendor name"
    text = (
        f"{head}\n"
        "1000;77;see line 3;1.000;2,5;-10,50;n/a;—;1.3.24;L;V1;上海华锐\n"
        ";78;line 4;0;2,5;3;2;05.03.2024;none;;V1;上海华锐\n"
        "1000;79;line 5;x;2,5;3;2;31.02.2024;none;;V1;上海华锐\n"
    )
    checked = check(parsed(RICH), source(tmp_path, text))
    [row] = checked.rows.to_pylist()
    assert row["document"] == "1000-77"
    assert (row["line"], row["quantity"], row["line_value"]) == ("3", Decimal(2500), Decimal("5.25"))
    assert (row["unit_price"], row["currency"], row["status"]) == (Decimal("1.5"), "CNY", "cancelled")
    assert (row["requested_date"], row["supplier_key"]) == (date(2024, 3, 1), "1000/V1")
    assert checked.suppliers.to_pylist()[0]["name"] == "上海华锐"
    assert faults(checked) == [
        (3, '"Org" || \'-\' || "PO"', "78"),
        (4, "New date / Old date", "31.02.2024"),
        (4, '"Packs" * "Per pack"', "x · 2,5"),
        (4, "case when \"Flag\" in ('L', 'X') then 'cancelled' when \"Packs\" = 0 then 'closed' end", "x"),
    ]


def test_a_product_too_large_is_a_fault_and_no_crash(tmp_path):
    text = "PO,Line,Vendor,A,B\n1,1,V,9999999999,9999999999\n1,2,V,2,3\n"
    mapping = (
        'fact = "order_lines"\nsource = "x"\n[columns]\ndocument = "PO"\nline = "Line"\n'
        'quantity = { expression = \'"A" * "B" * "A" * "B"\' }\n[supplier]\nnumber = "Vendor"\n'
    )
    checked = check(parsed(mapping), source(tmp_path, text))
    assert [row["quantity"] for row in checked.rows.to_pylist()] == [Decimal(36)]
    assert [row for row, _column, _value in faults(checked)] == [2]


def test_a_large_line_keeps_its_exact_value_and_one_beyond_all_digits_is_rejected(tmp_path):
    checked = orders(
        tmp_path,
        "1,1,V,25000000,2024-03-01,90000.25,CNY,",
        "1,2,V,99999999999999,2024-03-01,99999999999,CNY,",
    )
    assert [row["line_value"] for row in checked.rows.to_pylist()] == [Decimal("2250006250000.0000")]
    assert faults(checked) == [(3, "line_value", "99999999999999.0000 · 99999999999.000000")]


def test_an_expression_multiplies_large_numbers_exactly(tmp_path):
    text = "PO,Line,Vendor,A,B,C\n1,1,V,25000,90000.25,0.001\n"
    mapping = (
        'fact = "order_lines"\nsource = "x"\n[columns]\ndocument = "PO"\nline = "Line"\nquantity = "A"\n'
        'line_value = { expression = \'"A" * "B"\' }\nfreight = { expression = \'"A" * ("B" * "C") / 2\' }\n'
        '[supplier]\nnumber = "Vendor"\n'
    )
    [row] = check(parsed(mapping), source(tmp_path, text)).rows.to_pylist()
    assert (row["line_value"], row["freight"]) == (Decimal("2250006250"), Decimal("1125003.125"))


@pytest.mark.parametrize(
    ("old", "new", "entry"),
    [
        ('line = "Line"', "line = { column = 'Line', extract = '(' }", "columns.line: extract"),
        ('dates = ["%Y-%m-%d"]', 'dates = ["%Q"]', "columns.requested_date: dates"),
    ],
)
def test_a_pattern_or_format_that_does_not_work_is_named(tmp_path, old, new, entry):
    with pytest.raises(Refused, match=f"“{entry}” of the mapping does not work"):
        orders(tmp_path, "1,1,V,5,2024-03-01,2,CNY,", mapping=ORDERS.replace(old, new))


def test_a_row_with_a_nul_character_is_rejected_and_the_others_stand(tmp_path):
    checked = orders(tmp_path, "1,1,V\0X,5,2024-03-01,2,CNY,", "1,2,V,5,2024-03-01,2,CNY,")
    assert [row["line"] for row in checked.rows.to_pylist()] == ["2"]
    assert (checked.read, checked.rejected) == (2, 1)
    assert faults(checked) == [(2, "", "1 · 1 · V␀X · 5 · 2024-03-01 · 2 · CNY · ")]


def test_deliveries_carry_their_receipt(tmp_path):
    text = "PO,Line,Vendor,Qty,Got,Arrived\n1,1,V,5,4,2024-03-02\n1,2,V,5,,\n"
    mapping = (
        'fact = "deliveries"\nsource = "x"\n[columns]\ndocument = "PO"\nline = "Line"\nquantity = "Qty"\n'
        'received_quantity = "Got"\nreceived_date = "Arrived"\n[supplier]\nnumber = "Vendor"\n'
    )
    rows = check(parsed(mapping), source(tmp_path, text)).rows.to_pylist()
    assert [(row["received_quantity"], row["received_date"]) for row in rows] == [
        (Decimal(4), date(2024, 3, 2)),
        (None, None),
    ]


def test_the_rejects_file_opens_in_a_spreadsheet_and_runs_no_formula(tmp_path):
    quantities = ("=1+1", "-2", "-2+3+cmd|' /C calc'!A1", "+1,000", "＝1+1")
    lines = [f'4500001,{n},V100,"{one}",2024-03-01,2.5,EUR,' for n, one in enumerate(quantities, start=30)]
    checked = orders(tmp_path, *lines)
    write_rejects(checked.rejects, tmp_path / "out" / "rejects.csv")
    data = (tmp_path / "out" / "rejects.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    header, *lines = csv.reader(data.decode("utf-8-sig").splitlines())
    assert header == ["row", "column", "value", "kind", "reason", "原因"]
    assert [line[:4] for line in lines] == [
        ["2", "Qty", "'=1+1", "rejected"],
        ["3", "Qty", "-2", "rejected"],
        ["4", "Qty", "'-2+3+cmd|' /C calc'!A1", "rejected"],
        ["5", "Qty", "+1,000", "rejected"],
        ["6", "Qty", "'＝1+1", "rejected"],
    ]


def test_control_totals_by_month_site_and_currency(tmp_path):
    mapping = parsed(
        ORDERS.replace("[columns]\n", '[columns]\nordered_date = "Due"\nsite = "Status"\n', 1).replace(
            'status = { column = "Status", words = { "X" = "cancelled" } }\n', ""
        )
    )
    found = source(
        tmp_path,
        f"{HEADER}\n1,1,V,5,2024-03-01,2.5,EUR,S1\n1,2,V,1,2024-03-31,2.5,EUR,S1\n1,3,V,1,,,,\n",
    )
    totals = control_totals(check(mapping, found).rows, mapping.schema)
    nothing = {"month": "", "site": "", "currency": "", "rows": 1, "quantity": "1.0000", "value": None}
    march = {
        "month": "2024-03",
        "site": "S1",
        "currency": "EUR",
        "rows": 2,
        "quantity": "6.0000",
        "value": "15.0000",
    }
    assert totals == [nothing, march]


def test_the_preview_shows_the_first_rows_as_understood(tmp_path):
    found = source(
        tmp_path, "\n".join([HEADER, *(f"1,{line},V,5,2024-03-01,2.5,EUR," for line in range(50))])
    )
    assert preview(parsed(ORDERS), found, rows=3).rows["line"].to_pylist() == ["0", "1", "2"]


TYPED = (
    'fact = "receipts"\nsource = "x"\n[file]\ndates = ["%d.%m.%Y"]\n[columns]\nreceipt_document = "GR"\n'
    'document = "PO"\nline = "Line"\nquantity = "Qty"\nreceipt_date = "Day"\n'
)


def test_a_workbooks_own_dates_are_read_beside_dates_in_text(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["GR", "PO", "Line", "Qty", "Day"])
    book.active.append(["G1", 4500001, 10, 2.5, date(2024, 3, 1)])
    book.active.append(["G2", 4500001, 20, 3, "02.03.2024"])
    book.save(tmp_path / "receipts.xlsx")
    rows = check(parsed(TYPED), read(tmp_path / "receipts.xlsx")).rows.to_pylist()
    assert [(row["document"], row["quantity"], row["receipt_date"]) for row in rows] == [
        ("4500001", Decimal("2.5"), date(2024, 3, 1)),
        ("4500001", Decimal(3), date(2024, 3, 2)),
    ]


def test_parquet_keeps_its_types(tmp_path):
    moment = datetime(2024, 2, 29, 16, 0, 0, 123456, tzinfo=UTC)  # midnight in Shanghai
    table = pa.table(
        {
            "GR": ["G1"],
            "PO": pa.array([4500001], pa.int64()),
            "Line": pa.array([10], pa.int32()),
            "Qty": pa.array([Decimal("2.50")]),
            "Day": pa.array([moment], pa.timestamp("us", "Asia/Shanghai")),
        }
    )
    pq.write_table(table, tmp_path / "receipts.parquet")
    [row] = check(parsed(TYPED), read(tmp_path / "receipts.parquet")).rows.to_pylist()
    assert (row["document"], row["quantity"], row["receipt_date"]) == (
        "4500001",
        Decimal("2.5"),
        date(2024, 3, 1),
    )
