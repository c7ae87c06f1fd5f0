"""The nomination report on paper: as a page to print, as PDF; and the whole selection as a workbook."""

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tandem.accounts.requests import ActorRequest
from tandem.core import pdf
from tandem.sourcing import workbook
from tandem.sourcing.queries.argument import argument
from tandem.sourcing.views.finding import find, frame
from tandem.sourcing.views.printing import report_of


@require_GET
def report(request: ActorRequest, pk: int) -> HttpResponse:
    selection = find(request, pk)
    told = report_of(selection, timezone.now())
    context = {
        **frame(request, selection, ""),
        "report": told,
        "evidence": [
            list(zip(told["evidence"]["header"], line, strict=True)) for line in told["evidence"]["lines"]
        ],
        "costs": [list(zip(told["costs"]["header"], line, strict=True)) for line in told["costs"]["lines"]],
    }
    return render(request, "sourcing/report.html", context)


@require_GET
def report_pdf(request: ActorRequest, pk: int) -> HttpResponse:
    selection, now = find(request, pk), timezone.now()
    content = pdf.render("sourcing/nomination", report_of(selection, now), now=now)
    return pdf.handed_out(content, f"nomination-{selection.number}.pdf")


@require_GET
def export_selection(request: ActorRequest, pk: int) -> FileResponse:
    selection = find(request, pk)
    return workbook.answer(argument(selection, timezone.localdate()))
