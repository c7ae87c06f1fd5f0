"""The assessor's pages: the supplier's answer beside one's own, blind until all are in; then the lead settles."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.assessments import actions, auditing, content, showing
from tandem.assessments.actions.answers import assessor_of
from tandem.assessments.models import Answer, Assessment, Assessor, Finding
from tandem.assessments.queries import questionnaires as queries
from tandem.assessments.rules import questionnaires as rules
from tandem.assessments.views.assessments import page_of
from tandem.assessments.views.finding import asked_by_us
from tandem.core.errors import Refused
from tandem.core.keys import key_of


@require_GET
def verify(request: ActorRequest, pk: int) -> HttpResponse:
    """One's own word beside the supplier's."""
    found = asked_by_us(request, pk)
    assessor = require_assessor(request, found)
    if assessor.submitted_at is not None or found.status != Assessment.Status.SUBMITTED:
        return redirect(found)
    context = _shown(request, found, assessor)
    if auditing.is_audit(found):
        at = request.GET.get("at", "")
        context |= auditing.walked(found, context["pages"], at=key_of(at) or 1)
        return render(request, "assessments/audit/verify.html", context)
    return render(request, "assessments/verify.html", context)


@require_POST
def assess(request: ActorRequest, pk: int, code: str) -> HttpResponse:
    found = asked_by_us(request, pk)
    require_assessor(request, found)
    if found.asked.question(code) is None:
        raise Http404
    problem = ""
    try:
        actions.assess(
            found, code, request.POST.get("value"), points=request.POST.get("points"),
            remark=request.POST.get("remark", ""), by=request.actor, now=timezone.now(),
        )  # fmt: skip
    except Refused as refusal:
        if found.status != Assessment.Status.SUBMITTED:
            raise
        problem = str(refusal)
    return saved(request, found, code, problem)


@require_POST
def agree(request: ActorRequest, pk: int) -> HttpResponse:
    """Take the supplier's word for what one has not looked at oneself."""
    found = asked_by_us(request, pk)
    count = actions.agree_with_supplier(found, by=request.actor, now=timezone.now())
    messages.success(
        request,
        ngettext(
            "%(count)d answer of the supplier was taken over.",
            "%(count)d answers of the supplier were taken over.",
            count,
        )
        % {"count": count},
    )
    return redirect("assessments:verify", found.pk)


@require_POST
def hand_in(request: ActorRequest, pk: int) -> HttpResponse:
    found = asked_by_us(request, pk)
    actions.hand_in(found, by=request.actor, now=timezone.now())
    messages.success(request, _("Handed in. What the others gave is shown once all are in."))
    return redirect(found)


@require_POST
def settle(request: ActorRequest, pk: int, code: str) -> HttpResponse:
    """The lead assessor says what counts."""
    found = asked_by_us(request, pk)
    require(
        rules.can_settle(request.actor, found), _("Only the lead assessor settles where assessors differ.")
    )
    given = {name: request.POST.get(name) for name in ("value", "points")}
    reason = request.POST.get("reason", "")
    try:
        actions.settle(
            found, code, given["value"], points=given["points"], reason=reason,
            by=request.actor, now=timezone.now(),
        )  # fmt: skip
    except Refused as refusal:
        shown = page_of(request, found)
        if not shown["may_settle"] or code not in {row.question.code for row in shown["differing"]}:
            raise
        shown["settling"] = {**given, "code": code, "remark": reason, "problem": str(refusal)}
        return render(request, "assessments/assessment.html", shown, status=422)
    return redirect(found)


@require_POST
def take_the_mean(request: ActorRequest, pk: int, code: str) -> HttpResponse:
    found = asked_by_us(request, pk)
    actions.take_the_mean(found, code, by=request.actor)
    return redirect(found)


def require_assessor(request: ActorRequest, found: Assessment) -> Assessor:
    assessor = assessor_of(found, request.actor)
    require(rules.can_assess(request.actor, assessor), _("You are none of this assessment’s assessors."))
    if assessor is None:
        raise Http404
    return assessor


def saved(request: ActorRequest, found: Assessment, code: str, problem: str = "") -> HttpResponse:
    """The parts of the page that one kept answer changes."""
    context = _shown(request, found, require_assessor(request, found))
    row = next(row for page in context["pages"] for row in page.rows if row.question.code == code)
    context |= {"row": row, "problem": problem, "moment": timezone.now()}
    if auditing.is_audit(found):
        context |= auditing.walked(found, context["pages"], code=code)
        return render(request, "assessments/audit/saved.html", context)
    return render(request, "assessments/verify_saved.html", context)


def _shown(request: ActorRequest, found: Assessment, assessor: Assessor) -> dict[str, Any]:
    theirs: dict[str, Answer] = {}
    if found.self_assessed:
        theirs = queries.own_answers(found)
    rows = Answer.objects.visible_to(request.actor).filter(assessor=assessor).prefetch_related("evidence")
    mine = {answer.question: answer for answer in rows}
    values = {code: {answer.value} for code, answer in theirs.items() if isinstance(answer.value, str)}
    for code, answer in mine.items():
        if isinstance(answer.value, str):
            values.setdefault(code, set()).add(answer.value)
    shown = {question.code for question in content.shown_by(found.asked, values)}
    pages = showing.laid_out(
        found.asked, shown, supplier=theirs, own=mine, findings=showing.findings_of(found, request.actor)
    )
    asked = [row for page in pages for row in page.rows if row.shown and row.asks_assessor]
    return {
        "assessment": found,
        "assessor": assessor,
        "severities": Finding.Severity.choices,
        "pages": pages,
        "most": found.template.how.most,
        "points": showing.points_from(found.template.how),
        "in_all": len(asked),
        "answered": sum(1 for row in asked if row.own and (row.own.value or row.own.points is not None)),
    }
