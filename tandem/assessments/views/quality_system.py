"""The page of a supplier's quality system: standards, instruments, mechanisms and measurements."""

from tempfile import TemporaryDirectory
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.assessments import measurement_files
from tandem.assessments.actions import kept as actions
from tandem.assessments.actions.measurements import keep_measurements
from tandem.assessments.capability import capability, histogram
from tandem.assessments.forms.kept import MeasurementFileForm
from tandem.assessments.models import Instrument, Kept, Measurements, Mechanism, Standard
from tandem.assessments.queries.quality_system import WANTED, MeasuredSeen, quality_system_of
from tandem.assessments.views.desks import reading, writing
from tandem.assessments.views.kept import written_to
from tandem.core.errors import Refused
from tandem.relationships.models import Consent

SAID: tuple[type[Kept], ...] = (Standard, Instrument, Mechanism, Measurements)


@require_GET
def quality_system(request: ActorRequest, slug: str | None = None) -> HttpResponse:
    place = reading(request, slug, SAID, Consent.Subject.QUALITY_SYSTEM)
    today = timezone.localdate()
    seen = quality_system_of(place.desk, today)
    context = {
        "place": place,
        "relationship": place.relationship,
        "here": "quality_system",
        "seen": seen,
        "standards": [(each, each.lapsed(today)) for each in seen.standards],
        "instruments": [(each, each.overdue(today), each.due_soon(today)) for each in seen.instruments],
        "form": MeasurementFileForm(initial={"measured_on": today}),
        "wanted": WANTED,
    }
    return render(request, "assessments/quality/page.html", context)


def upload_measurements(request: ActorRequest, slug: str | None = None) -> HttpResponse:
    """Keeps the good rows; where there are bad ones, none before the person has seen them and says so."""
    place = writing(request, slug)
    require(place.may_keep)
    today = {"measured_on": timezone.localdate()}
    form = MeasurementFileForm(request.POST or None, request.FILES or None, initial=today)
    if request.method != "POST" or not form.is_valid():
        context = {"place": place, "form": form, "here": "quality_system"}
        return render(request, "assessments/quality/upload.html", context, status=422 if form.errors else 200)
    uploaded = form.cleaned_data["file"]
    try:
        with TemporaryDirectory() as folder:
            found, faults = measurement_files.understand(written_to(folder, uploaded))
    except Refused as refused:
        form.add_error("file", str(refused))
        context = {"place": place, "form": form, "here": "quality_system"}
        return render(request, "assessments/quality/upload.html", context, status=422)
    if faults and not request.POST.get("without_faults"):
        context = {"place": place, "form": form, "here": "quality_system", "faults": faults[:200],
                   "more": max(len(faults) - 200, 0), "found": found, "file_name": uploaded.name}  # fmt: skip
        return render(request, "assessments/quality/upload.html", context, status=422)
    kept = keep_measurements(
        found,
        uploaded.name or "",
        form.cleaned_data["measured_on"],
        place.desk,
        by=request.actor,
        now=timezone.now(),
    )
    messages.success(request, _("%(count)s characteristics were kept.") % {"count": len(kept)})
    if len(kept) == 1:
        return redirect(place.url("measurements", kept[0].pk))
    return redirect(f"{place.url('quality_system')}{'?word=ours' if place.relationship else ''}")


@require_GET
def measurements(request: ActorRequest, pk: int, slug: str | None = None) -> HttpResponse:
    """One characteristic: its indices with their interval, and the values between the limits."""
    at = writing(request, slug)
    rows = Measurements.objects.visible_to(request.actor).filter(supplier=at.desk.supplier)
    found: Measurements = get_object_or_404(rows, pk=pk)
    result = capability(found.subgroups, found.lower, found.upper)
    context = {
        "place": at,
        "here": "quality_system",
        "measured": found,
        "result": result,
        "seen": MeasuredSeen(found, result),
        "chart": chart(found),
        "wanted": WANTED,
        "may_remove": at.may_keep and found.kept_by_id == request.actor.organization_id,
    }
    return render(request, "assessments/quality/measurements.html", context)


@require_POST
def remove_measurements(request: ActorRequest, pk: int, slug: str | None = None) -> HttpResponse:
    place = writing(request, slug)
    rows = Measurements.objects.filter(supplier=place.desk.supplier, kept_by=place.desk.kept_by)
    found = get_object_or_404(rows, pk=pk)
    actions.remove_entry(found, place.desk, by=request.actor, now=timezone.now())
    messages.success(request, _("Removed."))
    return redirect(place.url("quality_system"))


def chart(measured: Measurements) -> dict[str, Any]:
    """The histogram of all values; each limit and the mean as a line across it."""
    bars = histogram(measured.values, measured.lower, measured.upper)
    middles = [(bar.start + bar.end) / 2 for bar in bars]
    width = bars[0].end - bars[0].start
    lines = [
        (measured.lower, _("lower limit"), "@bad", "solid"),
        (sum(measured.values) / len(measured.values), _("mean"), "@primary", "dashed"),
        (measured.upper, _("upper limit"), "@bad", "solid"),
    ]
    marks = [
        {
            "xAxis": value, "name": name,
            "lineStyle": {"color": colour, "type": kind, "width": 2},
            "label": {"formatter": f"{name} {value:.6g}"},
        }
        for value, name, colour, kind in lines
        if value is not None
    ]  # fmt: skip
    edge = width * 0.75
    return {
        "grid": {"top": 36},
        "xAxis": {
            "type": "value", "min": middles[0] - edge, "max": middles[-1] + edge,
            "splitLine": {"show": False},
            "axisLabel": {"formatter": "{value}", "showMinLabel": False, "showMaxLabel": False},
        },
        "yAxis": {"min": 0, "minInterval": 1},
        "tooltip": {"show": False},
        "series": [
            {
                "type": "bar", "name": _("values"), "barWidth": "90%", "barMaxWidth": 400,
                "data": [[round(middle, 9), bar.count] for middle, bar in zip(middles, bars, strict=True)],
                "itemStyle": {"color": "@primary"},
                "markLine": {"symbol": "none", "precision": 12, "data": marks, "silent": True},
            }
        ],
    }  # fmt: skip
