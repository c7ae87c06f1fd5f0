"""The customer's pages of what is asked of its suppliers: the list, one of them, and what is decided about it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.accounts.views.answering import accepted
from tandem.assessments import actions, needs, showing
from tandem.assessments.actions.answers import assessor_of
from tandem.assessments.forms.asking import DUE_IN, AssessorsForm, FindingForm, ReturnForm
from tandem.assessments.models import Assessment, Finding, Template
from tandem.assessments.queries import questionnaires as queries
from tandem.assessments.rules import questionnaires as rules
from tandem.assessments.views.finding import asked_by_us
from tandem.relationships import tabs

PER_PAGE = 25
Status = Assessment.Status


@require_GET
def needs_list(request: ActorRequest) -> HttpResponse:
    """What waits for this person of questionnaires and audits, for the home page and the inbox."""
    found = needs.of_customer(request.actor, timezone.localdate())
    return render(request, "messaging/needs.html", {"needs": found})


@require_GET
def assessments(request: ActorRequest) -> HttpResponse:
    """All that was asked of all suppliers, the newest first; by state and template."""
    today = timezone.localdate()
    everything = Assessment.objects.asked_by(request.actor)
    rows = queries.narrowed(
        queries.with_ends(everything),
        status=request.GET.get("status", ""),
        template=request.GET.get("template", ""),
        words=request.GET.get("q", ""),
        today=today,
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **_listed(page),
        "narrowed": any(request.GET.get(name) for name in ("status", "template", "q")),
        "counts": queries.states(everything, today),
        "status_choices": [(queries.OVERDUE, _("Past due")), *Status.choices],
        "template_choices": _template_choices(request),
        "may_ask": rules.can_ask_suppliers(request.actor),
        "any_template": queries.active_templates(request.actor).exists(),
    }
    if request.htmx and request.htmx.target == "results":
        return render(request, "assessments/assessments_rows.html", context)
    return render(request, "assessments/assessments.html", context)


@require_GET
def assessments_tab(request: ActorRequest, slug: str) -> HttpResponse:
    """What was asked of one supplier, and what came of it: a tab of its page."""
    relationship = tabs.find(request, slug)
    rows = queries.with_ends(Assessment.objects.asked_by(request.actor).filter(relationship=relationship))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {**_listed(page), "one": True, "may_ask": rules.can_ask(request.actor, relationship)}
    if request.htmx and request.htmx.target == "results":
        return render(request, "assessments/assessments_rows.html", context)
    return tabs.answer(request, relationship, "assessments", "assessments/assessments_tab.html", context)


@require_GET
def assessment(request: ActorRequest, pk: int) -> HttpResponse:
    """One assessment: how far it has come, what was answered and found, and what may be done with it."""
    found = asked_by_us(request, pk)
    return render(request, "assessments/assessment.html", page_of(request, found))


@require_POST
def assign(request: ActorRequest, pk: int) -> HttpResponse:
    found = asked_by_us(request, pk)
    require(rules.can_decide(request.actor, found), rules.why_not_ask(request.actor))
    form = AssessorsForm(request.POST, people=_people(found))
    if form.is_valid() and accepted(
        form,
        lambda: actions.assign_assessors(
            found,
            form.cleaned_data["assessors"],
            lead=form.cleaned_data["lead"],
            by=request.actor,
            now=timezone.now(),
        ),
    ):
        messages.success(request, _("The assessors have been told."))
        return redirect(found)
    found = asked_by_us(request, pk)
    return render(
        request, "assessments/assessment.html", page_of(request, found) | {"assign": form}, status=422
    )


@require_POST
def return_answers(request: ActorRequest, pk: int) -> HttpResponse:
    found = asked_by_us(request, pk)
    require(rules.can_decide(request.actor, found), rules.why_not_ask(request.actor))
    form = ReturnForm(request.POST, today=timezone.localdate())
    if form.is_valid():
        actions.return_answers(found, **form.cleaned_data, by=request.actor, now=timezone.now())
        messages.success(request, _("Returned to the supplier with your reason."))
        return redirect(found)
    shown = page_of(request, found) | {"return_form": form}
    return render(request, "assessments/assessment.html", shown, status=422)


@require_POST
def withdraw(request: ActorRequest, pk: int) -> HttpResponse:
    found = asked_by_us(request, pk)
    actions.withdraw_assessment(
        found, reason=request.POST.get("reason", ""), by=request.actor, now=timezone.now()
    )
    messages.success(request, _("Withdrawn."))
    return redirect(found)


@require_POST
def publish(request: ActorRequest, pk: int) -> HttpResponse:
    found = asked_by_us(request, pk)
    actions.close_assessment(found, by=request.actor, now=timezone.now())
    messages.success(request, _("Published; the supplier sees the result and the findings."))
    return redirect(found)


@require_POST
def raise_finding(request: ActorRequest, pk: int) -> HttpResponse:
    found = asked_by_us(request, pk)
    require(rules.can_decide(request.actor, found), rules.why_not_ask(request.actor))
    form = FindingForm(request.POST, questions=_questions(found))
    if form.is_valid() and accepted(
        form,
        lambda: actions.raise_finding(
            found,
            text=form.cleaned_data["text"],
            severity=form.cleaned_data["severity"],
            code=form.cleaned_data["question"],
            by=request.actor,
            now=timezone.now(),
        ),
    ):
        return redirect(f"{found.get_absolute_url()}#findings")
    found = asked_by_us(request, pk)
    return render(
        request, "assessments/assessment.html", page_of(request, found) | {"finding_form": form}, status=422
    )


@require_POST
def drop_finding(request: ActorRequest, pk: int, finding: int) -> HttpResponse:
    found = asked_by_us(request, pk)
    actions.drop_finding(get_object_or_404(_findings(request, found), pk=finding), by=request.actor)
    return redirect(f"{found.get_absolute_url()}#findings")


def page_of(request: ActorRequest, found: Assessment) -> dict[str, Any]:
    """Everything of the page. What may not be seen yet is not there: the answers' own gate hides it."""
    actor, today = request.actor, timezone.localdate()
    may_decide = rules.can_decide(actor, found)
    assessors = list(found.assessors.all())
    own = assessor_of(found, actor)
    result = queries.read_result(found)
    pages = showing.for_customer(found, actor)
    rows = [row for page in pages for row in page.rows]
    outcome = result.outcome if result else None
    if outcome is None and found.status == Status.VERIFIED:
        standing = [row.standing for row in rows if row.standing is not None]
        outcome = queries.outcome(found, standing)
    return {
        "assessment": found,
        "relationship": found.relationship,
        "overdue": found.is_overdue(today),
        "pages": pages,
        "differing": [row for row in rows if row.standing is not None and row.standing.differs],
        "unsettled": [
            row for row in rows if row.standing is not None and row.standing.differs and not row.settled
        ],
        "outcome": outcome,
        "reasons": queries.reasons(found, outcome) if outcome else [],
        "knocked": [row for row in rows if outcome and row.question.code in outcome.knock_outs],
        "assessors": assessors,
        "out": [each for each in assessors if each.submitted_at is None],
        "own": own,
        "may_verify": rules.can_assess(actor, own)
        and own is not None
        and own.submitted_at is None
        and found.status == Status.SUBMITTED,
        "may_decide": may_decide,
        "may_settle": found.status == Status.VERIFIED and rules.can_settle(actor, found),
        "may_assign": may_decide and found.status in (Status.ASKED, Status.ANSWERING, Status.SUBMITTED),
        "may_return": may_decide
        and found.self_assessed
        and found.status == Status.SUBMITTED
        and not any(each.submitted_at for each in assessors),
        "may_publish": may_decide and _publishable(found, assessors),
        "may_find": may_decide and found.status in (Status.SUBMITTED, Status.VERIFIED),
        "findings": _findings(request, found),
        "answers_shown": found.status in (Status.VERIFIED, Status.CLOSED)
        or (found.status == Status.SUBMITTED and found.self_assessed),
        "most": found.template.how.most,
        "points": showing.points_from(found.template.how),
        "assign": _assign_form(found) if may_decide else None,
        "finding_form": FindingForm(questions=_questions(found)),
        "return_form": ReturnForm(today=today, initial={"due_on": today + DUE_IN / 3}),
    }


def _findings(request: ActorRequest, found: Assessment) -> Any:
    return Finding.objects.visible_to(request.actor).filter(assessment=found)


def _publishable(found: Assessment, assessors: list[Any]) -> bool:
    if found.status == Status.VERIFIED:
        return True
    return found.status == Status.SUBMITTED and found.self_assessed and not assessors


def _assign_form(found: Assessment) -> AssessorsForm:
    chosen = [each.user_id for each in found.assessors.all()]
    lead = next((each.user_id for each in found.assessors.all() if each.is_lead), None)
    return AssessorsForm(people=_people(found), initial={"assessors": chosen, "lead": lead})


def _people(found: Assessment) -> Any:
    """Colleagues who may assess suppliers."""
    return queries.people_who_assess(found.relationship, timezone.now())


def _questions(found: Assessment) -> list[tuple[str, str]]:
    """To choose from: by number, and by process step where a question is asked at several."""
    rows = [row for page in showing.laid_out(found.asked, set()) for row in page.rows]
    return [
        (row.question.code, " · ".join(filter(None, (f"{row.number} {row.question}".strip()[:90], row.step))))
        for row in rows
    ]


def _listed(page: Any) -> dict[str, Any]:
    today = timezone.localdate()
    return {"page": page, "rows": [(one, one.is_overdue(today)) for one in page]}


def _template_choices(request: ActorRequest) -> list[tuple[str, str]]:
    rows = Template.objects.visible_to(request.actor).exclude(status=Template.Status.DRAFT)
    return list({template.code: template.name for template in rows.order_by("code", "version")}.items())
