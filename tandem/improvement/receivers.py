"""What happens in the rooms below, and concerns this one."""

from datetime import date, datetime
from typing import Any

from django.dispatch import receiver
from procrastinate.contrib.django import app

from tandem.accounts.actor import Actor
from tandem.accounts.models import Organization
from tandem.assessments.models import Finding
from tandem.assessments.signals import finding_raised
from tandem.improvement import happened, pack_sections
from tandem.improvement.actions import merging
from tandem.improvement.actions.opening import LOOK_TASK, OF_CARDS, look_at_finding
from tandem.improvement.models import OpeningRule
from tandem.relationships.models import Relationship
from tandem.relationships.signals import organizations_merged, relationships_merged
from tandem.scorecards.happenings import Happening
from tandem.scorecards.models import Run
from tandem.scorecards.review_packs import Section
from tandem.scorecards.signals import happenings_asked, pack_asked, run_published


@receiver(relationships_merged)
def follow_the_relationship(kept: Relationship, gone: Relationship, **_: Any) -> merging.Moved:
    return merging.follow_relationship(kept, gone)


@receiver(organizations_merged)
def follow_the_organization(kept: Organization, gone: Organization, **_: Any) -> merging.Moved:
    return merging.follow_organization(kept, gone)


@receiver(run_published)
def look_at_the_run(run: Run, **_: Any) -> None:
    """In the background: a run may have tens of thousands of cards."""
    if OpeningRule.objects.filter(customer=run.customer_id, active=True, event__in=OF_CARDS).exists():
        app.configure_task(LOOK_TASK).defer(run_id=run.pk, customer_id=run.customer_id)


@receiver(finding_raised)
def look_at_the_finding(finding: Finding, now: datetime, **_: Any) -> None:
    look_at_finding(finding, now=now)


@receiver(happenings_asked)
def tell_happenings(
    actor: Actor, relationship: Relationship, since: date, until: date, **_: Any
) -> list[Happening]:
    return happened.told(actor, relationship, since, until)


@receiver(pack_asked)
def answer_packs(
    actor: Actor, relationship: Relationship, since: date, until: date, today: date, **_: Any
) -> list[Section]:
    return pack_sections.sections(actor, relationship, since, until, today)
