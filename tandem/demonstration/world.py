"""The world of the demonstration, made anew from a seed: three customers, sixty suppliers, three years of business."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from tandem.demonstration.companies import Customer, Item, Person, Supplier, Tie
from tandem.demonstration.conduct import Conduct
from tandem.demonstration.customers import customers, people
from tandem.demonstration.exports import Export, exports, span
from tandem.demonstration.items import items
from tandem.demonstration.ledger import Ledger
from tandem.demonstration.lines import Rename, Trade, play
from tandem.demonstration.rates import Rate, rates
from tandem.demonstration.stories import INTERNAL_NUMBER, OLD_NUMBER, story
from tandem.demonstration.suppliers import suppliers
from tandem.demonstration.ties import ties

SEED = 20230701
OLD_NAME_FROM_YEAR = 2.5


@dataclass(frozen=True)
class World:
    ends_on: date
    seed: int
    customers: tuple[Customer, ...]
    suppliers: tuple[Supplier, ...]
    ties: tuple[Tie, ...]
    people: tuple[Person, ...]
    rates: tuple[Rate, ...]
    trades: tuple[Trade, ...]

    def of(self, customer: Customer) -> tuple[Tie, ...]:
        return tuple(tie for tie in self.ties if tie.customer is customer)

    def exports(self, customer: Customer) -> list[Export]:
        """What the ERPs of `customer` hand over, in the order to import it: day by day, orders before receipts."""
        whole = span(self.ends_on)
        ledgers = {source.code: Ledger() for source in customer.sources}
        for trade in self.trades:
            if trade.customer is customer:
                play(trade, whole, ledgers, Random(f"{self.seed}:{trade.serial}"))
        found = [
            export
            for code, ledger in ledgers.items()
            for export in exports(customer.slug, code, ledger, self.ends_on)
        ]
        return sorted(found, key=lambda export: export.day)


def build(ends_on: date, *, seed: int = SEED, share: float = 1.0) -> World:
    """The world up to `ends_on`; `share` scales the number of order lines, for tests that need only a few."""
    rng = Random(seed)
    buyers, sellers = customers(rng), suppliers(seed)
    drawn = list(ties(buyers, sellers))
    return World(
        ends_on=ends_on,
        seed=seed,
        customers=buyers,
        suppliers=sellers,
        ties=tuple(tie for tie, _ in drawn),
        people=people(),
        rates=tuple(rates(ends_on, seed)),
        trades=tuple(_trades(drawn, buyers, seed, share)),
    )


def _trades(
    drawn: list[tuple[Tie, Conduct]], buyers: tuple[Customer, ...], seed: int, share: float
) -> Iterator[Trade]:
    def catalogue(
        serial: int, categories: tuple[str, ...], currency: str, customer: Customer
    ) -> tuple[Item, ...]:
        return items(
            categories, currency, serial, Random(f"{seed}:items:{serial}"), chinese=customer.country == "CN"
        )

    def scaled(conduct: Conduct) -> Conduct:
        return replace(conduct, lines_per_month=conduct.lines_per_month * share)

    for serial, (tie, conduct) in enumerate(drawn, start=1):
        yield Trade(
            serial=serial,
            customer=tie.customer,
            sites=tie.sites,
            currency=tie.currency,
            items=catalogue(serial, tie.categories, tie.currency, tie.customer),
            keys={site: number.key for number in tie.numbers for site in number.sites},
            conduct=scaled(conduct),
            rename=Rename(OLD_NAME_FROM_YEAR, 0.3, OLD_NUMBER) if tie.story == "old-name" else None,
        )
    warehouse = story("internal")
    owner = next(buyer for buyer in buyers if buyer.slug == warehouse.customer)
    serial = len(drawn) + 1
    yield Trade(
        serial=serial,
        customer=owner,
        sites=("BRN",),
        currency=owner.currency,
        items=catalogue(serial, ("bearings", "castings"), owner.currency, owner),
        keys={"BRN": INTERNAL_NUMBER},
        conduct=scaled(warehouse.conduct or Conduct()),
    )
