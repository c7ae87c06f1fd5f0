"""Offers in one currency, and what a piece costs by them: all that a committee counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tandem.accounts.models import Organization
from tandem.facts.models import ExchangeRate
from tandem.sourcing.deciding.total_cost import Assumed, Expected, Offered, TotalCost, total_cost
from tandem.sourcing.models import Candidate, Offer, Selection

MILLION = Decimal(1_000_000)
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Cost:
    """What a piece of one candidate's costs. `low` and `high` where a part is not known: bounded by what the worst of
    the others does; both None where even that is not known. `missing` is a code of `wording.REASONS`."""

    offer: Offer | None = None
    whole: TotalCost | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    missing: str = ""


class Rates:
    """The customer's own table of rates, as it stands today."""

    def __init__(self, customer: Organization, today: date) -> None:
        self.own = customer.currency
        self.rates: dict[str, Decimal] = {}
        rows = ExchangeRate.objects.in_force().filter(customer=customer, day__lte=today)
        for currency, rate in rows.order_by("day").values_list("currency", "rate"):
            self.rates[currency] = rate

    def between(self, source: str, target: str) -> Decimal | None:
        """What one unit of `source` is in `target`; None where a rate is missing."""
        if source == target:
            return Decimal(1)
        first, second = self._in_own(source), self._in_own(target)
        return first / second if first and second else None

    def _in_own(self, currency: str) -> Decimal | None:
        return Decimal(1) if currency == self.own else self.rates.get(currency)


def costs(
    selection: Selection,
    candidates: Sequence[Candidate],
    expected: Mapping[int, Expected],
    today: date,
) -> dict[int, Cost]:
    """candidate → what a piece costs, in the selection's currency."""
    offers = {
        offer.candidate_id: offer
        for offer in Offer.objects.filter(candidate__in=candidates, current=True).select_related("candidate")
    }
    rates = Rates(selection.customer, today)
    worst = Expected(
        _worst([each.defect_share for each in expected.values()]),
        _worst([each.late_share for each in expected.values()]),
    )
    return {
        candidate.pk: _cost(
            selection, offers.get(candidate.pk), expected.get(candidate.pk, NOTHING), worst, rates
        )
        for candidate in candidates
    }


def kept_costs(selection: Selection, candidates: Sequence[Candidate]) -> dict[int, Cost]:
    """Those of a decided selection, as they were on that day: rates and scorecards have moved on since."""
    offers = {
        offer.candidate_id: offer for offer in Offer.objects.filter(candidate__in=candidates, current=True)
    }
    kept = {line.get("candidate"): line.get("cost") or {} for line in selection.snapshot["candidates"]}
    return {
        candidate.pk: _kept_cost(offers.get(candidate.pk), kept.get(candidate.pk, {}))
        for candidate in candidates
    }


def _kept_cost(offer: Offer | None, kept: Mapping[str, str | None]) -> Cost:
    if "price" not in kept:
        return Cost(offer, missing=kept.get("missing") or "")
    whole = TotalCost(
        currency=str(kept["currency"]),
        price=Decimal(str(kept["price"])),
        freight=Decimal(str(kept["freight"])),
        tooling=Decimal(str(kept["tooling"])),
        defects=_number(kept["defects"]),
        lateness=_number(kept["lateness"]),
        payment=Decimal(str(kept["payment"])),
    )
    return Cost(offer, whole, _number(kept["low"]), _number(kept["high"]), missing=kept.get("missing") or "")


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


NOTHING = Expected(None, None)


def price(selection: Selection, offer: Offer, rates: Rates) -> Decimal | None:
    """The price for the selection's volume in its currency; None where there is no rate."""
    rate = rates.between(offer.currency, selection.currency)
    return None if rate is None else offer.price_for(selection.volume) * rate


def _cost(
    selection: Selection, offer: Offer | None, expected: Expected, worst: Expected, rates: Rates
) -> Cost:
    if offer is None:
        return Cost(missing="no_offer")
    rate = rates.between(offer.currency, selection.currency)
    if rate is None:
        return Cost(offer, missing="no_rate")
    assumed = Assumed(
        selection.currency,
        selection.defect_cost,
        selection.lateness_cost,
        selection.capital_cost / HUNDRED,
        selection.usual_days,
    )
    # What costs nothing need not be known.
    expected = Expected(
        Decimal(0) if not selection.defect_cost else expected.defect_share,
        Decimal(0) if not selection.lateness_cost else expected.late_share,
    )
    whole = total_cost(
        Offered(
            selection.currency,
            offer.price_for(selection.volume) * rate,
            offer.freight * rate,
            offer.tooling * rate / years(selection),
            offer.payment_days,
        ),
        expected,
        assumed,
        volume=selection.volume,
    )
    if whole.total is not None:
        return Cost(offer, whole, whole.total, whole.total)
    at_worst = whole.at_least
    for own, others, cost in (
        (expected.defect_share, worst.defect_share, selection.defect_cost),
        (expected.late_share, worst.late_share, selection.lateness_cost),
    ):
        if own is None:
            if others is None:
                return Cost(offer, whole, missing="nothing_expected")
            at_worst += others * cost
    return Cost(offer, whole, whole.at_least, at_worst)


def years(selection: Selection) -> Decimal:
    """How long the need lasts: tooling is paid once for all of it."""
    return max(Decimal((selection.ends_on - selection.begins_on).days) / Decimal(365), Decimal("0.1"))


def _worst(shares: Sequence[Decimal | None]) -> Decimal | None:
    known = [share for share in shares if share is not None]
    return max(known) if known else None
