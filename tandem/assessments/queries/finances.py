"""A supplier's statements side by side, with every ratio of every year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tandem.assessments import ratios
from tandem.assessments.models import Statement
from tandem.assessments.ratios import Altman, Ratio, Value, Year
from tandem.assessments.statement_lines import LINES, Line

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor

MOST_YEARS = 5


@dataclass(frozen=True)
class Finances:
    """Up to five years, the oldest first; every row has one value a year, in that order."""

    statements: tuple[Statement, ...]
    years: tuple[Year, ...]
    altmans: tuple[Altman, ...]
    ratios: dict[str, tuple[Value, ...]]

    @property
    def latest(self) -> Statement:
        return self.statements[-1]

    @property
    def altman(self) -> Altman:
        return self.altmans[-1]

    def groups(self) -> list[tuple[str, list[tuple[Ratio, tuple[Value, ...]]]]]:
        return [
            (str(label), [(each, self.ratios[each.code]) for each in ratios.RATIOS if each.group == group])
            for group, label in ratios.GROUPS.items()
        ]

    @property
    def newest_first(self) -> tuple[Statement, ...]:
        """As tables show the years; drawings go from the oldest on."""
        return self.statements[::-1]

    def line_rows(self) -> list[tuple[Line, list[tuple[Statement, str | None, str]]]]:
        """The lines that any year has, the newest year first: (line, [(statement, amount, the file's cell)])."""
        rows = []
        for line in LINES:
            cells = [
                (each, each.lines.get(line.code), each.places.get(line.code, ""))
                for each in self.newest_first
            ]
            if any(amount is not None for _each, amount, _place in cells):
                rows.append((line, cells))
        return rows

    @property
    def alike(self) -> bool:
        """Whether the years are in one currency, so that amounts may be drawn side by side."""
        return len({each.currency for each in self.statements}) == 1


def finances_of(statements: Sequence[Statement]) -> Finances | None:
    """Of one keeper's statements; None without any."""
    shown = tuple(sorted(statements, key=lambda each: each.year_end)[-MOST_YEARS:])
    if not shown:
        return None
    years = tuple(each.year() for each in shown)
    values = {
        ratio.code: tuple(ratios.evaluate(ratio, year, ratios.before(year, years)) for year in years)
        for ratio in ratios.RATIOS
    }
    return Finances(shown, years, tuple(ratios.altman(year) for year in years), values)


SHARED, KEPT = "shared", "kept"


def sources(actor: Actor, supplier_id: int) -> dict[str, Finances]:
    """What a customer can see of a supplier: what the supplier shares, and what was written down here. Never mixed: the
    two may differ."""
    return sources_of(actor, [supplier_id])[supplier_id]


def sources_of(actor: Actor, suppliers: Sequence[int]) -> dict[int, dict[str, Finances]]:
    """The same for many, by supplier."""
    rows = Statement.objects.visible_to(actor).filter(organization__in=suppliers)
    by_supplier: dict[int, list[Statement]] = {pk: [] for pk in suppliers}
    for row in rows.select_related("organization"):
        by_supplier[row.organization_id].append(row)
    return {pk: _sources(statements) for pk, statements in by_supplier.items()}


def _sources(statements: Sequence[Statement]) -> dict[str, Finances]:
    shared = finances_of([each for each in statements if each.is_suppliers_own])
    kept = finances_of([each for each in statements if not each.is_suppliers_own])
    return {key: found for key, found in ((SHARED, shared), (KEPT, kept)) if found is not None}


def best(found: dict[str, Finances]) -> Finances | None:
    """The newer of the two; the supplier's own where they are as new."""
    return max(found.values(), key=lambda each: each.latest.year_end, default=None)


def own(actor: Actor) -> list[Statement]:
    """What the actor's organisation keeps of itself, the newest first."""
    rows = Statement.objects.visible_to(actor).suppliers_own().filter(organization=actor.organization_id)
    return list(rows.select_related("organization"))
