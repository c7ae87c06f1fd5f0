"""Numbers, money, dates and periods written the way each language's readers write them.

Every function takes a value and a Django language code ("en", "zh-hans") and returns text; None becomes a dash.
Decimals stay decimals; nothing is rounded but for showing.
"""

from datetime import date, datetime
from decimal import Decimal
from functools import cache

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import (
    NumberPattern,
    format_compact_decimal,
    format_currency,
    format_decimal,
    format_percent,
    parse_pattern,
)
from django.utils.translation import gettext as _

Number = int | float | Decimal

DASH = "–"
CHINESE_QUARTERS = "一二三四"


@cache
def locale_of(language: str) -> Locale:
    return Locale.parse("zh_Hans_CN" if language.startswith("zh") else "en")


@cache
def _pattern(text: str) -> NumberPattern:
    """Babel would read the same few patterns anew for every figure of a page."""
    return parse_pattern(text)


def exact(value: Number) -> Decimal:
    """The number as written: 0.1 stays 0.1."""
    return value if isinstance(value, Decimal) else Decimal(str(value))


def number(value: Number | None, language: str, decimals: int | None = None) -> str:
    """1234.5 → "1,234.5"; `decimals` fixes how many stand after the point."""
    if value is None:
        return DASH
    pattern = None if decimals is None else _pattern("#,##0" + ("." + "0" * decimals if decimals else ""))
    return format_decimal(exact(value), pattern, locale=locale_of(language))


def points(value: Number | None, language: str) -> str:
    """Points of a scale: 81.333 → "81.3", 8 → "8"; one digit after the point at most."""
    return (
        DASH
        if value is None
        else format_decimal(exact(value), _pattern("#,##0.#"), locale=locale_of(language))
    )


def compact(value: Number | None, language: str) -> str:
    """1234567 → "1.2M", in Chinese "123万": three digits at most, in the steps each language counts in."""
    if value is None:
        return DASH
    size, step = abs(exact(value)), 10_000 if language.startswith("zh") else 1000
    power = 0
    while size >= step:
        size, power = size / step, power + 1
    digits = 1 if power and size < 100 else 0
    return format_compact_decimal(exact(value), locale=locale_of(language), fraction_digits=digits)


def percent(value: Number | None, language: str, decimals: int = 1) -> str:
    """A share of one as a percentage: 0.973 → "97.3%"."""
    if value is None:
        return DASH
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "") + "%"
    return format_percent(exact(value), _pattern(pattern), locale=locale_of(language))


def per_cent(value: Number | None, language: str) -> str:
    """What is kept in per cent already: 12.5 → "12.5%", with the decimals it has, two at most."""
    if value is None:
        return DASH
    kept = round(exact(value), 2).normalize()
    return percent(kept / 100, language, max(0, -int(kept.as_tuple().exponent)))


def money(amount: Number | None, currency: str, language: str, decimals: int | None = None) -> str:
    """12345.6 EUR → "€12,345.60"; a yuan is "CN¥" to an English reader, "¥" to a Chinese one."""
    if amount is None:
        return DASH
    pattern = None if decimals is None else _pattern("¤#,##0" + ("." + "0" * decimals if decimals else ""))
    return format_currency(
        exact(amount), currency, pattern, locale=locale_of(language), currency_digits=decimals is None
    )


def compact_money(amount: Number | None, currency: str, language: str) -> str:
    """1234567 CNY → "CN¥1.2M", in Chinese "¥123万"."""
    if amount is None:
        return DASH
    size = abs(exact(amount))
    sign = "-" if amount < 0 else ""
    symbol = format_currency(0, currency, "¤", locale=locale_of(language)).rstrip("0").strip()
    return f"{sign}{symbol}{compact(size, language)}"


def written(value: Number | None, unit: str, currency: str, language: str) -> str:
    """A value of that unit with every digit that a person gave it: a share of 0.9725 → "97.25%"."""
    if value is None:
        return DASH
    kept = exact(value).normalize()
    decimals = max(0, -int(kept.as_tuple().exponent))
    if unit == "share":
        return percent(kept, language, max(0, decimals - 2))
    if unit == "money":
        cents = max(2, decimals) if decimals else 0
        return money(kept, currency, language, cents) if currency else number(kept, language, cents)
    told = number(kept, language, decimals)
    if unit == "days":
        return _("%(days)s days") % {"days": told}
    return f"{told} ppm" if unit == "ppm" else told


def day(value: date | None, language: str) -> str:
    """23 November 2026 → "23 Nov 2026", in Chinese "2026年11月23日"."""
    if value is None:
        return DASH
    pattern = "y年M月d日" if language.startswith("zh") else "d MMM y"
    return format_date(value, pattern, locale=locale_of(language))


def moment(value: datetime | None, language: str) -> str:
    """A day and a time of day, in the zone that `value` is in."""
    if value is None:
        return DASH
    pattern = "y年M月d日 HH:mm" if language.startswith("zh") else "d MMM y, HH:mm"
    return format_datetime(value, pattern, tzinfo=value.tzinfo, locale=locale_of(language))


def period(name: str | None, language: str) -> str:
    """A period's name: "2015-09", "2015-Q3", "2015" or "2015-W36"; another text stays as it is."""
    if not name:
        return DASH
    chinese = language.startswith("zh")
    year, _, part = name.partition("-")
    if not part:
        return f"{year}年" if chinese and year.isdigit() else year
    if part in {"Q1", "Q2", "Q3", "Q4"}:
        return f"{year}年第{CHINESE_QUARTERS[int(part[1]) - 1]}季度" if chinese else f"{part} {year}"
    if part.startswith("W") and part[1:].isdigit():
        return f"{year}年第{int(part[1:])}周" if chinese else f"Week {int(part[1:])}, {year}"
    if part.isdigit() and 1 <= int(part) <= 12:
        pattern = "y年M月" if chinese else "MMM y"
        return format_date(date(int(year), int(part), 1), pattern, locale=locale_of(language))
    return name
