"""Colleagues asked to judge suppliers by a rubric (service, technology, cooperation), blind until it is closed."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.scorecards.actions import telling_judgements
from tandem.scorecards.actions.runs import compute_again
from tandem.scorecards.models import Judge, Judgement, JudgementSurvey, Run
from tandem.scorecards.queries import judgements
from tandem.scorecards.rules import judgements as rules

Status = JudgementSurvey.Status
USUAL_DAYS = 7
LONGEST_DAYS = 90
REMIND_AGAIN_AFTER = timedelta(hours=20)
REMIND_AHEAD = timedelta(days=2)


@transaction.atomic
def ask_to_judge(run: Run, *, until: date, by: Actor, now: datetime) -> JudgementSurvey:
    """Ask the colleagues whom the template names about the suppliers of a computed run. Raises Refused."""
    require(rules.can_ask(by, run))
    today = timezone.localdate(now)
    if not judgements.judged_criteria(run.template):
        raise Refused(_("This run’s template has no criterion that people judge."))
    if run.status != Run.Status.REVIEW:
        raise Refused(
            _("Colleagues are asked while a run is in review: it is computed, and nobody has seen it yet.")
        )
    if JudgementSurvey.objects.filter(run=run).exists():
        raise Refused(_("Colleagues have been asked about this run already."))
    if not today <= until <= today + timedelta(days=LONGEST_DAYS):
        raise Refused(_("Give a last day from today on, within %(days)s days.") % {"days": LONGEST_DAYS})
    asked = judgements.whom_to_ask(run)
    if not asked:
        raise Refused(
            _(
                "Nobody could be asked: no colleague has a role that the template names, or no supplier has data."
            )
        )
    survey = JudgementSurvey.objects.create(
        run=run, due_on=until, opened_at=now, opened_by=by.name[:120], opened_by_user_id=by.user_id
    )
    judges = Judge.objects.bulk_create(
        Judge(survey=survey, user=each.user, name=each.user.get_full_name()[:120]) for each in asked
    )
    Judgement.objects.bulk_create(
        (
            Judgement(judge=judge, relationship_id=key, criterion=code)
            for judge, each in zip(judges, asked, strict=True)
            for key, code in each.questions
        ),
        batch_size=2000,
    )
    audit.record(
        survey, "opened", by=by, changes={"asked": ["", len(judges)], "due_on": ["", until.isoformat()]}
    )
    telling_judgements.asked(survey, by=by, now=now)
    return survey


@transaction.atomic
def judge(
    judgement: Judgement, points: Decimal | None, *, remark: str = "", by: Actor, now: datetime
) -> None:
    """Say which level of the rubric fits; `points` None: I cannot judge. It may be said anew until the survey is
    closed. With the last answer of all it is. Raises Refused."""
    require(rules.is_asked(by, judgement), _("Only who is asked answers, each for themselves."))
    survey = _locked(judgement.judge.survey)
    if not rules.takes_answers(survey, timezone.localdate(now)):
        raise Refused(_("This survey is closed, so nothing is changed in it any more."))
    part = survey.run.template.criteria.filter(code=judgement.criterion).first()
    if part is None or (points is not None and points not in {level.points for level in part.levels}):
        raise Refused(_("Choose one of the levels, or say that you cannot judge."))
    judgement.points, judgement.cannot_judge = points, points is None
    judgement.remark, judgement.answered_at = remark.strip(), now
    judgement.save()
    # That it was answered, not what.
    audit.record(survey, "judged", by=by, changes={"of": ["", str(judgement)]})
    if not judgements.to_judge(by, timezone.localdate(now)).filter(judge=judgement.judge).exists():
        telling_judgements.answered(survey, by, now=now)
    if judgements.is_complete(survey):
        _close(survey, by=Actor.system(survey.run.customer, "Tandem"), now=now)


@transaction.atomic
def remind_judges(survey: JudgementSurvey, *, by: Actor, now: datetime) -> int:
    """Remind those who have not answered everything, each once a day at most; how many were."""
    survey = _locked(survey)
    require(rules.can_ask(by, survey.run))
    if not rules.takes_answers(survey, timezone.localdate(now)):
        raise Refused(_("This survey is closed, so nothing is changed in it any more."))
    waiting = [
        each.judge
        for each in judgements.progress(survey)
        if not each.is_done
        and (each.judge.reminded_at is None or now - each.judge.reminded_at > REMIND_AGAIN_AFTER)
    ]
    for each in waiting:
        each.reminded_at = now
    Judge.objects.bulk_update(waiting, ["reminded_at"])
    if waiting:
        audit.record(survey, "reminded", by=by, changes={"reminded": ["", len(waiting)]})
        telling_judgements.reminded(survey, waiting, by=by, now=now)
    return len(waiting)


@transaction.atomic
def close_survey(survey: JudgementSurvey, *, by: Actor, now: datetime) -> None:
    """End it for good: whoever has not answered by now is not asked again, and the run is computed with the rest."""
    survey = _locked(survey)
    require(rules.can_ask(by, survey.run))
    _close(survey, by=by, now=now)


def look_after_surveys(*, now: datetime) -> None:
    """Of one organisation, in whose name this is done: those whose last day is over are closed, and two days before it
    whoever has not answered is reminded once."""
    today = timezone.localdate(now)
    for survey in JudgementSurvey.objects.open().select_related("run__customer", "run__template"):
        system = Actor.system(survey.run.customer, "Tandem")
        if survey.is_late(today):
            close_survey(survey, by=system, now=now)
        elif survey.due_on <= today + REMIND_AHEAD and not survey.judges.exclude(reminded_at=None).exists():
            remind_judges(survey, by=system, now=now)


def _close(survey: JudgementSurvey, *, by: Actor, now: datetime) -> None:
    survey.closed_at = now
    audit.move(survey, Status.CLOSED, by=by)
    telling_judgements.closed(survey, now=now)
    # What a calendar keeps open for input is computed anew at its end.
    if survey.run.status == Run.Status.REVIEW and survey.run.input_until is None:
        compute_again(survey.run, by=Actor.system(survey.run.customer, "Tandem"))


def _locked(survey: JudgementSurvey) -> JudgementSurvey:
    rows = JudgementSurvey.objects.select_for_update(of=("self",))
    return rows.select_related("run__template", "run__customer").get(pk=survey.pk)
