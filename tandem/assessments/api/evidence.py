"""A supplier's capacity, quality system and delivery as figures, each with its date, source and interval."""

from datetime import date

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Router
from typing_extensions import TypedDict

from tandem.accounts.rest import ApiRequest, answer, asks
from tandem.accounts.scopes import Scope
from tandem.assessments.evidence import Figure
from tandem.assessments.queries import capacity, delivery, quality_system
from tandem.relationships.api import find

router = Router(tags=["assessments"])


class FigureOut(TypedDict):
    """`value` is null where nothing is known, and `reason` says why. `unit` is share (of one), days, count, or empty
    for a plain number; `source` supplier, ours, measured, references or assessed."""

    key: str
    label: str
    value: float | None
    unit: str
    low: float | None
    high: float | None
    n: int | None
    source: str
    on: date | None
    reason: str
    note: str


class EvidenceOut(TypedDict):
    capacity: list[FigureOut]
    quality_system: list[FigureOut]
    delivery: list[FigureOut]


@router.get(
    "/relationships/{slug:slug}/evidence",
    **asks(
        Scope.READ_RELATIONSHIPS,
        _("What is known of a supplier's capacity, quality system and delivery, with dates and sources"),
        EvidenceOut,
    ),
)
def relationship_evidence(request: ApiRequest, slug: str) -> HttpResponse:
    relationship, today = find(request, slug), timezone.localdate()
    return answer(
        EvidenceOut(
            capacity=_told(capacity.figures(request.actor, relationship, today)),
            quality_system=_told(quality_system.figures(request.actor, relationship, today)),
            delivery=_told(delivery.figures(request.actor, relationship, today)),
        )
    )


def figure_told(each: Figure) -> FigureOut:
    return FigureOut(
        key=each.key,
        label=str(each.label),
        value=each.value,
        unit=each.unit,
        low=each.interval[0] if each.interval else None,
        high=each.interval[1] if each.interval else None,
        n=each.n,
        source=each.source.value,
        on=each.on,
        reason=str(each.reason),
        note=str(each.note),
    )


def _told(figures: list[Figure]) -> list[FigureOut]:
    return [figure_told(each) for each in figures]
