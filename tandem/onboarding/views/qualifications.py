"""The customer's pages of qualifying suppliers."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.roles import Capability
from tandem.accounts.rules import require
from tandem.accounts.views.answering import accepted
from tandem.core.errors import Refused
from tandem.core.keys import key_of
from tandem.onboarding import requirement_data
from tandem.onboarding.actions import qualification as actions
from tandem.onboarding.actions import qualification_decisions as decisions
from tandem.onboarding.forms.qualification import PlanForm, ProposeForm, StartForm
from tandem.onboarding.models import (
    Proposal,
    Qualification,
    QualificationStage,
    Remark,
    StageKind,
)
from tandem.onboarding.queries import progress, requirements
from tandem.onboarding.queries import qualification_needs as needs_of
from tandem.onboarding.queries import qualifications as queries
from tandem.onboarding.rules import qualification as rules
from tandem.onboarding.views.requirements import previewed
from tandem.relationships import queries as relationships
from tandem.relationships import tabs

PER_PAGE = 25
MOST_CHOSEN = 20


@require_GET
def qualification_needs(request: ActorRequest) -> HttpResponse:
    found = needs_of.of_customer(request.actor, timezone.localdate())
    return render(request, "messaging/needs.html", {"needs": found})


@require_GET
def qualifications(request: ActorRequest) -> HttpResponse:
    """All of them, the newest first: by status, stage, and whose they are."""
    today = timezone.localdate()
    rows = queries.narrowed(
        Qualification.objects.visible_to(request.actor), request.GET, request.actor, today
    )
    page = Paginator(progress.whole(rows).select_related("lead"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": _rows(page, today), "may_start": rules.can_start_some(request.actor)}
    if request.htmx and request.htmx.target == "results":
        return render(request, "onboarding/qualification/rows.html", context)
    context |= {
        "counts": queries.counts(request.actor, today),
        "statuses": [
            (queries.OPEN, _("Not decided yet")),
            (queries.OVERDUE, _("Past due")),
            *Qualification.Status.choices,
        ],
        "kinds": StageKind.choices,
        "whose": [("mine", _("Mine"))],
    }
    return render(request, "onboarding/qualification/list.html", context)


@require_GET
def qualification_tab(request: ActorRequest, slug: str) -> HttpResponse:
    """Those of one supplier: a tab of its page."""
    relationship = tabs.find(request, slug)
    today = timezone.localdate()
    rows = Qualification.objects.visible_to(request.actor).filter(relationship=relationship)
    context = {
        "rows": _rows(progress.whole(rows).select_related("lead"), today),
        "one": True,
        "may_start": rules.can_lead(request.actor, relationship),
    }
    return tabs.answer(request, relationship, "qualification", "onboarding/qualification/tab.html", context)


@require_GET
def choose_for_qualification(request: ActorRequest) -> HttpResponse:
    """Whom to qualify: the first of those that the words find."""
    require(rules.can_start_some(request.actor), rules.why_not_lead(request.actor))
    want = relationships.wanted(request.GET)
    rows = relationships.within_reach(
        relationships.matching(request.actor, want), request.actor, Capability.MANAGE_QUALIFICATION
    )
    found = relationships.in_order(rows, want).select_related("supplier")[: MOST_CHOSEN + 1]
    context = {"found": list(found)[:MOST_CHOSEN], "more": len(found) > MOST_CHOSEN}
    if request.htmx and request.htmx.target == "results":
        return render(request, "onboarding/qualification/choose_rows.html", context)
    return render(request, "onboarding/qualification/choose.html", context)


def start_qualification(request: ActorRequest, slug: str) -> HttpResponse:
    """Category, sites and risk class; beside them what will be asked, and by which requirements."""
    relationship = tabs.find(request, slug)
    require(rules.can_lead(request.actor, relationship), rules.why_not_lead(request.actor))
    proposed = requirements.proposed_risk(relationship)
    if request.method == "POST" and request.POST.get("do") != "preview":
        form = StartForm(request.actor, relationship, proposed, request.POST)
        made: list[Qualification] = []

        def act() -> None:
            cleaned = form.cleaned_data
            made.append(
                actions.start(
                    relationship,
                    category=cleaned["category"],
                    sites=list(cleaned["sites"]),
                    risk=cleaned["risk"],
                    risk_reason=cleaned["risk_reason"],
                    lead=cleaned["lead"],
                    by=request.actor,
                    now=timezone.now(),
                )
            )

        if accepted(form, act):
            messages.success(request, _("Begun; the supplier is told what it owes."))
            return redirect(made[0])
        asked = StartForm(request.actor, relationship, proposed, request.POST)
    else:
        form = StartForm(request.actor, relationship, proposed)
        asked = StartForm(request.actor, relationship, proposed, request.POST or None)
    context = {"form": form, "relationship": relationship, **_applying(request, asked, form)}
    if request.htmx and request.POST.get("do") == "preview":
        return render(request, "onboarding/qualification/start_preview.html", context)
    status = 422 if form.is_bound else 200
    return render(request, "onboarding/qualification/start.html", context, status=status)


@require_GET
def qualification(request: ActorRequest, pk: int) -> HttpResponse:
    """How far it has come, what waits for whom, and the decision."""
    found = _found(request, pk)
    return render(request, "onboarding/qualification/page.html", shown(request, found))


@require_POST
def change_lead(request: ActorRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    require(rules.can_lead(request.actor, found.relationship), rules.why_not_lead(request.actor))
    lead = relationships.owners(request.actor).filter(pk=key_of(request.POST.get("lead", ""))).first()
    if lead is None:
        raise Refused(_("Choose a member of your organisation."))
    actions.hand_over_lead(found, lead, by=request.actor)
    messages.success(request, _("%(person)s leads it now.") % {"person": lead})
    return redirect(found)


@require_POST
def stop_qualification(request: ActorRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    actions.stop(found, reason=request.POST.get("reason", ""), by=request.actor, now=timezone.now())
    messages.success(request, _("Stopped; the supplier reads why."))
    return redirect(found)


@require_POST
def write_remark(request: ActorRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    actions.write_note(found, request.POST.get("text", ""), by=request.actor, now=timezone.now())
    return redirect(found)


@require_POST
def plan_stage(request: ActorRequest, pk: int, stage: int) -> HttpResponse:
    found = _stage(request, pk, stage)
    qualification = found.qualification
    require(rules.can_lead(request.actor, qualification.relationship), rules.why_not_lead(request.actor))
    form = PlanForm(request.actor, request.POST)
    if not form.is_valid():
        raise Refused(_("Give a day such as 2026-11-23, and a member of your organisation."))
    actions.plan_stage(
        found,
        due_on=form.cleaned_data["due_on"],
        owner=form.cleaned_data["owner"],
        by=request.actor,
        now=timezone.now(),
    )
    messages.success(request, _("Planned."))
    return redirect(qualification)


@require_POST
def release_stage(request: ActorRequest, pk: int, stage: int) -> HttpResponse:
    found = _stage(request, pk, stage)
    reason = request.POST.get("reason", "")
    actions.release_stage(found, reason=reason, by=request.actor, now=timezone.now())
    messages.success(request, _("“%(stage)s” is released.") % {"stage": found})
    return redirect(found.qualification)


def propose_decision(request: ActorRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    require(rules.can_lead(request.actor, found.relationship), rules.why_not_lead(request.actor))
    actions.require_running(found)
    complete = progress.all_passed(found)
    form = ProposeForm(found.risk, request.POST or None, today=timezone.localdate(), complete=complete)

    def act() -> None:
        cleaned = form.cleaned_data
        decisions.propose(
            found,
            cleaned["outcome"],
            reason=cleaned["reason"],
            conditions=form.conditions,
            starts_on=cleaned["starts_on"],
            ends_on=cleaned["ends_on"],
            by=request.actor,
            now=timezone.now(),
        )

    if request.method == "POST" and accepted(form, act):
        messages.success(request, _("Proposed. Somebody else who approves suppliers decides."))
        return redirect(found)
    context = {"found": found, "form": form, "complete": complete}
    status = 422 if form.is_bound else 200
    return render(request, "onboarding/qualification/propose.html", context, status=status)


@require_POST
def agree_to_proposal(request: ActorRequest, pk: int) -> HttpResponse:
    proposal = _proposal(request, pk)
    reason = request.POST.get("reason", "")
    told = decisions.agree(proposal, reason=reason, by=request.actor, now=timezone.now())
    messages.success(request, _("Decided; both ends are told."))
    for sentence in told:
        messages.warning(request, sentence)
    return redirect(proposal.qualification)


@require_POST
def send_back_proposal(request: ActorRequest, pk: int) -> HttpResponse:
    proposal = _proposal(request, pk)
    reason = request.POST.get("reason", "")
    decisions.send_back(proposal, reason=reason, by=request.actor, now=timezone.now())
    messages.success(request, _("Sent back with your reason."))
    return redirect(proposal.qualification)


@require_POST
def withdraw_proposal(request: ActorRequest, pk: int) -> HttpResponse:
    proposal = _proposal(request, pk)
    decisions.withdraw_proposal(proposal, by=request.actor, now=timezone.now())
    messages.success(request, _("Withdrawn; the qualification goes on."))
    return redirect(proposal.qualification)


def shown(request: ActorRequest, found: Qualification) -> dict[str, Any]:
    today, now, actor = timezone.localdate(), timezone.now(), request.actor
    steps = progress.steps(found, today)
    proposals = list(found.proposals.all())
    waiting = next((each for each in proposals if not each.answer), None)
    may_lead = rules.can_lead(actor, found.relationship)
    running = found.status == Qualification.Status.RUNNING
    return {
        "found": found,
        "relationship": found.relationship,
        "steps": [(step, _planned(request, step, running and may_lead)) for step in steps],
        "present": progress.present(steps),
        "proposal": waiting,
        "proposals": [each for each in proposals if each.answer],
        "own_proposal": waiting is not None and rules.is_own_proposal(actor, waiting, now),
        "approvals": _approvals(found, today),
        "remarks": list(found.remarks.select_related("item", "stage")),
        "risk_reason": found.remarks.filter(about=Remark.About.RISK).last(),
        "complete": progress.all_passed(found),
        "may_lead": may_lead,
        "may_decide": rules.can_decide(actor, found),
        "people": relationships.owners(actor) if may_lead and found.is_open else [],
        "today": today,
    }


def _planned(request: ActorRequest, step: progress.Step, changing: bool) -> dict[str, Any]:
    """What may be done with a stage."""
    stage = step.stage
    now_open = stage.status == QualificationStage.Status.OPEN
    running = stage.qualification.status == Qualification.Status.RUNNING
    return {
        "plan": PlanForm(
            request.actor,
            prefix=None,
            initial={"due_on": stage.due_on, "owner": stage.owner_id},
            auto_id=f"s{stage.pk}_%s",
        )
        if changing and stage.status != QualificationStage.Status.PASSED
        else None,
        "may_release": running
        and now_open
        and stage.gate == "release"
        and step.complete
        and rules.can_release(request.actor, stage),
    }


def _approvals(found: Qualification, today: Any) -> list[dict[str, Any]]:
    rows = found.approvals.select_related("site", "category", "relationship__supplier")
    return [
        {
            "approval": each,
            "conditions": [(condition, condition.is_overdue(today)) for condition in each.conditions.all()],
        }
        for each in rows.prefetch_related("conditions")
    ]


def _rows(rows: Any, today: Any) -> list[dict[str, Any]]:
    found = []
    for each in rows:
        steps = progress.steps(each, today)
        found.append(
            {
                "qualification": each,
                "present": progress.present(steps),
                "passed": sum(step.state == "done" for step in steps),
                "total": len(steps),
            }
        )
    return found


def _applying(request: ActorRequest, asked: StartForm, form: StartForm) -> dict[str, Any]:
    """Which requirements apply to what stands in the form, sent or not."""
    if asked.is_bound:
        asked.is_valid()
        values = asked.cleaned_data
        category, sites, risk = values.get("category"), values.get("sites") or [], values.get("risk")
    else:
        first = form.initial.get("category")
        category = form.fields["category"].queryset.filter(pk=first).first()  # type: ignore[attr-defined]
        sites, risk = [], form.initial["risk"]
    try:
        found = requirements.applying(request.actor, category=category, sites=list(sites), risk=risk or "")
    except Refused as refusal:
        return {"applying": None, "refusal": str(refusal)}
    if found is None:
        return {"applying": None}
    stages = requirement_data.read(found.requirements.stages)
    return {"applying": found, "stages": previewed(request, stages)}


def _found(request: ActorRequest, pk: int) -> Qualification:
    rows = progress.whole(Qualification.objects.visible_to(request.actor))
    rows = rows.select_related(
        "relationship__customer", "relationship__supplier", "category", "requirements", "lead"
    ).prefetch_related("relationship__categories", "stages__owner")
    return get_object_or_404(rows, pk=pk)


def _stage(request: ActorRequest, pk: int, stage: int) -> QualificationStage:
    rows = QualificationStage.objects.filter(
        qualification__in=Qualification.objects.visible_to(request.actor).values("pk")
    )
    rows = rows.select_related(
        "qualification__relationship__customer", "qualification__relationship__supplier"
    )
    return get_object_or_404(rows, pk=stage, qualification=pk)


def _proposal(request: ActorRequest, pk: int) -> Proposal:
    found = _found(request, pk)
    waiting = (
        found.proposals.filter(answer="").select_related("qualification__relationship__supplier").first()
    )
    if waiting is None:
        require(rules.can_decide(request.actor, found) or rules.can_lead(request.actor, found.relationship))
        raise Refused(_("No decision is proposed. Load the page again."))
    return waiting
