"""What a person looks at before publishing a run: how grades are spread, who moved, who stands out."""

from dataclasses import dataclass
from decimal import Decimal
from statistics import quantiles

from tandem.relationships.models import Relationship
from tandem.scorecards import queries
from tandem.scorecards.models import Card, Run

SHOWN = 8


@dataclass(frozen=True)
class Row:
    """A card beside the one of the period before."""

    card: Card
    before: Card | None

    @property
    def change(self) -> Decimal | None:
        if self.card.score is None or self.before is None or self.before.score is None:
            return None
        return self.card.score - self.before.score


@dataclass(frozen=True)
class Notable:
    relationship: Relationship
    card: Card
    change: Decimal | None = None


@dataclass(frozen=True)
class Review:
    """`outliers` lie more than one and a half interquartile ranges outside the middle half (Tukey 1977)."""

    grades: list[str]
    counts: list[int]
    outcomes: dict[str, int]
    mean: Decimal | None
    risers: list[Notable]
    fallers: list[Notable]
    outliers: list[Notable]
    capped: int
    problems: int


def review(run: Run) -> Review:
    """Four statements however many cards there are."""
    cards = list(Card.objects.filter(run=run).whole().defer("lines"))
    earlier = queries.cards_before(run)
    scored = [card for card in cards if card.score is not None]
    moved = sorted(
        (
            (row.change, card)
            for card in scored
            if (row := Row(card, earlier.get((card.relationship_id, "")))).change
        ),
        key=lambda pair: (pair[0] or 0, pair[1].pk),
    )
    fallers = [pair for pair in moved if (pair[0] or 0) < 0][:SHOWN]
    risers = [pair for pair in reversed(moved) if (pair[0] or 0) > 0][:SHOWN]
    outside = _outliers(scored)[:SHOWN]
    shown = [card for _, card in (*fallers, *risers)] + outside
    names = queries.supplier_names(card.relationship_id for card in shown)
    grades = list(run.template.bands.values_list("grade", flat=True))
    return Review(
        grades=grades,
        counts=[sum(card.grade == grade for card in cards) for grade in grades],
        outcomes={value: sum(card.outcome == value for card in cards) for value in Card.Outcome.values},
        mean=_mean([card.score for card in scored if card.score is not None]),
        risers=[Notable(names[card.relationship_id], card, change) for change, card in risers],
        fallers=[Notable(names[card.relationship_id], card, change) for change, card in fallers],
        outliers=[Notable(names[card.relationship_id], card) for card in outside],
        capped=sum(card.grade != card.computed_grade for card in cards),
        problems=sum("problem" in card.notes for card in cards),
    )


def _mean(scores: list[Decimal]) -> Decimal | None:
    return sum(scores, Decimal(0)) / len(scores) if scores else None


def _outliers(cards: list[Card]) -> list[Card]:
    if len(cards) < 8:
        return []
    scores = {card.pk: float(card.score or 0) for card in cards}
    low, middle, high = quantiles(scores.values(), n=4)
    reach = 1.5 * (high - low)
    outside = [card for card in cards if not low - reach <= scores[card.pk] <= high + reach]
    return sorted(outside, key=lambda card: -abs(scores[card.pk] - middle))
