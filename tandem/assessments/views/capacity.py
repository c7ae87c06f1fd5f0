"""The page of a supplier's plants, lines and capacity, for itself and for a customer."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tandem.accounts.requests import ActorRequest
from tandem.assessments.models import Plant, ProductLine
from tandem.assessments.queries.capacity import LineSeen, capacity_of
from tandem.assessments.views.desks import reading
from tandem.core import formats
from tandem.relationships.models import Consent


@require_GET
def capacity(request: ActorRequest, slug: str | None = None) -> HttpResponse:
    place = reading(request, slug, (Plant, ProductLine), Consent.Subject.CAPACITY)
    seen = capacity_of(place.desk, timezone.localdate(), reader=place.relationship)
    context = {
        "place": place,
        "relationship": place.relationship,
        "here": "capacity",
        "seen": seen,
        "lines": [(line, chart(line, seen.months), table(line)) for line in seen.lines],
        "shown_share": place.relationship is not None and place.desk.own,
    }
    return render(request, "assessments/capacity/page.html", context)


def table(line: LineSeen) -> list[dict[str, Any]]:
    """Month by month, with who is narrowest and what is for the reader."""
    return [
        {
            "month": month,
            "bottleneck": line.steps[month.bottleneck].process if month.bottleneck is not None else None,
            "load": line.loads[place],
            "share": line.shares[place],
            "tone": _tone(month.used),
        }
        for place, month in enumerate(line.months)
    ]


def _tone(used: float | None) -> str:
    if used is None:
        return "neutral"
    return "bad" if used > 1 else "warning" if used > 0.9 else "good"


def chart(line: LineSeen, months: list[date]) -> dict[str, Any] | None:
    """What is promised as bars against the capacity as a line; None where there is neither."""
    if not any(month.capacity is not None or month.load is not None for month in line.months):
        return None
    language = get_language() or "en"
    return {
        "xAxis": {"data": [formats.period(f"{month:%Y-%m}", language) for month in months]},
        "yAxis": {"min": 0},
        "legend": {},
        "series": [
            {
                "type": "bar", "name": _("Committed load"),
                "data": [_plain(month.load) for month in line.months],
                "itemStyle": {"color": "@primary"}, "barMaxWidth": 36,
            },
            {
                "type": "line", "name": _("Capacity"), "step": "middle", "symbol": "none",
                "data": [_plain(month.capacity) for month in line.months],
                "lineStyle": {"color": "@accent", "width": 3}, "itemStyle": {"color": "@accent"},
            },
        ],
    }  # fmt: skip


def _plain(value: Decimal | None) -> float | None:
    return None if value is None else round(float(value), 2)
