"""Order lines played out day by day: ordered, confirmed, moved, received, inspected, invoiced, paid.

Each row is given with the day on which the ERP first shows it like this, so that `exports.py` can say what an export
of any day would have held.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from zlib import crc32

from tandem.demonstration.companies import Customer, Item
from tandem.demonstration.conduct import Conduct, at
from tandem.demonstration.ledger import TEN_THOUSAND, Ledger, Seen, Span, weekday_after, weekday_before

RESPONSIBILITIES = ("accepted",) * 7 + ("rejected",)
DISPOSITIONS = ("returned", "returned", "sorted", "reworked", "scrapped")

BILLS_OF_100 = 62
Bill = tuple[str | None, int | None, int | None]
"""Instrument, day of issue and of maturity."""
UNPAID: Bill = (None, None, None)

Change = tuple[int, str, int]
"""From a day on, one of a line's dates is another day."""


@dataclass(frozen=True)
class Rename:
    """From `year` on, this share of the orders is booked under another supplier key."""

    year: float
    share: float
    key: str


@dataclass(frozen=True)
class Trade:
    """One stream of orders, under one supplier key at each site; `serial` keeps document numbers apart."""

    serial: int
    customer: Customer
    sites: tuple[str, ...]
    currency: str
    items: tuple[Item, ...]
    keys: dict[str, str]
    conduct: Conduct
    rename: Rename | None = None


def play(trade: Trade, span: Span, ledgers: dict[str, Ledger], rng: Random) -> None:
    """Add the rows of every order of `trade` between the days of `span` to the ledger of its source."""
    for number, (day, size) in enumerate(_orders(trade.conduct, span, rng), start=1):
        site = trade.sites[0] if rng.random() < 0.6 else rng.choice(trade.sites)
        source = trade.customer.source_of(site).code
        _Order(
            trade, span, ledgers[source], rng, source, site, day, f"45{trade.serial:03d}{number:05d}"
        ).place(size)


def _orders(conduct: Conduct, span: Span, rng: Random) -> Iterator[tuple[int, int]]:
    """The day of every order and how many lines it has."""
    if conduct.deliveries:
        first, last = span.day(conduct.first_year), span.last - conduct.lead_days - 10
        for place in range(conduct.deliveries):
            yield weekday_before(first + (last - first) * place // max(conduct.deliveries - 1, 1)), 1
        return
    day: float = span.day(conduct.first_year)
    gap = 30.44 / conduct.lines_per_month * 2.0
    while True:
        day += rng.expovariate(1.0) * gap
        if day > span.last:
            return
        yield weekday_before(int(day)), 1 + int(rng.random() * 3)


class _Order:
    """One purchase order while it is written; its lines share site, source, supplier key and day."""

    def __init__(
        self,
        trade: Trade,
        span: Span,
        ledger: Ledger,
        rng: Random,
        source: str,
        site: str,
        day: int,
        document: str,
    ) -> None:
        self.trade, self.conduct, self.ledger, self.rng = trade, trade.conduct, ledger, rng
        self.span, self.source, self.site, self.day, self.document = span, source, site, day, document
        self.year = span.year(day)
        self.supplier_key = trade.keys[site]
        rename = trade.rename
        if rename and self.year >= rename.year and rng.random() < rename.share:
            self.supplier_key = rename.key

    def place(self, size: int) -> None:
        for line in range(1, size + 1):
            _Line(self, str(10 * line)).play()


class _Line:
    """One order line from order to payment."""

    def __init__(self, order: _Order, line: str) -> None:
        self.order, self.line = order, line
        rng, conduct = order.rng, order.conduct
        self.item = rng.choice(order.trade.items)
        pieces = max(1, int(self.item.usual_quantity * (0.5 + rng.random())))
        self.pieces = pieces - pieces % 10 if pieces > 100 else pieces
        self.baseline = int(self.item.price * TEN_THOUSAND)
        growth = (1 + conduct.price_creep) ** order.year
        self.price = max(
            1, round(self.baseline * conduct.price_level * growth * (0.995 + 0.01 * rng.random()))
        )
        lead = conduct.lead_days * (0.8 + 0.4 * rng.random())
        self.requested = weekday_before(order.day + max(3, round(lead)))
        self.first_confirmed = self.latest_confirmed = self.requested
        self.arrival = self.requested

    def play(self) -> None:
        rng = self.order.rng
        mistyped = rng.random() < 0.003  # a price ten times too high, put right with the confirmation
        self._show(self.order.day, price=self.price * 10 if mistyped else 0, confirmed=False)
        changes = self._arrive()
        confirmed_on = self.order.day + 1 + int(rng.random() * 3)
        self._show(confirmed_on)
        for day, date, value in sorted(changes + self._moves_by_buyer()):
            setattr(self, date, value)
            self._show(max(day, confirmed_on))
        if rng.random() < self.order.conduct.cancelled:
            self._show((self.order.day + self.requested) // 2 + 1, status="cancelled")
            return
        self._receive()

    def _arrive(self) -> list[Change]:
        """Decide when the goods come, and what the supplier says about it before."""
        rng, conduct = self.order.rng, self.order.conduct
        if rng.random() < at(conduct.on_time, self.order.span.year(self.requested)):
            early = int(rng.random() * (conduct.early_days + 1))
            self.arrival = max(weekday_before(self.requested - early), self.order.day + 2)
            return []
        late = max(1, round(rng.expovariate(1.0 / conduct.days_late)))
        self.arrival = weekday_after(self.requested + late)
        announced = rng.random()
        if announced < 0.3:  # the first promise is later than what was asked
            self.first_confirmed = self.latest_confirmed = self.arrival
        elif announced < 0.3 + conduct.supplier_moves:
            return [(self.requested - 6, "latest_confirmed", self.arrival)]
        return []

    def _moves_by_buyer(self) -> list[Change]:
        """The customer changes the requested date; the goods come as they were first promised."""
        rng, conduct = self.order.rng, self.order.conduct
        notice = self.requested - self.order.day
        if notice < 21 or rng.random() >= conduct.buyer_moves:
            return []
        day = self.order.day + round(notice * (0.25 + 0.3 * rng.random()))
        shift = 7 + int(rng.random() * 15)
        if rng.random() < (0.9 if conduct.buyer_moves > 0.2 else 0.4):
            return [(day, "requested", max(weekday_before(self.requested - shift), day + 4))]
        return [(day, "requested", weekday_before(self.requested + shift))]

    def _receive(self) -> None:
        rng, conduct = self.order.rng, self.order.conduct
        last = self.arrival
        received = self.pieces
        chance = rng.random()
        if chance < conduct.partial and self.pieces > 1:
            part = max(1, int(self.pieces * (0.4 + 0.3 * rng.random())))
            self._receipt(
                max(
                    self.order.day + 1,
                    weekday_before(min(self.requested, self.arrival) - int(rng.random() * 5)),
                ),
                part,
            )
            self._receipt(last, self.pieces - part)
        elif chance < conduct.partial + conduct.reversed:
            taken = self._receipt(last, self.pieces)
            self._receipt(weekday_after(last + 1), self.pieces, reverses=taken)
            last = weekday_after(last + 3)
            self._receipt(last, self.pieces)
        elif chance < conduct.partial + conduct.reversed + conduct.closed_short and self.pieces > 10:
            received = int(self.pieces * (0.75 + 0.2 * rng.random()))
            self._receipt(last, received)
            last += 10
        else:
            self._receipt(last, self.pieces)
        self._show(last, status="closed")
        self._invoice(last, received)

    def _receipt(self, day: int, pieces: int, reverses: str | None = None) -> str:
        order = self.order
        ledger = order.ledger
        document = f"50{order.trade.serial:03d}{len(ledger.receipts):06d}"
        ledger.receipts.append(
            Seen(day, (
                order.source, order.supplier_key, document, "1", order.document, self.line, "1", day,
                pieces * TEN_THOUSAND, "reversal" if reverses else "receipt", reverses, "1" if reverses else None,
                self.item.code, order.site,
            ))
        )  # fmt: skip
        if not reverses:
            self._inspect(day, pieces)
        return document

    def _inspect(self, day: int, pieces: int) -> None:
        rng, conduct, year = self.order.rng, self.order.conduct, self.order.span.year(day)
        if rng.random() < conduct.inspected:
            found = weekday_after(day + int(rng.random() * 3))
            if rng.random() < at(conduct.defective_lots, year):
                defective = max(1, round(pieces * conduct.defect_share * (0.5 + rng.random())))
                disposition = "concession" if rng.random() < conduct.conceded else rng.choice(DISPOSITIONS)
                self._quality(found, "incoming", pieces, min(defective, pieces), disposition)
            else:
                self._quality(found, "incoming", min(pieces, 13 + pieces // 20), 0, "accepted")
        receipts_a_year = 12.0 * (conduct.lines_per_month if not conduct.deliveries else 1.0)
        if rng.random() * receipts_a_year < conduct.line_finds:
            stopped = rng.random() * conduct.line_finds < conduct.line_stops
            self._quality(
                weekday_after(day + 3 + int(rng.random() * 18)),
                "line",
                None,
                1 + int(pieces * 0.01 * rng.random()),
                "sorted",
                stopped,
            )
        if rng.random() * receipts_a_year < conduct.field_finds:
            place = "customer" if rng.random() < 0.6 else "field"
            self._quality(
                day + 40 + int(rng.random() * 120), place, None, 1 + int(rng.random() * 4), "scrapped"
            )

    def _quality(
        self,
        day: int,
        found_at: str,
        inspected: int | None,
        defective: int,
        disposition: str,
        stopped: bool = False,
    ) -> None:
        order, rng = self.order, self.order.rng
        events = order.ledger.quality_events
        event = f"Q{order.trade.serial:03d}{len(events):06d}"
        judged = "accepted" if stopped else rng.choice(RESPONSIBILITIES)
        minutes = 20 + int(rng.random() * 220) if stopped else None
        for seen, responsibility in ((day, "open"), (day + 10 + int(rng.random() * 20), judged)):
            events.append(
                Seen(seen, (
                    order.source, order.supplier_key, event, found_at, day, self.item.code, self.item.category,
                    order.site, order.document, None if inspected is None else inspected * TEN_THOUSAND,
                    defective * TEN_THOUSAND, disposition, responsibility, "line_stop" if stopped else None, minutes,
                ))
            )  # fmt: skip
            if not defective:
                return

    def _invoice(self, received_on: int, pieces: int) -> None:
        order, rng = self.order, self.order.rng
        expected = self._money(pieces * self.price)
        amount = expected
        if rng.random() < order.conduct.invoice_wrong:
            amount = self._money(expected * (1 + rng.choice((-1, 1, 1)) * (0.01 + 0.1 * rng.random())))
        issued = weekday_after(received_on + int(rng.random() * 5))
        terms = (30, 45, 60, 90)[order.trade.serial % 4]
        from_receipt = order.trade.serial % 5 == 0
        due = (received_on if from_receipt else issued) + terms
        paid = weekday_after(self._paid(due))
        invoice = f"R{order.trade.serial:03d}-{order.document[-5:]}-{self.line}"
        settled = max(paid, issued)
        for seen, paid_date, bill in ((issued, None, UNPAID), (settled, settled, self._bill(settled))):
            order.ledger.invoices.append(
                Seen(seen, (
                    order.source, order.supplier_key, invoice, "1", order.document, issued, amount, expected,
                    order.trade.currency, f"{terms} days net", terms, "receipt" if from_receipt else "invoice", due,
                    paid_date, self.item.category, order.site, *bill,
                ))
            )  # fmt: skip

    def _bill(self, settled: int) -> Bill:
        """What it was paid by. A customer that pays by bill hands over an acceptance bill for most invoices in yuan,
        issued up to three days before, which matures after three or six months; six is the longest allowed.

        Drawn from the line's own number and not from the common source of chance, so that nothing else changes.
        """
        trade = self.order.trade
        if not trade.customer.pays_by_bill or trade.currency != "CNY":
            return ("transfer", None, None)
        draw = crc32(f"{self.order.document}-{self.line}".encode()) % 100
        if draw >= BILLS_OF_100:
            return ("transfer", None, None)
        issued = weekday_before(settled - draw % 4)
        kind = "commercial_acceptance" if draw % 5 == 0 else "bank_acceptance"
        return (kind, issued, issued + (180 if draw % 3 else 90))

    def _paid(self, due: int) -> int:
        rng, late = self.order.rng, self.order.trade.customer.pays_late_days
        if late:
            return due + (0 if rng.random() < 0.2 else round(rng.gauss(late * 1.25, 7)))
        return due + 2 + int(rng.random() * 9) if rng.random() < 0.04 else due - 3 - int(rng.random() * 5)

    def _money(self, amount: float) -> int:
        """To the cent, or the whole yen."""
        unit = TEN_THOUSAND if self.order.trade.currency == "JPY" else TEN_THOUSAND // 100
        return round(amount / unit) * unit

    def _show(self, day: int, status: str = "open", price: int = 0, confirmed: bool = True) -> None:
        """The line as the ERP shows it from `day` on."""
        order, unit_price = self.order, price or self.price
        order.ledger.order_lines.append(
            Seen(day, (
                order.source, order.supplier_key, order.document, self.line, "1", self.item.code, self.item.name,
                self.item.category, order.site, self.item.unit, order.day, self.requested,
                self.first_confirmed if confirmed else None, self.latest_confirmed if confirmed else None,
                self.pieces * TEN_THOUSAND, unit_price, self.baseline, self._money(self.pieces * unit_price),
                order.trade.currency, None, status,
            ))
        )  # fmt: skip
