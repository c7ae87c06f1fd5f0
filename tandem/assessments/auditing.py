"""A process audit as its pages show it: where one stands while walking the line, and its result as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from tandem.assessments import audits, vda63, verdict
from tandem.assessments.models import Answer, Assessment
from tandem.assessments.schemes import SchemeName
from tandem.assessments.showing import Page, Row
from tandem.assessments.verdict import Said
from tandem.assessments.weighing import Outcome


@dataclass(frozen=True)
class Line:
    """One degree: `percent` is None where nothing was rated; `grade` is the one its per cent would have; `thin` where
    fewer questions were rated than the scheme asks for."""

    label: str
    percent: Decimal | None
    rated: int
    asked: int
    grade: str
    thin: bool


@dataclass(frozen=True)
class Told:
    """A result: the grade by degree alone, the one that the downgrades leave, and why."""

    percent: Decimal | None
    grade: str
    by_degree: str
    downgrades: list[str]
    incomplete: list[str]
    tables: list[tuple[str, list[Line]]]


@dataclass
class Stop:
    """One element, or one process step: as much as is shown at once."""

    number: int
    key: tuple[str, str]
    title: str
    pages: list[Page] = field(default_factory=list)
    percent: Decimal | None = None
    grade: str = ""

    @property
    def rows(self) -> list[Row]:
        return [row for page in self.pages for row in page.rows if row.shown and row.asks_assessor]

    @property
    def rated(self) -> int:
        return sum(1 for row in self.rows if _is_rated(row.own))

    @property
    def in_all(self) -> int:
        return len(self.rows)

    @property
    def is_done(self) -> bool:
        return self.rated == self.in_all


def is_audit(assessment: Assessment) -> bool:
    return bool(assessment.template.scheme == SchemeName.VDA63)


def told(outcome: Outcome) -> Told:
    """Of an outcome as it is worked out, or as it was kept."""
    by_code: dict[str, list[Mapping[str, Any]]] = {}
    for reason in outcome.reasons:
        by_code.setdefault(reason.code, []).append(reason.values)
    thin = {(each["kind"], each["name"]) for each in by_code.get("incomplete", ())}
    titles = (
        (vda63.ELEMENT, _("Process elements")),
        (vda63.STEP, _("Process steps")),
        (vda63.SUB_ELEMENT, _("Sub-elements of production")),
    )
    tables = [
        (title, [_line(each, thin) for each in audits.degrees(outcome.reasons, kind)])
        for kind, title in titles
    ]
    return Told(
        percent=outcome.whole.score,
        grade=outcome.grade,
        by_degree=next((each["grade"] for each in by_code.get("by_degree", ())), ""),
        downgrades=[audits.say(each) for each in outcome.reasons if each.code == "downgrade"],
        incomplete=[audits.say(each) for each in outcome.reasons if each.code == "incomplete"],
        tables=[(title, lines) for title, lines in tables if lines],
    )


def walked(assessment: Assessment, pages: Sequence[Page], *, at: int = 1, code: str = "") -> dict[str, Any]:
    """For an assessor's pages: the stops, the one at which one is (by its number, or by a question in it), and what
    one's own points come to so far. One beyond the last is the end, where one hands in."""
    rows = [row for page in pages for row in page.rows if row.shown]
    given = {row.question.code: verdict.given(row.question, _said(row.own)) for row in rows}
    outcome = assessment.template.how.score(assessment.asked, given)
    stops = _stops(pages, outcome)
    for stop in stops:
        if code and any(row.question.code == code for page in stop.pages for row in page.rows):
            at = stop.number
    here = next((stop for stop in stops if stop.number == at), None)
    return {
        "stops": stops,
        "here": here,
        "at": here.number if here else len(stops) + 1,
        "end": len(stops) + 1,
        "audit": told(outcome),
        "open_stops": [stop for stop in stops if not stop.is_done],
    }


def _stops(pages: Sequence[Page], outcome: Outcome) -> list[Stop]:
    percents = {
        (each["kind"], each["name"]): _decimal(each["percent"])
        for kind in (vda63.ELEMENT, vda63.STEP)
        for each in audits.degrees(outcome.reasons, kind)
    }
    stops: dict[tuple[str, str], Stop] = {}
    for page in pages:
        if not page.any_shown:
            continue
        marks = page.section.marks
        step, element = str(marks.get("step", "")), str(marks.get("element", ""))
        key = (vda63.STEP, step) if step else (vda63.ELEMENT, element or page.section.code)
        title = step or (audits.place(*key) if element else str(page.section))
        stop = stops.setdefault(key, Stop(len(stops) + 1, key, title))
        stop.pages.append(page)
        stop.percent = percents.get(key)
        stop.grade = _grade(stop.percent)
    return list(stops.values())


def _line(degree: Mapping[str, Any], thin: set[tuple[str, str]]) -> Line:
    kind, name = degree["kind"], degree["name"]
    percent = _decimal(degree["percent"])
    return Line(
        label=name if kind == vda63.STEP else audits.place(kind, name),
        percent=percent,
        rated=degree["rated"],
        asked=degree["asked"],
        grade=_grade(percent),
        thin=(kind, name) in thin,
    )


def _grade(percent: Decimal | None) -> str:
    """What a degree would be as a whole; the editions have the same bounds."""
    if percent is None:
        return ""
    scheme = vda63.edition(vda63.editions()[0])
    return "A" if percent >= scheme.a_from else "B" if percent >= scheme.b_from else "C"


def _said(answer: Answer | None) -> Said | None:
    return None if answer is None else Said(answer.value, answer.points)


def _is_rated(answer: Answer | None) -> bool:
    return answer is not None and bool(answer.value or answer.points is not None)


def _decimal(text: Any) -> Decimal | None:
    return None if text is None else Decimal(str(text))
