"""A target's value as a person types it, and in the unit of its KPI."""

from decimal import Decimal

from tandem.core.reading.cells import plain_number

_FULL_WIDTH = str.maketrans("％．", "%.")


def parse(text: str, unit: str) -> Decimal | None:
    """The value; None where it cannot be read. A share is written in per cent, with the sign, so that 1 is not
    taken for either; a comma means two things and is not taken."""
    typed = text.translate(_FULL_WIDTH).strip()
    in_per_cent = typed.endswith("%")
    if in_per_cent != (unit == "share"):
        return None
    try:
        number = plain_number(typed.removesuffix("%").strip())
    except ValueError:
        return None
    return number / 100 if in_per_cent else number


def write(value: Decimal, unit: str) -> str:
    """The same, to be changed in a field."""
    shown = f"{(value * 100 if unit == 'share' else value).normalize():f}"
    return f"{shown}%" if unit == "share" else shown
