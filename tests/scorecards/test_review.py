"""A run's review: how grades are spread, who moved, who stands out."""

from decimal import Decimal

import pytest

from tandem.relationships.models import Relationship
from tandem.scorecards import cardmaking
from tandem.scorecards.actions.runs import copy_cards, start_run
from tandem.scorecards.cardmaking import CardRow
from tandem.scorecards.models import Run, Template
from tandem.scorecards.review import review
from tests.cast import NOW, Person, supplier_of

NAMES = ["Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gorse", "Hazel", "Ivy", "Juniper"]


@pytest.fixture
def foundries(buyer: Person) -> list[Relationship]:
    return [supplier_of(buyer, f"{name} Foundry") for name in NAMES]


def reviewed(
    template: Template, period: str, buyer: Person, foundries: list[Relationship], scores: list[str | None]
) -> Run:
    """A run as if it had given these scores; a score of None is a card without enough data."""
    run = start_run(template, period, by=buyer.actor, now=NOW, in_background=False)
    bands = {"A": 90, "B": 75, "C": 60, "D": 0}
    rows = []
    for foundry, text in zip(foundries, scores, strict=True):
        score = None if text is None else Decimal(text)
        grade = "" if score is None else next(grade for grade, floor in bands.items() if score >= floor)
        outcome = "scored" if score is not None else "not_enough_data"
        notes = '{"problem": "no number"}' if score is None else "{}"
        capped = "C" if grade == "A" else grade
        rows.append(
            CardRow(
                foundry.pk,
                "",
                outcome,
                score,
                score,
                score,
                grade,
                capped,
                None,
                Decimal(100),
                5,
                "[]",
                notes,
            )
        )
    copy_cards(run.pk, cardmaking.ranked(rows))
    Run.objects.filter(pk=run.pk).update(status=Run.Status.REVIEW)
    run.refresh_from_db()
    return run


def test_movers_outliers_and_the_spread_of_grades(
    template: Template, buyer: Person, foundries: list[Relationship]
) -> None:
    before = ["80", "80", "80", "80", "80", "80", "80", "80", None, "80"]
    after = ["81", "79", "80", "80", "82", "78", "95", "12", "80", None]
    reviewed(template, "2026-Q2", buyer, foundries, before)
    # Another length of period is never compared with.
    reviewed(template, "2026-06", buyer, foundries, ["10"] * 10)
    seen = review(reviewed(template, "2026-Q3", buyer, foundries, after))
    assert (seen.grades, seen.counts) == (["A", "B", "C", "D"], [0, 7, 1, 1])
    assert seen.outcomes == {"scored": 9, "not_enough_data": 1, "no_data": 0}
    assert seen.mean is not None
    assert round(seen.mean, 2) == Decimal("74.11")
    assert [(str(each.card.relationship), each.change) for each in seen.fallers] == [
        ("Hazel Foundry", Decimal(-68)),
        ("Fir Foundry", Decimal(-2)),
        ("Birch Foundry", Decimal(-1)),
    ]
    assert [(str(each.card.relationship), each.change) for each in seen.risers] == [
        ("Gorse Foundry", Decimal(15)),
        ("Elm Foundry", Decimal(2)),
        ("Alder Foundry", Decimal(1)),
    ]
    assert [str(each.card.relationship) for each in seen.outliers] == ["Hazel Foundry", "Gorse Foundry"]
    assert (seen.capped, seen.problems) == (1, 1)


def test_a_first_run_has_nobody_to_compare_with(
    template: Template, buyer: Person, foundries: list[Relationship]
) -> None:
    seen = review(reviewed(template, "2026-Q3", buyer, foundries, [None] * 10))
    assert (seen.fallers, seen.risers, seen.outliers, seen.mean) == ([], [], [], None)
