"""What happens in the rooms below, and concerns this one."""

from datetime import date
from typing import Any

from django.dispatch import receiver
from procrastinate.contrib.django import app

from tandem.accounts.actor import Actor
from tandem.incentives import happened, pack_sections
from tandem.incentives.actions.reckoning_again import reckon_again
from tandem.incentives.merging import Moved, follow_relationship
from tandem.incentives.models import Policy
from tandem.incentives.naming import APPLY_TASK, RECONSIDER_TASK
from tandem.relationships.models import Relationship
from tandem.relationships.signals import relationships_merged
from tandem.scorecards.happenings import Happening
from tandem.scorecards.models import Card, EarlierCard, Run
from tandem.scorecards.review_packs import Section
from tandem.scorecards.signals import card_recomputed, happenings_asked, pack_asked, run_published


@receiver(run_published)
def apply_policies(run: Run, **_: Any) -> None:
    """In the background: whoever publishes does not wait for it."""
    if Policy.objects.filter(customer=run.customer_id).exclude(status=Policy.Status.DRAFT).exists():
        app.configure_task(APPLY_TASK, lock=f"incentives.run.{run.pk}").defer(run_id=run.pk)


@receiver(card_recomputed)
def follow_the_card(card: Card, earlier: EarlierCard, **_: Any) -> None:
    """What was not announced at once; what was, and what the card calls for besides, in the background."""
    reckon_again(card, now=earlier.replaced_at)
    run = card.run
    if earlier.shown and Policy.objects.filter(customer=run.customer_id).exclude(status="draft").exists():
        app.configure_task(RECONSIDER_TASK, lock=f"incentives.run.{run.pk}").defer(
            run_id=run.pk, customer_id=run.customer_id, relationship_id=card.relationship_id
        )


@receiver(relationships_merged)
def follow_the_relationship(kept: Relationship, gone: Relationship, **_: Any) -> Moved:
    return follow_relationship(kept, gone)


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
