"""A supplier's delivery: measured from the customer's facts, and what references say of it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tandem.accounts.requests import ActorRequest
from tandem.assessments.actions.references import record_letter_download
from tandem.assessments.models import Reference
from tandem.assessments.queries.delivery import FEWEST, TARGET, Delivered, delivered, referred
from tandem.assessments.views.desks import writing
from tandem.core import formats
from tandem.core.kept_files import handed_out


@require_GET
def delivery(request: ActorRequest, slug: str | None = None) -> HttpResponse:
    """For the supplier the references that it gives; for a customer also what it measured itself."""
    place = writing(request, slug)
    context: dict[str, Any] = {"place": place, "relationship": place.relationship, "here": "delivery"}
    if place.relationship is None:
        rows = Reference.objects.filter(supplier=place.desk.supplier, kept_by=place.desk.kept_by)
        return render(request, "assessments/delivery/own.html", {**context, "references": rows})
    seen = delivered(request.actor, place.relationship, timezone.localdate())
    told = referred(request.actor, place.relationship)
    context |= {
        "seen": seen,
        "rows": _rows(seen),
        "chart": chart(seen),
        "told": told,
        "references": told.references,
        "target": TARGET,
        "fewest": FEWEST,
    }
    return render(request, "assessments/delivery/page.html", context)


@never_cache
@require_GET
def reference_letter(request: ActorRequest, pk: int, slug: str | None = None) -> Any:
    """As a download, each one on record."""
    place = writing(request, slug)
    rows = Reference.objects.visible_to(request.actor).filter(supplier=place.desk.supplier)
    found = get_object_or_404(rows, pk=pk)
    if not found.path:
        raise Http404
    answer = handed_out(found.path, file_name=found.file_name, media_type=found.media_type)
    record_letter_download(found, by=request.actor)
    return answer


def _rows(seen: Delivered) -> list[tuple[str, str, Any, str]]:
    """Label, unit, measured value with its interval, and the words below."""
    figures = seen.figures
    return [
        (_("On time in full"), "share", figures["otif"], _("of the lines due")),
        (
            _("Delivered in the exact quantity"), "share", figures["exact_quantity"],
            _("neither less nor more than ordered"),
        ),
        (_("Months in target"), "share", seen.reliability, _("of the months with lines due")),
    ]  # fmt: skip


def chart(seen: Delivered) -> dict[str, Any]:
    language = get_language() or "en"
    return {
        "xAxis": {"data": [formats.period(f"{month:%Y-%m}", language) for month in seen.months]},
        "yAxis": {"min": 0, "max": 1},
        "legend": {},
        "series": [
            {"type": "line", "name": _("On time in full"), "data": list(seen.by_month), "showSymbol": True},
            {
                "type": "line", "name": _("target"), "data": [TARGET] * len(seen.months), "symbol": "none",
                "lineStyle": {"type": "dashed", "color": "@muted", "width": 1}, "itemStyle": {"color": "@muted"},
            },
        ],
    }  # fmt: skip
