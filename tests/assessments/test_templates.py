"""Quentin writes questionnaires: drafts change, what is published never does."""

from dataclasses import replace

import pytest

from tandem.assessments import actions, content, editing, shipped
from tandem.assessments.content import Content, Option, Question, Section
from tandem.assessments.models import Template
from tandem.core.errors import Refused
from tests.assessments.conftest import ASKED
from tests.cast import NOW, Person


def codes(asked: Content) -> list[tuple[str, list[str]]]:
    return [(section.code, [question.code for question in section.questions]) for section in asked.sections]


def test_what_comes_with_tandem_is_sound_whole_in_both_languages_and_taken_over(
    quality_engineer: Person, manager: Person
) -> None:
    assert list(shipped.shipped()) == ["process-audit", "self-assessment", "vda63-2016", "vda63-2023"]
    for each in shipped.shipped().values():
        assert content.problems(each.content) == []
        texts = [
            (part.text, part.text_local)
            for question in each.content
            for part in (question, *question.options, *question.columns)
        ]
        assert all(text and local for text, local in texts)
        assert all(section.title and section.title_local for section in each.content.sections)
    made = actions.take_over("self-assessment", by=quality_engineer.actor)
    assert (made.version, made.status, made.kind) == (1, "draft", "questionnaire")
    assert made.asked == shipped.shipped()["self-assessment"].content
    with pytest.raises(Refused, match="There is a template with the code"):
        actions.take_over("self-assessment", by=quality_engineer.actor)
    with pytest.raises(Refused, match="Your role"):
        actions.take_over("process-audit", by=manager.actor)


def test_a_published_version_stays_and_the_next_one_retires_it(
    template: Template, quality_engineer: Person
) -> None:
    by = quality_engineer.actor
    with pytest.raises(Refused, match="has been published"):
        actions.ask_other_questions(template, Content(), by=by)
    draft = actions.new_version(template, by=by)
    assert (draft.version, draft.asked) == (2, template.asked)
    with pytest.raises(Refused, match="There is a draft already"):
        actions.new_version(template, by=by)
    fewer = editing.remove_section(draft.asked, "plant")
    actions.ask_other_questions(draft, fewer, by=by)
    actions.publish_template(draft, by=by, now=NOW)
    template.refresh_from_db()
    assert (template.status, draft.status) == ("retired", "active")
    assert codes(template.asked) == codes(ASKED)
    assert codes(draft.asked) == [("quality", ["certified", "certificate", "ppm"])]


def test_a_draft_is_published_only_when_it_is_sound_and_each_fault_is_told(
    quality_engineer: Person,
) -> None:
    bad = Content(
        (
            Section(
                "one",
                "One",
                questions=(
                    Question("a", "choice", "A", options=(Option("x", "X"),)),
                    Question("a", "table", ""),
                    Question("c", "text", "C", shown_if=content.ShownIf("z", ("x",))),
                ),
            ),
            Section("two", "Two"),
        )
    )
    fields = {"code": "bad", "title": "Bad"}
    draft = actions.write_template(fields, asked=bad, by=quality_engineer.actor)
    with pytest.raises(Refused) as refused:
        actions.publish_template(draft, by=quality_engineer.actor, now=NOW)
    for sentence in (
        "Two questions have the code a",
        "No question has a weight",
        "needs two answers",
        "Question a has no text",
        "table without columns",
        "no earlier choice",
        "Section “Two” has no questions",
    ):
        assert sentence in str(refused.value)


def test_sections_and_questions_move_without_losing_each_other() -> None:
    moved = editing.move_question(ASKED, "certified", "down")
    assert codes(moved)[0] == ("quality", ["certificate", "certified", "ppm"])
    over = editing.move_question(ASKED, "ppm", "down")
    assert codes(over) == [
        ("quality", ["certified", "certificate"]),
        ("plant", ["ppm", "order", "plants", "since"]),
    ]
    assert editing.move_question(over, "ppm", "up") == ASKED
    assert editing.move_question(ASKED, "certified", "up") == ASKED
    assert [code for code, _ in codes(editing.move_section(ASKED, "plant", "up"))] == ["plant", "quality"]
    renamed = editing.put_section(ASKED, Section("q", "Q"), instead_of="quality")
    assert codes(renamed)[0] == ("q", ["certified", "certificate", "ppm"])
    other = replace(next(iter(ASKED)), text="Certified?")
    put = editing.put_question(ASKED, "quality", other, instead_of="certified")
    assert next(iter(put)).text == "Certified?"
    assert editing.free_code(["q1", "q2"], "q") == "q3"
