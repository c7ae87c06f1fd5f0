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
# By a question's code (P6: with the step's number), where it is not 10: the points, and what the lead assessor wrote.
Seen = dict[str, tuple[int, str]]
AT_RUIHENG: Seen = {
    "5.4": (8, "The approvals of two inserts are older than the present drawing."),
    "6.1.2@1": (8, ""),
    "6.2.3@2": (
        4,
        "Bearing bore Ø72: points beyond the control limits at machines 4 and 7, and nobody reacted.",
    ),
    "6.2.4@1": (8, "Blocked castings stand apart; one box without its red label."),
    "6.3.2@3": (8, "One of three operators of the leak tester could not say when to stop the line."),
    "6.4.1@2": (8, ""),
    "6.4.3@1": (8, "热电偶已校准，其中一支标签模糊。"),
    "6.5.2@2": (8, "Scrap is counted by shift, not by cause."),
    "6.6.3@3": (8, ""),
    "7.3": (8, "Spare parts beyond ten years are not agreed in writing."),
}
AT_BERGQUELL: Seen = {
    "5.3": (8, "Targets are agreed with the three largest suppliers alone."),
    "6.1.2@1": (6, "Blanks for two days’ work were missing; orders wait at the saw."),
    "6.3.3@1": (8, "One operator for two shifts of honing."),
}
DIFFERING = "6.5.3@2"
REASON = "Causes are analysed, yet two measures of the last quarter are late. Seen together at the board."
FINDINGS = (
    ("6.2.3@2", Finding.Severity.MAJOR, "No reaction to points beyond the control limits of the bearing bore at machines 4 and 7. Show three weeks of charts with what was done."),
    ("6.2.4@1", Finding.Severity.MINOR, "Label every box of blocked castings; one stood without its label."),
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
    without_words: Seen = {code: (points, "") for code, (points, _word) in AT_RUIHENG.items()}
    for who, seen in (
        (quality, AT_RUIHENG | {DIFFERING: (8, "")}),
        (manager, without_words | {DIFFERING: (6, "")}),
    ):
        _rate(audit, [each.code for each in audit.asked], who, _at(world, 38), seen)
        if who is quality:
            actions.attach(
                audit, "6.2.3@2", certificate_page("CONTROL CHART", "Machine 7", "GH-220-A"),
                name="control-chart-machine-7.pdf", by=who, now=_at(world, 38),
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
    _rate(audit, [*first, *step[:19]], quality, _at(world, 0), AT_BERGQUELL)


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
        lead=next(each for each in people if each.pk == quality.user_id),
        by=quality,
        now=now,
    )


def _rate(audit: Assessment, codes: Iterable[str], by: Actor, now: datetime, seen: Seen) -> None:
    for code in codes:
        points, remark = seen.get(code, (10, ""))
        actions.assess(audit, code, str(points), remark=remark, by=by, now=now)


def _at(world: World, days_ago: int) -> datetime:
    return datetime.combine(world.ends_on - timedelta(days=days_ago), time(9), UTC)
