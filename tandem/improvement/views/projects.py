"""Improvement projects: the list, one of them, proposing, agreeing, steps and the outcome; the same on both sides."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.models import AuditEntry
from tandem.accounts.requests import ActorRequest
from tandem.accounts.roles import Capability
from tandem.accounts.rules import require
from tandem.accounts.views.answering import accepted
from tandem.core.errors import Refused
from tandem.core.keys import is_number
from tandem.improvement import actions, history
from tandem.improvement.forms.projects import OutcomeForm, ProjectForm, ProjectStepForm
from tandem.improvement.models import Project
from tandem.improvement.rules import cases as case_rules
from tandem.improvement.rules import projects as rules
from tandem.improvement.views.finding import ends_of, side
from tandem.scorecards.queries import current_kpis

PER_PAGE = 25


@require_GET
def projects(request: ActorRequest) -> HttpResponse:
    at = side(request)
    rows = _rows(request).annotate(
        planned=Count("steps"), finished=Count("steps", filter=Q(steps__done_on__isnull=False))
    )
    status = request.GET.get("status", "")
    found = rows.filter(status=status) if status in Project.Status.values else rows
    found = found.order_by("-proposed_at", "-pk")  # counting lets go of the model's own order
    context = {
        "ns": at.ns,
        "buys": at.buys,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "statuses": Project.Status.choices,
        "any": rows.exists(),
        "may_propose": _may_propose(request),
    }
    if request.htmx and request.htmx.target == "results":
        return render(request, "improvement/projects_rows.html", context)
    return render(request, "improvement/projects.html", context)


def new_project(request: ActorRequest) -> HttpResponse:
    at = side(request)
    require(_may_propose(request), case_rules.why_not_manage(request.actor))
    ends = ends_of(request)
    sent = request.POST.get("relationship") or request.GET.get("relationship", "")
    chosen = ends.filter(pk=sent).first() if is_number(sent) else (None if at.buys else ends.first())
    customer = request.actor.organization_id if at.buys else (chosen.customer_id if chosen else None)
    initial = {"relationship": chosen} if chosen else None
    form = ProjectForm(request.POST or None, ends=ends, customer_id=customer, ours=at.buys, initial=initial)
    made: list[Project] = []

    def act() -> None:
        relationship = form.cleaned_data["relationship"]
        made.append(actions.propose_project(relationship, form.values, by=request.actor, now=timezone.now()))

    if request.method == "POST" and accepted(form, act):
        messages.success(request, _("Proposed; the other side has been told. Now plan the steps."))
        return redirect(f"{at.ns}:project", made[0].pk)
    context = {"form": form, "ns": at.ns, "buys": at.buys, "any_end": ends.exists()}
    return render(request, "improvement/new_project.html", context, status=422 if form.is_bound else 200)


@require_GET
def project(request: ActorRequest, pk: int) -> HttpResponse:
    return render(request, "improvement/project.html", _shown(request, _find(request, pk)))


@require_POST
def agree(request: ActorRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    actions.agree_to_project(found, by=request.actor, now=timezone.now())
    messages.success(request, _("Agreed; the project is running."))
    return redirect(f"{side(request).ns}:project", pk)


@require_POST
def decline(request: ActorRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    actions.decline_project(
        found, reason=request.POST.get("reason", ""), by=request.actor, now=timezone.now()
    )
    return redirect(f"{side(request).ns}:project", pk)


@require_POST
def stop(request: ActorRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    actions.stop_project(found, reason=request.POST.get("reason", ""), by=request.actor, now=timezone.now())
    return redirect(f"{side(request).ns}:project", pk)


@require_POST
def plan_step(request: ActorRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    require(rules.can_work(request.actor, found), case_rules.why_not_manage(request.actor))
    form = ProjectStepForm(request.POST)
    now = timezone.now()
    if accepted(form, lambda: actions.plan_step(found, form.save(commit=False), by=request.actor, now=now)):
        return redirect(f"{side(request).ns}:project", pk)
    context = _shown(request, _find(request, pk)) | {"step_form": form}
    return render(request, "improvement/project.html", context, status=422)


@require_POST
def finish_step(request: ActorRequest, pk: int, step: int) -> HttpResponse:
    found = _find(request, pk)
    planned = get_object_or_404(found.steps.all(), pk=step)
    planned.project = found
    require(rules.can_work(request.actor, found), case_rules.why_not_manage(request.actor))
    try:
        done_on = parse_date(request.POST.get("done_on", ""))
    except ValueError:
        done_on = None
    if done_on is None:
        raise Refused(_("Say on which day it was done."))
    result = request.POST.get("result", "")
    actions.finish_project_step(planned, done_on=done_on, result=result, by=request.actor, now=timezone.now())
    return redirect(f"{side(request).ns}:project", pk)


@require_POST
def finish(request: ActorRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    require(rules.can_work(request.actor, found), case_rules.why_not_manage(request.actor))
    form = OutcomeForm(request.POST, instance=Project.objects.get(pk=found.pk))

    def act() -> None:
        given = form.cleaned_data
        actions.finish_project(
            found, remark=given["remark"], reached=given["reached"], saved=given["saved"],
            by=request.actor, now=timezone.now(),
        )  # fmt: skip

    if accepted(form, act):
        messages.success(request, _("Finished; what was saved stands on both sides’ record."))
        return redirect(f"{side(request).ns}:project", pk)
    context = _shown(request, _find(request, pk)) | {"outcome_form": form}
    return render(request, "improvement/project.html", context, status=422)


def _rows(request: ActorRequest) -> Any:
    rows = Project.objects.all()
    rows = rows.of_customer(request.actor) if side(request).buys else rows.of_supplier(request.actor)
    return rows.select_related("relationship__customer", "relationship__supplier")


def _find(request: ActorRequest, pk: int) -> Project:
    found: Project = get_object_or_404(_rows(request).prefetch_related("relationship__categories"), pk=pk)
    return found


def _may_propose(request: ActorRequest) -> bool:
    if side(request).buys:
        return case_rules.can_open_for_some(request.actor)
    return request.actor.can(Capability.ANSWER_CASES)


def _shown(request: ActorRequest, found: Project) -> dict[str, Any]:
    at, actor, today = side(request), request.actor, timezone.localdate()
    may_work = rules.can_work(actor, found)
    steps = list(found.steps.all())
    kpi = current_kpis(found.relationship.customer_id).get(found.kpi) if found.kpi else None
    entries = AuditEntry.objects.visible_to(actor).filter(
        record_type=Project._meta.label_lower, record_id=found.pk
    )
    return {
        "project": found,
        "relationship": found.relationship,
        "ns": at.ns,
        "buys": at.buys,
        "kpi": kpi,
        "steps": [(each, each.is_overdue(today)) for each in steps],
        "may_work": may_work and not found.is_over,
        "may_agree": rules.can_agree(actor, found),
        "may_finish": may_work
        and found.status == Project.Status.RUNNING
        and all(step.done_on for step in steps),
        "step_form": ProjectStepForm(initial={"side": rules.side_of(actor, found.relationship)}),
        "outcome_form": OutcomeForm(),
        "shares": _shares(found),
        "today": today,
        "history": history.told(entries.select_related("organization").order_by("-at", "-pk")[:40]),
    }


def _shares(found: Project) -> tuple[Any, Any] | None:
    """The supplier's and the customer's part of the saving: what was reached, else what is expected."""
    saving = found.saved if found.saved is not None else found.saving
    if saving is None or found.supplier_share is None:
        return None
    part = (saving * found.supplier_share / 100).quantize(saving)
    return part, saving - part
