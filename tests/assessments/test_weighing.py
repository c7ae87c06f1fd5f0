"""The weighted score by hand, and what holds for every questionnaire."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tandem.assessments import content, weighing
from tandem.assessments.content import Content, Option, Question, Section, ShownIf
from tandem.assessments.weighing import Given, Part

D = Decimal


def asks(*weights: str) -> Content:
    questions = tuple(Question(f"q{n}", "text", f"Q{n}", weight=D(w)) for n, w in enumerate(weights))
    return Content((Section("one", "One", questions=questions),))


def scored(*points: str | None) -> dict[str, Given]:
    return {f"q{n}": Given(None if p is None else D(p)) for n, p in enumerate(points)}


def test_a_score_is_the_weighted_mean_of_what_has_points() -> None:
    found = weighing.weigh(asks("30", "10"), scored("100", "20"))
    assert found.whole == Part("", D("80.00"), D(40), D(40))
    assert found.sections == (Part("one", D("80.00"), D(40), D(40)),)


def test_what_is_not_answered_is_no_zero_and_its_weight_stays_in_sight() -> None:
    found = weighing.weigh(asks("30", "10"), scored("90", None))
    assert found.whole == Part("", D("90.00"), D(40), D(30))
    assert found.whole.coverage == D("0.75")


def test_nothing_answered_is_no_score() -> None:
    assert weighing.weigh(asks("30"), scored(None)).whole == Part("", None, D(30), D(0))


def test_not_applicable_and_hidden_drop_out_with_their_weight() -> None:
    given_ = {"q0": Given(D(50)), "q1": Given(dropped=True)}
    assert weighing.weigh(asks("30", "10", "60"), given_).whole == Part("", D("50.00"), D(30), D(30))


def test_a_knock_out_stands_beside_the_score() -> None:
    found = weighing.weigh(asks("30", "10"), {"q0": Given(D(0), knocked_out=True), "q1": Given(D(100))})
    assert (found.whole.score, found.knock_outs) == (D("25.00"), ("q0",))


def test_a_number_scores_straight_between_the_values_of_its_scale() -> None:
    question = Question(
        "ppm", "number", "PPM", weight=D(1), scale=((D(0), D(100)), (D(100), D(50)), (D(500), D(0))),
        knock_out_above=D(400),
    )  # fmt: skip
    at = {value: weighing.points_of(question, value).points for value in ("-1", "0", "50", "300", "900")}
    assert at == {"-1": D(100), "0": D(100), "50": D(75), "300": D(25), "900": D(0)}
    assert not weighing.points_of(question, "400").knocked_out
    assert weighing.points_of(question, "400.5").knocked_out
    assert weighing.points_of(question, None) == Given()


def test_several_assessors_count_by_their_mean_and_one_sees_a_knock_out() -> None:
    found = weighing.joined([Given(D(100)), Given(D(40), knocked_out=True), Given()])
    assert found == Given(D(70), knocked_out=True)
    assert weighing.spread([Given(D(100)), Given(D(40)), Given()]) == D(60)
    assert weighing.spread([Given(D(100)), Given()]) is None
    assert weighing.joined([Given(dropped=True), Given()]) == Given(dropped=True)


def test_conditions_hide_what_hangs_on_what_is_hidden() -> None:
    yes, no = Option("yes", "Yes"), Option("no", "No")
    first = Question("a", "choice", "A", options=(yes, no))
    second = Question("b", "choice", "B", options=(yes, no), shown_if=ShownIf("a", ("yes",)))
    third = Question("c", "text", "C", shown_if=ShownIf("b", ("yes",)))
    asked = Content((Section("s", "S", questions=(first, second, third)),))

    def codes(**values: str) -> list[str]:
        return [question.code for question in content.shown(asked, values)]

    assert codes() == ["a"]
    assert codes(a="yes", b="yes") == ["a", "b", "c"]
    assert codes(a="no", b="yes") == ["a"]


WEIGHTS = st.lists(st.decimals(0, 100, places=2), min_size=1, max_size=12)
POINTS = st.one_of(st.none(), st.decimals(0, 100, places=2))


@st.composite
def answered(draw: st.DrawFn) -> tuple[Content, dict[str, Given]]:
    weights = draw(WEIGHTS)
    given_ = {f"q{n}": Given(draw(POINTS)) for n in range(len(weights))}
    return asks(*map(str, weights)), given_


@given(answered())
def test_a_score_lies_between_the_least_and_the_most_points(case: tuple[Content, dict[str, Given]]) -> None:
    asked, given_ = case
    whole = weighing.weigh(asked, given_).whole
    counted = [given_[q.code].points for q in asked if q.weight and given_[q.code].points is not None]
    if not counted:
        assert whole.score is None
        return
    known = [each for each in counted if each is not None]
    assert whole.score is not None
    assert min(known) - D("0.005") <= whole.score <= max(known) + D("0.005")
    assert whole.answered <= whole.weight


@given(answered(), st.integers(1, 9))
def test_weights_count_by_their_proportion_alone(case: tuple[Content, dict[str, Given]], times: int) -> None:
    asked, given_ = case
    more = asks(*(str(q.weight * times) for q in asked))
    assert weighing.weigh(asked, given_).whole.score == weighing.weigh(more, given_).whole.score


@given(answered(), st.decimals(0, 100, places=2))
def test_one_more_unanswered_question_changes_no_score(
    case: tuple[Content, dict[str, Given]], weight: Decimal
) -> None:
    asked, given_ = case
    more = asks(*(str(q.weight) for q in asked), str(weight))
    before = weighing.weigh(asked, given_).whole
    after = weighing.weigh(more, {**given_, f"q{len(given_)}": Given()}).whole
    assert (after.score, after.answered) == (before.score, before.answered)
    assert after.weight == before.weight + weight


@given(answered())
def test_what_is_kept_as_json_is_read_again_as_it_was(case: tuple[Content, dict[str, Given]]) -> None:
    asked, _given = case
    assert content.read(content.kept(asked)) == asked
