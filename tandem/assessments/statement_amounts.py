"""Amounts as people write them into statements."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation

NOTHING = frozenset({"", "-", "--", "—", "——", "–", "/", "n/a", "na", "nil", "无", "不适用"})
LARGEST = Decimal(10) ** 15
CENT = Decimal("0.01")


def amount(text: str) -> Decimal | None:
    """An amount to two decimals; None for an empty cell or a dash, which says nothing. Raises ValueError for any other
    text. Brackets are a minus; marks between thousands are let pass where they cannot be mistaken."""
    bare = unicodedata.normalize("NFKC", text).replace("−", "-").replace("–", "-").replace("—", "-")
    bare = re.sub(r"[\s']", "", bare)
    if bare.lower() in NOTHING or not bare.strip("-"):
        return None
    negative = bare.startswith("(") and bare.endswith(")")
    if negative:
        bare = bare[1:-1]
        if bare.startswith(("-", "+")):  # twice a sign: nobody knows which is meant
            raise ValueError(text)
    if "," in bare and "." in bare:
        thousands = "," if bare.rindex(".") > bare.rindex(",") else "."
        bare = bare.replace(thousands, "")
    elif re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+", bare):
        bare = bare.replace(",", "")
    elif re.fullmatch(r"[+-]?\d{1,3}(\.\d{3}){2,}", bare):
        bare = bare.replace(".", "")
    try:
        number = Decimal(bare.replace(",", "."))
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not number.is_finite() or not -LARGEST < number < LARGEST:
        raise ValueError(text)
    return (-number if negative else number).quantize(CENT)
