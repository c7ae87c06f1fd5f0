"""Exchange rates: one a month and pair, a slow random walk; the peso's are kept for the last ten months only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from tandem.demonstration.items import PER_EURO
from tandem.demonstration.stories import RATELESS_CURRENCY

PAIRS = (("JPY", "EUR"), ("USD", "EUR"), ("EUR", "CNY"), ("MYR", "CNY"), ("MXN", "USD"))
RATELESS_MONTHS = 10  # the rates of the rateless currency begin so many months before the last one


@dataclass(frozen=True)
class Rate:
    """One unit of `currency` is `rate` units of `into`, from `day` until the next rate."""

    currency: str
    into: str
    day: date
    rate: Decimal


def rates(ends_on: date, seed: int) -> Iterator[Rate]:
    """Forty-two months up to that of `ends_on`, so that every fact of three years finds its rate."""
    last = ends_on.year * 12 + ends_on.month - 1
    for currency, into in PAIRS:
        rng = Random(f"{seed}:{currency}:{into}")
        rate = PER_EURO[into] / PER_EURO[currency]
        for index in range(last - 41, last + 1):
            rate *= 1 + rng.gauss(0, 0.008)
            if currency == RATELESS_CURRENCY and last - index > RATELESS_MONTHS:
                continue
            yield Rate(currency, into, date(index // 12, index % 12 + 1, 1), Decimal(f"{rate:.6g}"))
