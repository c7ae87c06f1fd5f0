"""What a person looks at before publishing a run: how grades are spread, who moved, who stands out.

PostgreSQL counts and compares; no more than the cards shown are fetched, however many there are.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Aggregate, Avg, Count, F, FloatField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Abs

from tandem.scorecards import queries
from tandem.scorecards.figures import to_score
from tandem.scorecards.models import Card, Run

SHOWN = 8
FEW = 8


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


class Quantile(Aggregate):
    """PostgreSQL's exact quantile, interpolated."""

    function = "percentile_cont"
    template = "%(function)s(%(fraction)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()

    def __init__(self, expression: str, fraction: float, **extra: Any) -> None:
        super().__init__(expression, fraction=fraction, **extra)


def review(run: Run) -> Review:
    cards = Card.objects.filter(run=run).whole()
    scored = Q(score__isnull=False)
    found = cards.aggregate(
        mean=Avg("score"),
        scored=Count("pk", filter=scored),
        capped=Count("pk", filter=~Q(grade=F("computed_grade"))),
        problems=Count("pk", filter=Q(notes__has_key="problem")),
        low=Quantile("score", 0.25),
        middle=Quantile("score", 0.5),
        high=Quantile("score", 0.75),
    )
    by_grade = dict(cards.values_list("grade").annotate(Count("pk")).order_by())
    by_outcome = dict(cards.values_list("outcome").annotate(Count("pk")).order_by())
    grades = list(run.template.bands.values_list("grade", flat=True))
    fallers, risers = _movers(run, cards)
    return Review(
        grades=grades,
        counts=[by_grade.get(grade, 0) for grade in grades],
        outcomes={value: by_outcome.get(value, 0) for value in Card.Outcome.values},
        mean=found["mean"],
        risers=risers,
        fallers=fallers,
        outliers=_outliers(cards, found) if found["scored"] >= FEW else [],
        capped=found["capped"],
        problems=found["problems"],
    )


def _movers(run: Run, cards: QuerySet[Card]) -> tuple[list[Notable], list[Notable]]:
    """Who fell and who rose most against the run before."""
    last = queries.run_before(run)
    if last is None:
        return [], []
    same = Card.objects.filter(run=last, relationship=OuterRef("relationship"), site="")
    moved = _named(cards).annotate(change=F("score") - Subquery(same.values("score")[:1]))
    fallers = moved.filter(change__lt=0).order_by("change", "pk")[:SHOWN]
    risers = moved.filter(change__gt=0).order_by("-change", "pk")[:SHOWN]
    return [Notable(card, card.change) for card in fallers], [Notable(card, card.change) for card in risers]


def _outliers(cards: QuerySet[Card], found: dict[str, float]) -> list[Notable]:
    """The furthest from the middle first."""
    low, middle, high = (to_score(Decimal(found[name])) for name in ("low", "middle", "high"))
    reach = (high - low) * 3 / 2
    outside = _named(cards).filter(Q(score__lt=low - reach) | Q(score__gt=high + reach))
    furthest = outside.order_by(Abs(F("score") - Value(middle)).desc(), "pk")
    return [Notable(card) for card in furthest[:SHOWN]]


def _named(cards: QuerySet[Card]) -> QuerySet[Card]:
    return cards.select_related("relationship__supplier").defer("lines", "notes")
