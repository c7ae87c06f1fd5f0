"""Brückwald qualifies two suppliers of machined parts by assessments: Ruiheng's are published and have settled their
items, Bergquell's are under way."""

from dataclasses import replace
from typing import Any

from django.db import transaction

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Role
from tandem.assessments import actions as assessments
from tandem.assessments.models import Assessment
from tandem.demonstration.customers import BRUECKWALD
from tandem.demonstration.staging.companies import holder
from tandem.demonstration.staging.qualification import (
    accepted_document,
    at,
    begin,
    category_of,
    item_of,
    supplier_of,
)
from tandem.demonstration.staging.questionnaires import answer_all
from tandem.demonstration.world import World
from tandem.onboarding import shipped
from tandem.onboarding.actions import qualification, qualification_asking, qualification_judging, requirements
from tandem.onboarding.actions.requirements import Head
from tandem.onboarding.models import Gate, Qualification, RequirementSet, Risk, StageKind
from tandem.onboarding.requirement_data import Stage

SURVEY = replace(shipped.SURVEY, spec={"template": "self-assessment", "least_score": "70"})
AUDIT = replace(shipped.AUDIT, spec={"template": "vda63-2016", "least_grade": "B"})
STAGES = (
    Stage(
        StageKind.DOCUMENTS,
        "Document review",
        "资质审查",
        owner_role=Role.PURCHASING_MANAGER,
        items=(shipped.ISO_9001,),
    ),
    Stage(
        StageKind.AUDIT,
        "Survey and site audit",
        "调查表与现场审核",
        gate=Gate.RELEASE,
        owner_role=Role.QUALITY_ENGINEER,
        days=45,
        items=(SURVEY, AUDIT),
    ),
    Stage(
        StageKind.SAMPLE,
        "Sample approval",
        "样品认证",
        owner_role=Role.QUALITY_ENGINEER,
        days=30,
        items=(shipped.DRAWING, shipped.SAMPLE),
    ),
)


def qualify_by_assessments(world: World) -> None:
    """Where it has been required already, nothing is begun anew."""
    customer: Any = next(each for each in world.customers if each.slug == BRUECKWALD)
    manager, quality = (holder(world, customer, role) for role in ("purchasing_manager", "quality_engineer"))
    head = Head(
        "Machined parts, high risk", "机加工件，高风险", category_of(manager, "machined"), risk=Risk.HIGH
    )
    if RequirementSet.objects.visible_to(manager).filter(name=head.name).exists():
        return
    with transaction.atomic():
        made = requirements.save_requirements(None, head, STAGES, by=manager)
        requirements.put_in_force(made, by=manager, now=at(world, 80))
        _ruiheng(world, quality)
        _bergquell(world, quality)


def _ruiheng(world: World, quality: Actor) -> None:
    found = _begun(world, "ruiheng", "ULM", "Bearing housings: no second source yet.", quality, 70)
    survey = _latest(found, "self-assessment")  # it went out with its stage
    answer_all(world, survey, days_ago=58)
    assessments.close_assessment(survey, by=quality, now=at(world, 55))
    audit = _latest(found, "vda63-2016")
    qualification_judging.take_published(item_of(found, AUDIT.title), audit, by=quality, now=at(world, 33))
    stage = item_of(found, AUDIT.title).stage
    qualification.release_stage(stage, by=quality, now=at(world, 32))


def _bergquell(world: World, quality: Actor) -> None:
    """The yearly self-assessment under way serves, and so does the audit of its line."""
    found = _begun(world, "bergquell", "SZH", "Valve blocks for Suzhou; deliveries were late.", quality, 13)
    qualification_asking.tie_asked(_latest(found, "vda63-2016"), by=quality)


def _begun(world: World, slug: str, site: str, reason: str, quality: Actor, days_ago: int) -> Qualification:
    relationship, machined = supplier_of(quality, slug), category_of(quality, "machined")
    found = begin(world, relationship, machined, (site,), Risk.HIGH, reason, quality, days_ago)
    accepted_document(world, found, shipped.ISO_9001.title, quality, days_ago - 3)
    return found


def _latest(found: Qualification, code: str) -> Assessment:
    rows = Assessment.objects.filter(relationship=found.relationship, template__code=code)
    return rows.select_related("template", "relationship__customer", "relationship__supplier").latest(
        "asked_at"
    )
