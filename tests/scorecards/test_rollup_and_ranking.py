from decimal import Decimal

from tandem.scorecards.ranking import Standing, ranks
from tandem.scorecards.rollup import roll_up
from tandem.scorecards.scoring import Outcome, score
from tests.scorecards.cards import BANDS, DELIVERY_HEAVY, measured, values

SUZHOU = score(DELIVERY_HEAVY, values())
CHENGDU = score(DELIVERY_HEAVY, values(on_time_lines=measured("1"), line_stops=measured("1")))
XIAN = score(DELIVERY_HEAVY, {"price_variance": measured("0", n=1)})


def test_two_plants_by_spend_with_a_third_too_small_to_count() -> None:
    weights = {"Suzhou": Decimal(300), "Chengdu": Decimal(100), "Xi'an": Decimal(100)}
    whole = roll_up({"Suzhou": SUZHOU, "Chengdu": CHENGDU, "Xi'an": XIAN}, weights, BANDS)
    assert whole.outcome is Outcome.SCORED
    assert [(plant.site, plant.share, plant.score) for plant in whole.plants] == [
        ("Chengdu", Decimal(25), Decimal("84.00")),
        ("Suzhou", Decimal(75), Decimal("74.00")),
        ("Xi'an", Decimal(0), None),
    ]
    assert (whole.score, whole.coverage, whole.sample) == (Decimal("76.50"), Decimal(80), 81)
    # A line stop at Chengdu caps the whole.
    assert (whole.computed_grade, whole.grade) == ("B", "C")


def test_no_plant_with_a_score_makes_no_score() -> None:
    assert roll_up({"Xi'an": XIAN}, {"Xi'an": Decimal(5)}, BANDS).outcome is Outcome.NOT_ENOUGH_DATA
    nothing = score(DELIVERY_HEAVY, {})
    assert roll_up({"Xi'an": nothing}, {}, BANDS).outcome is Outcome.NO_DATA


def test_the_small_and_lucky_rank_below_the_large_and_proven() -> None:
    proven, lucky, equal, unknown = 1, 2, 3, 4
    assert ranks(
        [
            Standing(lucky, Decimal("61.00"), Decimal("100.00")),
            Standing(proven, Decimal("88.00"), Decimal("92.00")),
            Standing(equal, Decimal("88.00"), Decimal("92.00")),
            Standing(unknown, None, None),
        ]
    ) == {proven: 1, equal: 1, lucky: 3}
