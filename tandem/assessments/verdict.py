"""How each question of an assessment stands: what the supplier says, what each assessor says, and what follows.

Values in, values out. Without assessors the supplier's own answers count; with them theirs alone do: what no assessor
looked at is "no data". The mean of several counts until the lead assessor settles a question; by a scheme that knows no
means, nothing does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from tandem.assessments import content, weighing
from tandem.assessments.content import Content, Question
from tandem.assessments.weighing import Given


@dataclass(frozen=True)
class Said:
    """One answer: `points` where somebody gave them, `files` how many stand behind it."""

    value: Any = None
    points: Decimal | None = None
    remark: str = ""
    files: int = 0


Answers = Mapping[str, Said]


@dataclass(frozen=True)
class Standing:
    """`by_assessor` in the order of the assessors; `spread` between their points; `differs` where there is one, or
    where they chose differently."""

    question: Question
    supplier: Said | None
    by_assessor: tuple[Said | None, ...]
    settled: Said | None
    given: Given
    spread: Decimal | None
    differs: bool


def given(question: Question, said: Said | None) -> Given:
    """What one answer gives: the points somebody gave, or those that follow from the value."""
    if said is None:
        return Given()
    found = weighing.points_of(question, said.value)
    if said.points is not None and not question.scores_itself:
        return Given(said.points, knocked_out=found.knocked_out)
    return found


def standings(
    asked: Content,
    supplier: Answers,
    assessors: Sequence[Answers],
    settled: Answers,
    *,
    verified: bool,
    means: bool = True,
) -> list[Standing]:
    """Of the questions that are shown, in order. `verified`: the assessors' word counts, not the supplier's. `means`:
    where assessors differ, their mean counts until it is settled."""
    questions = content.shown_by(asked, _chosen(asked, supplier, assessors, settled, verified=verified))
    found = [_standing(question, supplier, assessors, settled, verified=verified) for question in questions]
    if means:
        return found
    return [
        replace(each, given=Given()) if verified and each.differs and each.settled is None else each
        for each in found
    ]


def _standing(
    question: Question, supplier: Answers, assessors: Sequence[Answers], settled: Answers, *, verified: bool
) -> Standing:
    code = question.code
    each = [given(question, answers[code]) for answers in assessors if code in answers]
    final = settled.get(code)
    if final is not None:
        counts = given(question, final)
    elif verified:
        counts = weighing.joined(each)
    else:
        counts = given(question, supplier.get(code))
    return Standing(
        question=question,
        supplier=supplier.get(code),
        by_assessor=tuple(answers.get(code) for answers in assessors),
        settled=final,
        given=counts,
        spread=weighing.spread(each),
        differs=len({(one.points, one.dropped, one.knocked_out) for one in each if _says(one)}) > 1,
    )


def _says(one: Given) -> bool:
    return one.points is not None or one.dropped or one.knocked_out


def _chosen(
    asked: Content, supplier: Answers, assessors: Sequence[Answers], settled: Answers, *, verified: bool
) -> dict[str, set[str]]:
    """By which options the conditions go: the settled one, else the assessors', else the supplier's."""
    found: dict[str, set[str]] = {}
    for question in asked:
        code = question.code
        words = [answers[code].value for answers in assessors if code in answers] if verified else []
        if code in settled and settled[code].value:
            words = [settled[code].value]
        said = {word for word in words if isinstance(word, str)}
        if not said and code in supplier and isinstance(supplier[code].value, str):
            said = {supplier[code].value}
        found[code] = said
    return found
