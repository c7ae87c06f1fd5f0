"""What a questionnaire asks: sections and their questions, as a value that a template's version keeps as JSON.

A question's code stays the same through versions, so that answers of different versions can be told to be about the
same. `read` takes what is kept; `problems` says in sentences why something cannot be put to use.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import models
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

MOST_QUESTIONS = 400
MOST_SECTIONS = 60


class Kind(models.TextChoices):
    CHOICE = "choice", gettext_lazy("Choice")
    NUMBER = "number", pgettext_lazy("kind of question", "Number")
    DATE = "date", gettext_lazy("Date")
    TABLE = "table", gettext_lazy("Table")
    FILE = "file", gettext_lazy("File")
    TEXT = "text", gettext_lazy("Text")


class Required(models.TextChoices):
    """Whether files stand behind an answer."""

    NO = "", gettext_lazy("not asked for")
    WELCOME = "welcome", gettext_lazy("welcome")
    REQUIRED = "required", gettext_lazy("required")


def in_script(text: str, text_local: str) -> str:
    """Which of two wordings a reader of the present language is shown: the other where one is missing."""
    chinese = (get_language() or "").startswith("zh")
    return (text_local if chinese else text) or text or text_local


@dataclass(frozen=True)
class Option:
    """One of the answers to a choice. Without points (None) it takes the question out of the score."""

    code: str
    text: str
    text_local: str = ""
    points: Decimal | None = None
    knock_out: bool = False

    def __str__(self) -> str:
        return in_script(self.text, self.text_local)


@dataclass(frozen=True)
class Column:
    """Of a table."""

    text: str
    text_local: str = ""

    def __str__(self) -> str:
        return in_script(self.text, self.text_local)


@dataclass(frozen=True)
class ShownIf:
    """Only where an earlier choice was answered with one of these options."""

    question: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """`weight` 0 asks without scoring. A number scores along `scale`, pairs of value and points, straight between
    them; other kinds than choice and number are judged by the assessor, in points. `marks` are what a scheme reads:
    a process element, a star."""

    code: str
    kind: str
    text: str
    text_local: str = ""
    help: str = ""
    help_local: str = ""
    weight: Decimal = Decimal(0)
    required: bool = True
    evidence: str = Required.NO
    options: tuple[Option, ...] = ()
    columns: tuple[Column, ...] = ()
    unit: str = ""
    scale: tuple[tuple[Decimal, Decimal], ...] = ()
    knock_out_below: Decimal | None = None
    knock_out_above: Decimal | None = None
    shown_if: ShownIf | None = None
    marks: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return in_script(self.text, self.text_local)

    @property
    def help_text(self) -> str:
        return in_script(self.help, self.help_local)

    @property
    def kind_label(self) -> str:
        return str(Kind(self.kind).label)

    @property
    def scores_itself(self) -> bool:
        """Its points follow from the answer; else whoever assesses gives them."""
        return self.kind == Kind.CHOICE or (self.kind == Kind.NUMBER and bool(self.scale))

    @property
    def knocks_out(self) -> bool:
        return (
            any(option.knock_out for option in self.options)
            or self.knock_out_below is not None
            or self.knock_out_above is not None
        )

    def option(self, code: Any) -> Option | None:
        return next((option for option in self.options if option.code == code), None)


@dataclass(frozen=True)
class Section:
    code: str
    title: str
    title_local: str = ""
    note: str = ""
    note_local: str = ""
    questions: tuple[Question, ...] = ()
    marks: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return in_script(self.title, self.title_local)

    @property
    def note_text(self) -> str:
        return in_script(self.note, self.note_local)

    @property
    def weight(self) -> Decimal:
        return sum((question.weight for question in self.questions), Decimal(0))


@dataclass(frozen=True)
class Content:
    sections: tuple[Section, ...] = ()

    def __iter__(self) -> Iterator[Question]:
        """Every question, in order."""
        return (question for section in self.sections for question in section.questions)

    @property
    def weight(self) -> Decimal:
        return sum((section.weight for section in self.sections), Decimal(0))

    def question(self, code: str) -> Question | None:
        return next((question for question in self if question.code == code), None)

    def section(self, code: str) -> Section | None:
        return next((section for section in self.sections if section.code == code), None)

    def earlier_choices(self, code: str) -> list[Question]:
        """What the question may depend on; every choice for one that is not there yet."""
        found: list[Question] = []
        for question in self:
            if question.code == code:
                break
            if question.kind == Kind.CHOICE:
                found.append(question)
        return found


def shown(content: Content, values: Mapping[str, Any]) -> list[Question]:
    """The questions that these answers ({code: value}) leave to be asked, in order."""
    return shown_by(content, {code: {value} for code, value in values.items() if isinstance(value, str)})


def shown_by(content: Content, chosen: Mapping[str, set[str]]) -> list[Question]:
    """As `shown`, where several people chose: one of them who chose so is enough."""
    found: dict[str, Question] = {}
    for question in content:
        condition = question.shown_if
        if condition is None or (
            condition.question in found
            and not chosen.get(condition.question, set()).isdisjoint(condition.options)
        ):
            found[question.code] = question
    return list(found.values())


def kept(content: Content) -> dict[str, Any]:
    """As JSON: numbers as text, and nothing of what is empty."""
    return {"sections": [_kept(asdict(section)) for section in content.sections]}


def read(data: Mapping[str, Any]) -> Content:
    """What `kept` wrote, or the same written by hand. Raises ValueError for anything else."""
    try:
        return Content(tuple(_section(section) for section in data.get("sections", ())))
    except (TypeError, KeyError, AttributeError, InvalidOperation) as error:
        raise ValueError(f"this is no questionnaire: {error}") from error


def problems(
    content: Content, points: Sequence[Decimal] | None = None, most: Decimal = Decimal(100)
) -> list[str]:
    """Why it cannot be put to use, in sentences. `points` are those that options may have, where a scheme says."""
    found = list(_of_the_whole(content))
    for section in content.sections:
        if not str(section):
            found.append(_("Section %(code)s has no title.") % {"code": section.code})
        if not section.questions:
            found.append(_("Section “%(section)s” has no questions.") % {"section": section})
        for question in section.questions:
            found += _of_question(question, content, points, most)
    return found


def _of_the_whole(content: Content) -> Iterator[str]:
    if not content.sections:
        yield _("There are no questions yet. Add a section, and questions to it.")
    codes = [question.code for question in content]
    sections = [section.code for section in content.sections]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield _("Two questions have the code %(code)s; each needs its own.") % {"code": code}
    for code in sorted({code for code in sections if sections.count(code) > 1}):
        yield _("Two sections have the code %(code)s; each needs its own.") % {"code": code}
    if len(codes) > MOST_QUESTIONS or len(sections) > MOST_SECTIONS:
        yield _("A questionnaire has at most %(questions)d questions in %(sections)d sections.") % {
            "questions": MOST_QUESTIONS,
            "sections": MOST_SECTIONS,
        }
    if content.sections and not content.weight:
        yield _("No question has a weight, so there would be no score. Give some of them a weight.")


def _of_question(
    question: Question, content: Content, points: Sequence[Decimal] | None, most: Decimal
) -> Iterator[str]:
    of = {"code": question.code}
    if not str(question):
        yield _("Question %(code)s has no text.") % of
    if question.kind not in Kind.values:
        yield _("Question %(code)s is of no known kind.") % of
    if question.weight < 0:
        yield _("Question %(code)s has a weight below zero.") % of
    if question.kind == Kind.CHOICE:
        yield from _of_choice(question, points, most)
    if question.kind == Kind.TABLE and not question.columns:
        yield _("Question %(code)s is a table without columns. Name its columns.") % of
    if question.kind == Kind.NUMBER:
        yield from _of_number(question, most)
    if question.shown_if is not None:
        earlier = {each.code: each for each in content.earlier_choices(question.code)}
        asked = earlier.get(question.shown_if.question)
        if asked is None:
            yield (
                _("Question %(code)s depends on %(other)s, which is no earlier choice.")
                % {**of, "other": question.shown_if.question}
            )
        elif not question.shown_if.options or any(
            asked.option(each) is None for each in question.shown_if.options
        ):
            yield (
                _("Question %(code)s depends on an answer that %(other)s does not offer.")
                % {**of, "other": asked.code}
            )


def _of_choice(question: Question, points: Sequence[Decimal] | None, most: Decimal) -> Iterator[str]:
    of = {"code": question.code}
    codes = [option.code for option in question.options]
    if len(codes) < 2:
        yield _("Question %(code)s is a choice and needs two answers at least.") % of
    if len(set(codes)) < len(codes):
        yield _("Two answers to question %(code)s have the same code.") % of
    if any(not str(option) for option in question.options):
        yield _("An answer to question %(code)s has no text.") % of
    given = [option.points for option in question.options if option.points is not None]
    if any(not 0 <= each <= most for each in given):
        yield _("Question %(code)s: points are from 0 to %(most)s.") % {**of, "most": f"{most.normalize():f}"}
    if points is not None and any(each not in points for each in given):
        yield (
            _("Question %(code)s: this scheme gives %(points)s points only.")
            % {**of, "points": " / ".join(f"{each.normalize():f}" for each in points)}
        )
    if question.weight and not given:
        yield _("Question %(code)s has a weight, but none of its answers has points.") % of


def _of_number(question: Question, most: Decimal) -> Iterator[str]:
    of = {"code": question.code}
    values = [value for value, _points in question.scale]
    if len(values) == 1 or values != sorted(set(values)):
        yield (
            _("Question %(code)s: its scale needs two values at least, from the smallest to the largest.")
            % of
        )
    if any(not 0 <= given <= most for _value, given in question.scale):
        yield _("Question %(code)s: points are from 0 to %(most)s.") % {**of, "most": f"{most.normalize():f}"}


def _kept(value: Any) -> Any:
    if isinstance(value, dict):
        written = {name: _kept(part) for name, part in value.items()}
        return {name: part for name, part in written.items() if part not in (None, "", [], {})}
    if isinstance(value, list | tuple):
        return [_kept(part) for part in value]
    return f"{value:f}" if isinstance(value, Decimal) else value


def _section(data: Mapping[str, Any]) -> Section:
    return Section(
        code=str(data["code"]),
        title=str(data.get("title", "")),
        title_local=str(data.get("title_local", "")),
        note=str(data.get("note", "")),
        note_local=str(data.get("note_local", "")),
        questions=tuple(_question(question) for question in data.get("questions", ())),
        marks=dict(data.get("marks", {})),
    )


def _question(data: Mapping[str, Any]) -> Question:
    condition = data.get("shown_if")
    return Question(
        code=str(data["code"]),
        kind=str(data["kind"]),
        text=str(data.get("text", "")),
        text_local=str(data.get("text_local", "")),
        help=str(data.get("help", "")),
        help_local=str(data.get("help_local", "")),
        weight=_number(data.get("weight")) or Decimal(0),
        required=bool(data.get("required", True)),
        evidence=str(data.get("evidence", "")),
        options=tuple(_option(option) for option in data.get("options", ())),
        columns=tuple(
            Column(str(column.get("text", "")), str(column.get("text_local", "")))
            for column in data.get("columns", ())
        ),
        unit=str(data.get("unit", "")),
        scale=tuple((Decimal(str(value)), Decimal(str(points))) for value, points in data.get("scale", ())),
        knock_out_below=_number(data.get("knock_out_below")),
        knock_out_above=_number(data.get("knock_out_above")),
        shown_if=ShownIf(str(condition["question"]), tuple(str(each) for each in condition["options"]))
        if condition
        else None,
        marks=dict(data.get("marks", {})),
    )


def _option(data: Mapping[str, Any]) -> Option:
    return Option(
        code=str(data["code"]),
        text=str(data.get("text", "")),
        text_local=str(data.get("text_local", "")),
        points=_number(data.get("points")),
        knock_out=bool(data.get("knock_out", False)),
    )


def _number(value: Any) -> Decimal | None:
    return None if value in (None, "") else Decimal(str(value))
