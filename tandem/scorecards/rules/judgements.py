"""Who asks colleagues to judge suppliers, and who answers: each for themselves alone."""

from datetime import date

from tandem.accounts.actor import Actor
from tandem.scorecards.models import Judgement, JudgementSurvey, Run
from tandem.scorecards.rules import can_compute


def can_ask(actor: Actor, run: Run) -> bool:
    """Whoever may start runs: they may look after the survey as well, and read no answer of it before it is closed."""
    return can_compute(actor, run)


def is_asked(actor: Actor, judgement: Judgement) -> bool:
    """The person themselves: neither a colleague nor whoever stands in for them says what they think."""
    survey = judgement.judge.survey
    return (
        actor.user_id is not None
        and judgement.judge.user_id == actor.user_id
        and survey.run.customer_id == actor.organization_id
    )


def takes_answers(survey: JudgementSurvey, today: date) -> bool:
    return survey.is_open and not survey.is_late(today) and survey.run.status != Run.Status.DISCARDED
