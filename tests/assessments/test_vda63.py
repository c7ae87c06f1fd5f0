"""VDA 6.3: degrees, grades, and each downgrade of the 2016 edition by itself."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.assessments.vda63 import Downgrade, Edition, Result, edition, editions, evaluate

SCHEME = edition("vda63_2016")
STEPS = ("Casting", "Machining")


def all_rated(points: int, scheme: Edition = SCHEME) -> dict[str, dict[str, int | None]]:
    """Every question with the same points, for both sides of P3 and P4 and for each step of P6."""
    return {
        question.number: dict.fromkeys(
            STEPS if question.element == "P6" else scheme.twice.get(question.element, ("",)), points
        )
        for question in scheme.questions
    }


def audited(changes: Mapping[str, int | None], *, of: int = 10, scheme: Edition = SCHEME) -> Result:
    """All with `of` points, and some questions otherwise."""
    ratings = all_rated(of, scheme)
    for number, points in changes.items():
        ratings[number] = dict.fromkeys(ratings[number], points)
    return evaluate(scheme, ratings, steps=STEPS)


def why(result: Result) -> list[tuple[str, str, str]]:
    return [(each.to, each.rule, each.name) for each in result.downgrades]


def test_an_edition_asks_fifty_eight_questions_of_which_each_belongs_somewhere() -> None:
    assert editions() == ["vda63_2016", "vda63_2023"]
    for code in editions():
        scheme = edition(code)
        assert len(scheme.questions) == 58
        assert {q.element for q in scheme.questions} == set(scheme.elements)
        assert {q.sub_element for q in scheme.questions if q.element == "P6"} == set(scheme.sub_elements)
        assert all(each["en"] and each["zh"] for each in scheme.data["questions"])
    with pytest.raises(FileNotFoundError):
        edition("../../secrets")


def test_full_marks_are_an_a_and_eights_a_b() -> None:
    best = audited({})
    assert (best.percent, best.grade, best.downgrades, best.incomplete) == (Decimal(100), "A", (), ())
    assert [(each.name, int(each.percent or 0), each.asked) for each in best.elements] == [
        ("P2", 100, 7), ("P3", 100, 5), ("P4", 100, 8), ("P5", 100, 7), ("P6", 100, 26), ("P7", 100, 5),
    ]  # fmt: skip
    assert [each.name for each in best.steps] == list(STEPS)
    assert audited({}, of=8).grade == "B"
    assert audited({}, of=6).grade == "C"


def test_a_begins_at_ninety_and_b_at_eighty() -> None:
    assert audited({"2.1": 6}, of=8).grade_by_degree == "C"
    half = {question.number: 8 for question in SCHEME.questions[::2]}
    exactly = audited(half)
    assert (exactly.percent, exactly.grade) == (Decimal(90), "A")
    assert audited({**half, "2.2": 8}).grade == "B"


def test_a_weak_process_element_makes_an_a_a_b_and_a_very_weak_one_a_c() -> None:
    """P2 has seven questions; none of those that are weak here is starred."""
    assert why(audited({"2.1": 6, "2.3": 6})) == []
    under_80 = audited({"2.1": 4, "2.3": 4, "2.4": 6})
    assert (under_80.grade_by_degree, under_80.grade) == ("A", "B")
    assert under_80.downgrades == (Downgrade("B", "below", "element", "P2", Decimal(54) * 100 / 70),)
    under_70 = audited({"2.1": 4, "2.3": 4, "2.4": 4, "2.5": 4})
    assert (under_70.grade, why(under_70)) == ("C", [("C", "below", "P2")])


def test_a_weak_process_step_counts_even_where_the_others_make_up_for_it() -> None:
    ratings = all_rated(10)
    for question in SCHEME.questions:
        if question.element == "P6" and not question.starred:
            ratings[question.number]["Machining"] = 6
    found = evaluate(SCHEME, ratings, steps=STEPS)
    casting, machining = found.steps
    assert casting.percent == 100
    assert machining.percent == Decimal(18 * 6 + 8 * 10) * 10 / 26
    assert machining.percent < 80
    assert found.grade_by_degree == "A"
    assert ("B", "below", "Machining") in why(found)


def test_a_weak_sub_element_of_p6_is_enough() -> None:
    """6.3 has three questions, none starred: 8, 8 and 6 are 73 per cent, three of 6 are 60."""
    under_80 = audited({"6.3.1": 8, "6.3.2": 8, "6.3.3": 6})
    assert (under_80.grade, why(under_80)) == ("B", [("B", "below", "6.3")])
    assert (audited({"6.3.1": 6, "6.3.2": 6, "6.3.3": 6}).grade) == "C"
    newer = audited({"6.3.1": 6, "6.3.2": 6, "6.3.3": 6}, scheme=edition("vda63_2023"))
    assert (newer.grade, why(newer)) == ("B", [("B", "below", "6.3")])


def test_a_starred_question_with_four_makes_a_b_with_zero_a_c() -> None:
    assert why(audited({"2.1": 4})) == []
    four = audited({"6.2.3": 4})
    assert (four.grade, why(four)) == ("B", [("B", "starred", "6.2.3")])
    zero = audited({"6.2.3": 0})
    assert zero.grade == "C"
    assert ("C", "starred", "6.2.3") in why(zero)


def test_any_question_with_zero_makes_a_b() -> None:
    zero = audited({"2.1": 0})
    assert (zero.grade_by_degree, zero.grade, why(zero)) == ("A", "B", [("B", "any", "2.1")])
    # Also where only one step of several has it.
    ratings = all_rated(10)
    ratings["6.1.2"]["Casting"] = 0
    assert why(evaluate(SCHEME, ratings, steps=STEPS)) == [("B", "any", "6.1.2")]


def test_what_is_a_b_by_its_degree_hears_of_no_downgrade_to_b() -> None:
    found = audited({"2.2": 4, "2.1": 0}, of=8)
    assert found.grade_by_degree == "C"
    assert found.downgrades == ()
    b_by_degree = audited({"2.2": 4, "3.1": 10, "3.3": 10, "3.5": 10}, of=8)
    assert (b_by_degree.grade_by_degree, b_by_degree.grade, b_by_degree.downgrades) == ("B", "B", ())


def test_the_newer_edition_rounds_degrees_to_whole_per_cents_before_it_compares() -> None:
    """6.3.3 is rated for forty steps, once six: (8 + 8 + 7.95) of 30 points are 79.8 per cent, which is 80 there."""
    ratings = all_rated(10)
    ratings |= {number: {"Casting": 8} for number in ("6.3.1", "6.3.2")}
    ratings["6.3.3"] = dict.fromkeys([f"step {place}" for place in range(39)], 8)
    ratings["6.3.3"]["the last step"] = 6
    assert why(evaluate(edition("vda63_2016"), ratings)) == [("B", "below", "6.3")]
    assert why(evaluate(edition("vda63_2023"), ratings)) == []
    ratings["6.3.3"] |= dict.fromkeys([f"step {place}" for place in range(20)], 6)
    assert why(evaluate(edition("vda63_2023"), ratings)) == [("B", "below", "6.3")]


def test_an_audit_of_some_elements_is_judged_by_these() -> None:
    ratings = {number: rated for number, rated in all_rated(8).items() if number.startswith(("5", "6", "7"))}
    found = evaluate(SCHEME, ratings, steps=STEPS)
    assert [each.name for each in found.elements] == ["P5", "P6", "P7"]
    assert (found.percent, found.grade) == (Decimal(80), "B")
    assert evaluate(SCHEME, {}, steps=()) == Result(None, "", "", (), (), (), (), ())


def test_less_than_two_thirds_rated_is_said() -> None:
    ratings = all_rated(10)
    for number in ("7.1", "7.2"):
        ratings[number] = {"": None}
    found = evaluate(SCHEME, ratings, steps=STEPS)
    assert [(each.name, each.rated, each.asked) for each in found.incomplete] == [("P7", 3, 5)]


def test_stars_are_the_customer_s_to_set_against_its_copy_of_the_volume() -> None:
    ratings = all_rated(10)
    ratings["2.1"] = {"": 0}
    assert evaluate(SCHEME, ratings, steps=STEPS, starred=frozenset({"2.1"})).grade == "C"


@pytest.mark.parametrize(("number", "points"), [("9.9", 10), ("2.1", 7), ("2.1", 2)])
def test_questions_and_points_that_do_not_exist_are_refused(number: str, points: int) -> None:
    with pytest.raises(ValueError, match=number):
        evaluate(SCHEME, {number: {"": points}})


@given(st.fixed_dictionaries({q.number: st.sampled_from([0, 4, 6, 8, 10, None]) for q in SCHEME.questions}))
def test_a_grade_is_never_better_than_its_degree_and_worse_only_for_a_reason(
    points: dict[str, int | None],
) -> None:
    ratings = {number: {"": each} for number, each in points.items()}
    found = evaluate(SCHEME, ratings)
    if found.percent is None:
        assert found.grade == ""
        return
    assert 0 <= found.percent <= 100
    assert found.grade >= found.grade_by_degree
    assert (found.grade != found.grade_by_degree) == bool(found.downgrades)
    better = {number: {"": 10 if each is not None else None} for number, each in points.items()}
    assert evaluate(SCHEME, better).grade == "A"
