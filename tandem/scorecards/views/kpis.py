from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.models import Organization
from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.lake.kpis import shipped
from tandem.lake.views import views
from tandem.scorecards import actions, measuring, queries, rules
from tandem.scorecards.forms.kpis import KpiForm, described, initial_of
from tandem.scorecards.models import Kpi, Template


@require_GET
def kpis(request: ActorRequest) -> HttpResponse:
    rows = queries.current_kpis(request.actor.organization_id)
    listed = [rows[code] for code in shipped() if code in rows and rows[code].shipped]
    context = {
        "own": [row for row in rows.values() if not row.shipped],
        "of_suppliers": [row for row in listed if not row.measured_as.of_customer],
        "of_customers": [row for row in listed if row.measured_as.of_customer],
        "may_write": rules.can_write_templates(request.actor),
    }
    return render(request, "scorecards/kpis.html", context)


@require_GET
def kpi(request: ActorRequest, code: str) -> HttpResponse:
    """The help page of one KPI: its exact definition, how it judges, its expression and the columns it
    reads."""
    found = _current(request, code)
    spec = found.measured_as
    view = views()[spec.view]
    used = measuring.columns_used(spec)
    columns = described(view)
    context = {
        "kpi": found,
        "spec": spec,
        "view": view.label.in_language(get_language() or "en"),
        "date": next(column.label for column in columns if column.name == spec.date),
        "columns": [column for column in columns if column.name in used],
        "versions": Kpi.objects.filter(customer=found.customer_id, code=code),
        "templates": Template.objects.visible_to(request.actor)
        .filter(criteria__kpi=code)
        .exclude(status=Template.Status.RETIRED)
        .distinct(),
        "may_change": rules.can_change_kpi(request.actor, found),
    }
    return render(request, "scorecards/kpi.html", context)


def new_kpi(request: ActorRequest) -> HttpResponse:
    require(rules.can_write_templates(request.actor))
    return _edit(request, None)


def edit_kpi(request: ActorRequest, code: str) -> HttpResponse:
    found = _current(request, code)
    require(rules.can_change_kpi(request.actor, found))
    return _edit(request, found)


@require_POST
def preview_kpi(request: ActorRequest) -> HttpResponse:
    """The KPI being written, measured on the newest facts; or the sentence that says what is not allowed."""
    require(rules.can_write_templates(request.actor))
    form = KpiForm(request.POST)
    if moved := form.dated_elsewhere:
        form = KpiForm({**request.POST.dict(), "date": form.first_date})
    context: dict[str, object] = {"form": form, "columns": form.columns(), "moved": moved}
    if form.is_valid():
        try:
            actions.check_kpi(form.spec())
            customer = Organization.objects.get(pk=request.actor.organization_id)
            context["rows"] = measuring.preview(request.actor, form.spec(), as_of=timezone.localdate())
            context["unit"] = "share" if form.spec().unit == "percent" else form.spec().unit
            context["currency"] = customer.currency
        except Refused as refused:
            context["refusal"] = str(refused)
    return render(request, "scorecards/kpi_preview.html", context)


def _edit(request: ActorRequest, found: Kpi | None) -> HttpResponse:
    initial = initial_of(found.measured_as) if found else {}
    form = KpiForm(request.POST or None, initial=initial)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            if found is not None and form.cleaned_data["code"] != found.code:
                raise BadRequest
            return redirect(actions.save_kpi(form.spec(), by=request.actor, now=timezone.now()))
        except Refused as refused:
            refusal = str(refused)
    context = {"form": form, "kpi": found, "refusal": refusal, "columns": form.columns()}
    return render(request, "scorecards/edit_kpi.html", context, status=422 if form.errors or refusal else 200)


def _current(request: ActorRequest, code: str) -> Kpi:
    return get_object_or_404(Kpi.objects.visible_to(request.actor).current(), code=code)
