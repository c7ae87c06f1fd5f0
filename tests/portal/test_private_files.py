"""A private customer's papers as files: what is understood, and what each bad row is told."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tandem.core.errors import Refused
from tandem.portal.private_files import CASES, GRADES, PAYMENTS, understand


def file(folder: Path, text: str) -> Path:
    path = folder / "file.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_payments_with_chinese_headers(tmp_path: Path) -> None:
    text = (
        '发票号,金额,币种,到期日,付款日期\nA-1,"1,234.50",CNY,2026年3月31日,2026/4/2\nA-2,900,,31.03.2026,\n'
    )
    rows = understand(file(tmp_path, text), PAYMENTS, currency="EUR")
    due = date(2026, 3, 31)
    assert [row.values for row in rows] == [
        {
            "invoice": "A-1",
            "amount": Decimal("1234.50"),
            "currency": "CNY",
            "due": due,
            "paid": date(2026, 4, 2),
        },
        {"invoice": "A-2", "amount": Decimal("900.00"), "currency": "EUR", "due": due, "paid": None},
    ]


def test_every_bad_row_is_told_why(tmp_path: Path) -> None:
    text = (
        "invoice,amount,due\nA-1,ten,2026-03-31\nA-2,-5,2026-03-31\nA-3,5,soon\nA-4,5,2026-02-30\n"
        ",5,2026-03-31\nA-5,5,2026-03-31\nA-5,6,2026-03-31\n"
    )
    rows = understand(file(tmp_path, text), PAYMENTS, currency="EUR")
    assert [(row.row, row.problem) for row in rows] == [
        (2, "amount: “ten” is not a number."),
        (3, "The amount is missing or not more than zero."),
        (4, "due date: “soon” is no date. Write it as 2026-03-31."),
        (5, "due date: “2026-02-30” is no date. Write it as 2026-03-31."),
        (6, "invoice: missing, or longer than 80 characters."),
        (7, ""),
        (8, "An earlier row says this already."),
    ]


def test_grades_and_cases(tmp_path: Path) -> None:
    (grade,) = understand(file(tmp_path, "period,grade,score\n2026-Q3,B,81.5\n"), GRADES, currency="")
    assert grade.values == {"period": "2026-Q3", "grade": "B", "score": Decimal("81.50")}
    text = "编号,标题,提出日期,截止日期\n8D-7,划痕,2026-10-01,2026-11-01\n"
    (case,) = understand(file(tmp_path, text), CASES, currency="")
    assert case.values == {
        "reference": "8D-7",
        "title": "划痕",
        "opened": date(2026, 10, 1),
        "due": date(2026, 11, 1),
        "closed": None,
    }


def test_a_file_without_the_columns_is_refused_with_their_names(tmp_path: Path) -> None:
    with pytest.raises(
        Refused, match=r"no column for: grade\. Its columns may be called: period, grade, score"
    ):
        understand(file(tmp_path, "period,mark\n2026-Q3,B\n"), GRADES, currency="")
