from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.scorecards import grades
from tandem.scorecards.grades import Bands
from tests.scorecards.cards import BANDS


@pytest.mark.parametrize(
    ("score", "grade"),
    [
        ("0", "D"),
        ("59.99", "D"),
        ("60", "C"),
        ("74.99", "C"),
        ("75.00", "B"),
        ("89.99", "B"),
        ("90", "A"),
        ("100", "A"),
    ],
)
def test_a_boundary_belongs_to_the_better_grade_and_100_gets_the_best(score: str, grade: str) -> None:
    assert BANDS.grade(Decimal(score)) == grade


@given(st.decimals(0, 100, places=2))
def test_every_score_has_exactly_one_band(score: Decimal) -> None:
    holding = [
        band.grade
        for band in BANDS.bands
        if band.floor <= score < BANDS.ceiling(band.grade) or (score == 100 and band.grade == "A")
    ]
    assert holding == [BANDS.grade(score)]


def test_a_cap_lowers_and_never_raises() -> None:
    assert BANDS.capped("A", ["C"]) == "C"
    assert BANDS.capped("D", ["C"]) == "D"
    assert BANDS.capped("A", ["B", "D", "C"]) == "D"
    assert BANDS.capped("B", []) == "B"


def test_the_next_better_band() -> None:
    better = BANDS.better_than("C")
    assert better is not None
    assert (better.grade, better.floor) == ("B", Decimal(75))
    assert BANDS.better_than("A") is None


@pytest.mark.parametrize(
    ("floors", "codes"),
    [
        ([], ["bands_missing"]),
        ([("A", 90), ("B", 10)], ["band_gap_at_zero"]),
        ([("A", 90), ("B", 90), ("C", 0)], ["bands_overlap"]),
        ([("A", 90), ("A", 50), ("C", 0)], ["band_named_twice"]),
        ([("A", 101), ("B", 0)], ["band_out_of_range"]),
        ([(" ", 90), ("B", 0)], ["band_unnamed"]),
        ([("A", 90), ("B", 75), ("C", 0)], []),
    ],
)
def test_bands_that_leave_a_score_without_one_grade_are_refused(
    floors: list[tuple[str, int]], codes: list[str]
) -> None:
    assert [problem.code for problem in grades.problems(Bands.of(floors))] == codes
