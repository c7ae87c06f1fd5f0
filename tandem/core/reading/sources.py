"""A file as it was read: text in columns, each row with its number in the file."""

from dataclasses import dataclass

import pyarrow as pa


@dataclass(frozen=True)
class Ragged:
    """A row that has more or fewer cells than the header."""

    row: int
    cells: int
    text: str


@dataclass(frozen=True)
class Source:
    """`table` holds the cells as text in columns named c0, c1, … beside `row`.

    `row` counts as a spreadsheet does: the file's first row is 1, so the first row of data is usually 2.
    Rows without any content are left out; ragged rows are kept apart.
    """

    kind: str
    columns: tuple[str, ...]
    table: pa.Table
    ragged: tuple[Ragged, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    tidy: frozenset[str] = frozenset()
    """the columns (as the table names them) in which no cell begins or ends with a space of any kind"""

    @property
    def rows(self) -> int:
        return int(self.table.num_rows) + len(self.ragged)

    @property
    def typed(self) -> bool:
        """Whether the file itself knows dates from text, so that ISO dates in it are certain."""
        return self.kind != "csv"

    def cell(self, column: str) -> str:
        """The table's name for a column of the file."""
        return f"c{self.columns.index(column)}"


def cell_names(width: int) -> list[str]:
    return [f"c{index}" for index in range(width)]


def distinct_names(header: list[str]) -> tuple[str, ...]:
    """Header cells made usable: trimmed, the empty ones named by position, repeats numbered."""
    names: list[str] = []
    seen: set[str] = set()
    for position, cell in enumerate(header, start=1):
        base = " ".join(cell.split()) or f"column {position}"
        name, repeat = base, 2
        while name in seen:
            name, repeat = f"{base} ({repeat})", repeat + 1
        seen.add(name)
        names.append(name)
    return tuple(names)
