"""The supplier's pages: what customers ask it to answer about itself, and what came of it."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.assessments import actions, needs, showing
from tandem.assessments.content import Kind, Question
from tandem.assessments.models import Answer, Assessment
from tandem.assessments.models.assessments import WAITING
from tandem.assessments.queries import questionnaires as queries
from tandem.assessments.rules import questionnaires as rules
from tandem.assessments.views.finding import asked_of_us
from tandem.core.errors import Refused

PER_PAGE = 25


@require_GET
def needs_list(request: ActorRequest) -> HttpResponse:
    """What waits for this person at the supplier, for the home page and the inbox."""
    found = needs.of_supplier(request.actor, timezone.localdate())
    return render(request, "messaging/needs.html", {"needs": found})


@require_GET
def owns(request: ActorRequest) -> HttpResponse:
    """First what waits for an answer, the soonest due first; then what is done."""
    today = timezone.localdate()
    everything = Assessment.objects.asked_of(request.actor)
    waiting = queries.with_ends(everything.waiting()).order_by("due_on", "pk")
    done = queries.with_ends(everything.exclude(status__in=WAITING))
    context = {
        "waiting": [(one, one.is_overdue(today)) for one in waiting],
        "page": Paginator(done, PER_PAGE).get_page(request.GET.get("page")),
    }
    if request.htmx and request.htmx.target == "results":
        return render(request, "assessments/owns_rows.html", context)
    return render(request, "assessments/owns.html", context)


@require_GET
def own(request: ActorRequest, pk: int) -> HttpResponse:
    """Answer it, read what was answered, or read the result."""
    found = asked_of_us(request, pk)
    context = _shown(found)
    if found.status == Assessment.Status.CLOSED:
        return render(request, "assessments/own_result.html", context | _result(found))
    if found.is_waiting and rules.can_answer(request.actor, found):
        return render(request, "assessments/own_answering.html", context)
    return render(request, "assessments/own_read.html", context)


@require_POST
def answer(request: ActorRequest, pk: int, code: str) -> HttpResponse:
    """Keep one answer; answers with its mark, the progress, and the questions that hang on it."""
    found = asked_of_us(request, pk)
    require(rules.can_answer(request.actor, found))
    question = found.asked.question(code)
    if question is None:
        raise Http404
    problem = ""
    try:
        actions.answer(
            found, code, raw_of(request, question), remark=request.POST.get("remark", ""),
            by=request.actor, now=timezone.now(),
        )  # fmt: skip
    except Refused as refusal:
        if not found.is_waiting:
            raise
        problem = str(refusal)
    return saved(request, found, code, problem)


@require_POST
def submit(request: ActorRequest, pk: int) -> HttpResponse:
    found = asked_of_us(request, pk)
    actions.submit(found, by=request.actor, now=timezone.now())
    messages.success(
        request, _("Your answers went to %(customer)s.") % {"customer": found.relationship.customer}
    )
    return redirect("assessments_supplier:own", found.pk)


def raw_of(request: ActorRequest, question: Question) -> Any:
    """What a form sends for a question: one value, or the cells of a table row by row."""
    if question.kind != Kind.TABLE:
        return request.POST.get("value")
    columns = [request.POST.getlist(f"cell{place}") for place in range(len(question.columns))]
    return [list(row) for row in zip(*columns, strict=False)]


def saved(request: ActorRequest, found: Assessment, code: str, problem: str = "") -> HttpResponse:
    """The parts of the page that one kept answer changes."""
    context = _shown(found)
    rows = [row for page in context["pages"] for row in page.rows]
    row = next(row for row in rows if row.question.code == code)
    changed = [other for other in rows if other.question.code in _hanging(found, code)]
    if "more" in request.POST:
        changed.append(replace(row, more_rows=4))
    context |= {
        "row": row,
        "problem": problem,
        "changed": changed,
        "moment": timezone.now(),
    }
    return render(request, "assessments/own_saved.html", context)


def _hanging(found: Assessment, code: str) -> set[str]:
    """The questions shown only if this one, or one that hangs on it, is answered so."""
    hanging: set[str] = set()
    for question in found.asked:
        if question.shown_if is not None and question.shown_if.question in {code, *hanging}:
            hanging.add(question.code)
    return hanging


def _shown(found: Assessment) -> dict[str, Any]:
    answers: dict[str, Answer] = queries.own_answers(found)
    pages = showing.for_supplier(found)
    asked = [row for page in pages for row in page.rows if row.shown]
    missing = {each.question.code: each for each in queries.missing(found.asked, answers)}
    rows = {row.question.code: row for row in asked}
    return {
        "assessment": found,
        "pages": pages,
        "overdue": found.is_overdue(timezone.localdate()),
        "in_all": len(asked),
        "answered": sum(1 for row in asked if queries.is_answered(row.question, row.supplier)),
        "missing": [(rows[code], each) for code, each in missing.items()],
    }


def _result(found: Assessment) -> dict[str, Any]:
    result = queries.read_result(found)
    outcome = result.outcome if result else None
    return {
        "outcome": outcome,
        "reasons": queries.reasons(found, outcome) if outcome else [],
        "findings": found.findings.all(),
    }
