"""Numbers and days as people write them into the cells of a sheet."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

ASIAN = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]\d.*)?")
LONGEST = 40
GERMAN = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


def number_in(text: str) -> Decimal:
    """With a decimal point or comma; marks between thousands are let pass where they cannot be mistaken. Raises
    ValueError for anything else, as `plain_number` does."""
    bare = text.replace(" ", "").replace("\u00a0", "")
    if "," in bare and "." in bare:
        thousands = "," if bare.rindex(".") > bare.rindex(",") else "."
        bare = bare.replace(thousands, "")
    elif re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+", bare):
        bare = bare.replace(",", "")
    return plain_number(bare.replace(",", "."))


def plain_number(text: str) -> Decimal:
    """With a decimal point. Raises ValueError for anything else, for what is not finite, and for what nobody counts or
    measures: `1e999999999` is short to write, and takes all memory once its digits are written out."""
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not number.is_finite() or len(text) > LONGEST or (number and abs(number.adjusted()) > LONGEST):
        raise ValueError(text)
    return number


def day_in(text: str) -> date:
    """2026-03-31, 2026/3/31, 2026年3月31日, also with a time after it; or 31.3.2026. Raises ValueError."""
    asian, german = ASIAN.fullmatch(text), GERMAN.fullmatch(text)
    if asian:
        return date(int(asian[1]), int(asian[2]), int(asian[3]))
    if german:
        return date(int(german[3]), int(german[2]), int(german[1]))
    raise ValueError(text)
