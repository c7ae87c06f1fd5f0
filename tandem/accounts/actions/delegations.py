"""Handing over what one may do, for one's leave; and ending it before its time."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit, rules
from tandem.accounts.actor import Actor, day_of
from tandem.accounts.models import Delegation, Membership
from tandem.accounts.signals import delegation_ended, delegation_made
from tandem.core.errors import Refused

LONGEST_DAYS = 366


@transaction.atomic
def hand_over(taker: Membership, *, begins_on: date, ends_on: date, by: Actor, now: datetime) -> Delegation:
    """Let a colleague act for oneself from `begins_on` until `ends_on`, the day on which one is back.

    Raises Refused.
    """
    giver = _giver(by)
    if taker.organization_id != giver.organization_id or not taker.user.is_active:
        raise Refused(_("Choose a colleague of your own organisation."))
    if taker.pk == giver.pk:
        raise Refused(_("Nobody stands in for themselves: choose a colleague."))
    _check_days(begins_on, ends_on, now)
    again = Delegation.objects.not_over(now).filter(giver=giver, taker=taker)
    if again.filter(begins_on__lt=ends_on, ends_on__gt=begins_on).exists():
        raise Refused(
            _("%(name)s stands in for you on some of these days already. End that first.")
            % {"name": taker.user}
        )
    delegation = Delegation.objects.create(
        giver=giver, taker=taker, begins_on=begins_on, ends_on=ends_on, made_at=now
    )
    _record(delegation, "delegation_made", by=by)
    delegation_made.send(Delegation, delegation=delegation, by=by, now=now)
    return delegation


@transaction.atomic
def end_delegation(delegation: Delegation, *, by: Actor, now: datetime) -> None:
    """End it before its time, or before it began. Raises Refused."""
    rules.require(rules.can_end(by, delegation))
    delegation.refresh_from_db(from_queryset=Delegation.objects.select_for_update(of=("self",)))
    if delegation.is_over(now):
        raise Refused(_("This delegation is over already."))
    delegation.ended_at, delegation.ended_by_name = now, by.name[:120]
    delegation.save(update_fields=["ended_at", "ended_by_name"])
    _record(delegation, "delegation_ended", by=by)
    delegation_ended.send(Delegation, delegation=delegation, by=by, now=now)


def end_with(membership: Membership, *, by: Actor, now: datetime) -> None:
    """What the member gave or was given ends with the membership; the trail and the other one hear of it."""
    rows = Delegation.objects.not_over(now).filter(giver__organization=membership.organization_id)
    rows = rows.select_related("giver__user", "giver__organization", "taker__user")
    for delegation in (rows.filter(giver=membership) | rows.filter(taker=membership)).distinct():
        _record(delegation, "delegation_ended", by=by)
        delegation_ended.send(Delegation, delegation=delegation, by=by, now=now)


def _giver(by: Actor) -> Membership:
    """One's own membership: only a person hands over, and only what is theirs."""
    found = Membership.objects.select_related("user", "organization").filter(
        user=by.user_id, organization=by.organization_id
    )
    giver = None if by.user_id is None else found.first()
    if giver is None:
        raise Refused(_("Only a member hands over what their roles allow."))
    return giver


def _check_days(begins_on: date, ends_on: date, now: datetime) -> None:
    if begins_on < day_of(now):
        raise Refused(_("The first day has passed already. Choose today or a later day."))
    if ends_on <= begins_on:
        raise Refused(_("The day you are back comes after the first day of your leave."))
    if (ends_on - begins_on).days > LONGEST_DAYS:
        raise Refused(_("A delegation lasts a year at most."))


def _record(delegation: Delegation, verb: str, *, by: Actor) -> None:
    changes: audit.Changes = {
        "handed_by": ["", str(delegation.giver.user)],
        "handed_to": ["", str(delegation.taker.user)],
        "from_day": ["", str(delegation.begins_on)],
        "until_day": ["", str(delegation.ends_on)],
    }
    audit.record(delegation.giver.organization, verb, by=by, changes=changes)
