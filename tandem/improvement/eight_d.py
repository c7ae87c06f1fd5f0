"""The nine steps of an 8D report (D0–D8): what each asks for, what was filled in, and what of it is missing.

A step's content is plain data: a text for each field, a list of rows for each table. Names of the steps are those of
the published method (Ford's Team Oriented Problem Solving; VDA “8D – Problem solving in 8 disciplines”).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem.core import formats
from tandem.core.errors import Refused

LONGEST_TEXT, LONGEST_LINE, MOST_ROWS = 4000, 300, 30
Content = dict[str, Any]


class Kind(StrEnum):
    TEXT = "text"
    LINE = "line"
    DAY = "day"
    CHOICE = "choice"


Choices = tuple[tuple[str, Any], ...]
BRANCHES: Choices = (
    ("people", gettext_lazy("People")),
    ("machine", gettext_lazy("Machine")),
    ("material", gettext_lazy("Material")),
    ("method", gettext_lazy("Method")),
    ("measurement", gettext_lazy("Measurement")),
    ("environment", gettext_lazy("Environment")),
)
VERIFIED: Choices = (
    ("open", gettext_lazy("not checked yet")),
    ("yes", gettext_lazy("confirmed")),
    ("no", gettext_lazy("ruled out")),
)
AGAINST: Choices = (
    ("occurrence", gettext_lazy("occurrence")),
    ("escape", gettext_lazy("escape")),
)
ASKED: Choices = (
    ("what", gettext_lazy("What")),
    ("where", gettext_lazy("Where")),
    ("when", gettext_lazy("When")),
    ("extent", gettext_lazy("How many")),
)


@dataclass(frozen=True)
class Field:
    code: str
    label: Any
    kind: Kind = Kind.TEXT
    required: bool = False
    choices: Choices = ()
    hint: Any = ""


@dataclass(frozen=True)
class Table:
    """Rows of short entries. A row counts once its first column is filled in; `least` of them are needed."""

    code: str
    label: Any
    columns: tuple[Field, ...]
    least: int = 0
    hint: Any = ""

    @property
    def first(self) -> Field:
        """The column that makes a row one: the first that is not chosen from a list."""
        return next(column for column in self.columns if column.kind != Kind.CHOICE)


@dataclass(frozen=True)
class Discipline:
    code: str
    name: Any
    aim: Any
    fields: tuple[Field, ...] = ()
    tables: tuple[Table, ...] = ()

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


L = gettext_lazy
DISCIPLINES: tuple[Discipline, ...] = (
    Discipline(
        "D0", L("Emergency response"),
        L("What was done at once, so that nobody receives more of it."),
        fields=(
            Field("response", L("Immediate measure"), required=True),
            Field("taken_on", L("Taken on"), Kind.DAY, required=True),
            Field("affected", L("What may be affected"), Kind.LINE, hint=L("Lots, serial numbers, deliveries on their way.")),
        ),
    ),
    Discipline(
        "D1", L("Team"),
        L("Who solves it: people who know the product and the process, and a leader."),
        tables=(
            Table("team", L("Members"), (
                Field("name", L("Name"), Kind.LINE, required=True),
                Field("function", L("Function"), Kind.LINE),
                Field("part", L("Part in the team"), Kind.LINE),
            ), least=1, hint=L("The first is the leader.")),
        ),
    ),
    Discipline(
        "D2", L("Problem description"),
        L("What the problem is, and what it is not."),
        fields=(Field("problem", L("The problem in one sentence"), required=True),),
        tables=(
            Table("facts", L("Is and is not"), (
                Field("asked", L("Question"), Kind.CHOICE, choices=ASKED),
                Field("is", L("Is"), Kind.LINE, required=True),
                Field("is_not", L("Is not"), Kind.LINE),
            ), least=1),
        ),
    ),
    Discipline(
        "D3", L("Interim containment"),
        L("What protects the customer until the permanent action works, and what checking found."),
        fields=(
            Field("clean_from", L("First lot or delivery known to be good"), Kind.LINE, required=True),
        ),
        tables=(
            Table("containment", L("Interim actions"), (
                Field("action", L("Action"), Kind.LINE, required=True),
                Field("where", L("Where"), Kind.LINE),
                Field("checked", L("Checked"), Kind.LINE),
                Field("found", L("Defective"), Kind.LINE),
                Field("since", L("In effect since"), Kind.DAY),
            ), least=1),
        ),
    ),
    Discipline(
        "D4", L("Root causes"),
        L("Why it occurred, and why it was not noticed before it left: both, each down to its root."),
        fields=(
            Field("occurrence", L("Root cause of the occurrence"), required=True),
            Field("escape", L("Root cause of the escape"), required=True),
            Field("proof", L("How the causes were proved")),
        ),
        tables=(
            Table("why_occurred", L("Five whys: occurrence"), (Field("why", L("Why?"), Kind.LINE, required=True),), least=2,
                  hint=L("Each line answers why the line above it happened.")),
            Table("why_escaped", L("Five whys: escape"), (Field("why", L("Why?"), Kind.LINE, required=True),), least=2,
                  hint=L("Each line answers why the line above it happened.")),
            Table("causes", L("Fishbone: possible causes"), (
                Field("branch", L("Branch"), Kind.CHOICE, choices=BRANCHES),
                Field("cause", L("Possible cause"), Kind.LINE, required=True),
                Field("verified", L("Checked"), Kind.CHOICE, choices=VERIFIED),
            ), least=1),
        ),
    ),
    Discipline(
        "D5", L("Chosen permanent actions"),
        L("What takes the causes away for good, who does it, and by when."),
        fields=(Field("proof", L("How it was shown that they will work"), required=True),),
        tables=(
            Table("actions", L("Permanent actions"), (
                Field("action", L("Action"), Kind.LINE, required=True),
                Field("against", L("Against"), Kind.CHOICE, choices=AGAINST),
                Field("owner", L("Who"), Kind.LINE, required=True),
                Field("due_on", L("By"), Kind.DAY, required=True),
            ), least=1),
        ),
    ),
    Discipline(
        "D6", L("Implemented permanent actions"),
        L("That they are in place, and that they work where the work is done."),
        fields=(
            Field("validation", L("What shows that they work"), required=True),
            Field("containment_ended_on", L("Interim containment ended on"), Kind.DAY),
        ),
    ),
    Discipline(
        "D7", L("Prevention"),
        L("What was changed so that it does not happen again, here or anywhere like it."),
        fields=(Field("elsewhere", L("Where else the same cause may sit"), required=True),),
        tables=(
            Table("changed", L("Documents and systems changed"), (
                Field("what", L("Document or system"), Kind.LINE, required=True),
                Field("change", L("Change"), Kind.LINE),
                Field("on", L("On"), Kind.DAY),
            ), least=1, hint=L("FMEA, control plan, work instruction, training, drawing.")),
        ),
    ),
    Discipline(
        "D8", L("Closing"),
        L("What the team learnt, and who is thanked."),
        fields=(
            Field("learnt", L("What was learnt"), required=True),
            Field("thanks", L("Thanks to")),
        ),
    ),
)  # fmt: skip
BY_CODE = {each.code: each for each in DISCIPLINES}
CODES = tuple(BY_CODE)
# Which steps have to be accepted before one can be handed in.
BEFORE: dict[str, tuple[str, ...]] = {
    "D5": ("D2", "D4"),
    "D6": ("D5",),
    "D8": ("D0", "D1", "D2", "D3", "D4", "D5", "D6", "D7"),
}


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
    found: Content = {each.code: _kept(each, values.get(each.code), "") for each in discipline.fields}
    for table in discipline.tables:
        rows = []
        for number, given in enumerate(values.get(table.code) or (), start=1):
            row = {
                column.code: _kept(column, given.get(column.code), f"{table.label} {number}, ")
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


def _kept(field: Field, value: Any, where: str) -> str:
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
            return date.fromisoformat(text).isoformat()
        except ValueError as error:
            raise Refused(
                _("%(field)s: “%(text)s” is no date. Write it as 2026-03-31.") % told
            ) from error
    return text
