"""From a policy and a published card to amounts: the order lines they rest on, what these come to, and the cap.

Each currency is reckoned by itself: amounts of two currencies are never added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from tandem.accounts.actor import Actor
from tandem.incentives import amounts
from tandem.incentives.currencies import places
from tandem.incentives.models import ConsequenceLine, Kind, Policy
from tandem.incentives.models.policies import MONEY
from tandem.lake.lines import LONGEST_PAGE
from tandem.scorecards import measuring
from tandem.scorecards.models import Card, Kpi
from tandem.scorecards.queries.corrections import set_aside

# What says of a line of the deliveries view that it failed.
FLAGS = ("is_on_time_in_full", "is_on_time", "is_in_full", "is_accurate")
Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One order line that failed, and what it comes to before and after the cap."""

    key: Key
    item: str
    due: date | None
    delivered: date | None
    days_late: int
    value: Decimal
    moved_by_customer: int
    uncapped: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What a policy comes to in one currency. `taken` are lines that another penalty rests on already, and `worthless`
    those without a value; neither counts."""

    currency: str
    base_value: Decimal | None
    uncapped: Decimal
    cap: Decimal | None
    amount: Decimal
    lines: list[Line] = field(default_factory=list)
    taken: list[Key] = field(default_factory=list)
    worthless: int = 0


def flag_of(kpi: Kpi) -> str:
    """The flag by which the KPI's lines fail; empty where single lines do not fail it."""
    used = measuring.columns_used(kpi.measured_as)
    return next((flag for flag in FLAGS if flag in used), "") if kpi.measured_as.view == "deliveries" else ""


def reckon(actor: Actor, policy: Policy, card: Card, kpi: Kpi | None) -> list[Reckoned]:
    """What the policy comes to for a card, one entry a currency; none where it comes to nothing. `kpi` is the version
    of `policy.lines_of` that the card's run is pinned to."""
    if policy.effect not in MONEY:
        return []
    if policy.base == Policy.Base.FIXED:
        amount = policy.amount or Decimal(0)
        return [Reckoned(policy.currency, None, amount, None, amount)]
    if kpi is None:
        return []
    by_currency: dict[str, list[dict[str, Any]]] = {}
    for row in _rows(actor, card, kpi):
        by_currency.setdefault(row.get("currency") or "", []).append(row)
    worthless = len(by_currency.pop("", []))
    found = [
        _reckoned(policy, currency, rows, flag_of(kpi), card, worthless)
        for currency, rows in sorted(by_currency.items())
    ]
    return [each for each in found if each.amount > 0 or each.taken]


def _rows(actor: Actor, card: Card, kpi: Kpi) -> Iterator[dict[str, Any]]:
    """Every line behind the KPI's value; none where the criterion as a whole was set aside on the card."""
    if (card.relationship_id, kpi.code) in set_aside(
        card.run, card.corrections_version, [card.relationship_id]
    ).whole:
        return
    offset, total = 0, 1
    while offset < total:
        page = measuring.rows_behind(actor, card, kpi, offset=offset, limit=LONGEST_PAGE)
        yield from page.table.to_pylist()
        offset, total = offset + LONGEST_PAGE, page.total


def again(
    policy: Policy | None, base_value: Decimal | None, lines: Iterable[ConsequenceLine], currency: str
) -> Reckoned:
    """The same for lines that are known already: after one of them was set aside. The cap stays what the policy makes
    of the period's value."""
    kept = list(lines)
    uncapped = [line.uncapped for line in kept]
    cap = _cap(policy, base_value, currency) if policy else None
    cut = amounts.capped(uncapped, cap, places(currency))
    total = sum(uncapped, Decimal(0))
    for line, amount in zip(kept, cut, strict=True):
        line.amount = amount
    return Reckoned(currency, base_value, total, cap, sum(cut, Decimal(0)))


def _reckoned(
    policy: Policy, currency: str, rows: list[dict[str, Any]], flag: str, card: Card, worthless: int
) -> Reckoned:
    digits = places(currency)
    base_value = sum((row["line_value"] for row in rows if row["line_value"]), Decimal(0))
    cap = _cap(policy, base_value, currency)
    if policy.base == Policy.Base.PERIOD:
        uncapped = amounts.share_of(max(base_value, Decimal(0)), policy.rate or Decimal(0), digits)
        [amount] = amounts.capped([uncapped], cap, digits)
        return Reckoned(currency, base_value, uncapped, cap, amount)
    failed = [row for row in rows if row[flag] is False]
    valued = [row for row in failed if row["line_value"]]
    taken = _taken(card, valued) if policy.kind == Kind.PENALTY else set()
    counted = [row for row in valued if key_of(row) not in taken]
    each = [
        amounts.of_line(row["line_value"], row.get("days_late") or 0, policy.line_rate, digits)
        for row in counted
    ]
    cut = amounts.capped(each, cap, digits)
    lines = [
        _line(row, uncapped, amount)
        for row, uncapped, amount in zip(counted, each, cut, strict=True)
        if uncapped > 0
    ]
    return Reckoned(
        currency,
        base_value,
        sum(each, Decimal(0)),
        cap,
        sum(cut, Decimal(0)),
        lines,
        sorted(taken),
        worthless + len(failed) - len(valued),
    )


def failing(actor: Actor, card: Card, kpi: Kpi) -> set[Key]:
    """The lines that fail the KPI by the card as it stands."""
    flag = flag_of(kpi)
    return {key_of(row) for row in _rows(actor, card, kpi) if flag and row[flag] is False}


def key_of(row: Mapping[str, Any]) -> Key:
    return (row["source"], row["document"], row["line"], row["schedule_line"])


def _line(row: Mapping[str, Any], uncapped: Decimal, amount: Decimal) -> Line:
    return Line(
        key_of(row),
        row.get("item_name") or row.get("item") or "",
        row.get("due_date"),
        row.get("delivered_date"),
        row.get("days_late") or 0,
        row["line_value"],
        row.get("requested_changes") or 0,
        uncapped,
        amount,
    )


def _cap(policy: Policy, base_value: Decimal | None, currency: str) -> Decimal | None:
    """An absolute cap holds in its own currency alone: for lines in another the rate's cap is left."""
    by_rate = None
    if policy.cap_rate is not None and base_value is not None:
        by_rate = amounts.share_of(max(base_value, Decimal(0)), policy.cap_rate, places(currency))
    absolute = policy.cap_amount if policy.currency == currency else None
    return amounts.lowest(by_rate, absolute)


def _taken(card: Card, rows: list[dict[str, Any]]) -> set[Key]:
    """Which of the lines another penalty rests on already."""
    punished = ConsequenceLine.objects.filter(
        customer=card.run.customer_id,
        stands=True,
        penal=True,
        document__in={row["document"] for row in rows},
    ).values_list("source", "document", "line", "schedule_line")
    return set(punished) & {key_of(row) for row in rows}
