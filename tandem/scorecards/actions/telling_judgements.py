"""Who hears of a survey of colleagues: whoever is asked, and at its end whoever starts runs."""

from collections.abc import Iterable
from datetime import datetime

from tandem.accounts.actor import Actor
from tandem.messaging import values
from tandem.messaging.actions import Message, members, notify, notify_many, people, settle
from tandem.scorecards.models import Judge, JudgementSurvey

ASKING = ("judgement.asked", "judgement.reminder")


def asked(survey: JudgementSurvey, *, by: Actor, now: datetime) -> None:
    _tell("judgement.asked", survey, survey.judges.all(), by=by, now=now)


def reminded(survey: JudgementSurvey, waiting: Iterable[Judge], *, by: Actor, now: datetime) -> None:
    _tell("judgement.reminder", survey, waiting, by=by, now=now)


def answered(survey: JudgementSurvey, by: Actor, *, now: datetime) -> None:
    """What asked this person waits for them no more; it does for the others."""
    settle(ASKING, *survey.judges.filter(user=by.user_id), now=now)


def over(survey: JudgementSurvey, *, now: datetime) -> None:
    settle(ASKING, *survey.judges.all(), now=now)


def closed(survey: JudgementSurvey, *, now: datetime) -> None:
    over(survey, now=now)
    customer = survey.run.customer_id
    notify("judgement.closed", to=members(customer), about=survey, context=_named(survey), now=now)


def _tell(kind: str, survey: JudgementSurvey, judges: Iterable[Judge], *, by: Actor, now: datetime) -> None:
    context = _named(survey) | {"day": values.day(survey.due_on)}
    customer = survey.run.customer_id
    notify_many(
        kind,
        (
            Message(
                people(customer, each.user_id),
                context | {"count": each.judgements.values("relationship").distinct().count()},
                url=survey.get_absolute_url(),
                about=each,
            )
            for each in judges
        ),
        by=by,
        now=now,
    )


def _named(survey: JudgementSurvey) -> dict[str, values.Value]:
    template = survey.run.template
    return {
        "template": values.in_both(template.name, template.name_local),
        "period": values.period(survey.run.period),
    }
