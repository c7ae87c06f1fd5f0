"""Colleagues judge suppliers: who is asked answers on one page; whoever prepares the run asks, reminds and closes."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.requests import ActorRequest
from tandem.core.errors import Refused
from tandem.relationships.models import Relationship
from tandem.scorecards import actions
from tandem.scorecards.actions.judging import USUAL_DAYS
from tandem.scorecards.models import Criterion, Judgement, JudgementSurvey, Run
from tandem.scorecards.queries import judgements as queries
from tandem.scorecards.rules import judgements as rules

CANNOT = "cannot"


class UntilForm(forms.Form):
    until = forms.DateField()


@dataclass(frozen=True)
class Question:
    """A criterion of one supplier as it is asked: its levels as (value, points, sentence, chosen)."""

    judgement: Judgement
    criterion: Criterion

    @property
    def levels(self) -> list[tuple[str, Decimal, str, bool]]:
        language, chosen = get_language() or "en", self.judgement.points
        return [
            (str(level.points), level.points, level.said(language), level.points == chosen)
            for level in self.criterion.levels
        ]

    @property
    def is_answered(self) -> bool:
        return self.judgement.answered_at is not None


@dataclass(frozen=True)
class About:
    """A supplier, and what is asked of it."""

    relationship: Relationship
    questions: list[Question]


@require_GET
def judgements(request: ActorRequest) -> HttpResponse:
    """Where the reader is asked, what is open first; a single open survey is gone to at once."""
    mine = JudgementSurvey.objects.visible_to(request.actor).filter(judges__user=request.actor.user_id)
    rows = list(mine.select_related("run__template").order_by("-status", "due_on", "-pk")[:100])
    waiting = [each for each in rows if rules.takes_answers(each, timezone.localdate())]
    if len(waiting) == 1 and not request.GET.get("all"):
        return redirect(waiting[0])
    context = {"rows": [(each, each in waiting) for each in rows]}
    return render(request, "scorecards/judgements/list.html", context)


@require_GET
def judgement_survey(request: ActorRequest, pk: int) -> HttpResponse:
    """The reader's own questions; once it is closed, what all said together."""
    found = _find(request, pk)
    asked = _asked(request, found)
    questions = [each for about in asked for each in about.questions]
    context = {
        "survey": found,
        "run": found.run,
        "asked": asked,
        "answering": rules.takes_answers(found, timezone.localdate()),
        "answered": sum(each.is_answered for each in questions),
        "questions": len(questions),
        "results": queries.results(found),
    }
    return render(request, "scorecards/judgements/survey.html", context)


@require_POST
def judge(request: ActorRequest, pk: int, judgement: int) -> HttpResponse:
    """One answer, saved as it is given."""
    found = _find(request, pk)
    rows = Judgement.objects.visible_to(request.actor).select_related(
        "relationship__supplier", "judge__survey__run__customer"
    )
    mine = get_object_or_404(rows, pk=judgement, judge__survey=found)
    actions.judge(
        mine,
        _points(request.POST.get("level", "")),
        remark=request.POST.get("remark", "")[:1000],
        by=request.actor,
        now=timezone.now(),
    )
    if not request.htmx:
        return redirect(f"{found.get_absolute_url()}#question-{mine.pk}")
    part = found.run.template.criteria.get(code=mine.criterion)
    context = {"survey": found, "each": Question(mine, part), "answering": True, "saved": True}
    return render(request, "scorecards/judgements/question.html", context)


@require_POST
def ask_to_judge(request: ActorRequest, pk: int) -> HttpResponse:
    run = get_object_or_404(
        Run.objects.visible_to(request.actor).select_related("template", "customer"), pk=pk
    )
    form = UntilForm(request.POST)
    until = form.cleaned_data["until"] if form.is_valid() else None
    if until is None:
        raise Refused(_("Say until which day colleagues are asked, as in 2026-03-31."))
    survey = actions.ask_to_judge(run, until=until, by=request.actor, now=timezone.now())
    count = survey.judges.count()
    said = ngettext("%(count)s colleague has been asked.", "%(count)s colleagues have been asked.", count)
    messages.success(request, said % {"count": count})
    return redirect(run)


@require_POST
def remind_judges(request: ActorRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    count = actions.remind_judges(found, by=request.actor, now=timezone.now())
    said = ngettext(
        "%(count)s colleague has been reminded.", "%(count)s colleagues have been reminded.", count
    )
    if count:
        messages.success(request, said % {"count": count})
    else:
        messages.info(request, _("Whoever has not answered was reminded today already."))
    return redirect(found.run)


@require_POST
def close_survey(request: ActorRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    actions.close_survey(found, by=request.actor, now=timezone.now())
    return redirect(found.run)


def shown(request: ActorRequest, run: Run) -> dict[str, Any]:
    """What the run's page shows: who has answered how much, never what."""
    if not queries.judged_criteria(run.template):
        return {}
    survey = queries.survey_of(run)
    return {
        "judged": True,
        "survey": survey,
        "judges": queries.progress(survey) if survey else [],
        "may_ask": rules.can_ask(request.actor, run),
        "usual_until": timezone.localdate() + timedelta(days=USUAL_DAYS),
    }


def _find(request: ActorRequest, pk: int) -> JudgementSurvey:
    rows = JudgementSurvey.objects.visible_to(request.actor)
    return get_object_or_404(rows.select_related("run__template", "run__customer"), pk=pk)


def _asked(request: ActorRequest, survey: JudgementSurvey) -> list[About]:
    rows = Judgement.objects.visible_to(request.actor).filter(judge__survey=survey)
    parts = {part.code: part for part in survey.run.template.criteria.all()}
    found: dict[int, About] = {}
    for row in rows.select_related("relationship__supplier"):
        about = found.setdefault(row.relationship_id, About(row.relationship, []))
        about.questions.append(Question(row, parts[row.criterion]))
    return list(found.values())


def _points(level: str) -> Decimal | None:
    """A level's points; None: cannot judge."""
    if level == CANNOT:
        return None
    try:
        return Decimal(level)
    except InvalidOperation as error:
        raise Refused(_("Choose one of the levels, or say that you cannot judge.")) from error
