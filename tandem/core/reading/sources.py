"""A file as it was read: text in columns, each row with its number in the file."""

from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc


@dataclass(frozen=True)
class Ragged:
    """A row that has more or fewer cells than the header, or a NUL character, which no text may hold."""

    row: int
    cells: int
    text: str
    nul: bool = False


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
    """Header cells made usable: trimmed, NUL characters shown, the empty ones named by position, repeats numbered."""
    names: list[str] = []
    seen: set[str] = set()
    for position, cell in enumerate(header, start=1):
        base = " ".join(cell.replace("\0", "␀").split()) or f"column {position}"
        name, repeat = base, 2
        while name in seen:
            name, repeat = f"{base} ({repeat})", repeat + 1
        seen.add(name)
        names.append(name)
    return tuple(names)


def set_nul_rows_apart(source: Source) -> Source:
    """Rows with a NUL character in a cell go to the ragged ones: databases cannot keep such a text."""
    width = len(source.columns)
    bad = None
    for name in cell_names(width):
        has = pc.fill_null(pc.match_substring(source.table[name], "\0"), fill_value=False)
        if pc.any(has).as_py():
            bad = has if bad is None else pc.or_(bad, has)
    if bad is None:
        return source
    apart = tuple(
        Ragged(
            row.pop("row"),
            width,
            " · ".join(cell or "" for cell in row.values()).replace("\0", "␀"),
            nul=True,
        )
        for row in source.table.filter(bad).to_pylist()
    )
    ragged = sorted((*source.ragged, *apart), key=lambda one: one.row)
    return replace(source, table=source.table.filter(pc.invert(bad)), ragged=tuple(ragged))
