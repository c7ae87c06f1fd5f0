"""Where the field of a customer's suppliers stands month by month in one KPI: its quartiles, for the customer alone.

Quartiles are interpolated (type 7 of Hyndman and Fan 1996), from the suppliers that have a value in the month; with
fewer than `LEAST` of them there are none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import quantiles

from django.core.cache import cache

from tandem.accounts.actor import Actor
from tandem.accounts.models import Organization
from tandem.facts import opening
from tandem.scorecards import months
from tandem.scorecards.models import Kpi
from tandem.scorecards.months import Course

LEAST = 4
KEPT_FOR = 26 * 3600
FORM = 1  # of what is kept: count on when `Quarters` changes


@dataclass(frozen=True, slots=True)
class Quarters:
    low: float
    middle: float
    high: float
    suppliers: int

    def place(self, value: float, *, higher_is_better: bool) -> int:
        """1 for the best quarter to 4 for the last."""
        bounds = (self.low, self.middle, self.high)
        passed, beyond = sum(value >= each for each in bounds), sum(value > each for each in bounds)
        return 4 - passed if higher_is_better else 1 + beyond


def quarters(courses: Iterable[Course]) -> dict[date, Quarters]:
    by_month: dict[date, list[float]] = {}
    for course in courses:
        for month, value in zip(course.months, course.values, strict=True):
            if value is not None:
                by_month.setdefault(month, []).append(value)
    return {month: _quarters(values) for month, values in by_month.items() if len(values) >= LEAST}


def _quarters(values: list[float]) -> Quarters:
    low, middle, high = quantiles(values, n=4, method="inclusive")
    return Quarters(low, middle, high, len(values))


def kept_or_measured(actor: Actor, customer: Organization, kpi: Kpi, today: date) -> Mapping[date, Quarters]:
    """Measured once for each state of the facts and version of the KPI. Raises Refused."""
    pins = opening.pins_now(customer.pk)
    state = f"{pins.lake_version}:{pins.numbering_version}:{pins.rates_version}:{today:%Y%m%d}"
    key = f"analytics:field{FORM}:{customer.pk}:{kpi.pk}:{state}"
    found: dict[date, Quarters] | None = cache.get(key)
    if found is None:
        found = quarters(months.by_everybody(actor, customer, kpi, today).values())
        cache.set(key, found, KEPT_FOR)
    return found
