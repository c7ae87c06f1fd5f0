"""What was filled in for a step of an 8D report, and what of it is missing.

A step's content is plain data: a text for each field, a list of rows for each table (see `disciplines.py`).
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tandem.core import formats
from tandem.core.errors import Refused
from tandem.improvement.disciplines import Discipline, Field, Kind

LONGEST_TEXT, LONGEST_LINE, MOST_ROWS = 4000, 300, 30
# Of a day: what lies outside was mistyped, and working days are counted up to it one by one.
FIRST_YEAR, LAST_YEAR = 1990, 2199
Content = dict[str, Any]


def typed(discipline: Discipline, sent: Any) -> Content:
    """What a form sends (`get` and `getlist` of it), as it stands there."""
    values: Content = {each.code: sent.get(each.code, "") for each in discipline.fields}
    for table in discipline.tables:
        columns = [sent.getlist(f"{table.code}.{column.code}") for column in table.columns]
        values[table.code] = [
            dict(zip((column.code for column in table.columns), row, strict=True))
            for row in zip(*columns, strict=False)
        ]
    return values


def tidied(discipline: Discipline, values: Mapping[str, Any]) -> Content:
    """Only what the step asks for, without empty rows. Raises Refused, saying where, for what cannot be kept."""
    found: Content = {each.code: kept(each, values.get(each.code), "") for each in discipline.fields}
    for table in discipline.tables:
        rows = []
        for number, given in enumerate(values.get(table.code) or (), start=1):
            row = {
                column.code: kept(column, given.get(column.code), f"{table.label} {number}, ")
                for column in table.columns
            }
            if any(row[column.code] for column in table.columns if column.kind != Kind.CHOICE):
                rows.append(row)
        if len(rows) > MOST_ROWS:
            raise Refused(
                _("%(table)s: at most %(most)d rows. Join some.") % {"table": table.label, "most": MOST_ROWS}
            )
        found[table.code] = rows
    return found


def missing(discipline: Discipline, content: Mapping[str, Any]) -> list[str]:
    """What has to be filled in before the step can be handed in, by name."""
    found = [str(each.label) for each in discipline.fields if each.required and not content.get(each.code)]
    for table in discipline.tables:
        rows = content.get(table.code) or ()
        if len(rows) < table.least:
            found.append(
                str(table.label)
                if table.least == 1
                else _("%(table)s (at least %(least)d rows)") % {"table": table.label, "least": table.least}
            )
        for number, row in enumerate(rows, start=1):
            found += [
                f"{table.label} {number}, {column.label}"
                for column in table.columns
                if column.required and not row.get(column.code)
            ]
    return found


def is_empty(content: Mapping[str, Any]) -> bool:
    return not any(content.values())


def said(field: Field, value: Any, language: str) -> str:
    """A kept value as a reader sees it."""
    if not value:
        return ""
    if field.kind == Kind.DAY:
        return formats.day(date.fromisoformat(value), language)
    if field.kind == Kind.CHOICE:
        return str(dict(field.choices).get(value, value))
    return str(value)


def texts(discipline: Discipline, content: Mapping[str, Any], language: str) -> Iterator[tuple[str, str]]:
    """Label and value of each field that holds something."""
    for each in discipline.fields:
        if shown := said(each, content.get(each.code), language):
            yield str(each.label), shown


def kept(field: Field, value: Any, where: str) -> str:
    """A value as it is kept. Raises Refused, saying `where` in front, for what cannot be."""
    text = str(value or "").strip()
    most = LONGEST_TEXT if field.kind == Kind.TEXT else LONGEST_LINE
    told = {"field": f"{where}{field.label}", "most": most, "text": text[:60]}
    if field.kind in (Kind.LINE, Kind.CHOICE, Kind.DAY):
        text = " ".join(text.split())
    if len(text) > most:
        raise Refused(_("%(field)s: at most %(most)d characters.") % told)
    if "\x00" in text:
        raise Refused(_("%(field)s holds characters that cannot be kept.") % told)
    if field.kind == Kind.CHOICE:
        known = [code for code, _label in field.choices]
        if text and text not in known:
            raise Refused(_("%(field)s: there is no “%(text)s” to choose.") % told)
        return text or known[0]
    if field.kind == Kind.DAY and text:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = date.min
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise Refused(_("%(field)s: “%(text)s” is no date. Write it as 2026-03-31.") % told)
        return day.isoformat()
    return text
