"""Debarment and sanctions lists as their publishers publish them, read into one shape.

- ofac: the SDN list as CSV without a header (12 columns), and beside it the alternate names (5 columns);
- world_bank: the debarred firms as CSV with the columns name, country, from, to, grounds;
- un: the consolidated list of the Security Council as XML (CONSOLIDATED_LIST).

Companies and other bodies only: individuals, vessels and aircraft are counted and left out.
Every fault is Refused with the line and column, and how to mend it.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from xml.etree.ElementTree import Element  # the type alone; defusedxml reads

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.utils.translation import gettext as _

from tandem.core.errors import Refused
from tandem.core.reading.encodings import to_utf8

NOTHING = "-0-"
# OFAC writes its weak aliases into the remarks: a.k.a. 'BNC'.
WEAK = re.compile(r"a\.k\.a\.\s+['\"‘“]([^'\"’”]+)['\"’”]", re.I)
# The World Bank writes 2999-12-31 for a debarment without an end.
NO_END = 2900
WORLD_BANK = ["name", "country", "from", "to", "grounds"]
NATURES = {"aka": "alias", "fka": "former", "nka": "alias"}
QUALITIES = {"a.k.a.": "alias", "good": "alias", "f.k.a.": "former", "low": "weak"}


@dataclass(frozen=True)
class Published:
    """One listed company. `names` are (name, nature), the primary name first; `country` as the publisher writes it."""

    reference: str
    names: tuple[tuple[str, str], ...]
    country: str = ""
    grounds: str = ""
    since: date | None = None
    until: date | None = None
    remarks: str = ""


@dataclass(frozen=True)
class Parsed:
    """`rows` were read; of them `left_out` are individuals, vessels or aircraft."""

    entries: list[Published]
    rows: int
    left_out: int


def read(kind: str, data: bytes, aliases: bytes | None = None) -> Parsed:
    """`aliases` is OFAC's second file. Raises Refused."""
    if aliases is not None and kind != "ofac":
        raise Refused(_("Only OFAC publishes its alternate names in a file of their own."))
    if kind == "ofac":
        return _ofac(data, aliases)
    reading = _world_bank(data) if kind == "world_bank" else _un(data)
    if not reading.entries:
        raise Refused(_("The file lists no company. Download the whole list again."))
    return reading


def _ofac(data: bytes, aliases: bytes | None) -> Parsed:
    found: dict[str, Published] = {}
    rows = left_out = 0
    for line, cells in _cells(data, 12, _("OFAC's SDN list (sdn.csv)")):
        rows += 1
        if cells[2]:
            left_out += 1
            continue
        _numbered(cells[0], line)
        if not cells[1]:
            raise _fault(line, 2, _("the name is missing"))
        weak = tuple((name.strip(), "weak") for name in WEAK.findall(cells[11]))
        found[cells[0]] = Published(
            cells[0], ((cells[1], "primary"), *weak), grounds=cells[3], remarks=cells[11]
        )
    if not found:
        raise Refused(_("The file lists no company. Download the whole list again."))
    for line, cells in _cells(aliases or b"", 5, _("OFAC's alternate names (alt.csv)")):
        _numbered(cells[0], line)
        entry = found.get(cells[0])
        if entry is not None and cells[3]:
            found[cells[0]] = replace(
                entry, names=(*entry.names, (cells[3], NATURES.get(cells[2].lower(), "alias")))
            )
    return Parsed(list(found.values()), rows, left_out)


def _cells(data: bytes, width: int, what: str) -> Iterator[tuple[int, list[str]]]:
    for line, cells in _rows(data):
        if cells == ["\x1a"]:
            continue  # the publisher's mark of the end
        if len(cells) != width:
            raise Refused(
                _(
                    "Line %(line)d: %(what)s has %(width)d columns, this line has %(found)d. "
                    "Choose the list that the file is, or download the file again as CSV."
                )
                % {"line": line, "what": what, "width": width, "found": len(cells)}
            )
        yield line, ["" if cell.strip() == NOTHING else cell.strip() for cell in cells]


def _rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """The lines of a CSV file that are not empty, in whatever encoding it is."""
    text, _encoding = to_utf8(data)
    reader = csv.reader(io.StringIO(text.decode("utf-8"), newline=""), strict=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Refused(
                _(
                    "Line %(line)d: this is not CSV as the list is published (%(wrong)s). "
                    "Choose the list that the file is, or download the file again as CSV."
                )
                % {"line": reader.line_num, "wrong": error}
            ) from error
        if cells:
            yield reader.line_num, cells


def _numbered(text: str, line: int) -> None:
    if not text.isdigit():
        raise _fault(line, 1, _("“%(text)s” is not the number of an entry") % {"text": text[:60]})


def _world_bank(data: bytes) -> Parsed:
    found: dict[str, Published] = {}
    lines = _rows(data)
    _line, header = next(lines, (1, []))
    if [name.strip().lower() for name in header] != WORLD_BANK:
        raise Refused(
            _(
                "Line 1: the World Bank's list begins with the columns %(columns)s. "
                "Choose the list that the file is, or name its columns so."
            )
            % {"columns": ", ".join(WORLD_BANK)}
        )
    rows = 0
    for line, cells in lines:
        rows += 1
        entry = _debarment(line, [cell.strip() for cell in cells])
        known = found.get(entry.reference)
        # Debarred twice: what ends last is in force.
        if known is None or (known.until and (entry.until is None or entry.until > known.until)):
            found[entry.reference] = entry
    return Parsed(list(found.values()), rows, 0)


def _debarment(line: int, cells: list[str]) -> Published:
    if len(cells) != len(WORLD_BANK):
        raise _fault(line, 1, _("the line has %(count)d columns instead of five") % {"count": len(cells)})
    name, country, since, until, grounds = cells
    if not name:
        raise _fault(line, 1, _("the name is missing"))
    end = _day(until, line, 4)
    return Published(
        f"{name} | {country}"[:250],
        ((name, "primary"),),
        country,
        grounds,
        _day(since, line, 3),
        None if end is None or end.year >= NO_END else end,
    )


def _day(text: str, line: int, column: int) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        wrong = _("“%(text)s” is not a date such as 2027-08-09") % {"text": text[:60]}
        raise _fault(line, column, wrong) from error


def _un(data: bytes) -> Parsed:
    try:
        root = fromstring(data)
    except ParseError as error:
        line, column = error.position
        raise _fault(line, column + 1, _("this is not well-formed XML")) from error
    except DefusedXmlException as error:
        raise Refused(
            _("The file declares entities of its own, which the UN's list never does; it was not read.")
        ) from error
    if root.tag != "CONSOLIDATED_LIST":
        raise Refused(
            _(
                "Line 1: the UN's list begins with <CONSOLIDATED_LIST>, this file with <%(tag)s>. "
                "Choose the list that the file is, or download it again as XML."
            )
            % {"tag": root.tag[:60]}
        )
    people = root.findall("./INDIVIDUALS/INDIVIDUAL")
    elements = root.findall("./ENTITIES/ENTITY")
    entries = [_un_entry(number, one) for number, one in enumerate(elements, 1)]
    found = {entry.reference: entry for entry in entries}
    return Parsed(list(found.values()), len(elements) + len(people), len(people))


def _un_entry(number: int, element: Element) -> Published:
    def text(path: str, within: Element = element) -> str:
        return " ".join((within.findtext(path) or "").split())

    reference, name = text("REFERENCE_NUMBER") or text("DATAID"), text("FIRST_NAME")
    if not reference or not name:
        raise Refused(
            _("Entity %(number)d has no REFERENCE_NUMBER or no FIRST_NAME. Download the list again as XML.")
            % {"number": number}
        )
    names = [(name, "primary")]
    if original := text("NAME_ORIGINAL_SCRIPT"):
        names.append((original, "alias"))
    names += [
        (said, QUALITIES.get(text("QUALITY", alias).lower(), "alias"))
        for alias in element.findall("ENTITY_ALIAS")
        if (said := text("ALIAS_NAME", alias))
    ]
    return Published(
        reference[:250],
        tuple(names),
        text("ENTITY_ADDRESS/COUNTRY"),
        text("UN_LIST_TYPE"),
        _listed_on(number, text("LISTED_ON")),
        remarks=text("COMMENTS1"),
    )


def _listed_on(number: int, text: str) -> date | None:
    """The day; some entries carry a time and a zone behind it."""
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError as error:
        wrong = _("Entity %(number)d: LISTED_ON is “%(text)s”, not a date such as 2027-08-09. Mend it there.")
        raise Refused(wrong % {"number": number, "text": text[:60]}) from error


def _fault(line: int, column: int, wrong: str) -> Refused:
    return Refused(
        _("Line %(line)d, column %(column)d: %(wrong)s. Mend it there, or download the list again.")
        % {"line": line, "column": column, "wrong": wrong}
    )
