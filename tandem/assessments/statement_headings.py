"""What the cells around a statement's figures say: which year a column is, in which unit and currency."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

NOTES = frozenset({"附注", "注释", "附注编号", "行次", "行号", "note", "notes", "line no", "no", "code"})
NOW = frozenset({
    "期末余额", "期末数", "期末金额", "年末余额", "年末数", "本期金额", "本期数", "本年金额", "本年数", "本年累计金额",
    "本年累计数", "本期发生额", "current year", "this year", "current period",
})  # fmt: skip
BEFORE = frozenset({
    "期初余额", "期初数", "年初余额", "年初数", "上年年末余额", "上年末余额", "上期金额", "上期数", "上年金额",
    "上年数", "上年同期金额", "上年累计金额", "上期发生额", "prior year", "previous year", "last year", "prior period",
})  # fmt: skip
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBERED = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})\.(\d{1,2})\.((?:19|20)\d{2})(?!\d)")
_NAMED = re.compile(r"(?<!\d)(\d{1,2})\s+([a-z]{3})[a-z]*\.?,?\s+((?:19|20)\d{2})(?!\d)")
_NAMED_US = re.compile(r"([a-z]{3})[a-z]*\.?\s+(\d{1,2}),?\s+((?:19|20)\d{2})(?!\d)")
_YEAR = re.compile(r"(?<!\d)(?:fy\s*)?((?:19|20)\d{2})(?:\.0)?(?!\d)")
# The longest first: 万元 ends as 元 does.
UNITS = (
    (100_000_000, ("亿元",)),
    (1_000_000, ("百万元", "million", "millions", "mio", "mn")),
    (10_000, ("万元",)),
    (1_000, ("千元", "thousand", "thousands", "'000", "’000", "teur", "k€")),
    (1, ("元", "yuan", "in full")),
)
CURRENCIES = (
    ("CNY", ("人民币", "cny", "rmb")),
    ("EUR", ("eur", "€", "欧元")),
    ("USD", ("usd", "us$", "美元")),
    ("HKD", ("hkd", "hk$", "港元", "港币")),
    ("JPY", ("jpy", "日元")),
    ("GBP", ("gbp", "£", "英镑")),
    ("CZK", ("czk",)), ("PLN", ("pln",)), ("KRW", ("krw",)), ("TWD", ("twd", "新台币")), ("MXN", ("mxn",)),
    ("VND", ("vnd",)), ("MYR", ("myr",)),
)  # fmt: skip
_ABOUT_UNITS = re.compile(
    r"单位|币种|货币|unit|currency|in (?:rmb|eur|usd|thousand|million)|expressed in", re.I
)


@dataclass(frozen=True)
class YearEnd:
    """On which day the financial years end that a file names only by their number."""

    month: int = 12
    day: int = 31

    def of(self, year: int) -> date:
        last = (date(year + self.month // 12, self.month % 12 + 1, 1) - date.resolution).day
        return date(year, self.month, min(self.day, last))


def plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split()).lower()


def is_notes(text: str) -> bool:
    return plain(text).rstrip(".") in NOTES


def relative(text: str) -> int | None:
    """0 for the year of the statement, -1 for the one before; None for other words."""
    bare = plain(text).replace(" ", "")
    if bare in NOW or plain(text) in NOW:
        return 0
    return -1 if bare in BEFORE or plain(text) in BEFORE else None


def year_end(text: str, ends: YearEnd) -> date | None:
    """The last day of the year that a heading names, as 2025, 2025年度, FY 2025, 31 December 2025 or 2025-12-31."""
    bare = plain(text)
    if len(bare) > 40:
        return None
    try:
        if found := _NUMBERED.search(bare):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _DAY_FIRST.search(bare):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if (found := _NAMED.search(bare)) and found[2] in MONTHS:
            return date(int(found[3]), MONTHS.index(found[2]) + 1, int(found[1]))
        if (found := _NAMED_US.search(bare)) and found[1] in MONTHS:
            return date(int(found[3]), MONTHS.index(found[1]) + 1, int(found[2]))
    except ValueError:
        return None
    years = {found[1] for found in _YEAR.finditer(bare)}
    others = re.sub(_YEAR, "", bare)
    if len(years) == 1 and not re.search(r"\d{2,}", others.replace("'000", "").replace("’000", "")):
        return ends.of(int(years.pop()))
    return None


def unit_in(text: str) -> int | None:
    """The unit that a cell speaks of, such as 单位：万元 or RMB'000."""
    bare = plain(text)
    for unit, words in UNITS:
        for word in words:
            if word in bare and _means_it(bare, word):
                return unit
    return None


def currency_in(text: str) -> str | None:
    bare = plain(text)
    return next((code for code, words in CURRENCIES if any(_whole(bare, word) for word in words)), None)


def speaks_of_units(text: str) -> bool:
    """Whether it is a remark about units and currency, and no name of a line."""
    bare = plain(text)
    said = _ABOUT_UNITS.search(bare) or "000" in bare or bare in _UNIT_WORDS
    return len(bare) <= 80 and bool(said or (unit_in(text) and currency_in(text)))


_UNIT_WORDS = frozenset(word for _unit, words in UNITS for word in words)


def _means_it(text: str, word: str) -> bool:
    return not word.isascii() or not word.isalpha() or _whole(text, word)


def _whole(text: str, word: str) -> bool:
    if not (word.isascii() and word.isalpha()):
        return word in text
    return re.search(rf"(?<![a-z]){word}(?![a-z])", text) is not None
