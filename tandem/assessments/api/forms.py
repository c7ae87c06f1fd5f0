"""What several of this room's routes answer with: questions, answers, results and findings."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from typing_extensions import TypedDict

from tandem.assessments.content import Option, Question
from tandem.assessments.models import Answer, Assessment, Evidence, Finding, Template
from tandem.assessments.queries import questionnaires as queries
from tandem.assessments.results import Point
from tandem.assessments.weighing import Part
from tandem.relationships.api import number


class AskedOption(TypedDict):
    code: str
    text: str
    text_local: str


class AskedColumn(TypedDict):
    text: str
    text_local: str


class ShownIfOut(TypedDict):
    """The question is asked only where that earlier one was answered with one of these options."""

    question: str
    options: list[str]


class AskedQuestion(TypedDict):
    """`kind` is choice, number, date, table, file or text; `evidence` says whether files stand behind the answer:
    empty, welcome or required."""

    code: str
    section: str
    kind: str
    text: str
    text_local: str
    help: str
    help_local: str
    required: bool
    evidence: str
    unit: str
    options: list[AskedOption]
    columns: list[AskedColumn]
    shown_if: ShownIfOut | None


class TemplateNamed(TypedDict):
    """One version of a template; `code` is what its versions have in common."""

    id: int
    code: str
    version: int
    title: str
    title_local: str
    kind: str
    scheme: str


class FileOut(TypedDict):
    name: str
    media_type: str
    size: int
    sha256: str


class AnswerOut(TypedDict):
    """`value` is an option's code, digits, an ISO day, text, or a table's rows; null where only files, points or a
    remark were given. `points` are those that a person gave."""

    value: str | list[list[str]] | None
    points: float | None
    remark: str
    files: list[FileOut]
    saved_at: datetime
    saved_by: str


class SectionResult(TypedDict):
    """`score` of 100, null without data; `coverage` is the share of the weight that has points."""

    code: str
    score: float | None
    coverage: float | None


class QuestionResult(TypedDict):
    code: str
    points: float | None
    dropped: bool
    knocked_out: bool
    remarks: list[str]
    settled: str


class ResultOut(TypedDict):
    """What was published: `basis` self for the supplier's own answers, else verified; `verdict` says in sentences why
    the scheme judged so; `knock_outs` are codes of questions."""

    closed_at: datetime | None
    basis: str
    score: float | None
    grade: str | None
    coverage: float | None
    knock_outs: list[str]
    verdict: list[str]
    sections: list[SectionResult]
    questions: list[QuestionResult]


class FindingOut(TypedDict):
    """`question` is null where it is about the whole."""

    question: str | None
    severity: str
    text: str
    raised_at: datetime


def asked_question(question: Question, section: str) -> AskedQuestion:
    condition = question.shown_if
    return AskedQuestion(
        code=question.code,
        section=section,
        kind=question.kind,
        text=question.text,
        text_local=question.text_local,
        help=question.help,
        help_local=question.help_local,
        required=question.required,
        evidence=question.evidence,
        unit=question.unit,
        options=[_option(option) for option in question.options],
        columns=[AskedColumn(text=each.text, text_local=each.text_local) for each in question.columns],
        shown_if=ShownIfOut(question=condition.question, options=list(condition.options))
        if condition
        else None,
    )


def template_named(template: Template) -> TemplateNamed:
    return TemplateNamed(
        id=template.pk,
        code=template.code,
        version=template.version,
        title=template.title,
        title_local=template.title_local,
        kind=template.kind,
        scheme=template.scheme,
    )


def answer_told(found: Answer) -> AnswerOut:
    return AnswerOut(
        value=found.value,
        points=number(found.points),
        remark=found.remark,
        files=[_file(each) for each in found.evidence.all()],
        saved_at=found.saved_at,
        saved_by=found.saved_by_name,
    )


def answers_told(answers: Mapping[str, Answer]) -> dict[str, AnswerOut]:
    return {code: answer_told(found) for code, found in answers.items()}


def result_told(found: Assessment) -> ResultOut | None:
    """None until it is published."""
    result = queries.read_result(found)
    if result is None:
        return None
    outcome = result.outcome
    return ResultOut(
        closed_at=found.closed_at,
        basis=found.basis,
        score=number(found.score),
        grade=found.grade or None,
        coverage=number(outcome.whole.coverage),
        knock_outs=list(outcome.knock_outs),
        verdict=[sentence for sentence in queries.reasons(found, outcome) if sentence],
        sections=[_section(part) for part in outcome.sections],
        questions=[_point(point) for point in result.points.values()],
    )


def findings_told(findings: Iterable[Finding]) -> list[FindingOut]:
    return [
        FindingOut(
            question=each.question or None, severity=each.severity, text=each.text, raised_at=each.raised_at
        )
        for each in findings
    ]


def particulars_told(found: Assessment, name: str) -> list[str]:
    """The process elements or steps of an audit; empty for what has none."""
    given: Any = found.particulars.get(name) or ()
    return [str(each) for each in given]


def _option(option: Option) -> AskedOption:
    return AskedOption(code=option.code, text=option.text, text_local=option.text_local)


def _file(file: Evidence) -> FileOut:
    return FileOut(name=file.file_name, media_type=file.media_type, size=file.size, sha256=file.sha256)


def _section(part: Part) -> SectionResult:
    return SectionResult(code=part.code, score=number(part.score), coverage=number(part.coverage))


def _point(point: Point) -> QuestionResult:
    return QuestionResult(
        code=point.code,
        points=number(point.points),
        dropped=point.dropped,
        knocked_out=point.knocked_out,
        remarks=list(point.remarks),
        settled=point.settled,
    )
