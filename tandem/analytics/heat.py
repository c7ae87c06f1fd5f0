"""Suppliers by criterion, coloured by points, from the cards of one published run.

Points are comparable where values are not: a day late and a defect have no common measure, but both were judged on 0
to 100. Whoever stands worst comes first, by score or by one criterion.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, F, Func, JSONField, QuerySet, TextField, Value
from django.db.models.functions import Cast

from tandem.accounts.actor import Actor
from tandem.scorecards.models import Card, Run

# Where the colours begin, in points: from poor to good.
BOUNDS = (40, 60, 75, 85, 95)
SCORE = "score"


@dataclass(frozen=True, slots=True)
class Cell:
    """One criterion of one supplier; without points it says why. `level` is 0 (poor) to 5 (good)."""

    name: str
    points: Decimal | None
    level: int | None
    aside: str
    url: str


@dataclass(frozen=True)
class Column:
    code: str
    name: str
    kpi: str


@dataclass(frozen=True)
class Row:
    card: Card
    level: int | None
    cells: tuple[Cell, ...]


def level(points: Decimal | None) -> int | None:
    return None if points is None else sum(points >= bound for bound in BOUNDS)


def runs(actor: Actor) -> QuerySet[Run]:
    """The published runs, the newest period first."""
    found = Run.objects.visible_to(actor).filter(status=Run.Status.PUBLISHED).select_related("template")
    return found.order_by("-starts", "-published_at")


def cards(run: Run, *, worst_by: str, category: str = "", segment: str = "") -> QuerySet[Card]:
    """The run's whole cards, the worst first by the score or a criterion's points; without points they come last."""
    found = Card.objects.filter(run=run, site="").select_related("relationship__supplier")
    if category:
        found = found.filter(relationship__categories__code=category)
    if segment:
        found = found.filter(relationship__segment=segment)
    if worst_by == SCORE:
        return found.order_by(F("score").asc(nulls_last=True), "pk")
    return found.annotate(judged=_points_of(worst_by)).order_by(F("judged").asc(nulls_last=True), "pk")


def _points_of(code: str) -> Cast:
    """A criterion's points as the database finds them in a card's lines."""
    path = Value("$[*] ? (@.code == $code).points", output_field=TextField())
    first = Func(
        F("lines"),
        Cast(path, _JsonPath()),
        Value({"code": code}, output_field=JSONField()),
        function="jsonb_path_query_first",
        output_field=JSONField(),
    )
    text = Func(
        first, Value("{}"), template="(%(expressions)s::text[])", arg_joiner=" #>> ", output_field=TextField()
    )
    return Cast(text, DecimalField(max_digits=9, decimal_places=4))


class _JsonPath(TextField):  # type: ignore[type-arg]
    def db_type(self, connection: Any) -> str:
        return "jsonpath"


def rows(page: Sequence[Card], columns: Sequence[Column], words: Any, address: Any) -> list[Row]:
    """`words` says why a criterion was set aside, `address` leads to the lines behind a card's KPI."""
    return [Row(card, level(card.score), tuple(_cells(card, columns, words, address))) for card in page]


def _cells(card: Card, columns: Sequence[Column], words: Any, address: Any) -> list[Cell]:
    known = {line["code"]: line for line in card.lines}
    found = []
    for column in columns:
        line = known.get(column.code, {})
        points = Decimal(line["points"]) if "points" in line else None
        aside = "" if points is not None else words(line.get("aside", ""))
        url = address(card, column.kpi) if points is not None else ""
        found.append(Cell(column.name, points, level(points), aside, url))
    return found
