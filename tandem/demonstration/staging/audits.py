# ruff: noqa: E501 - a table reads best one row a line
"""Process audits by VDA 6.3 at Brückwald: Ruiheng's is published, a B by a downgrade; Bergquell's is under way."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from django.db import transaction

from tandem.accounts.actor import Actor
from tandem.accounts.models import User
from tandem.assessments import actions
from tandem.assessments.actions import Wanted
from tandem.assessments.models import Assessment, Finding, Template
from tandem.demonstration.customers import BRUECKWALD
from tandem.demonstration.staging.companies import holder
from tandem.demonstration.staging.paper import certificate_page
from tandem.demonstration.world import World
from tandem.relationships.models import Relationship

CASTING = ("Low-pressure die casting 低压铸造", "CNC machining 数控加工", "Washing and leak test 清洗与检漏")
HYDRAULICS = ("Honing", "Assembly and flow test")
# By a question's code (P6: with the step's number), where it is not 10: what both gave, and what was written.
SEEN = {
    "5.4": (8, "Two sub-suppliers of inserts are measured by delivery alone."),
    "6.1.2@1": (8, ""),
    "6.2.3@2": (
        4,
        "Tool offsets differ from the release sheet at machines 4 and 7; nobody had signed the change.",
    ),
    "6.2.4@1": (8, "Melt temperature is recorded by hand every two hours."),
    "6.3.2@3": (8, "One of three operators of the leak tester is still being trained."),
    "6.4.1@2": (8, ""),
    "6.4.3@1": (8, "看板清晰；夜班缺少极限样件。"),
    "6.5.2@2": (8, "Scrap is counted by shift, not by cause."),
    "6.6.3@3": (8, ""),
    "7.3": (8, "Spare parts beyond ten years are not agreed in writing."),
}
DIFFERING = "6.5.3@2"
REASON = "8: causes are analysed, yet two measures of the last quarter are late. Seen together at the board."
FINDINGS = (
    ("6.2.3@2", Finding.Severity.MAJOR, "Released parameters are not kept at machines 4 and 7. Lock the offsets and show three weeks of records."),
    ("6.2.4@1", Finding.Severity.MINOR, "Record the melt temperature continuously; two hours hide a drop."),
)  # fmt: skip


def audit_processes(world: World) -> None:
    """Where the template stands already, nothing is begun anew."""
    customer = next(each for each in world.customers if each.slug == BRUECKWALD)
    quality = holder(world, customer, "quality_engineer")
    if Template.objects.visible_to(quality).filter(code="vda63-2016").exists():
        return
    with transaction.atomic():
        template = actions.take_over("vda63-2016", by=quality)
        actions.publish_template(template, by=quality, now=_at(world, 400))
        manager = holder(world, customer, "purchasing_manager")
        _ruiheng(world, template, quality, manager)
        _bergquell(world, template, quality, manager)


def _ruiheng(world: World, template: Template, quality: Actor, manager: Actor) -> None:
    audit = _begun(
        world, template, "ruiheng", CASTING, "Yearly audit of the series process", quality, manager, 41
    )
    for who, differing in ((quality, "8"), (manager, "6")):
        _rate(audit, [each.code for each in audit.asked], who, _at(world, 38), {DIFFERING: differing})
        actions.attach(
            audit, "6.2.3@2", certificate_page("RELEASE SHEET", "Machine 7", "GH-220-A/30"),
            name="release-sheet-machine-7.pdf", by=who, now=_at(world, 38),
        )  # fmt: skip
        actions.hand_in(audit, by=who, now=_at(world, 37))
    for code, severity, found in FINDINGS:
        actions.raise_finding(audit, text=found, severity=severity, code=code, by=quality, now=_at(world, 37))
    actions.settle(audit, DIFFERING, "8", reason=REASON, by=quality, now=_at(world, 36))
    actions.close_assessment(audit, by=quality, now=_at(world, 35))


def _bergquell(world: World, template: Template, quality: Actor, manager: Actor) -> None:
    """Half way along the line: supplier management and the first step are rated by the lead assessor."""
    audit = _begun(
        world, template, "bergquell", HYDRAULICS, "Late deliveries of valve blocks", quality, manager, 1
    )
    first = [each.code for each in audit.asked if "@" not in each.code and each.code.startswith("5")]
    step = [each.code for each in audit.asked if each.code.endswith("@1")]
    _rate(audit, [*first, *step[:19]], quality, _at(world, 0), {"6.4.1@1": "6"})


def _begun(
    world: World,
    template: Template,
    slug: str,
    steps: Iterable[str],
    purpose: str,
    quality: Actor,
    manager: Actor,
    days_ago: int,
) -> Assessment:
    relationship = Relationship.objects.visible_to(quality).get(supplier__slug=slug)
    people = User.objects.filter(pk__in=[quality.user_id, manager.user_id])
    now = _at(world, days_ago)
    return actions.begin_audit(
        relationship,
        Wanted(
            template,
            now.date() + timedelta(days=3),
            purpose,
            particulars={"elements": ["P5", "P6", "P7"], "steps": list(steps)},
        ),
        assessors=people,
        lead=people.get(pk=quality.user_id),
        by=quality,
        now=now,
    )


def _rate(audit: Assessment, codes: Iterable[str], by: Actor, now: datetime, others: dict[str, str]) -> None:
    for code in codes:
        points, remark = SEEN.get(code, (10, ""))
        actions.assess(audit, code, others.get(code, str(points)), remark=remark, by=by, now=now)


def _at(world: World, days_ago: int) -> datetime:
    return datetime.combine(world.ends_on - timedelta(days=days_ago), time(9), UTC)
