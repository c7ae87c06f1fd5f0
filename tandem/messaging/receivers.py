"""What happens in the rooms below, told to whom it concerns."""

from datetime import datetime
from typing import Any

from django.core.mail import EmailMessage
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone

from tandem.accounts.actor import Actor
from tandem.accounts.models import Delegation, Invitation, Membership, Organization, User
from tandem.accounts.signals import (
    delegation_ended,
    delegation_made,
    invitation_accepted,
    mail_written,
    member_added,
    roles_changed,
)
from tandem.messaging import values
from tandem.messaging.actions import mail, members, notify, people
from tandem.messaging.actions.merging import follow_organization
from tandem.relationships.models import Consent, Relationship
from tandem.relationships.queries import duties
from tandem.relationships.signals import (
    consent_changed,
    duties_changed,
    organizations_merged,
    owner_changed,
    stage_changed,
)


@receiver(mail_written)
def post_it(message: EmailMessage, now: datetime, **_: Any) -> None:
    mail([message], now=now)


@receiver(stage_changed)
def tell_the_owner(
    relationship: Relationship, old: str, new: str, reason: str, by: Actor, now: datetime, **_: Any
) -> None:
    """A stage is the customer's own affair: the supplier is not told."""
    notify(
        "relationship.stage_changed",
        to=people(relationship.customer_id, relationship.owner_id),
        about=relationship,
        context={
            "supplier": values.organisation(relationship.supplier),
            "old": values.stage(old),
            "new": values.stage(new),
            "reason": reason,
        },
        by=by,
        now=now,
    )


@receiver(consent_changed)
def tell_the_customer(consent: Consent, by: Actor, now: datetime, **_: Any) -> None:
    """That it sees something no longer; what it sees now it finds by itself."""
    if consent.ended_at is None:
        return
    relationship = consent.relationship
    notify(
        "consent.ended",
        to=members(relationship.customer_id),
        about=relationship,
        context={
            "supplier": values.organisation(relationship.supplier),
            "what": values.shared(consent.subject),
        },
        by=by,
        now=now,
    )


@receiver(owner_changed)
def tell_both_owners(relationship: Relationship, old: User | None, by: Actor, **_: Any) -> None:
    owner = relationship.owner
    notify(
        "relationship.owner_changed",
        to=people(relationship.customer_id, relationship.owner_id, old.pk if old else None),
        about=relationship,
        context={
            "supplier": values.organisation(relationship.supplier),
            "old": values.somebody(str(old) if old else ""),
            "new": values.somebody(str(owner) if owner else ""),
        },
        by=by,
        now=timezone.now(),
    )


@receiver(organizations_merged)
def follow_the_organization(kept: Organization, gone: Organization, **_: Any) -> list[tuple[str, list[str]]]:
    return follow_organization(kept, gone)


@receiver(member_added)
def tell_the_new_member(membership: Membership, by: Actor, **_: Any) -> None:
    _tell_member("member.added", membership, by)


@receiver(roles_changed)
def tell_whose_roles_changed(membership: Membership, by: Actor, **_: Any) -> None:
    _tell_member("member.roles_changed", membership, by)


@receiver(duties_changed)
def tell_whose_categories_changed(membership: Membership, by: Actor, now: datetime, **_: Any) -> None:
    held = duties(membership)
    notify(
        "member.categories_assigned",
        to=people(membership.organization_id, membership.user_id),
        url=reverse("relationships:list") + "?category=mine",
        context={
            "organization": values.organisation(membership.organization),
            "categories": values.categories(held.categories, every=held.every),
        },
        by=by,
        now=now,
    )


@receiver(delegation_made)
def tell_who_stands_in(delegation: Delegation, now: datetime, **_: Any) -> None:
    _tell_both("delegation.made", delegation, now)


@receiver(delegation_ended)
def tell_who_no_longer_stands_in(delegation: Delegation, now: datetime, **_: Any) -> None:
    _tell_both("delegation.ended", delegation, now)


@receiver(invitation_accepted)
def tell_who_invited(invitation: Invitation, membership: Membership, now: datetime, **_: Any) -> None:
    """The person of the inviting organisation, which is a customer where a supplier's first member comes."""
    notify(
        "invitation.accepted",
        to=people(invitation.sender_id, invitation.invited_by_id),
        url=reverse("accounts:members") if invitation.sender_id == invitation.organization_id else "/",
        context={
            "person": values.somebody(str(membership.user)),
            "organization": values.organisation(membership.organization),
        },
        now=now,
    )


def _tell_both(kind: str, delegation: Delegation, now: datetime) -> None:
    """Both of them, whoever did it: what is told is kept in either inbox."""
    giver, taker = delegation.giver, delegation.taker
    notify(
        kind,
        to=people(giver.organization_id, giver.user_id, taker.user_id),
        url=reverse("accounts:delegations"),
        context={
            "giver": values.somebody(str(giver.user)),
            "taker": values.somebody(str(taker.user)),
            "organization": values.organisation(giver.organization),
            "first": values.day(delegation.begins_on),
            "back": values.day(delegation.ends_on),
        },
        now=now,
    )


def _tell_member(kind: str, membership: Membership, by: Actor) -> None:
    notify(
        kind,
        to=people(membership.organization_id, membership.user_id),
        url="/",
        context={
            "organization": values.organisation(membership.organization),
            "roles": values.roles(membership.roles),
        },
        by=by,
        now=timezone.now(),
    )
