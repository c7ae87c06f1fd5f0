"""What colleagues handed over, added to what a member's own roles allow.

Only the giver's own roles count, never what the giver was handed: a delegation leads no further than one step.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from django.db.models import Q

from tandem.accounts.actor import Actor, OneHand, grant_of
from tandem.accounts.models import Delegation, Membership
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
    """Of each organisation its active members, in the order they came, and what each of them can do today."""
    found: Able = defaultdict(dict)
    rows = Membership.objects.filter(organization__in=organizations, user__is_active=True).order_by("pk")
    for organization, user, roles in rows.values_list("organization_id", "user_id", "roles"):
        found[organization][user] = capabilities(roles)
    handed = Delegation.objects.in_force(now).filter(giver__organization__in=organizations)
    for organization, user, roles in handed.values_list(
        "giver__organization_id", "taker__user_id", "giver__roles"
    ):
        if user in found[organization]:
            found[organization][user] |= capabilities(roles)
    return found


def _one_hand(delegation: Delegation, membership: Membership) -> OneHand:
    other = delegation.taker if delegation.giver_id == membership.pk else delegation.giver
    return OneHand(other.user_id, delegation.begins_on, delegation.ends_on, delegation.ended_at)
