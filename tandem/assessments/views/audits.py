"""Process audits: begun at one supplier, and findings written down where one stands."""

from contextlib import suppress

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.accounts.views.answering import accepted
from tandem.assessments import actions, showing
from tandem.assessments.forms.audits import BeginAuditForm
from tandem.assessments.models import Assessment, Finding
from tandem.assessments.queries import questionnaires as queries
from tandem.assessments.rules import questionnaires as rules
from tandem.assessments.schemes import SchemeName
from tandem.assessments.views.finding import asked_by_us
from tandem.assessments.views.verifying import require_assessor
from tandem.core.errors import Refused
from tandem.core.keys import is_number
from tandem.relationships import tabs


def begin_audit(request: ActorRequest, slug: str) -> HttpResponse:
    """Which edition, which elements and process steps, on which day, and by whom."""
    relationship = tabs.find(request, slug)
    require(rules.can_ask(request.actor, relationship), rules.why_not_ask(request.actor))
    templates = queries.active_templates(request.actor).filter(scheme=SchemeName.VDA63)
    today = timezone.localdate()
    form = BeginAuditForm(
        request.POST or None,
        people=queries.people_who_assess(relationship, timezone.now()),
        templates=templates,
        today=today,
        initial=_filled_in(request) | {"lead": request.actor.user_id},
    )
    begun: list[Assessment] = []
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if accepted(
            form,
            lambda: begun.append(
                actions.begin_audit(
                    relationship, form.wanted, assessors=given["assessors"], lead=given["lead"],
                    by=request.actor, now=timezone.now(),
                )
            ),
        ):  # fmt: skip
            messages.success(request, _("The audit is begun; its assessors have been told."))
            return redirect(begun[0])
    context = {"form": form, "relationship": relationship, "any_template": templates.exists()}
    return render(request, "assessments/audit/begin.html", context, status=422 if form.is_bound else 200)


@require_POST
def find_here(request: ActorRequest, pk: int, code: str) -> HttpResponse:
    """Raise a finding from a question, without leaving it."""
    found = asked_by_us(request, pk)
    require_assessor(request, found)
    if found.asked.question(code) is None:
        raise Http404
    problem = ""
    try:
        actions.raise_finding(
            found, text=request.POST.get("text", ""), severity=request.POST.get("severity", ""), code=code,
            by=request.actor, now=timezone.now(),
        )  # fmt: skip
    except Refused as refusal:
        problem = str(refusal)
    row = _row(request, found, code)
    context = {
        "assessment": found,
        "row": row,
        "problem": problem,
        "written": request.POST.get("text", "") if problem else "",
        "severities": Finding.Severity.choices,
    }
    return render(request, "assessments/audit/findings.html", context)


def _row(request: ActorRequest, found: Assessment, code: str) -> showing.Row:
    pages = showing.laid_out(found.asked, {code}, findings=showing.findings_of(found, request.actor))
    return next(row for page in pages for row in page.rows if row.question.code == code)


def _filled_in(request: ActorRequest) -> dict[str, object]:
    """What the page that asks suppliers knows already."""
    given: dict[str, object] = {"due_on": timezone.localdate()}
    if is_number(request.GET.get("template")):
        given["template"] = int(request.GET["template"])
    with suppress(ValueError):  # a date that the calendar has not
        given["due_on"] = parse_date(request.GET.get("due_on", "")) or timezone.localdate()
    return given | {"purpose": request.GET.get("purpose", "")[:500]}
