"""Self-assessments: one of Ruiheng's verified by two colleagues and published, one being answered, one overdue, and
one that Lanting asks of Ruiheng."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db import transaction

from tandem.accounts.actor import Actor
from tandem.accounts.models import Membership, User
from tandem.assessments import actions
from tandem.assessments.actions import Wanted
from tandem.assessments.content import Kind, Question
from tandem.assessments.models import Assessment, Template
from tandem.assessments.queries import questionnaires as queries
from tandem.demonstration.customers import BRUECKWALD, LANTING
from tandem.demonstration.staging.companies import holder
from tandem.demonstration.staging.paper import certificate_page
from tandem.demonstration.world import World
from tandem.relationships.models import Relationship

SHIPPED = "self-assessment"
NUMBERS = {"q-ppm": "180", "d-ontime": "97.5", "d-lead": "21", "e-accidents": "1", "f-share": "14"}
TABLES = {
    "d-sites": [["苏州一厂", "CNC machining", "320"], ["常熟二厂", "Grinding", "110"]],
    "f-revenue": [["2023", "186"], ["2024", "203"], ["2025", "221"]],
}


def ask_for_self_assessments(world: World) -> None:
    """A customer that asks already is left as it is."""
    for customer in world.customers:
        staged = _STAGED.get(customer.slug)
        editor = holder(world, customer, "quality_engineer")
        if staged is None or Template.objects.visible_to(editor).filter(code=SHIPPED).exists():
            continue
        with transaction.atomic():
            template = actions.take_over(SHIPPED, by=editor)
            actions.publish_template(template, by=editor, now=_at(world, 200))
            staged(world, template, holder(world, customer, "purchasing_manager"), editor)


def _brueckwald(world: World, template: Template, manager: Actor, quality: Actor) -> None:
    done = _asked(world, template, "ruiheng", by=manager, days_ago=95, due_in=21)
    answer_all(world, done, days_ago=84)
    _verify(world, done, manager, quality)
    begun = _asked(world, template, "bergquell", by=manager, days_ago=12, due_in=18)
    _answer(world, begun, list(begun.asked)[:9], days_ago=6)
    _asked(world, template, "lirui", by=manager, days_ago=40, due_in=14)


def _lanting(world: World, template: Template, manager: Actor, quality: Actor) -> None:
    _asked(world, template, "ruiheng", by=manager, days_ago=5, due_in=20)


_STAGED: dict[str, Callable[[World, Template, Actor, Actor], None]] = {
    BRUECKWALD: _brueckwald,
    LANTING: _lanting,
}


def _asked(
    world: World, template: Template, slug: str, *, by: Actor, days_ago: int, due_in: int
) -> Assessment:
    relationship = Relationship.objects.visible_to(by).select_related("customer", "supplier").get(slug=slug)
    now = _at(world, days_ago)
    purpose = "Yearly self-assessment" if by.organization_slug == BRUECKWALD else "年度供应商自评"
    wanted = Wanted(template, now.date() + timedelta(days=due_in), purpose=purpose)
    return actions.ask_assessment(relationship, wanted, by=by, now=now)


def answer_all(world: World, assessment: Assessment, *, days_ago: int) -> None:
    """Until nothing that its own answers bring up is left."""
    seller = _seller(assessment)
    while missing := queries.missing(assessment.asked, queries.own_answers(assessment)):
        _answer(world, assessment, [each.question for each in missing], days_ago=days_ago)
    actions.submit(assessment, by=seller, now=_at(world, days_ago))


def _answer(world: World, assessment: Assessment, questions: list[Question], *, days_ago: int) -> None:
    seller, now = _seller(assessment), _at(world, days_ago)
    for question in questions:
        if question.kind == Kind.FILE:
            supplier = assessment.relationship.supplier.name
            page = certificate_page("Certificate", supplier, "00121Q39472R2M")
            actions.attach(assessment, question.code, page, name="certificate.pdf", by=seller, now=now)
        else:
            actions.answer(assessment, question.code, _said(world, question), by=seller, now=now)


def _said(world: World, question: Question) -> Any:
    match question.kind:
        case Kind.CHOICE:
            return question.options[0].code
        case Kind.NUMBER:
            return NUMBERS.get(question.code, "10")
        case Kind.DATE:
            return (world.ends_on + timedelta(days=410)).isoformat()
        case Kind.TABLE:
            return TABLES.get(question.code, [["—"] * len(question.columns)])
    return "—"


def _verify(world: World, assessment: Assessment, manager: Actor, quality: Actor) -> None:
    """Two look at the same answers and see one point differently; the lead says what counts."""
    people = {each: User.objects.get(pk=each.user_id or 0) for each in (manager, quality)}
    actions.assign_assessors(
        assessment, people.values(), lead=people[quality], by=manager, now=_at(world, 80)
    )
    for actor, word in ((manager, "full"), (quality, "partly")):
        actions.assess(
            assessment,
            "q-incoming",
            word,
            remark="Bar stock is taken in by weight alone." if word == "partly" else "",
            by=actor,
            now=_at(world, 72),
        )
        actions.agree_with_supplier(assessment, by=actor, now=_at(world, 72))
        actions.hand_in(assessment, by=actor, now=_at(world, 71))
    actions.settle(
        assessment,
        "q-incoming",
        "partly",
        reason="Seen at the gate in Suzhou: the hardness of bar stock is not tested before use.",
        by=quality,
        now=_at(world, 70),
    )
    actions.raise_finding(
        assessment,
        code="q-incoming",
        text="Test the hardness of bar stock before it is used.",
        severity="minor",
        by=quality,
        now=_at(world, 70),
    )
    actions.close_assessment(assessment, by=manager, now=_at(world, 68))


def _seller(assessment: Assessment) -> Actor:
    supplier = assessment.relationship.supplier
    members = Membership.objects.filter(organization=supplier, roles__contains=["sales"])
    member = members.select_related("user", "organization").order_by("pk").first()
    return Actor.member(member) if member else Actor.system(supplier, supplier.name)


def _at(world: World, days_ago: int) -> datetime:
    return datetime.combine(world.ends_on - timedelta(days=days_ago), time(9), UTC)
