"""What no figure measures at Brückwald: colleagues have judged service and cooperation of a few suppliers for one
quarter, which is published, and are being asked about them for the newest."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from django.db import transaction

from tandem.accounts.actor import Actor
from tandem.accounts.models import Membership
from tandem.demonstration.customers import BRUECKWALD
from tandem.demonstration.scorecard import BANDS, JUDGED, JUDGED_NAME
from tandem.demonstration.staging.companies import holder
from tandem.demonstration.staging.scorecards import SCORED_AFTER, author, quarters
from tandem.demonstration.world import World
from tandem.relationships.models import Relationship
from tandem.scorecards import actions, explanation
from tandem.scorecards.models import Card, Judgement, JudgementSurvey, Run, Template

ABOUT = ("bergquell", "lirui", "ruiheng", "lanting")
# What the judges of a question say in turn: most alike, now and then one who differs, or cannot say.
SAID = (75, 75, 100, 50, None, 75, 25)
REMARKS = {25: "We wait a week for every answer.", 100: "Was on site the same evening."}


def ask_colleagues(world: World) -> None:
    """All in one transaction; what stands already is left as it is."""
    customer = next(customer for customer in world.customers if customer.slug == BRUECKWALD)
    manager, writer = holder(world, customer, "purchasing_manager"), author(world, customer)
    templates = Template.objects.visible_to(writer)
    if templates.filter(name=JUDGED_NAME.en).exists():
        return
    with transaction.atomic():
        fields = {"name": JUDGED_NAME.en, "name_local": JUDGED_NAME.zh}
        template = actions.save_template(None, fields, actions.Parts(JUDGED, BANDS), by=writer)
        periods = quarters(world.ends_on)[-3:]
        actions.activate_template(template, by=writer, now=_at(periods[0][1]))
        run = _run(template, *periods[0], by=manager)
        survey = _ask(run, by=manager)
        _answer(survey)
        _adjust(run, by=holder(world, customer, "quality_engineer"))
        actions.publish_run(run, by=manager, now=_at(periods[0][1]) + timedelta(days=30))
        newest = _run(template, periods[-1][0], min(periods[-1][1], world.ends_on - SCORED_AFTER), by=manager)
        _ask(newest, by=manager, now=datetime.combine(world.ends_on, time(9), UTC))


def _at(after: date) -> datetime:
    return datetime.combine(after, time(9), UTC) + SCORED_AFTER


def _run(template: Template, period: str, after: date, *, by: Actor) -> Run:
    suppliers = Relationship.objects.visible_to(by).filter(customer=by.organization_id, slug__in=ABOUT)
    now = _at(after)
    run = actions.start_run(
        template, period, by=by, now=now, as_of=now.date(), chosen=suppliers, in_background=False
    )
    actions.compute_run(run, by=by, now=now)
    return run


def _ask(run: Run, *, by: Actor, now: datetime | None = None) -> JudgementSurvey:
    now = now or datetime.combine(run.as_of, time(9), UTC)
    return actions.ask_to_judge(run, until=now.date() + timedelta(days=10), by=by, now=now)


def _adjust(run: Run, *, by: Actor) -> None:
    """Deliveries of one supplier were late for a reason of the customer's own."""
    card = Card.objects.select_related("run", "relationship").get(
        run=run, relationship__slug=ABOUT[0], site=""
    )
    line = next(each for each in explanation.lines_from(card.lines) if each.code == "on_time_lines")
    if line.points is None:
        return
    ground = actions.Ground(
        "Our goods-in was closed for the move of the warehouse; trucks were sent away for four days.",
        "Our goods-in was closed for four days, which was not your doing. / 我方收货区关闭四天，并非贵方原因。",
        "Logistics log, week 19",
    )
    raised = min(line.points + 10, Decimal(100)).quantize(Decimal(1))
    actions.override_points(card, line.code, raised, ground, by=by, now=_at(run.ends) + timedelta(days=5))


def _answer(survey: JudgementSurvey) -> None:
    """Everybody answers within two days; with the last of them it is closed, and the run is computed with it."""
    now = survey.opened_at + timedelta(days=2)
    place = 0
    for judge in survey.judges.select_related("user"):
        member = Membership.objects.select_related("user", "organization").get(
            user=judge.user_id, organization=survey.run.customer_id
        )
        for asked in Judgement.objects.filter(judge=judge).select_related(
            "judge__survey__run__template", "judge__survey__run__customer", "relationship__supplier"
        ):
            said = SAID[(place * 5 + place // 3) % len(SAID)]
            points = None if said is None else Decimal(said)
            remark = REMARKS.get(said or 0, "")
            actions.judge(asked, points, remark=remark, by=Actor.member(member), now=now)
            place += 1
    actions.compute_run(survey.run, by=Actor.system(survey.run.customer, "Tandem"), now=now)
