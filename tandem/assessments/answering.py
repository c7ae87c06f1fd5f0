"""What somebody answered to a question, understood: from what a form or a script sends to the value that is kept.

choice: the option's code · number: digits as text · date: ISO · text: text · table: rows of cells · file: None (its
files stand behind the answer). Nothing answered is None.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tandem.assessments.content import Kind, Question
from tandem.core import formats
from tandem.core.errors import Refused
from tandem.core.reading.cells import number_in

LONGEST = 5000
LARGEST = Decimal(10) ** 18
LONGEST_CELL = 300
MOST_ROWS = 60


def understood(question: Question, raw: Any) -> Any:
    """The value to keep. Raises Refused with a sentence that says how the answer is to be given."""
    match question.kind:
        case Kind.CHOICE:
            return _choice(question, raw)
        case Kind.NUMBER:
            return _number(raw)
        case Kind.DATE:
            return _date(raw)
        case Kind.TABLE:
            return _rows(question, raw)
        case Kind.TEXT:
            return _text(raw)
    return None


def points_understood(raw: Any, most: Decimal, points: Sequence[Decimal] | None = None) -> Decimal | None:
    """Points that an assessor gives. Raises Refused."""
    text = _number(raw)
    if text is None:
        return None
    given = Decimal(text)
    if not 0 <= given <= most:
        raise Refused(_("Points are from 0 to %(most)s.") % {"most": f"{most.normalize():f}"})
    if points is not None and given not in points:
        shown = " / ".join(f"{each.normalize():f}" for each in points)
        raise Refused(_("This scheme gives %(points)s points only.") % {"points": shown})
    return given.quantize(Decimal("0.01"))


def is_answered(question: Question, value: Any, files: int) -> bool:
    return files > 0 if question.kind == Kind.FILE else value not in (None, "", [])


def said(question: Question, value: Any) -> str:
    """The value in words, in the present language; a table by its number of rows."""
    if value in (None, "", []):
        return ""
    match question.kind:
        case Kind.CHOICE:
            return str(question.option(value) or value)
        case Kind.NUMBER:
            shown = formats.number(Decimal(value), get_language() or "en")
            return f"{shown} {question.unit}".strip()
        case Kind.DATE:
            return formats.day(date.fromisoformat(value), get_language() or "en")
        case Kind.TABLE:
            return " · ".join(", ".join(cell for cell in row if cell) for row in value)
    return str(value)


def _choice(question: Question, raw: Any) -> str | None:
    if raw in (None, ""):
        return None
    if question.option(raw) is None:
        raise Refused(_("Choose one of the answers offered."))
    return str(raw)


def _number(raw: Any) -> str | None:
    text = str(raw if raw is not None else "").strip()
    if not text:
        return None
    try:
        number = number_in(text)
    except ValueError:
        number = LARGEST
    if not -LARGEST < number < LARGEST:
        raise Refused(
            _("“%(text)s” is no number. Write digits alone, for example 1250 or 98.5.") % {"text": text[:40]}
        )
    return f"{number.normalize():f}"


def _date(raw: Any) -> str | None:
    text = str(raw or "").strip()
    if not text:
        return None
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise Refused(_("“%(text)s” is no date. Write it as 2026-11-30.") % {"text": text[:40]})
    return day.isoformat()


def _text(raw: Any) -> str | None:
    text = str(raw or "").strip()
    if len(text) > LONGEST:
        raise Refused(
            _("The text is longer than %(most)d characters. Shorten it, or attach a file.")
            % {"most": LONGEST}
        )
    return text or None


def _rows(question: Question, raw: Any) -> list[list[str]] | None:
    width = len(question.columns)
    if raw is not None and (
        not isinstance(raw, list | tuple) or any(not isinstance(row, list | tuple) for row in raw)
    ):
        raise Refused(_("A table is answered row by row."))
    rows = [[str(cell if cell is not None else "").strip() for cell in row][:width] for row in raw or ()]
    rows = [[*row, *[""] * (width - len(row))] for row in rows if any(row)]
    if len(rows) > MOST_ROWS:
        raise Refused(_("A table takes at most %(most)d rows. Attach a file for more.") % {"most": MOST_ROWS})
    if any(len(cell) > LONGEST_CELL for row in rows for cell in row):
        raise Refused(_("A cell takes at most %(most)d characters.") % {"most": LONGEST_CELL})
    return rows or None
