from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.scorecards import actions, charts, queries, review, rules, workbook
from tandem.scorecards.forms.runs import StartForm
from tandem.scorecards.models import Card, Run, Template
from tandem.scorecards.periods import before, containing
from tandem.scorecards.queries import objections
from tandem.scorecards.views import countersigning, judgements, overrides

PER_PAGE = 50
SORTS = {"rank", "score", "lower", "coverage", "sample", "supplier"}


@require_GET
def runs(request: ActorRequest) -> HttpResponse:
    found = (
        Run.objects.visible_to(request.actor).exclude(status=Run.Status.DISCARDED).select_related("template")
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "may_start": rules.can_start_runs(request.actor),
        "any_template": Template.objects.visible_to(request.actor)
        .filter(status=Template.Status.ACTIVE)
        .exists(),
    }
    return render(request, "scorecards/runs.html", context)


def start_run(request: ActorRequest) -> HttpResponse:
    require(rules.can_start_runs(request.actor))
    active = Template.objects.visible_to(request.actor).filter(status=Template.Status.ACTIVE)
    suppliers = queries.suppliers_by_name(request.actor.organization_id) if request.POST.get("only") else {}
    newest = Run.objects.visible_to(request.actor).filter(template__in=active).order_by("-pk").first()
    initial = {"period": _last_quarter(), "template": newest.template_id if newest else None}
    form = StartForm(request.POST or None, templates=active, suppliers=suppliers, initial=initial)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        run = actions.start_run(
            chosen["template"],
            chosen["period"],
            by=request.actor,
            now=timezone.now(),
            as_of=chosen["as_of"],
            chosen=None if chosen["only"] is None else queries.supplier_names(chosen["only"]).values(),
        )
        return redirect(run)
    context = {"form": form, "any_template": active.exists()}
    return render(request, "scorecards/start_run.html", context, status=422 if form.errors else 200)


@require_GET
def run(request: ActorRequest, pk: int) -> HttpResponse:
    """Progress while it runs; distribution, movers, outliers and every card once it has been computed."""
    found = get_object_or_404(_mine(request), pk=pk)
    if not found.readable:
        return render(request, "scorecards/run_progress.html", {"run": found, **_may(request, found)})
    page = Paginator(_cards(request, found), PER_PAGE).get_page(request.GET.get("page"))
    earlier = queries.cards_before(found, [card.relationship_id for card in page])
    cards = [review.Row(card, earlier.get((card.relationship_id, card.site))) for card in page]
    if request.htmx and not request.htmx.boosted:
        return render(request, "scorecards/run_cards.html", {"run": found, "page": page, "cards": cards})
    seen = review.review(found)
    context = {
        "run": found,
        "page": page,
        "cards": cards,
        "review": seen,
        "kpis": queries.pinned_kpis(found),
        "grades": [(grade, grade) for grade in seen.grades],
        "outcomes": Card.Outcome.choices,
        "chart": charts.distribution(seen.grades, [(_("suppliers"), seen.counts)]),
        **countersigning.shown(request, found),
        "check": objections.check_counts(found) if found.check_until else None,
        **judgements.shown(request, found),
        "adjusted": overrides.shown(found),
        **_may(request, found),
    }
    return render(request, "scorecards/run.html", context)


@require_GET
def run_progress(request: ActorRequest, pk: int) -> HttpResponse:
    """The progress alone, asked for again and again; once the run is done the whole page is loaded anew."""
    found = get_object_or_404(_mine(request), pk=pk)
    response = render(request, "scorecards/progress.html", {"run": found, **_may(request, found)})
    if found.readable:
        response["HX-Refresh"] = "true"
    return response


@require_GET
def export_run(request: ActorRequest, pk: int) -> FileResponse:
    found = get_object_or_404(_mine(request), pk=pk)
    name = f"scorecards-{found.period}.xlsx"
    return workbook.answer(name, found.period, workbook.run_headings(found), workbook.run_rows(found))


@require_POST
def publish_run(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_mine(request), pk=pk)
    actions.publish_run(found, by=request.actor, now=timezone.now())
    return redirect(found)


@require_POST
def discard_run(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_mine(request), pk=pk)
    actions.discard_run(found, by=request.actor, now=timezone.now())
    return redirect("scorecards:runs")


@require_POST
def compute_again(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_mine(request), pk=pk)
    actions.compute_again(found, by=request.actor)
    return redirect(found)


def _mine(request: ActorRequest) -> QuerySet[Run]:
    return Run.objects.visible_to(request.actor).select_related("template", "customer")


def _may(request: ActorRequest, found: Run) -> dict[str, bool]:
    return {
        "may_compute": rules.can_compute(request.actor, found),
        "may_publish": rules.can_publish(request.actor, found, timezone.now()),
        "own_proposal": rules.is_own_proposal(request.actor, found, timezone.now()),
    }


def _cards(request: ActorRequest, found: Run) -> QuerySet[Card]:
    cards = Card.objects.filter(run=found).select_related("relationship__supplier").defer("lines")
    cards = cards.exclude(site="") if request.GET.get("sites") else cards.whole()
    if grade := request.GET.get("grade"):
        cards = cards.filter(grade=grade)
    if outcome := request.GET.get("outcome"):
        cards = cards.filter(outcome=outcome)
    if wanted := request.GET.get("q", "").strip().lower():
        cards = cards.filter(relationship__search_text__contains=wanted)
    sort = request.GET.get("sort", "rank")
    field = sort.removeprefix("-")
    if field not in SORTS:
        sort, field = "rank", "rank"
    path = "relationship__supplier__name" if field == "supplier" else field
    order = F(path).desc(nulls_last=True) if sort.startswith("-") else F(path).asc(nulls_last=True)
    return cards.order_by(order, "pk")


def _last_quarter() -> str:
    return before(containing(timezone.localdate(), "quarter")).name
