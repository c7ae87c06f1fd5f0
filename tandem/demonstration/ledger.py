"""The words of the play: days, rows, and the ledger that holds what an ERP would ever export.

Days are whole numbers since 1970-01-01, as in an Arrow date32; quantities and money are whole numbers of
ten-thousandths, as in a decimal(18, 4).
"""

from dataclasses import dataclass, field
from typing import NamedTuple

TEN_THOUSAND = 10_000
THURSDAY = 4  # 1970-01-01 was one; Monday is 1

Row = tuple[str | int | None, ...]
"""A fact row in the column order of `tandem.lake.schemas`."""


class Seen(NamedTuple):
    """`row` as the ERP shows it from `day` on."""

    day: int
    row: Row


@dataclass
class Ledger:
    """Everything one source would ever export, fact by fact, in no order."""

    order_lines: list[Seen] = field(default_factory=list)
    receipts: list[Seen] = field(default_factory=list)
    quality_events: list[Seen] = field(default_factory=list)
    invoices: list[Seen] = field(default_factory=list)


@dataclass(frozen=True)
class Span:
    """The first and the last day of the world; `year` runs from 0 to 3 between them."""

    first: int
    last: int

    def year(self, day: int) -> float:
        return 3.0 * (day - self.first) / (self.last - self.first)

    def day(self, year: float) -> int:
        return self.first + round((self.last - self.first) * year / 3.0)


def weekday_before(day: int) -> int:
    """`day`, or the Friday before it at a weekend."""
    place = (day + THURSDAY) % 7
    return day - (2 if place == 0 else 1 if place == 6 else 0)


def weekday_after(day: int) -> int:
    """`day`, or the Monday after it at a weekend."""
    place = (day + THURSDAY) % 7
    return day + (1 if place == 0 else 2 if place == 6 else 0)
