"""Statements in files: several years side by side, Chinese or English names, any number of sheets.

Nothing is lost: what is not understood is named by its sheet, row and column, either as a fault, which keeps that year
from being saved, or as a line that is not taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext as _

from tandem.assessments.statement_amounts import amount
from tandem.assessments.statement_headings import (
    YearEnd,
    currency_in,
    is_notes,
    relative,
    speaks_of_units,
    unit_in,
    year_end,
)
from tandem.assessments.statement_lines import BY_CODE, COSTS, PAYMENTS, code_of
from tandem.core.errors import Refused
from tandem.core.reading import read
from tandem.core.reading.workbooks import is_workbook, sheets_of

MOST_YEARS, MOST_SHEETS, MOST_ROWS = 5, 12, 2000
HEADING_ROWS = 25


@dataclass(frozen=True)
class Grid:
    """A sheet's cells as text; rows and columns count from nought here, from one and A where people read."""

    sheet: str
    rows: Sequence[Sequence[str]]

    def place(self, row: int, column: int) -> str:
        cell = f"{column_name(column)}{row + 1}"
        return f"{self.sheet}!{cell}" if self.sheet else cell


@dataclass(frozen=True)
class Fault:
    """`place` as a spreadsheet names it; `ends` is the year it spoils, None where it spoils the whole file."""

    place: str
    text: str
    said: str
    ends: date | None = None


@dataclass(frozen=True)
class Unknown:
    place: str
    name: str
    amounts: tuple[str, ...]


@dataclass(frozen=True)
class FileYear:
    """What a file says of one year: amounts and where each was read."""

    ends: date
    lines: dict[str, Decimal] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Understood:
    years: tuple[FileYear, ...]
    faults: tuple[Fault, ...]
    unknown: tuple[Unknown, ...]
    unit: int | None
    currency: str | None

    def faults_of(self, ends: date) -> list[Fault]:
        return [fault for fault in self.faults if fault.ends in (None, ends)]


@dataclass(frozen=True)
class _Column:
    """A column of amounts: the year it tells of, and the column in which its lines are named."""

    column: int
    ends: date
    names: int


def column_name(column: int) -> str:
    name, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        name = chr(65 + letter) + name
    return name


def grids(path: Path) -> list[Grid]:
    """Every sheet of a workbook, or the one table of a CSV. Raises Refused for what cannot be read."""
    data = path.read_bytes()
    if is_workbook(data):
        return [Grid(name, rows[:MOST_ROWS]) for name, rows in sheets_of(data, most=MOST_SHEETS)]
    source = read(path)
    width = len(source.columns)
    by_row = {row["row"]: [row[f"c{i}"] or "" for i in range(width)] for row in source.table.to_pylist()}
    by_row |= {each.row: each.text.split(" · ") for each in source.ragged}
    last = min(max(by_row, default=1), MOST_ROWS)
    return [Grid("", [list(source.columns), *(by_row.get(number, []) for number in range(2, last + 1))])]


def understand(found: Sequence[Grid], ends: YearEnd) -> Understood:
    """All years that the sheets tell of. Raises Refused where no sheet has a column for a year."""
    reading = _Reading(ends)
    for grid in found:
        reading.take(grid)
    if not reading.years:
        raise Refused(
            _(
                "No column is named for a year, such as 2025, 2025年度 or 31 December 2025. Put the years into one row"
                " above the amounts, or take the template."
            )
        )
    return reading.result()


class _Reading:
    def __init__(self, ends: YearEnd) -> None:
        self.ends = ends
        self.years: dict[date, FileYear] = {}
        self.faults: list[Fault] = []
        self.unknown: list[Unknown] = []
        self.units: dict[str, int] = {}
        self.currencies: dict[str, str] = {}

    def take(self, grid: Grid) -> None:
        header, columns = self._columns(grid)
        if not columns:
            return
        self._units(grid, header)
        for place, row in enumerate(grid.rows[header + 1 :], start=header + 1):
            for names in sorted({column.names for column in columns}):
                self._row(grid, place, row, names, [each for each in columns if each.names == names])

    def result(self) -> Understood:
        years = tuple(_upright(self.years[ends]) for ends in sorted(self.years, reverse=True))
        if len(years) > MOST_YEARS:
            said = _(
                "The file tells of %(count)s years; at most %(most)s are kept. Leave out the oldest columns."
            )
            said %= {"count": len(years), "most": MOST_YEARS}
            self.faults += [Fault("", str(each.ends.year), said, each.ends) for each in years[MOST_YEARS:]]
        units = set(self.units.values())
        if len(units) > 1:
            said = _("The sheets are in different units. Bring them into one unit and load the file again.")
            self.faults.append(Fault(" · ".join(self.units), "", said))
        if len(set(self.currencies.values())) > 1:
            said = _("The sheets are in different currencies. Load a file for each currency.")
            self.faults.append(Fault(" · ".join(self.currencies), "", said))
        return Understood(
            years,
            tuple(self.faults),
            tuple(self.unknown),
            units.pop() if len(units) == 1 else None,
            next(iter(self.currencies.values()), None),
        )

    def _columns(self, grid: Grid) -> tuple[int, list[_Column]]:
        """The row that names the years, and its columns."""
        best: tuple[int, list[_Column]] = (0, [])
        stated: date | None = None
        for place, row in enumerate(grid.rows[:HEADING_ROWS]):
            words = {column: relative(cell) for column, cell in enumerate(row) if cell}
            if any(word is not None for word in words.values()):
                return place, self._of_words(grid, place, row, stated)
            named = {
                column: found
                for column, cell in enumerate(row)
                if cell and (found := year_end(cell, self.ends)) is not None
            }
            stated = stated or next(iter(named.values()), None) or _stated(row, self.ends)
            columns = self._named(row, {column: found for column, found in named.items() if column > 0})
            if len(columns) > len(best[1]):
                best = (place, columns)
        return best

    def _of_words(self, grid: Grid, place: int, row: Sequence[str], stated: date | None) -> list[_Column]:
        """Columns headed 期末余额 and 期初余额: the year stands somewhere above them."""
        if stated is None:
            said = _(
                "The column says “this year” or “the year before”, and no cell above it says which year that is."
            )
            column = next(column for column, cell in enumerate(row) if relative(cell) is not None)
            self.faults.append(Fault(grid.place(place, column), row[column], said))
            return []
        years = {}
        for column, cell in enumerate(row):
            back = relative(cell)
            if back is not None:
                years[column] = YearEnd(stated.month, stated.day).of(stated.year + back)
        return self._named(row, years)

    def _named(self, row: Sequence[str], years: dict[int, date]) -> list[_Column]:
        found = []
        for column, ends in years.items():
            names = next(
                (left for left in range(column - 1, -1, -1) if left not in years and not is_notes(row[left])),
                None,
            )
            if names is not None:
                found.append(_Column(column, ends, names))
        return found

    def _units(self, grid: Grid, header: int) -> None:
        for row in grid.rows[: header + 1]:
            for cell in row:
                if not cell or not speaks_of_units(cell):
                    continue
                unit, currency = unit_in(cell), currency_in(cell)
                if unit is not None:
                    self.units.setdefault(grid.sheet, unit)
                if currency is not None:
                    self.currencies.setdefault(grid.sheet, currency)

    def _row(self, grid: Grid, place: int, row: Sequence[str], names: int, columns: list[_Column]) -> None:
        name = row[names] if names < len(row) else ""
        cells = [(each, row[each.column] if each.column < len(row) else "") for each in columns]
        given = [text for _each, text in cells if text]
        if not name.strip() or not given:
            if given and not name.strip() and any(_is_amount(text) for text in given):
                self.unknown.append(Unknown(grid.place(place, columns[0].column), "", tuple(given)))
            return
        code = code_of(name)
        if code is None:
            self.unknown.append(Unknown(grid.place(place, names), name, tuple(given)))
            return
        for column, text in cells:
            self._cell(grid.place(place, column.column), code, text, column.ends)

    def _cell(self, place: str, code: str, text: str, ends: date) -> None:
        year = self.years.setdefault(ends, FileYear(ends))
        try:
            value = amount(text)
        except ValueError:
            said = _("%(line)s: this is not an amount.") % {"line": BY_CODE[code].label}
            self.faults.append(Fault(place, text, said, ends))
            return
        if value is None:
            return
        known = year.lines.get(code)
        if known is not None and known != value:
            said = _("%(line)s: cell %(place)s says %(value)s.") % {
                "line": BY_CODE[code].label,
                "place": year.places[code],
                "value": f"{known:,}",
            }
            self.faults.append(Fault(place, text, said, ends))
            return
        year.lines.setdefault(code, value)
        year.places.setdefault(code, place)


def _stated(row: Sequence[str], ends: YearEnd) -> date | None:
    """A year in a title, such as “2025年度 利润表” or “As at 31 December 2025 · RMB'000”."""
    for cell in row:
        for part in _parts(cell):
            found = year_end(part, ends)
            if found is not None:
                return found
    return None


def _parts(cell: str) -> Iterator[str]:
    for mark in ("·", "：", ":", "|", "  "):
        cell = cell.replace(mark, "\n")
    yield from cell.split("\n")


def _is_amount(text: str) -> bool:
    try:
        return amount(text) is not None
    except ValueError:
        return False


def _upright(year: FileYear) -> FileYear:
    """Costs and payments as positive amounts, also where the file writes what is spent as negative numbers."""
    lines = dict(year.lines)
    if lines.get("cost_of_sales", Decimal(0)) < 0:
        lines |= {code: -lines[code] for code in COSTS if code in lines}
    lines |= {code: abs(lines[code]) for code in PAYMENTS if code in lines}
    return replace(year, lines=lines)
