"""One card out of several plants' cards, by a stated rule.

The rolled-up score is the mean of the plants' scores, weighted by each plant's share of spend or of cases
(its card's sample). A plant without a score is set aside, as a criterion without data is. A red line at any
plant caps the whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from tandem.scorecards.figures import HUNDRED, ZERO, to_points, to_score
from tandem.scorecards.grades import Bands
from tandem.scorecards.scoring import CardResult, Outcome, Tripped


class WeighBy(StrEnum):
    SPEND = "spend"
    CASES = "cases"


@dataclass(frozen=True, slots=True)
class Plant:
    """One plant's part in the roll-up: `share` is of the weight of all plants with a score, in per cent."""

    site: str
    weight: Decimal
    share: Decimal
    score: Decimal | None


@dataclass(frozen=True, slots=True)
class RolledUp:
    """`coverage` is the share of weight, in per cent, that stands at plants with a score."""

    outcome: Outcome
    plants: tuple[Plant, ...]
    red_lines: tuple[Tripped, ...]
    coverage: Decimal
    sample: int
    computed: Decimal | None = None
    score: Decimal | None = None
    lower: Decimal | None = None
    computed_grade: str | None = None
    grade: str | None = None


def roll_up(
    cards: Mapping[str, CardResult],
    weights: Mapping[str, Decimal],
    bands: Bands,
    *,
    minimum_coverage: Decimal = ZERO,
) -> RolledUp:
    """Roll up cards by site. A site without a weight, or with a negative one, weighs nothing."""
    weigh = {site: max(ZERO, weights.get(site, ZERO)) for site in cards}
    scored = {site: card for site, card in cards.items() if card.score is not None}
    total = sum(weigh.values(), ZERO)
    counted = sum((weigh[site] for site in scored), ZERO)
    plants = tuple(
        Plant(
            site,
            weigh[site],
            to_points(weigh[site] * HUNDRED / counted) if site in scored and counted else ZERO,
            card.score,
        )
        for site, card in sorted(cards.items())
    )
    red_lines = tuple(line for _, card in sorted(cards.items()) for line in card.red_lines)
    coverage = to_score(counted * HUNDRED / total) if total else ZERO
    sample = sum(card.sample for card in cards.values())
    if not counted or coverage < minimum_coverage:
        outcome = (
            Outcome.NO_DATA
            if all(card.outcome is Outcome.NO_DATA for card in cards.values())
            else Outcome.NOT_ENOUGH_DATA
        )
        return RolledUp(outcome, plants, red_lines, coverage, sample)
    computed = _mean(scored, weigh, counted, "computed")
    score = _mean(scored, weigh, counted, "score")
    grade = bands.grade(score)
    return RolledUp(
        Outcome.SCORED,
        plants,
        red_lines,
        coverage,
        sample,
        computed,
        score,
        _mean(scored, weigh, counted, "lower"),
        grade,
        bands.capped(grade, (line.cap for line in red_lines)),
    )


def _mean(
    cards: Mapping[str, CardResult], weigh: Mapping[str, Decimal], total: Decimal, name: str
) -> Decimal:
    return to_score(sum((weigh[site] * getattr(card, name) for site, card in cards.items()), ZERO) / total)
