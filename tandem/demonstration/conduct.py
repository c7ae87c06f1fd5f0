"""How a supplier behaves towards one customer, in a dozen numbers; `lines.py` plays them out."""

from dataclasses import dataclass

Curve = tuple[tuple[float, float], ...]
"""Points (years since the world began, value), linear in between and level beyond its ends."""


def at(curve: Curve, year: float) -> float:
    """The value of `curve` at `year`."""
    before = curve[0]
    for point in curve:
        if point[0] >= year:
            break
        before = point
    else:
        return curve[-1][1]
    if point[0] == before[0]:
        return point[1]
    share = (year - before[0]) / (point[0] - before[0])
    return before[1] + share * (point[1] - before[1])


def level(value: float) -> Curve:
    return ((0.0, value),)


@dataclass(frozen=True)
class Conduct:
    """Shares are of order lines unless said otherwise; a rate a year is a count of events."""

    lines_per_month: float = 25.0
    first_year: float = 0.0  # when the business began
    deliveries: int = 0  # exactly so many lines in all, when not zero
    lead_days: int = 35
    on_time: Curve = ((0.0, 0.95),)  # by the date that the supplier works to
    days_late: float = 6.0  # the mean, of those late
    early_days: int = 4  # at most so many, of those on time
    partial: float = 0.08  # delivered in two receipts
    reversed: float = 0.004  # received, taken back, received again
    cancelled: float = 0.012
    closed_short: float = 0.006
    inspected: float = 0.4  # of receipts
    defective_lots: Curve = ((0.0, 0.02),)  # of inspected receipts
    defect_share: float = 0.03  # of the pieces of a defective lot
    conceded: float = 0.3  # of defective lots, taken all the same (让步接收)
    line_finds: float = 0.6  # a year, found on the customer's line
    line_stops: float = 0.1  # a year, of which the line stopped
    field_finds: float = 0.05  # a year, found at the customer's customer
    price_level: float = 1.0  # of the baseline price
    price_creep: float = 0.01  # a year
    invoice_wrong: float = 0.02  # of invoices
    buyer_moves: float = 0.03  # the customer pulls the requested date forward
    supplier_moves: float = 0.5  # of late lines, announced by a new confirmed date


EXCELLENT = Conduct(
    on_time=level(0.985), defective_lots=level(0.003), line_finds=0.1, line_stops=0.0, price_creep=0.0
)
GOOD = Conduct(on_time=level(0.955), defective_lots=level(0.012), line_finds=0.4, line_stops=0.0)
FAIR = Conduct(
    on_time=level(0.91), defective_lots=level(0.03), line_finds=1.0, line_stops=0.1, price_creep=0.02
)
WEAK = Conduct(
    on_time=level(0.83),
    days_late=9,
    defective_lots=level(0.06),
    line_finds=2.0,
    line_stops=0.3,
    price_creep=0.03,
)
POOR = Conduct(
    on_time=level(0.70),
    days_late=14,
    defective_lots=level(0.11),
    defect_share=0.06,
    line_finds=4.0,
    line_stops=0.8,
    price_creep=0.05,
    invoice_wrong=0.08,
)
