from datetime import datetime
from typing import Any

from django.dispatch import receiver

from tandem.accounts.actor import Actor
from tandem.accounts.models import Invitation, Organization
from tandem.accounts.signals import invitation_accepted
from tandem.portal import telling
from tandem.portal.actions import merging
from tandem.portal.actions.checks import note_checked
from tandem.portal.actions.field import keep_field
from tandem.relationships.models import Relationship
from tandem.relationships.signals import organizations_merged, relationships_merged
from tandem.scorecards.models import Objection, Run
from tandem.scorecards.signals import check_answered, run_published


@receiver(invitation_accepted)
def tell_the_other_customers(invitation: Invitation, now: datetime, **_: Any) -> None:
    """Whoever invites a supplier's first person decides for its other customers too, so they hear who it is."""
    if invitation.from_outside:
        telling.first_member(
            invitation.organization, invitation.email, invited_by=invitation.sender_id, now=now
        )


@receiver(run_published)
def keep_the_field(run: Run, **_: Any) -> None:
    """What its suppliers may be told of each other is settled with the publication."""
    keep_field(run)


@receiver(check_answered)
def close_the_request(objection: Objection, by: Actor, now: datetime, **_: Any) -> None:
    note_checked(objection, by=by, now=now)


@receiver(relationships_merged)
def follow_the_relationship(kept: Relationship, gone: Relationship, **_: Any) -> merging.Moved:
    return merging.follow_relationship(kept, gone)


@receiver(organizations_merged)
def follow_the_organization(kept: Organization, gone: Organization, **_: Any) -> merging.Moved:
    return merging.follow_organization(kept, gone)
