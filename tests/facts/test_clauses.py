"""Numbers and dates as files write them, against Python's Decimal and datetime."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tandem.facts import clauses


def evaluated(clause: str, text: str):
    with duckdb.connect() as connection:
        return connection.execute(f"select {clause} from (select ? as t)", [text]).fetchall()[0][0]  # noqa: S608  # our clause


def number(text: str, **marks: str):
    return evaluated(clauses.number("t", "decimal(18, 4)", **marks), text)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("12", "12"),
        ("-3.5", "-3.5"),
        ("3.5-", "-3.5"),
        ("(3.5)", "-3.5"),
        ("+7", "7"),
        (".5", "0.5"),
        ("1E+03", "1000"),
        ("１２．５", "12.5"),
        ("0.00005", "0.0001"),
        ("1,234.5", None),
        ("1_000", None),
        ("12 pcs", None),
        ("nan", None),
        ("0x10", None),
        ("999999999999999", None),
    ],
)
def test_numbers_in_the_plain_form(text, meaning):
    assert number(text) == (None if meaning is None else Decimal(meaning))


@pytest.mark.parametrize(
    ("text", "decimal", "thousands", "meaning"),
    [
        ("1,234,567.89", ".", ",", "1234567.89"),
        ("12,34,567", ".", ",", "1234567"),
        ("1,23", ".", ",", None),
        ("1.234,56", ",", ".", "1234.56"),
        ("1.234", ",", ".", "1234"),
        ("1234,5", ",", ".", "1234.5"),
        ("1 234,56", ",", " ", "1234.56"),
        ("1\u00a0234,56-", ",", " ", "-1234.56"),
        ("1'234.50", ".", "'", "1234.50"),
        ("1.5", ",", "", None),
    ],
)
def test_decimal_and_thousands_marks_are_obeyed(text, decimal, thousands, meaning):
    found = number(text, decimal=decimal, thousands=thousands)
    assert found == (None if meaning is None else Decimal(meaning))


amounts = st.decimals(min_value="-9999999999", max_value="9999999999", places=6)


@settings(max_examples=80, deadline=None)
@given(amounts)
def test_digits_beyond_the_scale_are_rounded_half_away_from_zero(amount):
    assert number(f"{amount:f}") == amount.quantize(Decimal("0.0001"), ROUND_HALF_UP)


@settings(max_examples=80, deadline=None)
@given(st.decimals(min_value="-9999999999", max_value="9999999999", places=4))
def test_a_number_reads_the_same_however_it_is_written(amount):
    grouped = f"{amount:,f}"
    assert number(grouped, thousands=",") == amount
    german = grouped.translate(str.maketrans(",.", ".,"))
    assert number(german, decimal=",", thousands=".") == amount
    assert number(f"{abs(amount):f}-") == -abs(amount)


days = st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31))


@settings(max_examples=80, deadline=None)
@given(days, st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y", "%d-%b-%Y", "%Y%m%d", "%Y年%m月%d日"]))
def test_a_day_reads_back_in_its_format(day, form):
    written = day.strftime(form.replace("%Y", "@")).replace("@", f"{day.year:04d}")
    assert evaluated(clauses.date("t", [form]), written) == day


@pytest.mark.parametrize(
    "text", ["2015-02-30", "2015-13-01", "0206-01-01", "9999-12-31", "tomorrow", "2015-01-02x"]
)
def test_impossible_days_are_no_days(text):
    assert evaluated(clauses.date("t", ["%Y-%m-%d"]), text) is None


def test_formats_are_tried_in_order_and_excel_counts_days():
    assert evaluated(clauses.date("t", ["%d/%m/%Y", "%m/%d/%Y"]), "02/03/2015") == date(2015, 3, 2)
    assert evaluated(clauses.date("t", ["%d/%m/%Y", "%m/%d/%Y"]), "02/13/2015") == date(2015, 2, 13)
    assert evaluated(clauses.date("t", ["%Y-%m-%d", "excel"]), "42005") == date(2015, 1, 1)
    assert evaluated(clauses.date("t", ["excel"]), "soon") is None
    assert datetime(2015, 1, 1).toordinal() - 42005 == datetime(1899, 12, 30).toordinal()  # noqa: DTZ001  # day counts
