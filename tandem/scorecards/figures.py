"""How numbers are kept, so that the same facts give the same digits on every machine.

A measured value is a `Decimal`: nine significant digits of a floating result, every digit of an exact sum. Points
carry four decimals and scores two, both rounded half up, as people do by hand.
"""

from decimal import ROUND_HALF_UP, Decimal

ZERO = Decimal(0)
HUNDRED = Decimal(100)
POINT_STEP = Decimal("0.0001")
SCORE_STEP = Decimal("0.01")


def figure(number: float) -> Decimal:
    """The number rounded to nine significant digits, without trailing zeros."""
    return Decimal(f"{number:.9g}")


def as_measured(number: float) -> Decimal:
    """A value as the lake gave it, which has rounded floating results already and leaves exact sums whole: a binary
    number holds fifteen digits of these."""
    return Decimal(f"{number:.15g}")


def to_points(number: Decimal) -> Decimal:
    return number.quantize(POINT_STEP, ROUND_HALF_UP)


def to_score(number: Decimal) -> Decimal:
    return number.quantize(SCORE_STEP, ROUND_HALF_UP)
