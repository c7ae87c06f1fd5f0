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
    finances,
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
    return Evaluation(
        relationship,
        today,
        tuple(dimension(key, actor, relationship, today) for key in DIMENSIONS),
    )


def dimension(key: str, actor: Actor, relationship: Relationship, today: date) -> Dimension:
    """One of the four, by its key in `DIMENSIONS`."""
    label, page = DIMENSIONS[key]
    refusal = ""
    try:
        found = FIGURES[key](actor, relationship, today)
    except Refused as refused:
        found, refusal = [], str(refused)
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


def _quality(actor: Actor, relationship: Relationship, today: date) -> list[Figure]:
    """The quality system with what audits and questionnaires gave it."""
    return [
        *quality_system.figures(actor, relationship, today),
        _result(relationship, "audit", Template.Kind.AUDIT, _("Latest audit")),
        _result(relationship, "questionnaire", Template.Kind.QUESTIONNAIRE, _("Latest questionnaire")),
    ]


def _result(relationship: Relationship, key: str, kind: str, label: str) -> Figure:
    found = questionnaires.latest_result(relationship, kind)
    if found is None or found.score is None or found.closed_at is None:
        return Figure(key, label, None, "points", Source.ASSESSED, None, _("no result has been published"))
    own_word = found.basis == Assessment.Basis.SELF
    source = Source.SUPPLIER if own_word else Source.ASSESSED
    note = " · ".join(each for each in (str(found.template), found.grade) if each)
    return Figure(key, label, float(found.score), "points", source, found.closed_at.date(), note=note)


Figures = Callable[[Actor, Relationship, date], list[Figure]]
FIGURES: dict[str, Figures] = {
    FINANCE: finance_figures.figures,
    CAPACITY: capacity.figures,
    QUALITY: _quality,
    DELIVERY: delivery.figures,
}


@dataclass(frozen=True)
class Moment:
    """One point of the course: what was known of a dimension for a time in the past."""

    on: date
    dimension: str
    points: float
    rests_on: float
    words: str


def course(actor: Actor, relationship: Relationship, today: date) -> list[Moment]:
    """By year for finances, by month for delivery, by day for published audits: the oldest first. Capacity and the
    quality system are told as they are today, so that they have no past."""
    found = finances.best(finances.sources(actor, relationship.supplier_id))
    rows = [
        Moment(on, FINANCE, judged.points, judged.rests_on, _("statement of the year"))
        for on, values in (finance_figures.by_year(found) if found else [])
        if (judged := scales.judged(FINANCE, values)).points is not None
    ]
    rows += _deliveries(actor, relationship, today)
    for audit in questionnaires.results_over_time(relationship, Template.Kind.AUDIT):
        if audit.score is not None and audit.closed_at is not None:
            whole = scales.judged(QUALITY, {"audit": float(audit.score)})
            rows.append(
                Moment(
                    audit.closed_at.date(), QUALITY, float(audit.score), whole.rests_on, str(audit.template)
                )
            )
    return sorted(rows, key=lambda each: each.on)


def _deliveries(actor: Actor, relationship: Relationship, today: date) -> list[Moment]:
    try:
        seen = delivery.delivered(actor, relationship, today)
    except Refused:
        return []
    rows = []
    for month, value in zip(seen.months, seen.by_month, strict=True):
        judged = scales.judged(DELIVERY, {"accuracy": value})
        if judged.points is not None:
            rows.append(
                Moment(month, DELIVERY, judged.points, judged.rests_on, _("on time in full in the month"))
            )
    return rows


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
