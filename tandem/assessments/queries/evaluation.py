"""A supplier in four dimensions: every figure with its date and source, its points, and on how much they rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem.accounts.actor import Actor
from tandem.assessments import scales
from tandem.assessments.evidence import Figure, Source
from tandem.assessments.models import Assessment, Template
from tandem.assessments.queries import (
    capacity,
    delivery,
    finance_figures,
    quality_system,
    questionnaires,
)
from tandem.assessments.scales import CAPACITY, DELIVERY, FINANCE, QUALITY, Judged
from tandem.core.errors import Refused
from tandem.relationships.models import Relationship

DIMENSIONS: dict[str, tuple[Any, str]] = {
    FINANCE: (gettext_lazy("Finances"), "assessments:finances"),
    CAPACITY: (gettext_lazy("Production capacity"), "assessments:capacity"),
    QUALITY: (gettext_lazy("Quality system"), "assessments:quality_system"),
    DELIVERY: (gettext_lazy("Delivery capability"), "assessments:delivery"),
}


@dataclass(frozen=True)
class Scored:
    """`points` None where the figure is missing or has no scale; `weight` nought where it has none."""

    figure: Figure
    points: float | None
    weight: int


@dataclass(frozen=True)
class Dimension:
    key: str
    label: str
    page: str
    figures: tuple[Scored, ...]
    judged: Judged
    refusal: str = ""

    @property
    def points(self) -> float | None:
        return self.judged.points


@dataclass(frozen=True)
class Evaluation:
    relationship: Relationship
    on: date
    dimensions: tuple[Dimension, ...]

    @property
    def points(self) -> list[float | None]:
        return [each.points for each in self.dimensions]


def evaluate(actor: Actor, relationship: Relationship, today: date) -> Evaluation:
    """What is known of the supplier today, as the actor may see it."""
    return evaluate_all(actor, [relationship], today)[0]


def evaluate_all(actor: Actor, relationships: Sequence[Relationship], today: date) -> list[Evaluation]:
    """The same for many, in as many statements as for one."""
    found = {key: dimension_of(key, actor, relationships, today) for key in DIMENSIONS}
    return [
        Evaluation(each, today, tuple(found[key][each.pk] for key in DIMENSIONS)) for each in relationships
    ]


def dimension_of(
    key: str, actor: Actor, relationships: Sequence[Relationship], today: date
) -> dict[int, Dimension]:
    """One of the four, by its key in `DIMENSIONS`, of each supplier by its relationship."""
    refusal = ""
    try:
        found = FIGURES[key](actor, relationships, today)
    except Refused as refused:
        found, refusal = {}, str(refused)
    return {each.pk: _dimension(key, found.get(each.pk, []), refusal) for each in relationships}


def _dimension(key: str, found: Sequence[Figure], refusal: str) -> Dimension:
    label, page = DIMENSIONS[key]
    scored = tuple(
        Scored(
            figure,
            scales.points_of(key, figure.key, figure.value),
            scales.SCALES[key][figure.key].weight if figure.key in scales.SCALES[key] else 0,
        )
        for figure in found
    )
    judged = scales.judged(key, {figure.key: figure.value for figure in found})
    return Dimension(key, str(label), page, scored, judged, refusal)


def _quality(actor: Actor, relationships: Sequence[Relationship], today: date) -> dict[int, list[Figure]]:
    """The quality system with what audits and questionnaires gave it."""
    results = questionnaires.latest_results(relationships)
    told = quality_system.figures_of(actor, relationships, today)
    for pk, figures in told.items():
        figures.append(_result("audit", _("Latest audit"), results.get((pk, Template.Kind.AUDIT))))
        latest = results.get((pk, Template.Kind.QUESTIONNAIRE))
        figures.append(_result("questionnaire", _("Latest questionnaire"), latest))
    return told


def _result(key: str, label: str, found: Assessment | None) -> Figure:
    if found is None or found.score is None or found.closed_at is None:
        return Figure(key, label, None, "points", Source.ASSESSED, None, _("no result has been published"))
    own_word = found.basis == Assessment.Basis.SELF
    source = Source.SUPPLIER if own_word else Source.ASSESSED
    note = " · ".join(each for each in (str(found.template), found.grade) if each)
    return Figure(key, label, float(found.score), "points", source, found.closed_at.date(), note=note)


Figures = Callable[[Actor, Sequence[Relationship], date], dict[int, list[Figure]]]
FIGURES: dict[str, Figures] = {
    FINANCE: finance_figures.figures_of,
    CAPACITY: capacity.figures_of,
    QUALITY: _quality,
    DELIVERY: delivery.figures_of,
}


def side_by_side(
    found: Sequence[Evaluation],
) -> list[tuple[str, list[Dimension], list[tuple[str, list[Scored | None]]]]]:
    """Dimension by dimension and figure by figure, in the order of the suppliers; None where one has no such figure."""
    rows = []
    for place in range(len(DIMENSIONS)):
        dimensions = [each.dimensions[place] for each in found]
        by_key = [{scored.figure.key: scored for scored in each.figures} for each in dimensions]
        labels = {key: str(scored.figure.label) for known in by_key for key, scored in known.items()}
        figures = [(label, [known.get(key) for known in by_key]) for key, label in labels.items()]
        rows.append((dimensions[0].label, dimensions, figures))
    return rows
