"""Cells of facts as people read them: every digit that is there, and none that is not."""

from datetime import date
from decimal import Decimal
from typing import Any

from tandem.core import formats


def shown(value: Any, language: str) -> str:
    """A day, a number with all its decimals but no trailing zeros, or text; a dash for nothing."""
    if value is None or value == "":
        return formats.DASH
    if isinstance(value, date):
        return formats.day(value, language)
    if isinstance(value, Decimal):
        return formats.number(value, language, decimals_of(value))
    return str(value)


def decimals_of(value: Decimal) -> int:
    """How many decimals a number has, trailing zeros aside."""
    exponent = value.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0
