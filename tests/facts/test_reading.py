"""Files in every dialect become the same table; what is no table is refused with a sentence."""

from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tandem.core.errors import Refused
from tandem.core.reading import read
from tandem.core.reading.encodings import to_utf8
from tests.facts.files import source

ROWS = [["4500001", "10", "华锐"], ["4500002", "20", 'Zoë, "the" casting']]


def cells(found) -> list[list[str]]:
    return [[row[f"c{i}"] for i in range(len(found.columns))] for row in found.table.to_pylist()]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
def test_every_dialect_reads_alike(tmp_path, delimiter, ending, encoding):
    lines = [
        ["订单号", "行号", "供应商"],
        ["4500001", "10", "华锐"],
        ["4500002", "20", '"上海, ""精密"" 铸造"'],
    ]
    text = ending.join(delimiter.join(line) for line in lines) + ending
    found = source(tmp_path, text.encode(encoding))
    assert found.columns == ("订单号", "行号", "供应商")
    assert cells(found) == [["4500001", "10", "华锐"], ["4500002", "20", '上海, "精密" 铸造']]
    assert found.table["row"].to_pylist() == [2, 3]


def test_rows_keep_the_numbers_a_spreadsheet_shows(tmp_path):
    found = source(tmp_path, 'a,b\n1,"two\nlines"\n\n3,4,5\n6\n7,8\n')
    assert cells(found) == [["1", "two\nlines"], ["7", "8"]]
    assert found.table["row"].to_pylist() == [2, 6]
    assert [(one.row, one.cells) for one in found.ragged] == [(4, 3), (5, 1)]
    assert found.rows == 4


def test_a_header_below_a_title_is_found_by_its_row(tmp_path):
    (tmp_path / "report.csv").write_text("Open orders\n\nPO;Qty\n1;2\n")
    found = read(tmp_path / "report.csv", header_row=3)
    assert found.columns == ("PO", "Qty")
    assert found.table.to_pylist() == [{"c0": "1", "c1": "2", "row": 4}]


def test_headers_that_repeat_or_are_empty_get_names(tmp_path):
    assert source(tmp_path, "a,a,,b ,c\0d\n1,2,3,4,5\n").columns == ("a", "a (2)", "column 3", "b", "c␀d")


def test_a_workbook_reads_as_its_csv_would(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "notes"
    sheet = book.create_sheet("订单")
    sheet.append(["订单号", "数量", "名称"])
    sheet.append(["0012", 2.5, "铸件"])
    sheet.append([])
    sheet.append([4500012345, 3, None])
    book.save(tmp_path / "orders.xlsx")
    found = read(tmp_path / "orders.xlsx", sheet="订单")
    assert found.columns == ("订单号", "数量", "名称")
    assert cells(found) == [["0012", "2.5", "铸件"], ["4500012345", "3", None]]
    assert found.table["row"].to_pylist() == [2, 4]
    assert found.sheets == ("notes", "订单")
    with pytest.raises(Refused, match="Its sheets are: notes, 订单"):
        read(tmp_path / "orders.xlsx", sheet="orders")


def test_a_workbook_too_large_for_any_machine_ends_only_its_own_process(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["订单号", "数量"])
    book.active["XFD1048576"] = "far"
    book.save(tmp_path / "far.xlsx")
    with pytest.raises(Refused, match="takes more memory than there is"):
        read(tmp_path / "far.xlsx")


def test_parquet_reads_as_text(tmp_path):
    pq.write_table(pa.table({"PO": ["a", None], "Qty": pa.array([1.5, 2])}), tmp_path / "o.parquet")
    found = read(tmp_path / "o.parquet")
    assert found.columns == ("PO", "Qty")
    assert cells(found) == [["a", "1.5"], [None, "2.0"]]


def test_parquet_keeps_every_row_and_the_clock_of_its_moments(tmp_path):
    moments = pa.array([0, 1500], pa.timestamp("ms", tz="Asia/Shanghai")).take(pa.array([0, 1] * 20_000))
    pq.write_table(pa.table({"At": moments, "No": pa.arange(0, 40_000)}), tmp_path / "o.parquet")
    found = read(tmp_path / "o.parquet")
    assert found.rows == 40_000
    assert found.table.slice(39_998).to_pylist() == [
        {"c0": "1970-01-01 08:00:00", "c1": "39998", "row": 40_000},
        {"c0": "1970-01-01 08:00:01", "c1": "39999", "row": 40_001},
    ]


def test_parquet_of_millions_of_equal_cells_is_refused(tmp_path):
    same = pa.repeat(pa.scalar(0, pa.int8()), 201_000)
    pq.write_table(
        pa.table([same] * 1000, names=[f"column {n}" for n in range(1000)]), tmp_path / "o.parquet"
    )
    assert (tmp_path / "o.parquet").stat().st_size < 1_000_000
    with pytest.raises(Refused) as refusal:
        read(tmp_path / "o.parquet")
    assert str(refusal.value) == (
        "o.parquet holds 201,000 rows of 1,000 columns; one file may hold 200,000,000 cells. "
        "Export fewer columns, or split it into several files."
    )


def test_parquet_of_one_long_text_over_and_over_is_refused(tmp_path):
    long = pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0), 50_000), pa.array(["x" * 64_000]))
    table = pa.table({"PO": long, "Qty": pa.arange(0, 50_000)})
    pq.write_table(table, tmp_path / "o.parquet", store_schema=False)
    assert (tmp_path / "o.parquet").stat().st_size < 1_000_000
    with pytest.raises(Refused) as refusal:
        read(tmp_path / "o.parquet")
    assert str(refusal.value) == (
        "o.parquet unpacks to more than is read at once (2 GB of text, or half of the machine's memory). "
        "Leave out columns of long texts, or split it into several files."
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"  \n\n", "is empty"),
        (b"%PDF-1.7 ...", "PDF file, not a table"),
        (b"just one column\n1\n2\n", "not a table"),
        (b"PK\x03\x04 broken", "damaged or not a workbook"),
        (b"PAR1 broken", "damaged"),
        (b"PARE secret", "encrypted"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password",
        ),
        (b"a,b\n\x00\x01\x02\x03\x04\xff,\xfe\n", "not a table"),
        (b'a,b\n1,"open\n2,3\n4,5\n', "quotation mark that is never closed"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(tmp_path, content, sentence):
    with pytest.raises(Refused, match=sentence):
        source(tmp_path, content)


def test_a_missing_file_is_refused(tmp_path: Path):
    with pytest.raises(Refused, match="cannot be opened"):
        read(tmp_path / "gone.csv")


EVERYDAY = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet=EVERYDAY + "0123456789,", min_size=4, max_size=30), min_size=3, max_size=20))
def test_chinese_in_gb18030_is_recognised(words):
    text = "供应商编码,数量,名称\n" + "\n".join(words)
    assert to_utf8(text.encode("gb18030")) == (text.encode(), "gb18030")


@settings(max_examples=100, deadline=None)
@given(
    st.text(alphabet=st.characters(exclude_categories=("Cs",), exclude_characters="\x00\ufeff"), min_size=1)
)
def test_unicode_survives_with_and_without_a_mark(text):
    assert to_utf8(text.encode("utf-8"))[0] == text.encode()
    assert to_utf8(text.encode("utf-8-sig"))[0] == text.encode()
    assert to_utf8(text.encode("utf-16"))[0] == text.encode()
    assert to_utf8(text.encode("gb18030"), encoding="gb18030")[0] == text.encode()


def test_western_text_is_not_taken_for_chinese():
    text = "Vendor;Site\nCôte d'Ivoire;Zürich\nSão Paulo;Málaga\nÅrhus;Besançon\n" * 5
    assert to_utf8(text.encode("cp1252"))[0].decode() == text


def test_an_unknown_encoding_is_refused():
    with pytest.raises(Refused, match="not an encoding"):
        to_utf8(b"abc", encoding="klingon")
    with pytest.raises(Refused, match="not written in ascii"):
        to_utf8("é".encode(), encoding="ascii")


@pytest.mark.parametrize(
    ("cells", "tidy"),
    [
        ("1,2\n", {"c0", "c1"}),
        ("1, 2\n", {"c0"}),
        ("1 ,2\n", {"c1"}),
        ('1,"two ways, no more"\n', {"c0", "c1"}),
        ("1,\u00a02\n", set()),
        ("1,2\u3000\n", set()),
        ("1,2\t\n", set()),
        ('1,"two\nlines"\n', set()),
    ],
)
def test_columns_without_spaces_around_their_cells_are_known(tmp_path, cells, tidy):
    assert source(tmp_path, f"a,b\n{cells}").tidy == tidy
