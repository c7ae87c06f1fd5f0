"""The nine steps of an 8D report (D0–D8) and what each asks for.

Names of the steps are those of the published method (Ford's Team Oriented Problem Solving; VDA “8D – Problem solving in
8 disciplines”).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    TEXT = "text"
    LINE = "line"
    DAY = "day"
    CHOICE = "choice"


Choices = tuple[tuple[str, Any], ...]
BRANCHES: Choices = (
    ("people", _("Personnel")),
    ("machine", _("Machine")),
    ("material", _("Material")),
    ("method", _("Method")),
    ("measurement", _("Measurement")),
    ("environment", _("Environment")),
)
VERIFIED: Choices = (
    ("open", _("not checked yet")),
    ("yes", _("confirmed")),
    ("no", _("ruled out")),
)
AGAINST: Choices = (
    ("occurrence", _("occurrence")),
    ("escape", _("escape")),
)
ASKED: Choices = (
    ("what", _("What is it")),
    ("where", _("Where")),
    ("when", _("When")),
    ("extent", _("How many")),
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


DISCIPLINES: tuple[Discipline, ...] = (
    Discipline(
        "D0", _("Emergency response"),
        _("What was done at once, so that nobody receives more of it."),
        fields=(
            Field("response", _("Immediate measure"), required=True),
            Field("taken_on", _("Taken on"), Kind.DAY, required=True),
            Field("affected", _("What may be affected"), Kind.LINE,
                  hint=_("Lots, serial numbers, deliveries on their way.")),
        ),
    ),
    Discipline(
        "D1", _("Team"),
        _("Who solves it: people who know the product and the process, and a leader."),
        tables=(
            Table("team", _("Members"), (
                Field("name", _("Full name"), Kind.LINE, required=True),
                Field("function", _("Function"), Kind.LINE),
                Field("part", _("Part in the team"), Kind.LINE),
            ), least=1, hint=_("The first is the leader.")),
        ),
    ),
    Discipline(
        "D2", _("Problem description"),
        _("What the problem is, and what it is not."),
        fields=(Field("problem", _("The problem in one sentence"), required=True),),
        tables=(
            Table("facts", _("Is and is not"), (
                Field("asked", _("Question"), Kind.CHOICE, choices=ASKED),
                Field("is", _("Is"), Kind.LINE, required=True),
                Field("is_not", _("Is not"), Kind.LINE),
            ), least=1),
        ),
    ),
    Discipline(
        "D3", _("Interim containment"),
        _("What protects the customer until the permanent action works, and what checking found."),
        fields=(
            Field("clean_from", _("First lot or delivery known to be good"), Kind.LINE, required=True),
        ),
        tables=(
            Table("containment", _("Interim actions"), (
                Field("action", _("Action"), Kind.LINE, required=True),
                Field("where", _("Where"), Kind.LINE),
                Field("checked", _("Quantity checked"), Kind.LINE),
                Field("found", _("Defective"), Kind.LINE),
                Field("since", _("In effect since"), Kind.DAY),
            ), least=1),
        ),
    ),
    Discipline(
        "D4", _("Root causes"),
        _("Why it occurred, and why it was not noticed before it left: both, each down to its root."),
        fields=(
            Field("occurrence", _("Root cause of the occurrence"), required=True),
            Field("escape", _("Root cause of the escape"), required=True),
            Field("proof", _("How the causes were proved")),
        ),
        tables=(
            Table("why_occurred", _("Five whys: occurrence"),
                  (Field("why", _("Why?"), Kind.LINE, required=True),), least=2,
                  hint=_("Each line answers why the line above it happened.")),
            Table("why_escaped", _("Five whys: escape"),
                  (Field("why", _("Why?"), Kind.LINE, required=True),), least=2,
                  hint=_("Each line answers why the line above it happened.")),
            Table("causes", _("Fishbone: possible causes"), (
                Field("branch", _("Branch"), Kind.CHOICE, choices=BRANCHES),
                Field("cause", _("Possible cause"), Kind.LINE, required=True),
                Field("verified", _("Checked"), Kind.CHOICE, choices=VERIFIED),
            ), least=1),
        ),
    ),
    Discipline(
        "D5", _("Chosen permanent actions"),
        _("What takes the causes away for good, who does it, and by when."),
        fields=(Field("proof", _("How it was shown that they will work"), required=True),),
        tables=(
            Table("actions", _("Permanent actions"), (
                Field("action", _("Action"), Kind.LINE, required=True),
                Field("against", _("Against"), Kind.CHOICE, choices=AGAINST),
                Field("owner", _("Who"), Kind.LINE, required=True),
                Field("due_on", _("Due by"), Kind.DAY, required=True),
            ), least=1),
        ),
    ),
    Discipline(
        "D6", _("Implemented permanent actions"),
        _("That they are in place, and that they work where the work is done."),
        fields=(
            Field("validation", _("What shows that they work"), required=True),
            Field("containment_ended_on", _("Interim containment ended on"), Kind.DAY),
        ),
    ),
    Discipline(
        "D7", _("Prevention"),
        _("What was changed so that it does not happen again, here or anywhere like it."),
        fields=(Field("elsewhere", _("Where else the same cause may sit"), required=True),),
        tables=(
            Table("changed", _("Documents and systems changed"), (
                Field("what", _("Document or system"), Kind.LINE, required=True),
                Field("change", _("What was changed"), Kind.LINE),
                Field("on", _("On"), Kind.DAY),
            ), least=1, hint=_("FMEA, control plan, work instruction, training, drawing.")),
        ),
    ),
    Discipline(
        "D8", _("Closing"),
        _("What the team learnt, and who is thanked."),
        fields=(
            Field("learnt", _("What was learnt"), required=True),
            Field("thanks", _("Thanks to")),
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
