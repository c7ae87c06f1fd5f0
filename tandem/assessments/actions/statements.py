"""Statements kept, corrected and removed; one that does not balance is refused with the difference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor, day_of
from tandem.accounts.models import Organization
from tandem.accounts.rules import require
from tandem.assessments import ratios
from tandem.assessments.models import Statement
from tandem.assessments.rules import statements as rules
from tandem.core import formats
from tandem.core.errors import Refused
from tandem.relationships.models import Relationship

EARLIEST = 1950


@dataclass(frozen=True)
class Given:
    """A year as it was typed or read; a line that is not in `lines` is not known."""

    year_end: date
    currency: str
    lines: Mapping[str, Decimal]
    unit: int = 1
    months: int = 12
    standard: str = Statement.Standard.CAS
    audited_by: str = ""
    file_name: str = ""
    places: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def save_statement(
    organization: Organization,
    given: Given,
    *,
    by: Actor,
    now: datetime,
    relationship: Relationship | None = None,
    replacing: Statement | None = None,
) -> Statement:
    """Keep a year's statement; one of the same year, or the one that is corrected (`replacing`), is replaced.

    `relationship` is the customer's that keeps it of its supplier; None for one's own. Raises Refused for amounts that
    do not balance.
    """
    require(rules.can_keep(by, organization, relationship))
    check(given, today=day_of(now))
    kept = Statement.objects.select_for_update().filter(organization=organization, kept_by=by.organization_id)
    same = kept.filter(year_end=given.year_end).first()
    if replacing is not None and same is not None and same.pk != replacing.pk:
        raise Refused(
            _("There is a statement of %(day)s already. Correct that one, or give this one another day.")
            % {"day": _day(given.year_end)}
        )
    statement = replacing or same or Statement(organization=organization, kept_by_id=by.organization_id)
    values = _values(given)
    changes = _changes(statement, values)
    for name, value in values.items():
        setattr(statement, name, value)
    statement.saved_at, statement.saved_by_name = now, by.name[:120]
    new = statement.pk is None
    statement.save()
    audit.record(statement, "added" if new else "changed", by=by, changes=changes)
    if relationship is not None:
        audit.record(
            relationship, "statement_kept", by=by, changes={"year_end": ["", given.year_end.isoformat()]}
        )
    return statement


@transaction.atomic
def save_statements(
    organization: Organization,
    given: Iterable[Given],
    *,
    by: Actor,
    now: datetime,
    relationship: Relationship | None = None,
) -> list[Statement]:
    """Several years at once, all or none."""
    return [save_statement(organization, each, by=by, now=now, relationship=relationship) for each in given]


@transaction.atomic
def remove_statement(statement: Statement, *, by: Actor, relationship: Relationship | None = None) -> None:
    require(
        rules.is_keeper(by, statement) and rules.can_keep(by, statement.organization, relationship),
    )
    audit.record(statement, "removed", by=by, changes={"year_end": [statement.year_end, ""]})
    if relationship is not None:
        audit.record(
            relationship, "statement_removed", by=by, changes={"year_end": [str(statement.year_end), ""]}
        )
    statement.delete()


def check(given: Given, *, today: date) -> None:
    """Raises Refused for what is no statement: nothing in it, a year that has not ended, or sides that differ."""
    if not given.lines:
        raise Refused(_("The statement has no amounts. Give at least one line."))
    if given.year_end > today:
        raise Refused(_("The year to %(day)s has not ended yet.") % {"day": _day(given.year_end)})
    if given.year_end.year < EARLIEST:  # a slip of the pen, and days before it are in no calendar
        raise Refused(
            _(
                "The year to %(day)s lies too far back. Look at the year: statements from %(earliest)s on are kept."
            )
            % {"day": _day(given.year_end), "earliest": EARLIEST}
        )
    lines = {code: value.quantize(Decimal("0.01")) for code, value in given.lines.items()}
    apart = ratios.difference(ratios.Year(given.year_end, lines))
    if apart:
        raise Refused(
            _(
                "The statement of %(day)s does not balance: total assets are %(assets)s, total liabilities and total"
                " equity together %(other)s; the difference is %(difference)s. Correct the line that is wrong."
            )
            % {
                "day": _day(given.year_end),
                "assets": f"{lines['total_assets']:,}",
                "other": f"{lines['total_liabilities'] + lines['total_equity']:,}",
                "difference": f"{apart:,}",
            }
        )
    total, other = lines.get("total_assets"), lines.get("liabilities_and_equity")
    if total is not None and other is not None and total != other:
        raise Refused(
            _(
                "The statement of %(day)s does not balance: total assets are %(assets)s, the total of liabilities and"
                " equity is %(other)s; the difference is %(difference)s. Correct the line that is wrong."
            )
            % {
                "day": _day(given.year_end),
                "assets": f"{total:,}",
                "other": f"{other:,}",
                "difference": f"{total - other:,}",
            }
        )


def _values(given: Given) -> dict[str, Any]:
    return {
        "year_end": given.year_end,
        "months": given.months,
        "currency": given.currency,
        "unit": given.unit,
        "standard": given.standard,
        "audited_by": given.audited_by[:120],
        "lines": {code: str(value.quantize(Decimal("0.01"))) for code, value in given.lines.items()},
        "origin": Statement.Origin.FILE if given.file_name else Statement.Origin.TYPED,
        "file_name": given.file_name[:200],
        "places": dict(given.places),
    }


def _changes(statement: Statement, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """The lines that differ one by one, the rest of the record as it is."""
    if statement.pk is None:
        return {"year_end": ["", values["year_end"]]}
    plain = {name: value for name, value in values.items() if name not in ("lines", "places")}
    codes = {**statement.lines, **values["lines"]}
    old, new = statement.lines, values["lines"]
    lines = {code: [old.get(code, ""), new.get(code, "")] for code in codes if old.get(code) != new.get(code)}
    return audit.differences(statement, plain) | lines


def _day(on: date) -> str:
    return formats.day(on, get_language() or "en")
