"""CSV in all its dialects, read by columns."""

import csv
import io
import re
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
from django.utils.translation import gettext as _

from tandem.core.errors import Refused
from tandem.core.reading.encodings import to_utf8
from tandem.core.reading.sources import Ragged, Source, cell_names, distinct_names

DELIMITERS = (",", ";", "\t", "|")
HEAD = 64 * 1024
SWALLOWED_LINES = 50
CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1f]")
# The no-break spaces, Unicode's general punctuation (which holds most of its spaces), the ideographic space, the mark.
ODD_SPACES = ("\u00a0".encode(), b"\xe2\x80", "\u205f".encode(), "\u3000".encode(), "\ufeff".encode())


def read_delimited(
    data: bytes, *, encoding: str | None = None, delimiter: str | None = None, header_row: int = 1
) -> Source:
    """Read CSV bytes. Raises Refused for what is no table: binary data, no delimiter, no header, an open quote."""
    text, encoding = to_utf8(data, encoding=encoding)
    if _is_binary(text[:HEAD]):
        raise Refused(_("This is not a table: it holds binary data. Save it as CSV, XLSX or Parquet."))
    if not text or text.isspace():
        raise Refused(_("The file is empty."))
    head = _head(text)
    delimiter = delimiter or sniff_delimiter(head, header_row)
    header = _header(head, delimiter, header_row)
    table, ragged = _parse(text, delimiter, len(header))
    numbers = _row_numbers(table.num_rows, ragged)
    line_ends = max(text.count(b"\n"), text.count(b"\r"))
    within = line_ends > table.num_rows + len(ragged)
    if within:
        _refuse_open_quote(table, numbers, text)
    above = header_row - sum(one.row <= header_row for one in ragged)
    table = without_empty_rows(table.append_column("row", numbers).slice(above), len(header))
    return Source(
        kind="csv",
        columns=distinct_names(header),
        table=table,
        ragged=tuple(one for one in ragged if one.row > header_row),
        encoding=encoding,
        delimiter=delimiter,
        tidy=frozenset() if within or _has_odd_spaces(text, delimiter) else _tidy(table, len(header)),
    )


def _is_binary(head: bytes) -> bool:
    """Whether zero bytes come with other control characters, or in a number that no stray one has."""
    zeros = head.count(0)
    return bool(zeros) and (zeros > max(1, len(head) // 50) or CONTROL.search(head) is not None)


def _has_odd_spaces(text: bytes, delimiter: str) -> bool:
    """Whether the text may hold a space that is no plain one: a tab, or one of Unicode's."""
    if delimiter != "\t" and b"\t" in text:
        return True
    return not text.isascii() and any(space in text for space in ODD_SPACES)


def _tidy(table: pa.Table, width: int) -> frozenset[str]:
    return frozenset(
        name
        for name in cell_names(width)
        if not pc.any(pc.starts_with(table[name], " ")).as_py()
        and not pc.any(pc.ends_with(table[name], " ")).as_py()
    )


def _head(text: bytes) -> str:
    """The first rows, cut at a line's end so that no letter or row is halved."""
    if len(text) <= HEAD:
        return text.decode("utf-8", errors="replace")
    piece = text[:HEAD].decode("utf-8", errors="ignore")
    cut = max(piece.rfind("\n"), piece.rfind("\r"))
    return piece[: cut + 1] if cut > 0 else piece


def sniff_delimiter(head: str, header_row: int = 1) -> str:
    """The delimiter that gives the header the most cells and the most rows as many as the header."""
    best, best_score = "", (0.0, 0)
    for candidate in DELIMITERS:
        widths = [len(row) for row in _rows(head, candidate) if row]
        if len(widths) < header_row or widths[header_row - 1] < 2:
            continue
        width = widths[header_row - 1]
        score = (sum(one == width for one in widths) / len(widths), width)
        if score > best_score:
            best, best_score = candidate, score
    if not best:
        raise Refused(
            _(
                "This is not a table: row %(row)d does not name at least two columns "
                "separated by comma, semicolon, tab or |."
            )
            % {"row": header_row}
        )
    return best


def _rows(text: str, delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return []


def _header(head: str, delimiter: str, header_row: int) -> list[str]:
    rows = _rows(head, delimiter)
    if len(rows) < header_row or len(rows[header_row - 1]) < 2:
        raise Refused(_("Row %(row)d of the file does not name the columns.") % {"row": header_row})
    return rows[header_row - 1]


def _parse(text: bytes, delimiter: str, width: int) -> tuple[pa.Table, list[Ragged]]:
    names = cell_names(width)
    ragged: list[Ragged] = []

    def keep(bad: Any) -> str:
        ragged.append(Ragged(bad.number, bad.actual_columns, bad.text))
        return "skip"

    try:
        table = pa_csv.read_csv(
            pa.BufferReader(text),
            # One thread, because only then does Arrow number the ragged rows (and it is as fast).
            read_options=pa_csv.ReadOptions(use_threads=False, column_names=names),
            parse_options=pa_csv.ParseOptions(
                delimiter=delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=keep,
            ),
            convert_options=pa_csv.ConvertOptions(
                strings_can_be_null=False, column_types=dict.fromkeys(names, pa.string())
            ),
        )
    except pa.ArrowInvalid as error:
        raise Refused(
            _("The file cannot be read as a table; a quotation mark may be open (%(detail)s).")
            % {"detail": str(error).splitlines()[0]}
        ) from error
    return table, ragged


def _row_numbers(kept: int, ragged: list[Ragged]) -> pa.Array:
    """The numbers of the rows that were kept, counting those that were not."""
    numbers = pa.arange(1, kept + len(ragged) + 1)
    if not ragged:
        return numbers
    skipped = pa.array([one.row for one in ragged], pa.int64())
    return numbers.filter(pc.invert(pc.is_in(numbers, skipped)))


def _refuse_open_quote(table: pa.Table, numbers: pa.Array, text: bytes) -> None:
    """An opening quote without its end would swallow the rows after it into one cell."""
    if not table.num_rows:
        return
    odd = text.count(b'"') % 2 == 1
    for name in table.column_names:
        lines = pc.count_substring_regex(table[name], r"\r\n|\r|\n")
        found = pc.index(pc.greater(lines, SWALLOWED_LINES), True).as_py()
        if found < 0 and odd and lines[-1].as_py():
            found = table.num_rows - 1
        if found >= 0:
            raise Refused(
                _("Row %(row)d opens a quotation mark that is never closed. Mend that row and try again.")
                % {"row": numbers[found].as_py()}
            )


def without_empty_rows(table: pa.Table, width: int) -> pa.Table:
    """Leave out rows in which every cell is empty: spreadsheets end and separate their parts with them."""
    if not table.num_rows:
        return table
    filled = None
    for name in cell_names(width):
        has = pc.not_equal(pc.fill_null(table[name], ""), "")
        filled = has if filled is None else pc.or_(filled, has)
        if pc.all(filled).as_py():
            return table
    return table.filter(filled)
