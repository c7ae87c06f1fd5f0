"""What colleagues handed over, added to what a member's own roles allow.

Only the giver's own roles count, never what the giver was handed: a delegation leads no further than one step.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from django.db.models import Q

from tandem.accounts.actor import Actor, OneHand, grant_of
from tandem.accounts.models import Delegation, Membership, User
from tandem.accounts.roles import Capability, capabilities

Able = dict[int, dict[int, frozenset[Capability]]]


def actor_of(membership: Membership, now: datetime) -> Actor:
    """Who acts today: the member, with what is handed to them and with whom they are one hand.

    Read acting for the organisation, so that colleagues can be seen.
    """
    actor = Actor.member(membership)
    rows = Delegation.objects.filter(Q(giver=membership) | Q(taker=membership))
    # Asked in every request, and there is hardly ever one: the joins are worth planning only where there is.
    if not rows.exists():
        return actor
    delegations = list(
        rows.select_related("giver__user", "giver__organization", "taker").order_by("begins_on", "pk")
    )
    handed_over = tuple(
        grant_of(each.giver, until=each.ends_on)
        for each in delegations
        if each.taker_id == membership.pk and each.giver.user.is_active and each.holds_at(now)
    )
    return replace(
        actor,
        capabilities=actor.capabilities.union(*(grant.capabilities for grant in handed_over)),
        handed_over=handed_over,
        one_hand=tuple(_one_hand(each, membership) for each in delegations),
    )


def able_members(organizations: Collection[int], now: datetime) -> Able:
    """Of each organisation its active members, in the order they came, and what each of them can do today.

    Asked whenever anybody is told of anything, so of one table at a time: joined they take longer to plan than to read.
    """
    rows = Membership.objects.filter(organization__in=organizations).order_by("pk")
    members = {
        pk: (organization, user, capabilities(roles))
        for pk, organization, user, roles in rows.values_list("pk", "organization_id", "user_id", "roles")
    }
    people = User.objects.filter(pk__in={user for _, user, _ in members.values()}, is_active=True)
    active = set(people.values_list("pk", flat=True))
    members = {pk: member for pk, member in members.items() if member[1] in active}
    found: Able = defaultdict(dict)
    for organization, user, own in members.values():
        found[organization][user] = own
    # Of those who can still sign in: what somebody may no longer do, nobody does for them.
    handed = Delegation.objects.in_force(now).filter(giver__in=members)
    for giver, taker in handed.values_list("giver", "taker"):
        if taker in members:
            organization, user, _ = members[taker]
            found[organization][user] |= members[giver][2]
    return found


def _one_hand(delegation: Delegation, membership: Membership) -> OneHand:
    other = delegation.taker if delegation.giver_id == membership.pk else delegation.giver
    return OneHand(other.user_id, delegation.begins_on, delegation.ends_on, delegation.ended_at)
