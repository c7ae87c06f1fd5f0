"""What the home page measures over all suppliers together: spend, punctuality and quality over time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import pyarrow as pa

from tandem.accounts.actor import Actor
from tandem.accounts.models import Organization
from tandem.facts import opening
from tandem.lake import kpis
from tandem.lake.dialect import Grain
from tandem.lake.measures import measure
from tandem.lake.queries import Scope
from tandem.lake.reading import Reading

MONTHLY = ("on_time_lines", "lot_acceptance", "defect_ppm", "spend")
YEARLY = ("on_time_lines", "days_late_mean", "defect_ppm", "spend")
MONTHS_SHOWN = 24
LARGEST = 10
EVERYBODY = 0  # the relationship id under which all suppliers are measured as one


@dataclass(frozen=True)
class Value:
    """One measured value; without one, `reason` says why."""

    value: float | None
    reason: str = ""


NOTHING = Value(None)


@dataclass(frozen=True)
class Figures:
    """All that the home page draws. `months` are named "2026-11"; a year is the twelve months to `ends`."""

    ends: date
    months: tuple[str, ...]
    by_month: Mapping[str, tuple[float | None, ...]]
    year: Mapping[str, Value]
    year_before: Mapping[str, Value]
    largest: tuple[tuple[int, float], ...]
    spending_suppliers: int
    make_four_fifths: int

    def change(self, kpi: str) -> float | None:
        now, before = self.year[kpi].value, self.year_before[kpi].value
        return None if now is None or before is None else now - before

    @property
    def concentration(self) -> list[tuple[int, float, float]]:
        """(relationship, spend, share of the whole up to it) of the largest suppliers, the largest first."""
        whole = self.year["spend"].value or 0.0
        rows, so_far = [], 0.0
        for relationship, amount in self.largest:
            so_far += amount
            rows.append((relationship, amount, so_far / whole if whole else 0.0))
        return rows


def month_after(day: date, months: int = 1) -> date:
    """The first day of the month so many months after the one `day` lies in."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def measure_figures(actor: Actor, pins: opening.Pins, today: date) -> Figures | None:
    """Measure the actor's facts as they are pinned; None where no order has been loaded.

    The year shown ends with the last whole month that has any, so that old facts have something to show.
    Raises Refused.
    """
    customer = Organization.objects.get(pk=actor.organization_id)
    reading = opening.open_reading(actor, customer, pins, as_of=today)
    together = _as_one(reading)
    with opening.refusing():
        last = _last_month(together, today)
        if last is None:
            return None
        ends = month_after(last)
        first_shown = month_after(ends, -MONTHS_SHOWN)
        by_month = _values(together, MONTHLY, Scope(Grain.MONTH, first_shown, ends))
        year = _totals(together, Scope(start=month_after(ends, -12), end=ends))
        before = _totals(together, Scope(start=month_after(ends, -24), end=month_after(ends, -12)))
        amounts = _spend_by_supplier(reading, Scope(start=month_after(ends, -12), end=ends))
    months = [month_after(first_shown, n) for n in range(MONTHS_SHOWN)]
    return Figures(
        ends=ends,
        months=tuple(f"{month:%Y-%m}" for month in months),
        by_month={
            code: tuple(by_month.get((code, month), NOTHING).value for month in months) for code in MONTHLY
        },
        year=year,
        year_before=before,
        largest=tuple(amounts[:LARGEST]),
        spending_suppliers=len(amounts),
        make_four_fifths=making(0.8, [amount for _, amount in amounts]),
    )


def making(share: float, amounts: list[float]) -> int:
    """How many of the amounts, the largest first, it takes to make a share of their sum."""
    wanted, so_far = share * sum(amounts), 0.0
    for count, amount in enumerate(amounts, start=1):
        so_far += amount
        if so_far >= wanted:
            return count
    return len(amounts)


def _as_one(reading: Reading) -> Reading:
    """The same facts as if one supplier had delivered all of them."""
    ids = pa.array([EVERYBODY] * reading.mapping.num_rows, pa.int64())
    at = reading.mapping.schema.get_field_index("relationship_id")
    return replace(reading, mapping=reading.mapping.set_column(at, "relationship_id", ids))


def _values(reading: Reading, codes: tuple[str, ...], scope: Scope) -> dict[tuple[str, date | None], Value]:
    shipped = kpis.shipped()
    table = measure(reading, [shipped[code] for code in codes], scope, filled=False)
    columns = (table[name].to_pylist() for name in ("kpi", "period_start", "value", "reason"))
    return {
        (kpi, start): Value(value, reason or "") for kpi, start, value, reason in zip(*columns, strict=True)
    }


def _totals(reading: Reading, scope: Scope) -> dict[str, Value]:
    found = _values(reading, YEARLY, scope)
    return {code: found.get((code, None), NOTHING) for code in YEARLY}


def _last_month(reading: Reading, today: date) -> date | None:
    """The last whole month with orders placed or due; the present one only where there is no other."""
    months = _values(reading, ("order_lines", "on_time_lines"), Scope(Grain.MONTH, end=month_after(today)))
    present = month_after(today, 0)
    busy = sorted(start for (_, start), found in months.items() if start and found.value is not None)
    return max((start for start in busy if start < present), default=busy[-1] if busy else None)


def _spend_by_supplier(reading: Reading, scope: Scope) -> list[tuple[int, float]]:
    table = measure(reading, [kpis.shipped()["spend"]], scope, filled=False)
    pairs = zip(table["relationship_id"].to_pylist(), table["value"].to_pylist(), strict=True)
    return sorted(((pk, float(value)) for pk, value in pairs if value), key=lambda pair: -pair[1])
