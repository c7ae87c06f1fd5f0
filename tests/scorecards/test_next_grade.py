from dataclasses import replace
from decimal import Decimal

from hypothesis import example, given
from hypothesis import strategies as st

from tandem.scorecards.curves import Curve
from tandem.scorecards.grades import Bands
from tandem.scorecards.next_grade import NextGrade, next_grade
from tandem.scorecards.scoring import Criterion, Measured, Template, score
from tests.scorecards.cards import DELIVERY_HEAVY, measured, values


def test_huarui_is_one_point_short_of_a_b() -> None:
    found = next_grade(DELIVERY_HEAVY, score(DELIVERY_HEAVY, values()))
    assert found is not None
    assert (found.grade, found.floor, found.gap) == ("B", Decimal(75), Decimal("1.00"))
    assert [(step.code, step.target) for step in found.alone] == [
        ("delivery", Decimal("0.955")),
        ("quality", Decimal("416.666666")),
        ("price", Decimal("-0.005")),
    ]
    assert found.not_alone == ()
    # Delivery and price have equal room (10 points each); the alphabet decides between them.
    assert [(step.code, step.target) for step in found.together] == [("delivery", Decimal("0.955"))]


def test_an_a_needs_more_than_any_one_criterion_can_give() -> None:
    card = score(DELIVERY_HEAVY, values(on_time_lines=measured("0.97"), defect_ppm=measured("500")))
    found = next_grade(DELIVERY_HEAVY, card)
    assert card.score == Decimal("78.00")
    assert found is not None
    assert (found.grade, found.gap) == ("A", Decimal("12.00"))
    assert found.alone == ()
    assert found.not_alone == ("delivery", "quality", "price")
    assert [(step.code, step.target) for step in found.together] == [
        ("price", Decimal("-0.05")),
        ("delivery", Decimal("0.98")),
    ]


def test_a_red_line_stands_in_the_way_of_a_better_grade() -> None:
    perfect = values(on_time_lines=measured("1"), defect_ppm=measured("0"), price_variance=measured("-1"))
    found = next_grade(DELIVERY_HEAVY, score(DELIVERY_HEAVY, perfect | {"line_stops": measured("2")}))
    assert found == NextGrade("B", Decimal(75), Decimal(0), (), (), (), ("line_stop",))
    assert found.reachable


def test_the_best_grade_and_no_grade_have_no_next_one() -> None:
    perfect = values(on_time_lines=measured("1"), defect_ppm=measured("0"), price_variance=measured("-1"))
    assert next_grade(DELIVERY_HEAVY, score(DELIVERY_HEAVY, perfect)) is None
    assert next_grade(DELIVERY_HEAVY, score(DELIVERY_HEAVY, {})) is None


@given(
    st.decimals(0, 1, places=4),
    st.decimals(0, 6000, places=1),
    st.decimals("-0.1", "0.1", places=4),
    st.booleans(),
)
def test_following_the_advice_earns_the_grade(
    on_time: Decimal, ppm: Decimal, price: Decimal, priced: bool
) -> None:
    facts = values(
        on_time_lines=Measured(on_time, 40),
        defect_ppm=Measured(ppm, 40),
        price_variance=Measured(price, 40) if priced else measured(None),
        date_changes=measured("3"),
    )
    found = next_grade(DELIVERY_HEAVY, score(DELIVERY_HEAVY, facts))
    if found is None:
        return
    for step in found.alone:
        assert score(DELIVERY_HEAVY, facts | {step.kpi: Measured(step.target, 40)}).grade == found.grade
    if found.together:
        moved = {step.kpi: Measured(step.target, 40) for step in found.together}
        better = score(DELIVERY_HEAVY, facts | moved)
        assert better.grade is not None
        assert DELIVERY_HEAVY.bands.worse(better.grade, found.grade) == found.grade


THIRDS = Template(
    tuple(
        Criterion(code, code, Decimal(weight), Curve.through([(0, 0), (best, 100)]))
        for code, weight, best in (("fast", "33.33", 7), ("right", "33.34", 3), ("cheap", "33.33", 9))
    ),
    Bands.of([("A", 90), ("B", 75), ("C", 60), ("D", 0)]),
)


@given(st.tuples(*[st.decimals(0, 3, places=6)] * 3), st.sets(st.sampled_from(["fast", "right"]), max_size=2))
@example((Decimal("0.47"), Decimal("0.67"), Decimal("2.76")), set())
def test_the_advice_holds_where_weights_and_points_are_no_round_numbers(
    given_values: tuple[Decimal, ...], missing: set[str]
) -> None:
    template = replace(THIRDS, minimum_coverage=Decimal(30))
    facts = {
        code: Measured(value, 40)
        for code, value in zip(("fast", "right", "cheap"), given_values, strict=True)
        if code not in missing
    }
    found = next_grade(template, score(template, facts))
    if found is None or not found.gap:
        return
    assert found.together, "all criteria at their best earn every grade of this template"
    for steps in (*([step] for step in found.alone), found.together):
        better = score(template, facts | {step.kpi: Measured(step.target, 40) for step in steps})
        assert better.grade is not None
        assert template.bands.worse(better.grade, found.grade) == found.grade
