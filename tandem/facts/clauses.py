"""The SQL by which DuckDB reads a cell: blank, number, date. Every clause takes a text expression, NULL when blank."""

import re
from collections.abc import Sequence

FULL_WIDTH = "０１２３４５６７８９．，－＋（）"
HALF_WIDTH = "0123456789.,-+()"
MARKS = {"": "", " ": "[ \u00a0\u202f]", ".": r"\.", ",": ",", "'": "['’]"}
WIDTHS = {"quantity": "decimal(18, 4)", "money": "decimal(18, 4)", "price": "decimal(18, 6)"}
# Wide enough for any leaf of an expression, and what it is widened to before it is multiplied.
OPERAND = "decimal(18, 6)"
FACTOR = "decimal(38, 10)"
EXCEL_DATE = "excel"
ISO_DATES = ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S")
EARLIEST, LATEST = "1900-01-01", "2199-12-31"


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def literals(texts: Sequence[str]) -> str:
    return "(" + ", ".join(literal(text) for text in texts) + ")"


def cleaned(cell: str, blanks: Sequence[str], blank_pattern: str = "", *, tidy: bool = False) -> str:
    """The cell without spaces around it; NULL when empty or one of the words that mean blank (in any case).

    `tidy` says that no cell of the column begins or ends with a space, which spares half the work.
    """
    # DuckDB's trim of one argument takes every Unicode space, and no tab or line end.
    text = cell if tidy else f"trim(trim({cell}, ' \t\r\n'))"
    words = sorted({word.strip().lower() for word in blanks} | {""})
    # Most cells are longer than any blank word: they need not be looked at closely.
    longest = max(2 * len(word.encode()) for word in words)
    whens = [
        f"when strlen({text}) > {longest} then {text}",
        f"when lower({text}) in {literals(words)} then null",
    ]
    if blank_pattern:
        whens.insert(0, f"when regexp_full_match({text}, {literal(blank_pattern)}) then null")
    return f"case {' '.join(whens)} else {text} end"


def replaced(text: str, words: dict[str, str]) -> str:
    """Words looked up in a table, whatever their case; a word that is not in it stays as it is."""
    if not words:
        return text
    whens = " ".join(
        f"when {literal(word.strip().lower())} then {literal(meaning)}" for word, meaning in words.items()
    )
    return f"case lower({text}) {whens} else {text} end"


def number(text: str, type_: str, *, decimal: str = ".", thousands: str = "") -> str:
    """A decimal, or NULL for what is no number under the file's marks.

    Understood besides the plain form: a sign after the number as SAP writes it, accountants' parentheses,
    full-width digits, an exponent, and thousands marks at every third (or, as in India, second) digit.
    Digits beyond the column's scale are rounded half away from zero.
    """
    half = f"translate({text}, {literal(FULL_WIDTH)}, {literal(HALF_WIDTH)})"
    signed = f"regexp_replace(regexp_replace({half}, '^\\((.*)\\)$', '-\\1'), '^([^-+].*)-$', '-\\1')"  # (1) and 1-
    mark = MARKS[thousands]
    whole = rf"(\d+|\d{{1,3}}({mark}\d{{2,3}})*{mark}\d{{3}})" if mark else r"\d+"
    point = re.escape(decimal)
    shape = rf"[-+]?({whole}({point}\d*)?|{point}\d+)([eE][-+]?\d+)?"
    # Named once: a part that stood twice would be computed for every row before the quick way is tried.
    plain = f"regexp_extract({signed}, {literal(f'^({shape})$')}, 1)"
    if mark:
        plain = f"regexp_replace({plain}, {literal(mark)}, '', 'g')"
    if decimal != ".":
        plain = f"replace({plain}, {literal(decimal)}, '.')"
    careful = f"try_cast({plain} as {type_})"
    if decimal != "." or thousands == ".":
        return careful
    # Nearly every cell is in the plain form, and coalesce tries the slow way only for the rest.
    # DuckDB would take 1_000 for a number.
    return f"coalesce(try_cast(replace({text}, '_', '?') as {type_}), {careful})"


def whole(text: str, *, decimal: str = ".", thousands: str = "") -> str:
    """A whole number of 32 bits; NULL for a number with a fraction."""
    wide = number(text, OPERAND, decimal=decimal, thousands=thousands)
    return f"case when {wide} = trunc({wide}) then try_cast({wide} as integer) end"


def date(text: str, formats: Sequence[str]) -> str:
    """The day, by the first of the formats that fits; NULL for what is none, or lies outside 1900 to 2199.

    Each format is held against the range by itself: %Y reads “24” as the year 24, and %y must have its turn then.
    """
    tries = [_in_range(_day(text, form)) for form in formats]
    return f"coalesce({', '.join(tries)})" if len(tries) > 1 else tries[0]


def _day(text: str, form: str) -> str:
    if form == EXCEL_DATE:
        # Excel counts days from 1899-12-30 (its 1900 had a 29 February).
        return f"date '1899-12-30' + try_cast(try_cast({text} as decimal(12, 6)) as integer)"
    return f"try_cast(try_strptime({text}, {literal(form)}) as date)"


def _in_range(day: str) -> str:
    return f"case when {day} between date '{EARLIEST}' and date '{LATEST}' then {day} end"
