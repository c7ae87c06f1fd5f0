from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.core import formats

EN, ZH = "en", "zh-hans"


def test_numbers_are_grouped_and_keep_their_decimals() -> None:
    assert formats.number(Decimal("1234567.5"), EN) == "1,234,567.5"
    assert formats.number(Decimal("1234.5"), ZH, 2) == "1,234.50"
    assert formats.number(None, EN) == "–"


def test_large_numbers_count_in_thousands_or_in_wan() -> None:
    assert [formats.compact(n, EN) for n in (999, 12_345, 1_234_567, 250_000_000)] == [
        "999",
        "12.3K",
        "1.2M",
        "250M",
    ]
    assert [formats.compact(n, ZH) for n in (999, 12_345, 1_234_567, 250_000_000)] == [
        "999",
        "1.2万",
        "123万",
        "2.5亿",
    ]


def test_a_share_is_a_percentage() -> None:
    assert formats.percent(Decimal("0.97345"), EN) == "97.3%"
    assert formats.percent(1, ZH, 0) == "100%"


def test_what_is_kept_in_per_cent_keeps_its_decimals() -> None:
    given = [Decimal("60.00"), Decimal("12.50"), Decimal("33.333"), 100, None]
    assert [formats.per_cent(each, EN) for each in given] == ["60%", "12.5%", "33.33%", "100%", "–"]


def test_money_names_its_currency_as_the_reader_does() -> None:
    amount = Decimal("12345.60")
    assert formats.money(amount, "CNY", EN) == "CN¥12,345.60"
    assert formats.money(amount, "CNY", ZH) == "¥12,345.60"
    assert formats.money(amount, "USD", ZH) == "US$12,345.60"
    assert formats.money(Decimal("5000"), "JPY", EN) == "¥5,000"
    assert formats.money(-amount, "EUR", EN, 0) == "-€12,346"
    assert formats.compact_money(Decimal("-1234567"), "CNY", ZH) == "-¥123万"
    assert formats.compact_money(Decimal("1234567"), "EUR", EN) == "€1.2M"


def test_days_and_moments() -> None:
    at = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
    assert formats.day(date(2026, 11, 23), EN) == "23 Nov 2026"
    assert formats.day(date(2026, 11, 23), ZH) == "2026年11月23日"
    assert formats.moment(at, EN) == "23 Nov 2026, 14:05"
    assert formats.moment(at, ZH) == "2026年11月23日 14:05"


@pytest.mark.parametrize(
    ("name", "english", "chinese"),
    [
        ("2015-09", "Sep 2015", "2015年9月"),
        ("2015-Q3", "Q3 2015", "2015年第三季度"),
        ("2015", "2015", "2015年"),
        ("2015-W06", "Week 6, 2015", "2015年第6周"),
    ],
)
def test_periods(name: str, english: str, chinese: str) -> None:
    assert (formats.period(name, EN), formats.period(name, ZH)) == (english, chinese)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**13), max_value=10**13, places=4))
def test_a_shown_number_reads_back_as_itself(value: Decimal) -> None:
    assert Decimal(formats.number(value, EN, 4).replace(",", "")) == value
