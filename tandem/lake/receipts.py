"""Receipts net of reversals: what an order line has really received, and when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Posting:
    """One receipt or reversal of an order schedule line."""

    document: str
    line: str
    day: date
    quantity: Decimal
    reversal: bool = False
    reverses: tuple[str, str] | None = None
    """the receipt's document and line, where the reversal names them"""


def net(postings: Iterable[Posting]) -> list[tuple[date, Decimal]]:
    """Received quantity by day after reversals, earliest first, days with nothing left out.

    A reversal reduces the receipt it names; what is left of it, or all of it where it names none or one that is not
    there, reduces the latest receipts on or before its day, latest first. It never reduces below nothing.
    """
    ordered = sorted(postings, key=lambda posting: (posting.day, posting.document, posting.line))
    receipts = [posting for posting in ordered if not posting.reversal]
    left = [posting.quantity for posting in receipts]
    for reversal in (posting for posting in ordered if posting.reversal):
        remaining = reversal.quantity
        for index in _reduced_by(reversal, receipts):
            taken = min(left[index], remaining)
            left[index] -= taken
            remaining -= taken
    days: dict[date, Decimal] = {}
    for receipt, quantity in zip(receipts, left, strict=True):
        if quantity > 0:
            days[receipt.day] = days.get(receipt.day, Decimal(0)) + quantity
    return list(days.items())


def _reduced_by(reversal: Posting, receipts: Sequence[Posting]) -> list[int]:
    """The receipts a reversal reduces, by index, in the order it does."""
    before = [i for i in range(len(receipts) - 1, -1, -1) if receipts[i].day <= reversal.day]
    named = [i for i, receipt in enumerate(receipts) if (receipt.document, receipt.line) == reversal.reverses]
    return named + [i for i in before if i not in named]
