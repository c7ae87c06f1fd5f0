import random
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from statistics import fmean
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.core.fence import beyond_the_fence
from tandem.portal import disclosure, rules, telling
from tandem.portal.actions.asks import Wanted, ask_supplier
from tandem.portal.models import QUESTIONS, Ask, Survey, SurveyAnswer
from tandem.relationships.models import Relationship, Stage
from tandem.scorecards.periods import period as named

# Whom one no longer buys from is not asked how one is to work with.
NOT_ASKED = (Stage.POTENTIAL, Stage.REGISTERED, Stage.PHASED_OUT, Stage.BLACKLISTED)


@transaction.atomic
def open_survey(
    period: str, *, closes_on: date, message: str = "", segment: str = "", by: Actor, now: datetime
) -> Survey:
    """Ask all suppliers one works with, or those of a segment, how it is to work with oneself."""
    require(rules.can_open_surveys(by))
    found = named(period)
    if found is None or found.grain != "quarter":
        raise Refused(_("A survey is about a quarter, for example 2026-Q3."))
    if closes_on <= now.date():
        raise Refused(_("Give the suppliers time to answer: choose a later day."))
    relationships = _asked(by, segment)
    if len(relationships) < disclosure.LEAST:
        raise Refused(
            _("Only %(count)d suppliers would be asked; with fewer than five answers nothing may be shown.")
            % {"count": len(relationships)}
        )
    try:
        with transaction.atomic():
            survey = Survey.objects.create(
                customer_id=by.organization_id,
                period=found.name,
                segment=segment,
                opened_at=now,
                closes_on=closes_on,
            )
    except IntegrityError as error:
        raise Refused(_("There is a survey about this period already; each period has one.")) from error
    audit.record(survey, "opened", by=by, changes={"suppliers": ["", len(relationships)]})
    wanted = Wanted(Ask.Kind.SURVEY, due_on=closes_on, message=message, survey=survey)
    for relationship in relationships:
        ask_supplier(relationship, wanted, by=by, now=now)
    return survey


@transaction.atomic
def close_survey(survey: Survey, *, by: Actor, now: datetime) -> None:
    """Take no more answers, and show what may be shown. It is worked out once and never again."""
    require(rules.can_survey(by, survey))
    survey.refresh_from_db(from_queryset=Survey.objects.select_for_update())
    # Whoever is answering holds their request; whoever comes after these locks finds it withdrawn.
    list(survey.asks.select_for_update().order_by("pk"))
    survey.closed_at = now
    survey.results = _results(survey)
    audit.move(survey, Survey.Status.CLOSED, by=by)
    unanswered = list(survey.asks.waiting().select_related("relationship__supplier"))
    telling.closed(unanswered, now=now)
    for ask in unanswered:
        audit.move(
            ask,
            Ask.Status.WITHDRAWN,
            by=by,
            counterpart=ask.relationship.supplier_id,
            shared=True,
        )


def _asked(by: Actor, segment: str) -> list[Relationship]:
    rows = (
        Relationship.objects.visible_to(by)
        .exclude(stage__in=NOT_ASKED)
        .select_related("supplier", "customer")
    )
    return list(rows.filter(segment=segment) if segment else rows)


def _results(survey: Survey) -> dict[str, Any]:
    """The one place where answers of several suppliers are read together."""
    with beyond_the_fence():
        rows = list(
            SurveyAnswer.objects.filter(survey=survey).values(
                "relationship__segment", "comment", *(field for field, *_rest in QUESTIONS)
            )
        )
    by_segment: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_segment.setdefault(row["relationship__segment"], []).append(row)
    shown = disclosure.shown({code: len(answers) for code, answers in by_segment.items()})
    groups = [_group("", rows, whole=True)] if shown.whole else []
    groups += [_group(code, by_segment[code], whole=False) for code in shown.segments]
    comments = [row["comment"] for row in rows if row["comment"]]
    random.SystemRandom().shuffle(comments)
    return {
        "asked": survey.asks.count(),
        "answered": len(rows),
        "groups": groups,
        "comments": comments if shown.whole and disclosure.comments_shown(len(comments)) else [],
    }


def _group(segment: str, answers: Iterable[Mapping[str, Any]], *, whole: bool) -> dict[str, Any]:
    rows = list(answers)
    means = {field: round(fmean(row[field] for row in rows), 1) for field, *_rest in QUESTIONS}
    return {"segment": segment, "whole": whole, "answers": len(rows), "means": means}
