"""An assessment's questions with all that is said to each, as pages show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tandem.accounts.actor import Actor
from tandem.assessments import verdict
from tandem.assessments.content import Content, Kind, Question, Section
from tandem.assessments.models import Answer, Assessment, Assessor, Finding
from tandem.assessments.queries import questionnaires as queries
from tandem.assessments.results import Point, Result
from tandem.assessments.schemes import Scheme
from tandem.assessments.verdict import Standing
from tandem.assessments.weighing import Given, Part


@dataclass(frozen=True)
class Theirs:
    """What one assessor gave to a question."""

    assessor: Assessor
    answer: Answer | None
    given: Given


@dataclass(frozen=True)
class Row:
    """`place` is where it stands, by section; `number` is how people name it where its text does not begin with a
    number of its own."""

    place: str
    question: Question
    shown: bool
    supplier: Answer | None = None
    # The reader's own, as an assessor.
    own: Answer | None = None
    theirs: tuple[Theirs, ...] = ()
    settled: Answer | None = None
    standing: Standing | None = None
    point: Point | None = None
    findings: tuple[Finding, ...] = ()
    # Empty rows of a table, beyond the usual ones.
    more_rows: int = 0

    @property
    def number(self) -> str:
        return "" if self.question.marks.get("number") else self.place

    @property
    def key(self) -> str:
        """What its elements' ids end with."""
        return self.place.replace(".", "-")

    @property
    def step(self) -> str:
        """The process step it is asked for, which its text does not name."""
        marks = self.question.marks
        return str(marks.get("part", "")) if "sub_element" in marks else ""

    @property
    def judged(self) -> bool:
        """Whoever assesses gives points to it."""
        return bool(self.question.weight) and not self.question.scores_itself

    @property
    def asks_assessor(self) -> bool:
        """Something of it is scored; else an assessor has a remark at most."""
        return self.question.scores_itself or self.judged

    @property
    def takes_time(self) -> bool:
        """Typed, not chosen: it is kept while one types."""
        return self.question.kind in (Kind.TEXT, Kind.NUMBER, Kind.TABLE)

    @property
    def cells(self) -> list[list[str]]:
        """The rows of a table to fill in: those there are, and empty ones after them."""
        width = len(self.question.columns)
        answer = self.supplier
        filled = answer.value if answer is not None and isinstance(answer.value, list) else []
        return [*filled, *([""] * width for _ in range(max(2, 4 - len(filled)) + self.more_rows))]


@dataclass(frozen=True)
class Page:
    """One section, with its part of the result."""

    section: Section
    number: int
    rows: list[Row] = field(default_factory=list)
    part: Part | None = None

    @property
    def title(self) -> str:
        """With its number, unless the section has one in its own name, as a process audit's have."""
        return str(self.section) if self.section.marks else f"{self.number}. {self.section}"

    @property
    def any_shown(self) -> bool:
        return any(row.shown for row in self.rows)


def laid_out(
    asked: Content,
    shown: set[str],
    *,
    supplier: Mapping[str, Answer] | None = None,
    own: Mapping[str, Answer] | None = None,
    sides: queries.Sides | None = None,
    standings: Mapping[str, Standing] | None = None,
    result: Result | None = None,
    parts: Mapping[str, Part] | None = None,
    findings: Mapping[str, list[Finding]] | None = None,
) -> list[Page]:
    """Every question by its section; those that conditions hide are marked."""
    pages = []
    for number, section in enumerate(asked.sections, 1):
        rows = []
        for place, question in enumerate(section.questions, 1):
            code = question.code
            rows.append(
                Row(
                    place=f"{number}.{place}",
                    question=question,
                    shown=code in shown,
                    supplier=(supplier or {}).get(code),
                    own=(own or {}).get(code),
                    theirs=_theirs(question, sides),
                    settled=sides.settled.get(code) if sides else None,
                    standing=(standings or {}).get(code),
                    point=result.points.get(code) if result else None,
                    findings=tuple((findings or {}).get(code, ())),
                )
            )
        pages.append(Page(section, number, rows, (parts or {}).get(section.code)))
    return pages


def for_customer(assessment: Assessment, actor: Actor) -> list[Page]:
    """All that the reader may see now, with the result where it is published."""
    of = queries.sides(assessment, actor)
    standing = queries.standings(assessment, of)
    result = queries.read_result(assessment)
    outcome = result.outcome if result else queries.outcome(assessment, standing)
    return laid_out(
        assessment.asked,
        {each.question.code for each in standing},
        supplier=of.supplier,
        sides=of,
        standings={each.question.code: each for each in standing},
        result=result,
        parts={part.code: part for part in outcome.sections},
        findings=findings_of(assessment, actor),
    )


def findings_of(assessment: Assessment, actor: Actor) -> dict[str, list[Finding]]:
    """Those that the reader may see now, by question; those about the whole by the empty code."""
    found: dict[str, list[Finding]] = {}
    for finding in Finding.objects.visible_to(actor).filter(assessment=assessment):
        found.setdefault(finding.question, []).append(finding)
    return found


def for_supplier(assessment: Assessment) -> list[Page]:
    """Its own answers, and the result once it is published."""
    answers = queries.own_answers(assessment)
    result = queries.read_result(assessment)
    shown = {question.code for question in queries.shown(assessment.asked, answers)}
    if result is not None:
        shown = set(result.points)
    return laid_out(
        assessment.asked,
        shown,
        supplier=answers,
        result=result,
        parts={part.code: part for part in result.outcome.sections} if result else None,
    )


def points_from(how: Scheme) -> list[str]:
    """The points a scheme lets one choose from; empty where any number up to the most will do."""
    return [f"{each.normalize():f}" for each in how.points or ()]


def _theirs(question: Question, sides: queries.Sides | None) -> tuple[Theirs, ...]:
    if sides is None:
        return ()
    found = []
    for assessor, answers in sides.assessors:
        answer = answers.get(question.code)
        said = verdict.Said(answer.value, answer.points) if answer is not None else None
        found.append(Theirs(assessor, answer, verdict.given(question, said)))
    return tuple(found)
