"""What a column's cells look like: their date formats, their decimal mark, and the words among them."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

DATE_FORMATS = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%d-%b-%y",
    "%d-%b-%Y", "%d %b %Y", "%d %B %Y", "%d.%m.%y", "%d/%m/%y", "%m/%d/%y", "%Y年%m月%d日",
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%d.%m.%Y %H:%M:%S",
    "%m/%d/%Y %H:%M", "%d/%m/%Y %H:%M", "%Y-%m-%dT%H:%M:%S",
)  # fmt: skip
SAMPLE = 300
ENOUGH = 0.5
POINT = re.compile(r"[-+]?(\d+|\d{1,3}(,\d{2,3})+)\.\d+")
COMMA = re.compile(r"[-+]?(\d+|\d{1,3}([. '\u00a0\u202f]\d{3})+),\d+")
THOUSANDS = re.compile(r"[-+]?\d{1,3}(?:([.,' \u00a0\u202f])\d{3})(?:\1\d{3})*(?:[.,]\d+)?")
NUMBER = re.compile(r"[-+(]?[\d.,' \u00a0\u202f]*\d[.,]?[-)]?")


@dataclass(frozen=True)
class Dates:
    formats: tuple[str, ...]
    words: tuple[str, ...]
    """cells that are no date and have no digit: words that probably mean blank"""


def distinct(cells: Sequence[str | None], limit: int = SAMPLE) -> list[str]:
    """The cells' different contents, the most frequent first."""
    counted = Counter(cell.strip() for cell in cells if cell and cell.strip())
    return [cell for cell, _count in counted.most_common(limit)]


def dates_of(cells: Sequence[str]) -> Dates | None:
    """The formats that read these (distinct) cells, in the order to try them; None when most are no dates.

    Where day and month could be either, the format that reads more of the cells is right; of two that read them
    all, day before month is taken, being the custom of most of the world.
    """
    left = [cell for cell in cells if any(letter.isdigit() for letter in cell)]
    words = tuple(cell for cell in cells if not any(letter.isdigit() for letter in cell))
    whole = len(left)
    formats: list[str] = []
    while left and len(formats) < 3:
        read = {form: [cell for cell in left if _reads(cell, form)] for form in DATE_FORMATS}
        best = max(DATE_FORMATS, key=lambda form: len(read[form]))
        if not read[best]:
            break
        formats.append(best)
        left = [cell for cell in left if cell not in read[best]]
    if not formats or len(left) > (1 - ENOUGH) * whole:
        return None
    return Dates(tuple(formats), words)


def _reads(cell: str, form: str) -> bool:
    # strptime takes any run of digits for %Y%m%d, and 6 digits for it too.
    if form == "%Y%m%d" and len(cell) != 8:
        return False
    try:
        return 1900 <= datetime.strptime(cell, form).year < 2200  # noqa: DTZ007  # a day has no zone
    except ValueError:
        return False


def are_numbers(cells: Sequence[str]) -> bool:
    numbers = sum(NUMBER.fullmatch(cell) is not None for cell in cells)
    return bool(cells) and numbers >= ENOUGH * len(cells)


def words_among(cells: Sequence[str]) -> tuple[str, ...]:
    """What stands among numbers without a digit: words that probably mean blank."""
    return tuple(cell for cell in cells if not any(letter.isdigit() for letter in cell))


def marks_of(cells: Sequence[str]) -> tuple[str, str]:
    """Decimal and thousands mark of these numbers; (".", "") where nothing says otherwise."""
    points = sum(POINT.fullmatch(cell) is not None for cell in cells)
    commas = sum(COMMA.fullmatch(cell) is not None for cell in cells)
    groups = Counter(found.group(1) for cell in cells if (found := THOUSANDS.fullmatch(cell)))
    # 1,234 alone may be a thousand; 1.234,5 and 12,5 may not.
    certain_commas = sum(
        COMMA.fullmatch(cell) is not None
        and ((found := THOUSANDS.fullmatch(cell)) is None or found.group(1) != ",")
        for cell in cells
    )
    decimal = "," if certain_commas and commas > points else "."
    for mark, _count in groups.most_common():
        plain = " " if mark in "\u00a0\u202f " else mark
        if plain != decimal:
            return decimal, plain if _groups_surely(cells, mark, decimal) else ""
    return decimal, ""


def _groups_surely(cells: Sequence[str], mark: str, decimal: str) -> bool:
    """A lone 1.234 may be a decimal; two groups, or a group and decimals, are not to be mistaken."""
    other = re.escape(decimal)
    twice = re.compile(rf"[-+]?\d{{1,3}}({re.escape(mark)}\d{{3}})+({other}\d+)?")
    return mark != "." or any(
        twice.fullmatch(cell) and (cell.count(mark) > 1 or decimal in cell) for cell in cells
    )
