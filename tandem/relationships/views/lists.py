"""A supplier list comes in: upload, columns, preview, load."""

from tempfile import TemporaryFile

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from tandem.accounts import rules as account_rules
from tandem.accounts.requests import ActorRequest
from tandem.accounts.roles import Capability
from tandem.core.errors import Refused
from tandem.relationships import actions, queries, rejected_rows, rules
from tandem.relationships.columns import FIELDS
from tandem.relationships.forms import ListForm
from tandem.relationships.models import Decision, Outcome, SupplierList

ROWS = 50
SHOWN = 5


def import_list(request: ActorRequest) -> HttpResponse:
    """Step 1: the file. Lists brought in before stand beneath."""
    account_rules.require(
        rules.can_import_list(request.actor),
        rules.out_of_reach(request.actor, Capability.MANAGE_RELATIONSHIPS),
    )
    refusal = ""
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            if not isinstance(file, UploadedFile):
                raise Refused(_("Choose a file first."))
            kept = actions.keep_list(file, by=request.actor)
            return redirect("relationships:import_columns", kept.pk)
        except Refused as error:
            refusal = str(error)
    earlier = SupplierList.objects.visible_to(request.actor).select_related("uploaded_by")[:20]
    context = {"earlier": earlier, "refusal": refusal, "steps": _steps()}
    return render(request, "relationships/import_list.html", context, status=422 if refusal else 200)


def import_columns(request: ActorRequest, pk: int) -> HttpResponse:
    """Step 2: what each column holds, proposed from its header and content."""
    supplier_list = _find(request, pk)
    file = actions.read_list(supplier_list)
    if request.method == "POST":
        form = ListForm(request.POST, headers=file.columns)
        if form.is_valid():
            values = form.cleaned_data
            actions.check_list(
                supplier_list,
                columns=values["columns"],
                source=values["source"],
                country=values["country"],
                stage=values["stage"],
                by=request.actor,
            )
            return redirect(supplier_list)
    else:
        form = ListForm(initial=_initial(supplier_list), headers=file.columns)
    samples = actions.samples(file, SHOWN)
    context = {
        "supplier_list": supplier_list,
        "form": form,
        "headers": file.columns,
        "sample_rows": list(zip(*samples.values(), strict=True)),
        "count": file.rows,
        "sources": queries.sources(request.actor),
        "steps": _steps(),
    }
    return render(request, "relationships/import_columns.html", context, status=422 if form.errors else 200)


def import_preview(request: ActorRequest, pk: int) -> HttpResponse:
    """Steps 3 and 4: what every row means and becomes; while it loads, how far it has come."""
    supplier_list = _find(request, pk)
    if supplier_list.status == SupplierList.Status.UPLOADED:
        return redirect("relationships:import_columns", pk)
    outcome = request.GET.get("outcome", "")
    rows = queries.list_rows(supplier_list, outcome)
    counts = supplier_list.rows.aggregate(
        total=Count("pk"),
        done=Count("pk", filter=Q(done=True)),
        undecided=Count("pk", filter=Q(outcome=Outcome.PROPOSED, decision="")),
        left=Count("pk", filter=Q(decision=Decision.LEAVE)),
        loaded=Count("pk", filter=Q(result__isnull=False)),
        failed=Count("pk", filter=~Q(failure="")),
        **{code: Count("pk", filter=Q(outcome=code)) for code in Outcome.values},
    )
    context = {
        "supplier_list": supplier_list,
        "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "outcome": outcome,
        "outcomes": [(code, label, counts[code]) for code, label in Outcome.choices],
        "counts": counts,
        "loadable": counts["total"] - counts[Outcome.REFUSED] - counts["left"],
        "decisions": Decision.choices,
        "steps": _steps(),
    }
    return render(request, "relationships/import_preview.html", context)


@require_POST
def decide_row(request: ActorRequest, pk: int, number: int) -> HttpResponse:
    supplier_list = _find(request, pk)
    actions.decide(supplier_list, request.POST.get("decision", ""), by=request.actor, numbers=[number])
    return _back(request, supplier_list)


@require_POST
def decide_all(request: ActorRequest, pk: int) -> HttpResponse:
    supplier_list = _find(request, pk)
    actions.decide(supplier_list, request.POST.get("decision", ""), by=request.actor)
    return _back(request, supplier_list)


@require_POST
def load_list(request: ActorRequest, pk: int) -> HttpResponse:
    supplier_list = _find(request, pk)
    actions.start_loading(supplier_list, by=request.actor)
    return redirect(supplier_list)


@require_POST
def discard_list(request: ActorRequest, pk: int) -> HttpResponse:
    actions.discard_list(_find(request, pk), by=request.actor)
    messages.success(request, _("The list was discarded; nothing of it was loaded."))
    return redirect("relationships:import_list")


def rejects(request: ActorRequest, pk: int) -> FileResponse:
    """The rows that were not loaded, each with its column, value and reason, as a workbook to mend."""
    supplier_list = _find(request, pk)
    file = TemporaryFile()  # noqa: SIM115  # the response closes it
    rejected_rows.write(file, supplier_list)
    file.seek(0)
    name = f"{supplier_list.name.rsplit('.', 1)[0]} – {_('rows not loaded')}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name)


def _find(request: ActorRequest, pk: int) -> SupplierList:
    return get_object_or_404(SupplierList.objects.visible_to(request.actor), pk=pk)


def _initial(supplier_list: SupplierList) -> dict[str, str]:
    columns = {f"column_{field.code}": supplier_list.columns.get(field.code, "") for field in FIELDS}
    return {
        "source": supplier_list.source,
        "country": supplier_list.country,
        "stage": supplier_list.stage,
        **columns,
    }


def _back(request: ActorRequest, supplier_list: SupplierList) -> HttpResponse:
    return HttpResponseClientRefresh() if request.htmx else redirect(supplier_list)


def _steps() -> list[str]:
    return [_("File"), _("Columns"), _("Preview"), _("Loaded")]
