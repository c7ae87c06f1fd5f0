"""What the customers' own ledgers say of them: orders, payment, dates changed; for the supplier that they buy from."""

from dataclasses import replace
from datetime import date

import pyarrow as pa
from django.core.cache import cache
from django.http import Http404

from tandem.accounts.actor import Actor
from tandem.accounts.models import Organization
from tandem.facts import opening
from tandem.lake import kpis
from tandem.lake.measures import measure
from tandem.lake.queries import Scope
from tandem.lake.reading import Rates
from tandem.relationships.models import Relationship

KEPT_FOR = 7 * 86400
CONDUCT = ("paid_on_time", "date_changes")
CONDUCT_SHARES = ("paid_on_time", "dates_kept")
NO_RATES = pa.table(
    {
        "currency": pa.array([], pa.string()),
        "date": pa.array([], pa.date32()),
        "rate": pa.array([], pa.decimal128(18, 8)),
    }
)
Figures = dict[str, float]


def figures(actor: Actor, today: date) -> dict[int, Figures]:
    """Per relationship the portfolio's measured factors, of the twelve months to the beginning of this month.

    `orders` and `orders_before` are in the supplier's own currency: only lines in that currency count, so that no
    rate of anybody's is needed; where others exist they are missing. `paid_on_time` and `dates_kept` are shares.
    """
    currency = Organization.objects.values_list("currency", flat=True).get(pk=actor.organization_id)
    found: dict[int, Figures] = {}
    served = Relationship.objects.served_by(actor).select_related("customer").order_by("pk")
    for relationship in served:
        found[relationship.pk] = _kept(actor, relationship, currency, today)
    return found


def _kept(actor: Actor, relationship: Relationship, currency: str, today: date) -> Figures:
    """Kept for each state of the customer's facts: they are measured again when something was imported."""
    pins = opening.pins_now(relationship.customer_id)
    key = f"account1:{relationship.pk}:{currency}:{pins.lake_version}:{pins.numbering_version}:{today:%Y%m}"
    known: Figures | None = cache.get(key)
    if known is None:
        known = _measured(actor, relationship, pins, currency, today)
        cache.set(key, known, KEPT_FOR)
    return known


def _measured(
    actor: Actor, relationship: Relationship, pins: opening.Pins, currency: str, today: date
) -> Figures:
    try:
        reading = opening.open_reading(
            actor, relationship.customer, pins, as_of=today, relationships=[relationship.pk]
        )
    except Http404:
        return {}
    if not reading.mapping.num_rows:
        return {}
    reading = replace(reading, rates=Rates(currency, NO_RATES))
    ends = today.replace(day=1)
    year, before = _year_before(ends), _year_before(_year_before(ends))
    shipped = kpis.shipped()
    found: Figures = {}
    with opening.refusing():
        this = measure(reading, [shipped[code] for code in ("spend", *CONDUCT)], Scope(start=year, end=ends))
        last = measure(reading, [shipped["spend"]], Scope(start=before, end=year))
    values = {row["kpi"]: row["value"] for row in this.to_pylist() if row["value"] is not None}
    for row in last.to_pylist():
        if row["value"] is not None:
            found["orders_before"] = float(row["value"])
    if "spend" in values:
        found["orders"] = float(values["spend"])
    if "paid_on_time" in values:
        found["paid_on_time"] = float(values["paid_on_time"])
    if "date_changes" in values:
        found["dates_kept"] = 1 - float(values["date_changes"])
    return found


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1)
