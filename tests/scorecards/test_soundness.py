from dataclasses import replace
from decimal import Decimal

from tandem.scorecards.grades import Bands
from tandem.scorecards.problems import Problem
from tandem.scorecards.scoring import Template
from tandem.scorecards.soundness import problems
from tests.scorecards.cards import BANDS, DEFECTS, DELIVERY_HEAVY

KNOWN = {
    "on_time_lines": True,
    "defect_ppm": False,
    "price_variance": False,
    "date_changes": False,
    "line_stops": False,
}


def test_a_sound_template_has_no_problems() -> None:
    assert problems(DELIVERY_HEAVY, KNOWN) == []


def test_everything_wrong_is_said_at_once() -> None:
    delivery, quality, price = DELIVERY_HEAVY.criteria
    unsound = replace(
        DELIVERY_HEAVY,
        criteria=(
            replace(delivery, curve=DEFECTS),
            replace(quality, weight=Decimal(25), kpi="miracles"),
            replace(price, code="delivery"),
        ),
        bands=Bands.of([("A", 50), ("B", 20)]),
    )
    assert problems(unsound, KNOWN) == [
        Problem("weights_do_not_sum", {"total": Decimal(95)}),
        Problem("criterion_twice", {"code": "delivery"}),
        Problem("curve_rewards_worse", {"criterion": "delivery"}),
        Problem("kpi_unknown", {"kpi": "miracles"}),
        Problem("band_gap_at_zero", {"grade": "B", "floor": Decimal(20)}),
        Problem("cap_unknown", {"code": "line_stop", "grade": "C"}),
    ]


def test_an_empty_template_asks_for_criteria() -> None:
    assert problems(Template((), BANDS), KNOWN) == [Problem("criteria_missing")]
