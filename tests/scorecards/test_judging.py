"""The points of what people judge: the median of their answers, which no single one decides."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tandem.scorecards import rubrics
from tandem.scorecards.judging import tally
from tandem.scorecards.rubrics import Level
from tandem.scorecards.scoring import FEW_ANSWERS, Answers, Measured

D = Decimal
points = st.integers(0, 10000).map(lambda cents: Decimal(cents) / 100)


def test_the_middle_answer_or_the_mean_of_the_two_in_the_middle() -> None:
    odd = tally([D(0), D(75), D(100)], asked=5, least=3)
    assert odd == Measured(D("75.0000"), 3, answers=Answers(5, 3, D(0), D(100)))
    assert tally([D(75), D(25), D(100), D(50)], asked=4, least=3).value == D("62.5000")


def test_too_few_answers_are_no_data_and_tell_nothing() -> None:
    few = tally([D(0), D(100)], asked=4, least=3)
    assert few == Measured(None, 2, reason=FEW_ANSWERS, answers=Answers(4, 2))
    assert tally([], asked=4, least=0).value is None


@given(st.lists(points, min_size=2, max_size=9), points)
def test_no_single_answer_carries_it_beyond_the_range_of_the_others(others: list[D], moved: D) -> None:
    told = tally([*others, moved], asked=10, least=3).value
    assert told is not None
    assert min(others) <= told <= max(others)


@given(st.lists(points, min_size=3, max_size=9), st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(answers: list[D], chance: object) -> None:
    mixed = list(answers)
    chance.shuffle(mixed)  # type: ignore[attr-defined]  # a Random
    assert tally(mixed, asked=9, least=3) == tally(answers, asked=9, least=3)


def test_a_rubric_is_written_a_level_a_line() -> None:
    typed = "0: Never helps. | 从不帮助。\n100： Always.｜总是。\n\n62,5: Often. | 经常。"
    assert rubrics.parse(typed) == [
        Level(D(100), "Always.", "总是。"),
        Level(D("62.5"), "Often.", "经常。"),
        Level(D(0), "Never helps.", "从不帮助。"),
    ]
    assert rubrics.parse("good | 好") is None
    usual = list(rubrics.DEFAULT)
    assert rubrics.parse(rubrics.write(usual)) == usual == rubrics.from_data(rubrics.as_data(usual))
    assert rubrics.problems(usual) == []


def test_what_is_wrong_with_a_rubric() -> None:
    wrong = [Level(D(120), "Best", "最好"), Level(D(50), "Middling"), Level(D(50), "Also", "也")]
    assert [problem.code for problem in rubrics.problems(wrong)] == [
        "rubric_points_twice",
        "rubric_points_out_of_range",
        "rubric_without_words",
    ]
    assert [problem.code for problem in rubrics.problems([])] == ["rubric_too_short"]


def test_points_between_two_levels_are_told_by_both() -> None:
    levels = list(rubrics.DEFAULT)
    assert [level.points for level in rubrics.around(levels, D("62.5"))] == [D(75), D(50)]
    assert [level.points for level in rubrics.around(levels, D(75))] == [D(75)]
    assert rubrics.words(levels, None, "en") == []
