"""The evaluation of a supplier: four dimensions, every number with its date, source and formula, and their course."""

from datetime import date

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Router
from typing_extensions import TypedDict

from tandem.accounts.api import OrganisationBrief, brief
from tandem.accounts.rest import ApiRequest, answer, asks
from tandem.accounts.scopes import Scope
from tandem.assessments import formulas, scales
from tandem.assessments.api.evidence import FigureOut, figure_told
from tandem.assessments.queries.course import Moment, course
from tandem.assessments.queries.evaluation import Dimension, Scored, evaluate
from tandem.relationships.api import find

router = Router(tags=["assessments"])


class EvaluatedFigure(FigureOut):
    """`value` is null where nothing is known, and `reason` says why; never zero for what is missing. `points` of 100 by
    `scale`, pairs of value and points; null and empty for a figure that is shown and not judged."""

    source_label: str
    formula: str
    points: float | None
    weight: int
    scale: list[tuple[float, float]]


class EvaluatedDimension(TypedDict):
    """`points` is null without any known figure, and `reason` says why; `rests_on` is the known share of the weight."""

    key: str
    label: str
    points: float | None
    reason: str
    formula: str
    rests_on: float
    known: int
    of: int
    figures: list[EvaluatedFigure]


class EvaluatedMoment(TypedDict):
    on: date
    dimension: str
    points: float
    rests_on: float
    words: str


class EvaluationOut(TypedDict):
    """`on` is the day it is of; `over_time` the points of times past, the oldest first."""

    supplier: OrganisationBrief
    on: date
    dimensions: list[EvaluatedDimension]
    over_time: list[EvaluatedMoment]


@router.get(
    "/relationships/{slug:slug}/evaluation",
    **asks(
        Scope.READ_RELATIONSHIPS,
        gettext_lazy("A supplier in four dimensions, every number with its date, source and formula"),
        EvaluationOut,
    ),
)
def relationship_evaluation(request: ApiRequest, slug: str) -> HttpResponse:
    relationship, today = find(request, slug), timezone.localdate()
    found = evaluate(request.actor, relationship, today)
    return answer(
        EvaluationOut(
            supplier=brief(relationship.supplier),
            on=found.on,
            dimensions=[_dimension(each) for each in found.dimensions],
            over_time=[_moment(each) for each in course(request.actor, relationship, today)],
        )
    )


def _dimension(found: Dimension) -> EvaluatedDimension:
    reason = found.refusal
    if found.points is None and not reason:
        reason = _("No points: no figure with a scale is known.")
    return EvaluatedDimension(
        key=found.key,
        label=found.label,
        points=found.points,
        reason=reason,
        formula=str(formulas.DIMENSION),
        rests_on=found.judged.rests_on,
        known=found.judged.known,
        of=found.judged.of,
        figures=[_figure(found.key, each) for each in found.figures],
    )


def _figure(dimension: str, scored: Scored) -> EvaluatedFigure:
    told = figure_told(scored.figure)
    if told["value"] is None and not told["reason"]:
        told["reason"] = _("no data")
    scale = scales.SCALES[dimension].get(scored.figure.key)
    return EvaluatedFigure(
        **told,
        source_label=str(scored.figure.source_label),
        formula=formulas.formula_of(dimension, scored.figure),
        points=scored.points,
        weight=scored.weight,
        scale=[(value, points) for value, points in scale.corners] if scale else [],
    )


def _moment(found: Moment) -> EvaluatedMoment:
    return EvaluatedMoment(
        on=found.on,
        dimension=found.dimension,
        points=found.points,
        rests_on=found.rests_on,
        words=found.words,
    )
