"""The customer's pages of what suppliers object to, and the earlier versions of cards."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, Count, Q, When
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.core.kept_files import handed_out
from tandem.core.keys import is_number
from tandem.scorecards import actions, earlier, objection_pages
from tandem.scorecards.forms.objections import DecisionForm
from tandem.scorecards.models import Disputed, EarlierCard, Evidence, Objection
from tandem.scorecards.models.objections import TONES
from tandem.scorecards.queries import objections as queries
from tandem.scorecards.rules import objections as rules

PER_PAGE = 50
Status = Objection.Status


@require_GET
def objections(request: ActorRequest) -> HttpResponse:
    """What waits for a decision first."""
    found = Objection.objects.raised_with(request.actor).select_related("relationship__supplier")
    counts = found.order_by().aggregate(
        waiting=Count("pk", filter=Q(status=Status.SUBMITTED)),
        decided=Count("pk", filter=Q(status=Status.DECIDED)),
    )
    rows = found.annotate(count=Count("lines"))
    status = request.GET.get("status", "")
    rows = rows.filter(status=status) if status in Status.values else rows.exclude(status=Status.OPEN)
    kind = request.GET.get("kind", "")
    if kind in Objection.Kind.values:
        rows = rows.filter(kind=kind)
    of_run = int(request.GET["run"]) if is_number(request.GET.get("run")) else None
    if of_run is not None:
        rows = rows.filter(run=of_run)
    if wanted := request.GET.get("q", "").strip().lower():
        rows = rows.filter(relationship__search_text__contains=wanted)
    rows = rows.order_by(Case(When(status=Status.SUBMITTED, then=0), default=1), "-opened_at", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(row, TONES[row.status]) for row in page],
        "counts": counts,
        "statuses": Status.choices,
        "kinds": Objection.Kind.choices,
        "of_run": of_run,
        "any": found.exists(),
    }
    if request.htmx and request.htmx.target == "results":
        return render(request, "scorecards/objections/rows.html", context)
    return render(request, "scorecards/objections/list.html", context)


@require_GET
def objection(request: ActorRequest, pk: int) -> HttpResponse:
    return _page(request, _find(request, pk))


@require_POST
def decide_line(request: ActorRequest, pk: int, line: int) -> HttpResponse:
    """Accept one line, or refuse it; both with the reason."""
    found = _find(request, pk)
    now = timezone.now()
    refusal = rules.why_not_decide(request.actor, found, queries.run_of(found), now)
    require(refusal is None, refusal)
    disputed = get_object_or_404(found.lines, pk=line)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, found, wrong=(disputed.pk, form), status=422)
    accept = request.POST.get("decision") == Disputed.Status.ACCEPTED
    actions.decide(disputed, accept=accept, why=form.cleaned_data["why"], by=request.actor, now=now)
    found.refresh_from_db()
    if found.status == Status.DECIDED and found.new_version:
        messages.success(request, _("Every line is decided, and the card has been computed again."))
    elif found.status == Status.DECIDED:
        messages.success(request, _("Every line is decided. The card stays as it is."))
    return redirect(found)


@never_cache
@require_GET
def objection_evidence(request: ActorRequest, pk: int, file: int) -> FileResponse:
    found = get_object_or_404(Evidence, pk=file, objection=_find(request, pk))
    answer = handed_out(found.path, file_name=found.file_name, media_type=found.media_type)
    actions.record_evidence_download(found, by=request.actor)
    return answer


@require_GET
def earlier_card(request: ActorRequest, pk: int) -> HttpResponse:
    """A version of a card that another has replaced, and what changed since."""
    rows = EarlierCard.objects.visible_to(request.actor).filter(run__customer=request.actor.organization_id)
    found = get_object_or_404(earlier.whole(rows), pk=pk)
    return render(request, "scorecards/earlier_card.html", earlier.explained(found, own=True))


def _find(request: ActorRequest, pk: int) -> Objection:
    rows = Objection.objects.raised_with(request.actor)
    return get_object_or_404(rows.select_related("relationship__supplier", "relationship__customer"), pk=pk)


def _page(
    request: ActorRequest,
    found: Objection,
    *,
    wrong: tuple[int, DecisionForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    run = queries.run_of(found)
    refusal = rules.why_not_decide(request.actor, found, run, timezone.now())
    context = {
        **objection_pages.shown(found, page=reverse("facts:order_line", args=[found.relationship.slug])),
        "run": run,
        "own": True,
        "may_link": found.kind == Objection.Kind.CHECK and found.is_open,
        "evidence_url": "scorecards:objection_evidence",
        "may_decide": refusal is None and found.status == Status.SUBMITTED,
        "why_not": refusal if found.status == Status.SUBMITTED else None,
        "wrong_line": wrong[0] if wrong else None,
        "wrong_form": wrong[1] if wrong else None,
    }
    return render(request, "scorecards/objections/objection.html", context, status=status)
