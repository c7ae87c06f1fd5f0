"""What a reward or penalty comes to: from order lines, by a rate, to a sum under its cap. Exact decimals throughout.

Amounts are positive here; which side they are owed to is the record's to say. Every amount is a whole number of the
currency's smallest unit (`places` decimals), rounded half up, as invoices are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

HUNDRED = Decimal(100)
ZERO = Decimal(0)
WEEK = 7


class Per(StrEnum):
    """What the rate is counted by."""

    LINE = "line"
    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class Rate:
    """`percent` of a line's value, once or for each day or begun week that it is late; of one line never more than
    `most` per cent of its value."""

    percent: Decimal
    per: Per = Per.LINE
    most: Decimal | None = None


def of_line(value: Decimal, days_late: int, rate: Rate, places: int) -> Decimal:
    """What one line comes to, 0 for a line without value; by day and by week a line that is not late comes to 0."""
    percent = rate.percent * _times(days_late, rate.per)
    if rate.most is not None:
        percent = min(percent, rate.most)
    return share_of(max(value, ZERO), percent, places)


def share_of(value: Decimal, percent: Decimal, places: int) -> Decimal:
    return (value * percent / HUNDRED).quantize(_unit(places), ROUND_HALF_UP)


def lowest(*caps: Decimal | None) -> Decimal | None:
    """The cap that binds, of those there are."""
    return min((cap for cap in caps if cap is not None), default=None)


def capped(amounts: Sequence[Decimal], cap: Decimal | None, places: int) -> list[Decimal]:
    """The amounts cut down in proportion so that together they are the cap, where they exceed it.

    What rounding down leaves over goes, one unit each, to those that lost the largest fraction (Hamilton's method of
    largest remainders), the earlier first. No amount grows; the sum is min(sum of amounts, cap) rounded down to a unit.
    Counted in whole units: a quotient of decimals would be rounded, however many digits it has.
    """
    if cap is None or sum(amounts, ZERO) <= cap:
        return list(amounts)
    units = [int(amount.scaleb(places)) for amount in amounts]
    total, most = sum(units), int(max(cap, ZERO).scaleb(places))
    shares = [divmod(each * most, total) if total else (0, 0) for each in units]
    cut = [share for share, _lost in shares]
    losers = sorted(range(len(units)), key=lambda place: (-shares[place][1], place))
    for place in losers[: most - sum(cut)]:
        cut[place] += 1
    return [Decimal(each).scaleb(-places) for each in cut]


def _times(days_late: int, per: Per) -> int:
    if per == Per.LINE:
        return 1
    days = max(days_late, 0)
    return days if per == Per.DAY else -(-days // WEEK)


def _unit(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)
