"""A supplier's own deliveries held against the customer's, order line by order line.

Both sides are summed over an order line: the quantity of all its deliveries, and the day of the last. The customer's
day is the one on which the ordered quantity was complete; while it is not, only quantities are compared. Numbers are
matched without leading zeros and letter case, as every ERP pads them differently. What the customer received counts
as missing here only between the first and the last day of the supplier's records: outside of it they say nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    SAME = "same"
    DATE = "date"
    QUANTITY = "quantity"
    BOTH = "both"
    MISSING_THERE = "missing_there"
    MISSING_HERE = "missing_here"


@dataclass(frozen=True, slots=True)
class Told:
    """One side's word about an order line, or a part of it."""

    document: str
    line: str
    day: date | None
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Compared:
    document: str
    line: str
    kind: Kind
    ours: Told | None
    theirs: Told | None

    @property
    def days(self) -> int | None:
        """How many days later the customer has it."""
        if self.ours is None or self.theirs is None or self.ours.day is None or self.theirs.day is None:
            return None
        return (self.theirs.day - self.ours.day).days

    @property
    def more(self) -> Decimal | None:
        """How much more the customer has."""
        return None if self.ours is None or self.theirs is None else self.theirs.quantity - self.ours.quantity


def compared(ours: Iterable[Told], theirs: Iterable[Told]) -> list[Compared]:
    """Every line that either side has, differences first, then by document and line."""
    own, other = _summed(ours), _summed(theirs)
    days = [told.day for told in own.values() if told.day]
    found = []
    for key in own.keys() | other.keys():
        mine, yours = own.get(key), other.get(key)
        kind = _kind(mine, yours)
        if kind is Kind.MISSING_HERE and not (
            yours and days and yours.day and min(days) <= yours.day <= max(days)
        ):
            continue
        said = mine or yours
        if said is not None:
            found.append(Compared(said.document, said.line, kind, mine, yours))
    return sorted(found, key=lambda each: (each.kind is Kind.SAME, each.document, _padded(each.line)))


def counts(found: Iterable[Compared]) -> dict[Kind, int]:
    counted = dict.fromkeys(Kind, 0)
    for each in found:
        counted[each.kind] += 1
    return counted


def _kind(ours: Told | None, theirs: Told | None) -> Kind:
    if ours is None:
        return Kind.MISSING_HERE
    if theirs is None or not theirs.quantity:
        return Kind.MISSING_THERE
    dates = theirs.day is not None and ours.day != theirs.day
    quantities = ours.quantity != theirs.quantity
    if dates and quantities:
        return Kind.BOTH
    return Kind.DATE if dates else Kind.QUANTITY if quantities else Kind.SAME


def _summed(told: Iterable[Told]) -> dict[tuple[str, str], Told]:
    found: dict[tuple[str, str], Told] = {}
    for each in told:
        key = _bare(each.document), _bare(each.line)
        before = found.get(key)
        if before is None:
            found[key] = each
            continue
        # A line of which a part is still to come has no day on which it was complete.
        day = max(before.day, each.day) if before.day and each.day else None
        found[key] = Told(before.document, before.line, day, before.quantity + each.quantity)
    return found


def _bare(number: str) -> str:
    text = number.strip().casefold()
    return text.lstrip("0") or text


def _padded(line: str) -> str:
    return line.rjust(12)
