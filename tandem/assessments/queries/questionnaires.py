"""Reads of assessments: how each question stands, what follows, and the results other rooms ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from tandem.accounts.actor import Actor
from tandem.accounts.delegated import able_members
from tandem.accounts.models import User
from tandem.accounts.roles import Capability
from tandem.assessments import answering, content, results, verdict
from tandem.assessments.content import Content, Question
from tandem.assessments.models import Answer, Assessment, Assessor, Template
from tandem.assessments.models.assessments import WAITING
from tandem.assessments.schemes import SCHEMES
from tandem.assessments.verdict import Said, Standing
from tandem.assessments.weighing import Given, Outcome
from tandem.relationships.models import Relationship

OVERDUE = "overdue"
ENDS = ("relationship__customer", "relationship__supplier", "template")


@dataclass(frozen=True)
class Sides:
    """The answers as a reader may see them, by whose they are; `assessors` in the order of their answers."""

    supplier: dict[str, Answer]
    assessors: list[tuple[Assessor, dict[str, Answer]]]
    settled: dict[str, Answer]


def sides(assessment: Assessment, actor: Actor) -> Sides:
    answers = list(
        Answer.objects.visible_to(actor)
        .filter(assessment=assessment)
        .select_related("assessor")
        .prefetch_related("evidence")
    )
    assessors = list(assessment.assessors.all())
    by_assessor: dict[int, dict[str, Answer]] = {assessor.pk: {} for assessor in assessors}
    for answer in answers:
        if answer.assessor_id is not None:
            by_assessor[answer.assessor_id][answer.question] = answer
    return Sides(
        supplier={a.question: a for a in answers if a.side == Answer.Side.SUPPLIER},
        assessors=[(assessor, by_assessor[assessor.pk]) for assessor in assessors],
        settled={a.question: a for a in answers if a.side == Answer.Side.SETTLED},
    )


def standings(assessment: Assessment, of: Sides) -> list[Standing]:
    """With assessors their word counts, without them the supplier's."""
    return verdict.standings(
        assessment.asked,
        _said(of.supplier),
        [_said(answers) for _assessor, answers in of.assessors],
        _said(of.settled),
        verified=bool(of.assessors),
        means=assessment.template.how.means,
    )


def outcome(assessment: Assessment, standing: Iterable[Standing]) -> Outcome:
    given: Mapping[str, Given] = {each.question.code: each.given for each in standing}
    return assessment.template.how.score(assessment.asked, given)


def own_answers(assessment: Assessment) -> dict[str, Answer]:
    """The supplier's, with the files behind them."""
    rows = assessment.answers.filter(side=Answer.Side.SUPPLIER).prefetch_related("evidence")
    return {answer.question: answer for answer in rows}


def shown(asked: Content, answers: Mapping[str, Answer]) -> list[Question]:
    return content.shown(asked, {code: answer.value for code, answer in answers.items()})


def is_answered(question: Question, answer: Answer | None) -> bool:
    if answer is None:
        return False
    return answering.is_answered(question, answer.value, len(answer.evidence.all()))


@dataclass(frozen=True)
class Missing:
    """What keeps an assessment from being handed in: a question without an answer, or an answer without a file."""

    question: Question
    file: bool


def missing(asked: Content, answers: Mapping[str, Answer]) -> list[Missing]:
    found = []
    for question in shown(asked, answers):
        answer = answers.get(question.code)
        if not is_answered(question, answer):
            if question.required:
                found.append(Missing(question, file=question.kind == content.Kind.FILE))
        elif (
            question.evidence == content.Required.REQUIRED
            and answer is not None
            and not answer.evidence.all()
        ):
            found.append(Missing(question, file=True))
    return found


def with_ends(assessments: QuerySet[Assessment]) -> QuerySet[Assessment]:
    return assessments.select_related(*ENDS)


def narrowed(
    rows: QuerySet[Assessment], *, status: str = "", template: str = "", words: str = "", today: date
) -> QuerySet[Assessment]:
    if status == OVERDUE:
        rows = rows.filter(status__in=WAITING, due_on__lt=today)
    elif status in Assessment.Status.values:
        rows = rows.filter(status=status)
    if template:
        rows = rows.filter(template__code=template)
    for word in words.lower().split():
        rows = rows.filter(relationship__search_text__contains=word)
    return rows


def states(rows: QuerySet[Assessment], today: date) -> dict[str, int]:
    waiting = Q(status__in=WAITING)
    return rows.order_by().aggregate(
        waiting=Count("pk", filter=waiting),
        overdue=Count("pk", filter=waiting & Q(due_on__lt=today)),
        submitted=Count("pk", filter=Q(status=Assessment.Status.SUBMITTED)),
        verified=Count("pk", filter=Q(status=Assessment.Status.VERIFIED)),
        closed=Count("pk", filter=Q(status=Assessment.Status.CLOSED)),
    )


def latest_result(relationship: Relationship, kind: str, code: str = "") -> Assessment | None:
    """The newest published one of a kind (`Template.Kind`), of one template (by its `code`) where given; None where
    there is none. Its `score`, `grade`, `knock_outs`, `basis` and `closed_at` say what came of it; `read_result` reads
    the sections."""
    rows = Assessment.objects.filter(
        relationship=relationship, template__kind=kind, status=Assessment.Status.CLOSED
    )
    if code:
        rows = rows.filter(template__code=code)
    return rows.select_related(*ENDS).order_by("-closed_at", "-pk").first()


def latest_results(relationships: Iterable[Relationship]) -> dict[tuple[int, str], Assessment]:
    """The same for many suppliers, by relationship and kind, without the results' details."""
    rows = Assessment.objects.filter(relationship__in=relationships, status=Assessment.Status.CLOSED)
    rows = rows.select_related("template").defer("result", "template__content")
    rows = rows.order_by("relationship_id", "template__kind", "-closed_at", "-pk")
    newest = rows.distinct("relationship_id", "template__kind")
    return {(each.relationship_id, each.template.kind): each for each in newest}


def results_over_time(relationship: Relationship, kind: str) -> list[Assessment]:
    """The published ones of a kind, the oldest first."""
    rows = Assessment.objects.filter(
        relationship=relationship, template__kind=kind, status=Assessment.Status.CLOSED
    )
    return list(rows.select_related(*ENDS).order_by("closed_at", "pk"))


def read_result(assessment: Assessment) -> results.Result | None:
    return None if assessment.result is None else results.read(assessment.result)


def reasons(assessment: Assessment, found: Outcome) -> list[str]:
    """Why the scheme judged as it did, in sentences."""
    return [SCHEMES[assessment.template.scheme].say(reason) for reason in found.reasons]


def active_templates(actor: Actor, kind: str = "") -> QuerySet[Template]:
    rows = Template.objects.visible_to(actor).filter(status=Template.Status.ACTIVE)
    return rows.filter(kind=kind) if kind else rows


def people_who_assess(relationship: Relationship, now: datetime) -> QuerySet[User]:
    """The customer's people whose role lets them assess suppliers, by name."""
    able = able_members([relationship.customer_id], now)[relationship.customer_id]
    users = [user for user, held in able.items() if Capability.ASSESS_SUPPLIERS in held]
    return User.objects.filter(pk__in=users).order_by("name")


def _said(answers: Mapping[str, Answer]) -> dict[str, Said]:
    return {
        code: Said(answer.value, answer.points, answer.remark, len(answer.evidence.all()))
        for code, answer in answers.items()
    }
