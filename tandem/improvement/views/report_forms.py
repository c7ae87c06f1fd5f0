"""A customer's Excel forms: kept and mapped by it, filled from a case and read back into it by either side."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.core.file_kinds import LARGEST
from tandem.core.keys import is_number
from tandem.core.office_files import XLSX
from tandem.improvement import report_forms
from tandem.improvement.actions import report_forms as actions
from tandem.improvement.models import Case, ReportForm
from tandem.improvement.rules import cases as rules
from tandem.improvement.views.finding import case_of, side

HOUSE = 0


@require_GET
def forms(request: ActorRequest) -> HttpResponse:
    """The customer's own forms, how they are mapped, and every field there is."""
    return render(request, "improvement/forms.html", _shown(request))


@require_POST
def add_form(request: ActorRequest) -> HttpResponse:
    require(rules.can_set_rules(request.actor), rules.why_not_manage(request.actor))
    file = request.FILES.get("file")
    try:
        if file is None:
            raise Refused(_("Choose a file first."))
        form = actions.keep_form(
            request.POST.get("name", ""), bytes(file.read(LARGEST + 1)), file.name or "form.xlsx",
            by=request.actor, now=timezone.now(),
        )  # fmt: skip
    except Refused as refusal:
        return render(
            request, "improvement/forms.html", _shown(request) | {"problem": str(refusal)}, status=422
        )
    told = ngettext(
        "Kept; %(count)d field was found.", "Kept; %(count)d fields were found.", len(form.fields)
    )
    messages.success(request, told % {"count": len(form.fields)})
    return redirect("improvement:forms")


@require_POST
def place_field(request: ActorRequest, pk: int) -> HttpResponse:
    form = get_object_or_404(ReportForm.objects.visible_to(request.actor), pk=pk)
    actions.place_field(
        form, request.POST.get("field", ""), request.POST.get("sheet", ""), request.POST.get("cell", ""),
        by=request.actor,
    )  # fmt: skip
    messages.success(request, _("Saved."))
    return redirect("improvement:forms")


@require_POST
def remove_form(request: ActorRequest, pk: int) -> HttpResponse:
    form = get_object_or_404(ReportForm.objects.visible_to(request.actor), pk=pk)
    actions.remove_form(form, by=request.actor)
    return redirect("improvement:forms")


@require_GET
def export_case(request: ActorRequest, pk: int, form: int) -> HttpResponse:
    found = case_of(request, pk)
    content = actions.filled_form(found, _form(found, form), by=request.actor)
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{found.label}.xlsx"'
    return answer


@require_POST
def import_case(request: ActorRequest, pk: int) -> HttpResponse:
    """What a filled form says goes into the case; what is wrong is told by cell, and then nothing is taken."""
    found = case_of(request, pk)
    at = side(request)
    require(
        rules.can_manage(request.actor, found) or rules.can_answer(request.actor, found),
        rules.why_not_manage(request.actor),
    )
    file, chosen = request.FILES.get("file"), request.POST.get("form", "")
    if file is None:
        raise Refused(_("Choose a file first."))
    form = _form(found, int(chosen) if is_number(chosen) else HOUSE)
    content = bytes(file.read(LARGEST + 1))
    taken, faults = actions.read_form(found, form, content, by=request.actor, now=timezone.now())
    if faults:
        context = {"case": found, "faults": faults, "ns": at.ns, "buys": at.buys}
        return render(request, "improvement/form_faults.html", context, status=422)
    if taken:
        told = _("Taken from the file: %(steps)s.") % {"steps": ", ".join(taken)}
        more = "" if at.buys else " " + _("They are drafts until you hand them in.")
        messages.success(request, told + more)
    else:
        messages.info(request, _("The file says nothing new for the steps that can be filled in now."))
    return redirect(f"{at.ns}:case", pk)


def _form(case: Case, pk: int) -> ReportForm | None:
    """One of the case's customer's; None for the house's."""
    if pk == HOUSE:
        return None
    found = next((each for each in actions.forms_of(case.customer_id) if each.pk == pk), None)
    if found is None:
        raise Http404
    return found


def _shown(request: ActorRequest) -> dict[str, Any]:
    own = list(ReportForm.objects.visible_to(request.actor))
    for each in own:
        places = sorted((code, f"{cells[0][0]}!{cells[0][1]}") for code, cells in each.fields.items())
        each.places = places  # type: ignore[attr-defined]  # for the page
    return {
        "ns": "improvement",
        "buys": True,
        "forms": own,
        "may_change": rules.can_set_rules(request.actor),
        "fields": report_forms.described(),
    }
