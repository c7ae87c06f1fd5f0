"""What a consent brings and takes away, and what follows when two records become one."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from tandem.accounts.actor import Actor
from tandem.accounts.models import Organization
from tandem.onboarding.actions import merging_passports as merging
from tandem.onboarding.actions import passports as actions
from tandem.relationships.models import Consent, Relationship
from tandem.relationships.signals import consent_changed, organizations_merged, relationships_merged


@receiver(consent_changed)
def follow_the_consent(consent: Consent, by: Actor, now: datetime, **_: Any) -> None:
    if consent.subject != Consent.Subject.PASSPORT:
        return
    if consent.ended_at is None:
        actions.share_newest(consent.relationship, by=by, now=now)
    else:
        actions.withdraw_waiting(consent.relationship, now=now)


@receiver(relationships_merged)
def follow_the_relationship(kept: Relationship, gone: Relationship, **_: Any) -> merging.Moved:
    return merging.follow_relationship(kept, gone)


@receiver(organizations_merged)
def follow_the_organization(kept: Organization, gone: Organization, **_: Any) -> merging.Moved:
    return merging.follow_organization(kept, gone)
