"""Exchange rates into the customer's currency, imported by CSV; each import makes a new version of the table."""

from collections.abc import Mapping as Table
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.models import Organization
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.core.reading import Source, read
from tandem.facts import clauses, rules, samples
from tandem.facts.header_words import RATE_WORDS
from tandem.facts.models import ExchangeRate, RatesVersion
from tandem.facts.proposing import LIKELY, likeness
from tandem.facts.reasons import CURRENCIES

Rates = dict[tuple[str, date], Decimal]


def import_rates(path: Path, *, by: Actor) -> int:
    """Add the rates of a file with the columns currency, day and rate; how many were new or changed.

    All or nothing: raises Refused, naming the row, for a rate that cannot be read.
    """
    require(rules.can_import(by))
    return save_rates(rates_in(read(path)), by=by)


@transaction.atomic
def save_rates(rates: Table[tuple[str, date], Decimal], *, by: Actor) -> int:
    """Add rates by (currency, first day); an earlier rate of the same day ends with the old version."""
    require(rules.can_import(by))
    customer = Organization.objects.get(pk=by.organization_id)
    RatesVersion.objects.get_or_create(customer=customer)
    version = RatesVersion.objects.select_for_update().get(customer=customer)
    present = {(row.currency, row.day): row for row in ExchangeRate.objects.visible_to(by).in_force()}
    changed = {key: rate for key, rate in rates.items() if key not in present or present[key].rate != rate}
    if not changed:
        return 0
    version.number += 1
    version.save(update_fields=["number"])
    replaced = [present[key].pk for key in changed if key in present]
    ExchangeRate.objects.filter(pk__in=replaced).update(until_version=version.number)
    ExchangeRate.objects.bulk_create(
        ExchangeRate(customer=customer, currency=currency, day=day, rate=rate, since_version=version.number)
        for (currency, day), rate in changed.items()
    )
    audit.record(
        customer,
        "rates_imported",
        by=by,
        changes={"version": [version.number - 1, version.number], "rates": ["", len(changed)]},
    )
    return len(changed)


def rates_in(source: Source) -> Rates:
    """The file's rates by (currency, day), its columns told by their names. Raises Refused, naming the row."""
    cells = {role: source.cell(_column(source, role)) for role in ("currency", "day", "rate")}
    numbers = samples.distinct(source.table[cells["rate"]].to_pylist())
    decimal, thousands = samples.marks_of(numbers)
    days = samples.dates_of(samples.distinct(source.table[cells["day"]].to_pylist()))
    formats = (*(days.formats if days else ()), *clauses.ISO_DATES)
    currency = f"upper(trim({cells['currency']}))"
    day = clauses.date(clauses.cleaned(cells["day"], ()), formats)
    rate = clauses.number(
        clauses.cleaned(cells["rate"], ()), "decimal(18, 8)", decimal=decimal, thousands=thousands
    )
    with duckdb.connect() as connection:
        connection.register("cells", source.table)
        rows = connection.execute(f"select row, {currency}, {day}, {rate} from cells order by row").fetchall()
    return _checked(rows)


def _column(source: Source, role: str) -> str:
    score, name = max((likeness(name, RATE_WORDS[role]), name) for name in source.columns)
    if score < LIKELY:
        roles = {"currency": _("currency"), "day": _("day"), "rate": _("rate")}
        raise Refused(
            _(
                "The file has no column for the %(role)s. Name its columns currency, day and rate; it has: %(columns)s."
            )
            % {"role": roles[role], "columns": ", ".join(source.columns)}
        )
    return name


def _checked(rows: list[tuple[int, str | None, date | None, Decimal | None]]) -> Rates:
    rates: Rates = {}
    for row, currency, day, rate in rows:
        if currency is None or currency not in CURRENCIES or day is None or rate is None or rate <= 0:
            raise Refused(
                _("Row %(row)d is no rate: it needs a currency code, a day and a number above zero.")
                % {"row": row}
            )
        if rates.setdefault((currency, day), rate) != rate:
            raise Refused(
                _("Row %(row)d gives another rate for %(currency)s on the same day.")
                % {"row": row, "currency": currency}
            )
    if not rates:
        raise Refused(_("The file has no rates in it."))
    return rates
