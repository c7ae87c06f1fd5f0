from typing import Any

from django.db.models import Count, Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.models import User
from tandem.accounts.requests import ActorRequest
from tandem.accounts.roles import Role
from tandem.accounts.rules import require
from tandem.core.keys import key_of
from tandem.scorecards import actions, back_tests, charts, curves, queries, rules, wording
from tandem.scorecards.curves import Curve
from tandem.scorecards.forms.editing import ROWS, Editor, drawn
from tandem.scorecards.models import Criterion, Function, Run, Schedule, Template, Trial


@require_GET
def templates(request: ActorRequest) -> HttpResponse:
    rows = (
        Template.objects.visible_to(request.actor)
        .annotate(criteria_count=Count("criteria", distinct=True), run_count=Count("runs", distinct=True))
        .prefetch_related("assignments__category", "assignments__site")
    )
    shown = rows if request.GET.get("all") else rows.exclude(status=Template.Status.RETIRED)
    return render(
        request,
        "scorecards/templates.html",
        {"rows": shown, "may_write": rules.can_write_templates(request.actor), "all": request.GET.get("all")},
    )


@require_GET
def template(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_whole(request), pk=pk)
    kpis = queries.current_kpis(found.customer_id)
    may_change = rules.can_change_template(request.actor, found)
    criteria = [
        {"criterion": part, "kpi": kpis.get(part.kpi), "chart": _drawn(part), **_asking(part)}
        for part in found.criteria.all()
    ]
    return render(
        request,
        "scorecards/template.html",
        {
            "template": found,
            "criteria": criteria,
            "countersigned": [Function(each).label for each in found.countersigned_by],
            "red_lines": [(part, kpis.get(part.kpi, part.kpi)) for part in found.red_lines.all()],
            "deductions": [(part, kpis.get(part.kpi, part.kpi)) for part in found.deductions.all()],
            "bands": queries.scoring_template(found).bands,
            "problems": queries.template_problems(found) if found.status == Template.Status.DRAFT else [],
            "may_change": may_change,
            "may_start": rules.can_start_runs(request.actor),
            "schedule": Schedule.objects.visible_to(request.actor).filter(template_name=found.name).first(),
            **(_tried(_trial(found)) if may_change else {}),
            "runs": Run.objects.standing().filter(template__name=found.name, customer=found.customer_id)[:8],
        },
    )


def new_template(request: ActorRequest) -> HttpResponse:
    return _edit(request, None)


def edit_template(request: ActorRequest, pk: int) -> HttpResponse:
    return _edit(request, get_object_or_404(_whole(request), pk=pk))


@require_POST
def use_standard_template(request: ActorRequest) -> HttpResponse:
    return redirect(actions.use_standard_template(by=request.actor, now=timezone.now()))


@require_GET
def template_row(request: ActorRequest, part: str) -> HttpResponse:
    """An empty row of one part, for htmx to add to the page."""
    row = Editor(request.actor.organization_id, None).blank(part) if part in ROWS else None
    if row is None:
        return HttpResponse(status=404)
    return render(request, f"scorecards/rows/{part}.html", {"row": row})


@require_GET
def curve(request: ActorRequest) -> HttpResponse:
    """The curve being typed, drawn small, or what is wrong with it."""
    kpi = queries.current_kpis(request.actor.organization_id).get(request.GET.get("criteria-kpi", ""))
    typed = request.GET.get("criteria-curve", "")
    return render(request, "scorecards/curve.html", drawn(typed, kpi.unit if kpi else ""))


@require_GET
def nothing(request: ActorRequest) -> HttpResponse:
    """The empty answer that lets a row remove itself."""
    return HttpResponse("")


@require_POST
def activate_template(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_whole(request), pk=pk)
    actions.activate_template(found, by=request.actor, now=timezone.now())
    return redirect(found)


@require_POST
def retire_template(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_whole(request), pk=pk)
    actions.retire_template(found, by=request.actor)
    return redirect("scorecards:templates")


@require_POST
def new_version(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_whole(request), pk=pk)
    return redirect("scorecards:edit_template", pk=actions.new_version(found, by=request.actor).pk)


@require_POST
def back_test(request: ActorRequest, pk: int) -> HttpResponse:
    """Have the draft tried on one past run's facts, in the background: who would change grade."""
    found = get_object_or_404(_whole(request), pk=pk)
    run = get_object_or_404(
        Run.objects.visible_to(request.actor).standing().select_related("template", "customer"),
        pk=key_of(request.POST.get("run")),
    )
    trial = actions.start_back_test(found, run, by=request.actor)
    if not request.htmx:
        return redirect(found)
    return render(request, "scorecards/back_test.html", _tried(trial))


@require_GET
def back_test_progress(request: ActorRequest, pk: int) -> HttpResponse:
    """How far the template's back-test has come, asked for again and again; once it is done, what it found."""
    found = get_object_or_404(_whole(request), pk=pk)
    require(rules.can_change_template(request.actor, found))
    return render(request, "scorecards/back_test.html", _tried(_trial(found)))


def _trial(found: Template) -> Trial | None:
    return Trial.objects.filter(template=found).select_related("run__template").first()


def _tried(trial: Trial | None) -> dict[str, object]:
    """A back-test as its page shows it."""
    if trial is None or trial.status != Trial.Status.DONE:
        return {"trial": trial}
    tried = back_tests.from_json(trial.found)
    shown = tried.movers[:50]
    names = queries.supplier_names(each.relationship_id for each in shown)
    return {
        "trial": trial,
        "tried": tried,
        "movers": [(each, names[each.relationship_id]) for each in shown if each.relationship_id in names],
        "distribution": charts.distribution(
            tried.grades,
            [
                (str(wording.AS_SCORED), tried.distribution(before=True)),
                (str(wording.WITH_DRAFT), tried.distribution(before=False)),
            ],
        ),
    }


def _asking(part: Criterion) -> dict[str, Any]:
    """Of a criterion that people judge: who is asked, and the levels they choose from."""
    if not part.is_judged:
        return {}
    asks = part.asks or {}
    people = User.objects.filter(pk__in=asks.get("people", ()))
    named = [*(str(Role(role).label) for role in asks.get("roles", ())), *(str(each) for each in people)]
    language = get_language() or "en"
    return {
        "asked": pgettext("between the items of a list", ", ").join(named),
        "levels": [(level.points, level.said(language)) for level in part.levels],
    }


def _drawn(part: Criterion) -> charts.Option | None:
    if part.is_judged:
        return None
    typed = Curve.through(part.curve)
    return None if curves.problems(typed) else charts.curve(typed)


def _edit(request: ActorRequest, found: Template | None) -> HttpResponse:
    require(rules.can_write_templates(request.actor))
    data = request.POST if request.method == "POST" else None
    editor = Editor(request.actor.organization_id, found, data)
    if data is not None and editor.is_valid():
        saved = actions.save_template(found, editor.form.cleaned_data, editor.parts(), by=request.actor)
        return redirect(saved)
    status = 422 if data is not None else 200
    return render(
        request, "scorecards/edit_template.html", {"editor": editor, "template": found}, status=status
    )


def _whole(request: ActorRequest) -> QuerySet[Template]:
    return Template.objects.visible_to(request.actor).prefetch_related(
        Prefetch("criteria", Criterion.objects.order_by("position")),
        "deductions",
        "red_lines",
        "bands",
        "assignments__category",
        "assignments__site",
    )
