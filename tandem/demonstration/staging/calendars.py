"""Brückwald's scorecards follow calendars: the quarters of all suppliers, of which a person opened the last one, and
the months of the fasteners by plant, of which the last one is open for input."""

from datetime import UTC, datetime, time
from typing import Any

from tandem.accounts.actor import Actor
from tandem.core.fence import acting_for
from tandem.demonstration.customers import BRUECKWALD
from tandem.demonstration.scorecard import BY_SITE_NAME, TEMPLATE_NAMES
from tandem.demonstration.staging.companies import member
from tandem.demonstration.staging.scorecards import quarters
from tandem.demonstration.world import World
from tandem.scorecards import actions
from tandem.scorecards.models import OpenedPeriod, Schedule, Template
from tandem.scorecards.periods import before, containing

JONAS = "jonas.reuter@brueckwald.example"
ASKED = ["buyer", "quality_engineer", "logistics"]


def follow_calendars(world: World) -> None:
    """What stands already is left as it is."""
    jonas = member(JONAS, BRUECKWALD)
    if Schedule.objects.visible_to(jonas).exists():
        return
    now = datetime.combine(world.ends_on, time(9), UTC)
    month = before(containing(world.ends_on, "month"))
    quarterly = {
        "grain": "quarter",
        "first": quarters(world.ends_on)[-1][0],
        "opens_after": 8,
        "input_days": 5,
    }
    _keep(TEMPLATE_NAMES[BRUECKWALD].en, quarterly, by=jonas, now=now)
    _keep(BY_SITE_NAME.en, {"grain": "month", "first": month.name, "input_days": 8}, by=jonas, now=now)
    with acting_for(jonas.organization_id):
        actions.look_after_calendars(now=now)
        for opened in OpenedPeriod.objects.filter(status=OpenedPeriod.Status.OPEN).select_related(
            "run__template", "run__customer"
        ):
            if opened.run is not None:
                actions.compute_run(opened.run, by=jonas, now=now)


def _keep(name: str, fields: dict[str, Any], *, by: Actor, now: datetime) -> None:
    template = Template.objects.visible_to(by).filter(name=name, status=Template.Status.ACTIVE).first()
    if template is not None:
        actions.keep_schedule(template, {**fields, "asked_roles": ASKED}, by=by, now=now)
