"""How numbers are kept, so that the same facts give the same digits on every machine.

A measured value is a `Decimal` of nine significant digits; points carry four decimals and scores two,
both rounded half up, as people do by hand.
"""

from decimal import ROUND_HALF_UP, Decimal

ZERO = Decimal(0)
HUNDRED = Decimal(100)
POINT_STEP = Decimal("0.0001")
SCORE_STEP = Decimal("0.01")


def figure(number: float) -> Decimal:
    """The number rounded to nine significant digits, without trailing zeros."""
    return Decimal(f"{number:.9g}")


def to_points(number: Decimal) -> Decimal:
    return number.quantize(POINT_STEP, ROUND_HALF_UP)


def to_score(number: Decimal) -> Decimal:
    return number.quantize(SCORE_STEP, ROUND_HALF_UP)
