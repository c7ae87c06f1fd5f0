"""Changes to a questionnaire's content: a content in, another one out. What names nothing changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from tandem.assessments.content import Content, Question, Section

Coded = TypeVar("Coded", Section, Question)
UP, DOWN = "up", "down"


def put_section(content: Content, section: Section, *, instead_of: str = "") -> Content:
    """At the end, or in the place of another; a section in another's place keeps that one's questions."""
    old = content.section(instead_of) if instead_of else None
    if old is None:
        return replace(content, sections=(*content.sections, section))
    new = replace(section, questions=old.questions)
    return replace(content, sections=_replaced(content.sections, instead_of, new))


def remove_section(content: Content, code: str) -> Content:
    return replace(content, sections=tuple(each for each in content.sections if each.code != code))


def move_section(content: Content, code: str, way: str) -> Content:
    return replace(content, sections=_moved(content.sections, code, way))


def put_question(content: Content, section: str, question: Question, *, instead_of: str = "") -> Content:
    """At the section's end, or in the place of another, wherever that stands."""
    if instead_of and content.question(instead_of) is not None:
        return _in_every(content, lambda questions: _replaced(questions, instead_of, question))
    return _in_section(content, section, lambda questions: (*questions, question))


def remove_question(content: Content, code: str) -> Content:
    return _in_every(content, lambda questions: tuple(each for each in questions if each.code != code))


def move_question(content: Content, code: str, way: str) -> Content:
    """Within its section; over its end into the next one."""
    sections = list(content.sections)
    at = next(
        (n for n, section in enumerate(sections) if any(q.code == code for q in section.questions)), None
    )
    if at is None:
        return content
    questions = sections[at].questions
    place = [question.code for question in questions].index(code)
    last = place == (0 if way == UP else len(questions) - 1)
    if not last:
        return _in_section(content, sections[at].code, lambda held: _moved(held, code, way))
    other = at - 1 if way == UP else at + 1
    if not 0 <= other < len(sections):
        return content
    question, held = questions[place], sections[other].questions
    sections[at] = replace(sections[at], questions=tuple(each for each in questions if each.code != code))
    sections[other] = replace(
        sections[other], questions=(*held, question) if way == UP else (question, *held)
    )
    return replace(content, sections=tuple(sections))


def free_code(taken: Sequence[str], prefix: str) -> str:
    """The first of prefix1, prefix2, … that nothing has."""
    number = 1
    while f"{prefix}{number}" in taken:
        number += 1
    return f"{prefix}{number}"


def _replaced(parts: tuple[Coded, ...], code: str, new: Coded) -> tuple[Coded, ...]:
    return tuple(new if part.code == code else part for part in parts)


def _moved(parts: tuple[Coded, ...], code: str, way: str) -> tuple[Coded, ...]:
    codes = [part.code for part in parts]
    if code not in codes:
        return parts
    place = codes.index(code)
    other = place - 1 if way == UP else place + 1
    if not 0 <= other < len(parts):
        return parts
    held = list(parts)
    held[place], held[other] = held[other], held[place]
    return tuple(held)


def _in_every(content: Content, change: Callable[[tuple[Question, ...]], tuple[Question, ...]]) -> Content:
    sections = tuple(replace(each, questions=change(each.questions)) for each in content.sections)
    return replace(content, sections=sections)


def _in_section(
    content: Content, code: str, change: Callable[[tuple[Question, ...]], tuple[Question, ...]]
) -> Content:
    sections = tuple(
        replace(each, questions=change(each.questions)) if each.code == code else each
        for each in content.sections
    )
    return replace(content, sections=sections)
