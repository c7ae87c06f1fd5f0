"""What colleagues are asked to judge: one's own questions and answers, and how far a run's survey has come."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import Field
from typing_extensions import TypedDict

from tandem.accounts.rest import ApiRequest, Body, PageOf, Paging, answer, asks, listed
from tandem.accounts.scopes import Scope
from tandem.core.cursors import Order
from tandem.scorecards import actions, plain
from tandem.scorecards.api.routing import router
from tandem.scorecards.api.runs import find_run
from tandem.scorecards.models import Judgement, JudgementSurvey
from tandem.scorecards.queries import judgements as queries


class LevelOut(TypedDict):
    points: float
    words: str


class JudgementOut(TypedDict):
    """A question to the person themselves: `points` are those of a level of its rubric."""

    id: int
    run: int
    template: str
    period: str
    relationship: str
    supplier: str
    criterion: str
    name: str
    levels: list[LevelOut]
    until: date
    open: bool
    points: float | None
    cannot_judge: bool
    remark: str
    answered_at: datetime | None


class Judged(Body):
    """`points` of one of the levels; null: I cannot judge."""

    points: Annotated[Decimal, Field(ge=0, le=100, decimal_places=2)] | None
    remark: Annotated[str, Field(max_length=1000)] = ""


class JudgeOut(TypedDict):
    name: str
    questions: int
    answered: int


class JudgedOut(TypedDict):
    """What all said together; `points` are null where too few answered."""

    relationship: str
    criterion: str
    points: float | None
    answered: int
    asked: int
    lowest: float | None
    highest: float | None


class SurveyOut(TypedDict):
    """A run's survey of colleagues. `results` are empty until it is closed, for everybody."""

    run: int
    status: str
    until: date
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None
    judges: list[JudgeOut]
    results: list[JudgedOut]


@router.get(
    "/judgements",
    **asks(
        Scope.JUDGE_SUPPLIERS, _("What one is asked about suppliers, the newest first"), PageOf[JudgementOut]
    ),
)
def judgements(request: ApiRequest, paging: Query[Paging]) -> HttpResponse:
    orders = {"asked": Order("judge__survey__opened_at", never_null=True)}
    rows = Judgement.objects.visible_to(request.actor).select_related(
        "judge__survey__run__template", "judge__survey__run__customer", "relationship__supplier"
    )
    return listed(request, rows, _judgement, orders=orders, sort="-asked", paging=paging)


@router.post(
    "/judgements/{int:pk}/answer",
    **asks(Scope.JUDGE_SUPPLIERS, _("Say which level fits, or that one cannot judge"), JudgementOut),
)
def judge(request: ApiRequest, pk: int, given: Judged) -> HttpResponse:
    rows = Judgement.objects.visible_to(request.actor).select_related(
        "judge__survey__run__template", "judge__survey__run__customer", "relationship__supplier"
    )
    found = get_object_or_404(rows, pk=pk)
    actions.judge(found, given.points, remark=given.remark, by=request.actor, now=timezone.now())
    return answer(_judgement(get_object_or_404(rows, pk=pk)))


@router.get(
    "/runs/{int:pk}/judgements",
    **asks(
        Scope.READ_SCORECARDS,
        _("How far a run's survey of colleagues has come, and what it found"),
        SurveyOut,
    ),
)
def run_judgements(request: ApiRequest, pk: int) -> HttpResponse:
    run = find_run(request, pk)
    rows = JudgementSurvey.objects.visible_to(request.actor).select_related("run__template", "run__customer")
    found = get_object_or_404(rows, run=run)
    return answer(
        SurveyOut(
            run=run.pk,
            status=found.status,
            until=found.due_on,
            opened_at=found.opened_at,
            opened_by=found.opened_by,
            closed_at=found.closed_at,
            judges=[
                JudgeOut(name=each.judge.name, questions=each.questions, answered=each.answered)
                for each in queries.progress(found)
            ],
            results=[_result(each) for each in queries.results(found)],
        )
    )


def _result(each: queries.Result) -> JudgedOut:
    told = each.told.answers
    return JudgedOut(
        relationship=each.relationship.slug,
        criterion=each.criterion.code,
        points=plain.number(each.told.value),
        answered=told.given if told else 0,
        asked=told.asked if told else 0,
        lowest=plain.number(told.lowest) if told else None,
        highest=plain.number(told.highest) if told else None,
    )


def _judgement(found: Judgement) -> JudgementOut:
    survey, run = found.judge.survey, found.judge.survey.run
    part = next(each for each in run.template.criteria.all() if each.code == found.criterion)
    language = get_language() or "en"
    return JudgementOut(
        id=found.pk,
        run=run.pk,
        template=run.template.name,
        period=run.period,
        relationship=found.relationship.slug,
        supplier=found.relationship.supplier.slug,
        criterion=found.criterion,
        name=str(part),
        levels=[LevelOut(points=float(each.points), words=each.said(language)) for each in part.levels],
        until=survey.due_on,
        open=survey.is_open,
        points=plain.number(found.points),
        cannot_judge=found.cannot_judge,
        remark=found.remark,
        answered_at=found.answered_at,
    )
