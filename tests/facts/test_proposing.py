"""A file nobody has mapped yet: the proposal finds its columns by name and content, in either language."""

from tandem.facts.checking import check
from tandem.facts.mapping import Rule
from tandem.facts.proposing import proposed
from tandem.facts.samples import dates_of, marks_of
from tests.facts.files import real, source


def test_a_chinese_export_is_understood_at_once(tmp_path):
    text = (
        "订单号,行号,供应商编码,供应商名称,需求日期,数量,单价,币种,状态\n"
        "4500001,10,V1,上海华锐铸造有限公司,2024/3/1,1000,12.5,人民币,已取消\n"
        "4500001,20,V1,上海华锐铸造有限公司,2024/3/15,500,3,人民币,未清\n"
    )
    file = source(tmp_path, text.encode("gb18030"))
    mapping = proposed(file, fact="order_lines", name="u8")
    assert mapping.columns == {
        "document": Rule(column="订单号"),
        "line": Rule(column="行号"),
        "requested_date": Rule(column="需求日期", dates=("%Y/%m/%d",)),
        "quantity": Rule(column="数量"),
        "unit_price": Rule(column="单价"),
        "currency": Rule(column="币种", words={"人民币": "CNY"}),
        "status": Rule(column="状态", words={"已取消": "cancelled", "未清": "open"}),
    }
    assert dict(mapping.supplier.items()) == {
        "number": Rule(column="供应商编码"),
        "name": Rule(column="供应商名称"),
    }
    checked = check(mapping, file)
    assert (checked.taken, checked.rejected) == (2, 0)
    assert checked.rows["status"].to_pylist() == ["cancelled", "open"]


def test_a_german_export_brings_its_marks(tmp_path):
    text = (
        "Purchase Order;Item;Material;Vendor;Order Quantity;Net Price;Delivery Date\n"
        "45001;10;A-1;1001;1.234,5;1.000.000,00;31.12.2024\n45001;20;A-2;1001;2,25;17,10;01.02.2025\n"
    )
    file = source(tmp_path, text)
    mapping = proposed(file, fact="order_lines", name="sap")
    assert (mapping.file.decimal, mapping.file.thousands) == (",", ".")
    assert mapping.columns["requested_date"] == Rule(column="Delivery Date", dates=("%d.%m.%Y",))
    assert mapping.columns["quantity"] == Rule(column="Order Quantity")


def test_a_column_whose_content_contradicts_its_name_is_not_proposed(tmp_path):
    file = source(tmp_path, "PO,Line,Vendor,Quantity,Delivery date\n1,1,V,many,soon\n2,1,V,few,later\n")
    mapping = proposed(file, fact="order_lines", name="x")
    assert set(mapping.columns) == {"document", "line"}


def test_the_real_files_are_proposed_nearly_whole():
    from tandem.core.reading import read

    scms = proposed(read(real("scms_deliveries.csv")), fact="deliveries", name="scms").columns
    assert scms["ordered_date"].dates == ("%m/%d/%y",)
    assert set(scms["ordered_date"].blank) == {"N/A - From RDC", "Date Not Captured"}
    assert scms["received_date"] == Rule(column="Delivered to Client Date", dates=("%d-%b-%y",))
    assert scms["line"] == Rule(column="ID")
    wvu = read(real("wvu_po_lines.csv"))
    checked = check(proposed(wvu, fact="order_lines", name="wvu"), wvu)
    assert (checked.taken, checked.rejected) == (8625, 0)


def test_dates_and_marks_are_told_from_samples():
    assert dates_of(["1/13/24", "2/1/24"]).formats == ("%m/%d/%y",)
    assert dates_of(["13/1/2024", "1/2/2024"]).formats == ("%d/%m/%Y",)
    assert dates_of(["2024-01-02", "02.03.2024", "n/a"]).formats == ("%Y-%m-%d", "%d.%m.%Y")
    assert dates_of(["12", "13"]) is None
    assert marks_of(["1,234.5", "2"]) == (".", ",")
    assert marks_of(["1.234,5", "2"]) == (",", ".")
    assert marks_of(["12,5"]) == (",", "")
    assert marks_of(["1.234"]) == (".", "")
