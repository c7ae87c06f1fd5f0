"""Workbooks as companies have them: Chinese and English names, years side by side, and what is wrong with each."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from django.utils import translation

from tandem.assessments import statement_template
from tandem.assessments.statement_amounts import amount
from tandem.assessments.statement_files import Understood, grids, understand
from tandem.assessments.statement_headings import YearEnd, unit_in, year_end
from tandem.assessments.statement_lines import LINES, code_of
from tandem.core.errors import Refused

D = Decimal
Sheet = list[list[object]]


def workbook(folder: Path, sheets: dict[str, Sheet]) -> Path:
    path = folder / "statements.xlsx"
    book = xlsxwriter.Workbook(str(path))
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell != "":
                    sheet.write(place, column, cell)
    book.close()
    return path


def understood(folder: Path, sheets: dict[str, Sheet]) -> Understood:
    return understand(grids(workbook(folder, sheets)), YearEnd())


CHINESE: dict[str, Sheet] = {
    "资产负债表": [
        ["资产负债表"],
        ["编制单位：锐恒", "2025年12月31日", "", "", "", "单位：万元"],
        ["资  产", "期末余额", "年初余额", "负债和所有者权益", "期末余额", "年初余额"],
        ["流动资产：", "", "", "流动负债："],
        ["  货币资金", 1234.5, 1000, "短期借款", 200, "-"],
        ["流动资产合计", 3000, 2500, "流动负债合计", 1500, 1400],
        ["资产总计", 5000, 4500, "负债合计", 2500, 2300],
        ["", "", "", "盈余公积", 100, 90],
        ["", "", "", "未分配利润", 900, 800],
        ["", "", "", "所有者权益（或股东权益）合计", 2500, 2200],
        ["", "", "", "负债和所有者权益（或股东权益）总计", 5000, 4500],
    ],
    "利润表": [
        ["利润表"],
        ["2025年度", "", "单位：万元"],
        ["项目", "本期金额", "上期金额"],
        ["一、营业收入", 6000, 5500],
        ["减：营业成本", 4800, 4400],
        ["其中：利息费用", 20, 20],
        ["研发费用", 55, 40],
        ["三、利润总额（亏损总额以“－”号填列）", 500, "(40)"],
        ["四、净利润（净亏损以“－”号填列）", 400, "－35"],
    ],
}


def test_a_chinese_workbook_of_two_sheets_and_two_sides(tmp_path: Path) -> None:
    found = understood(tmp_path, CHINESE)
    now, then = found.years
    assert (now.ends, then.ends) == (date(2025, 12, 31), date(2024, 12, 31))
    assert now.lines == {
        "cash": D("1234.50"),
        "short_term_debt": D(200),
        "current_assets": D(3000),
        "current_liabilities": D(1500),
        "total_assets": D(5000),
        "total_liabilities": D(2500),
        "surplus_reserve": D(100),
        "retained_earnings": D(900),
        "total_equity": D(2500),
        "liabilities_and_equity": D(5000),
        "revenue": D(6000),
        "cost_of_sales": D(4800),
        "interest_expense": D(20),
        "profit_before_tax": D(500),
        "net_profit": D(400),
    }
    assert "short_term_debt" not in then.lines  # a dash says nothing
    assert (then.lines["profit_before_tax"], then.lines["net_profit"]) == (D(-40), D(-35))
    assert (now.places["cash"], then.places["total_equity"]) == ("资产负债表!B5", "资产负债表!F10")
    assert (found.unit, found.faults) == (10_000, ())
    assert [(each.place, each.name, each.amounts) for each in found.unknown] == [
        ("利润表!A7", "研发费用", ("55", "40"))
    ]


def test_an_english_statement_of_three_years_with_costs_in_brackets(tmp_path: Path) -> None:
    rows: Sheet = [
        ["Consolidated statements, EUR thousand"],
        ["", "Note", 2025, "31 December 2024", "FY 2023"],
        ["Revenue", 3, "1,200.5", "1.100,25", 900],
        ["Cost of sales", 4, "(800)", "(700)", "(600)"],
        ["Finance costs", "", "(12)", "(11)", "(10)"],
        ["Purchase of property, plant and equipment", "", "(50)", "(40)", "n/a"],
        ["Total shareholders’ equity", "", 400, 380, 350],
    ]
    found = understood(tmp_path, {"All": rows})
    assert [each.ends.year for each in found.years] == [2025, 2024, 2023]
    assert found.years[0].lines == {
        "revenue": D("1200.50"),
        "cost_of_sales": D(800),
        "finance_costs": D(12),
        "capital_expenditure": D(50),
        "total_equity": D(400),
    }
    assert found.years[1].lines["revenue"] == D("1100.25")
    assert "capital_expenditure" not in found.years[2].lines
    assert (found.unit, found.currency) == (1000, "EUR")


def test_each_fault_is_named_by_its_cell_and_spoils_its_year_alone(tmp_path: Path) -> None:
    rows: Sheet = [
        ["Line", "2025", "2024"],
        ["Revenue", "about 12", 900],
        ["Net profit", 5, 4],
        ["Profit for the year", 6, 4],
        ["", 7, ""],
    ]
    found = understood(tmp_path, {"S": rows})
    assert [(each.place, each.text, each.said) for each in found.faults] == [
        ("S!B2", "about 12", "Revenue: this is not an amount."),
        ("S!B4", "6", "Net profit: cell S!B3 says 5.00."),
    ]
    assert found.faults_of(date(2024, 12, 31)) == []
    assert len(found.faults_of(date(2025, 12, 31))) == 2
    assert [each.place for each in found.unknown] == ["S!B5"]  # an amount without a name is not lost


def test_more_than_five_years_and_two_units(tmp_path: Path) -> None:
    rows: Sheet = [["Line", *range(2025, 2019, -1)], ["Revenue", *range(6)]]
    found = understood(tmp_path, {"A": [["单位：元"], *rows], "B": [["单位：千元"], *rows]})
    assert [each.ends.year for each in found.years] == [2025, 2024, 2023, 2022, 2021, 2020]
    assert [str(each.said)[:24] for each in found.faults_of(date(2020, 12, 31))] == [
        "The file tells of 6 year",
        "The sheets are in differ",
    ]
    assert found.unit is None


def test_a_file_without_years_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="No column is named for a year"):
        understood(tmp_path, {"A": [["Line", "Amount"], ["Revenue", 5]]})
    found = grids(workbook(tmp_path, {"A": [["项目", "期末余额"], ["存货", 5]]}))
    with pytest.raises(Refused, match="No column is named for a year"):
        understand(found, YearEnd())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.50", "1234.50"),
        ("1.234.567,8", "1234567.80"),
        ("(300)", "-300.00"),
        ("（300）", "-300.00"),
        ("－12", "-12.00"),
        ("−12", "-12.00"),
        ("1 234", "1234.00"),
        ("6.1E+3", "6100.00"),
        ("0", "0.00"),
        ("—", None),
        ("", None),
        ("n/a", None),
    ],
)
def test_amounts_as_people_write_them(text: str, value: str | None) -> None:
    assert amount(text) == (None if value is None else D(value))


@pytest.mark.parametrize(
    "text", ["about 5", "1,23,4", "NaN", "Infinity", "1e40", "1e999999999", "(-5)", "(+5)"]
)
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # the text itself
        amount(text)


@pytest.mark.parametrize(
    "heading",
    ["2025", "2025.0", "2025年", "2025年度", "FY2025", "31 December 2025", "Dec 31, 2025", "2025-12-31 00:00:00",
     "2025/12/31", "31.12.2025", "2025年12月31日", "２０２５年度"],
)  # fmt: skip
def test_headings_that_name_a_year(heading: str) -> None:
    assert year_end(heading, YearEnd()) == date(2025, 12, 31)


def test_a_year_that_ends_in_march_and_units() -> None:
    assert year_end("2025", YearEnd(3, 31)) == date(2025, 3, 31)
    assert year_end("2024", YearEnd(2, 31)) == date(2024, 2, 29)
    assert [unit_in(text) for text in ("单位：元", "单位：千元", "单位:万元", "RMB'000", "in EUR million", "总计")] == [
        1, 1000, 10_000, 1000, 1_000_000, None,
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_template_is_read_back_by_its_own_names(tmp_path: Path, language: str) -> None:
    with translation.override(language):
        answer = statement_template.answer("CNY", 2026)
        path = tmp_path / "template.xlsx"
        path.write_bytes(BytesIO(b"".join(answer.streaming_content)).getvalue())
        for line in LINES:
            assert code_of(str(line.label)) == line.code
        (grid,) = grids(path)
    named = [code_of(row[0]) for row in grid.rows[2:]]
    assert [code for code in named if code] == [line.code for line in LINES]
    assert [year_end(cell, YearEnd()) for cell in grid.rows[1][1:]] == [
        date(2025 - back, 12, 31) for back in range(5)
    ]
