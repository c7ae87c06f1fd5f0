"""The acting side: one person (or the system), acting for one organisation.

What a person may do comes from grants: their own roles, and those of the colleagues for whom they stand in today. A
buyer's grant holds within the buyer's own categories; every other role's holds everywhere.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from tandem.accounts.roles import Capability, Role, capabilities, narrowed

if TYPE_CHECKING:
    from tandem.accounts.models import Membership, Organization


@dataclass(frozen=True)
class Grant:
    """What one member's roles allow: the person's own, or those of a colleague who handed them over."""

    user_id: int
    name: str
    capabilities: frozenset[Capability]
    # Which of these hold for the suppliers of `categories` alone.
    narrowed: frozenset[Capability] = frozenset()
    categories: frozenset[int] = frozenset()
    # Until which day (not included) it was handed over; None for one's own.
    until: date | None = None

    def covers(self, capability: Capability, categories: Collection[int]) -> bool:
        if capability not in self.capabilities:
            return False
        return capability not in self.narrowed or not self.categories.isdisjoint(categories)


@dataclass(frozen=True)
class OneHand:
    """With whom the person was, is, or will be one hand: one of the two stands in for the other."""

    user_id: int
    begins_on: date
    ends_on: date
    ended_at: datetime | None = None

    def holds_at(self, at: datetime) -> bool:
        return holds_at(at, self.begins_on, self.ends_on, self.ended_at)


@dataclass(frozen=True)
class Actor:
    user_id: int | None
    name: str
    organization_id: int
    organization_slug: str
    roles: frozenset[Role]
    capabilities: frozenset[Capability]
    # None where nothing is handed over or narrowed: the system's, a service's, whoever holds a link.
    own: Grant | None = None
    handed_over: tuple[Grant, ...] = ()
    one_hand: tuple[OneHand, ...] = ()
    # Whose grants have been called upon: what is done by them is written down as done for these.
    _called_upon: dict[int, str] = field(default_factory=dict, compare=False, repr=False)

    def can(self, capability: Capability) -> bool:
        """Somewhere at least; of a relationship ask `can_for`."""
        if capability not in self.capabilities:
            return False
        if self.own is not None and capability not in self.own.capabilities:
            self._call_upon(next(grant for grant in self.handed_over if capability in grant.capabilities))
        return True

    def can_for(self, capability: Capability, categories: Collection[int]) -> bool:
        """For a relationship that has these categories."""
        if capability not in self.capabilities:
            return False
        if self.own is None or self.own.covers(capability, categories):
            return True
        for grant in self.handed_over:
            if grant.covers(capability, categories):
                self._call_upon(grant)
                return True
        return False

    def can_everywhere(self, capability: Capability) -> bool:
        """Whatever the categories: what concerns all suppliers at once asks for this."""
        return self.can_for(capability, ())

    def reach(self, capability: Capability) -> frozenset[int] | None:
        """The categories within which it holds; None where it holds everywhere. Calls upon nobody."""
        if capability not in self.capabilities:
            return frozenset()
        grants = [grant for grant in self._grants() if capability in grant.capabilities]
        if not grants or any(capability not in grant.narrowed for grant in grants):
            return None
        return frozenset().union(*(grant.categories for grant in grants))

    @property
    def own_capabilities(self) -> frozenset[Capability]:
        return self.capabilities if self.own is None else self.own.capabilities & self.capabilities

    @property
    def on_behalf_of(self) -> str:
        """For whom the person acts here, by name; empty where their own roles suffice."""
        return ", ".join(self._called_upon.values())

    def is_one_with(self, user_id: int | None, *, since: datetime | None, now: datetime) -> bool:
        """Whether what that person proposed is one's own proposal: they are the same person, or one of them stands in
        for the other today, or did when it was proposed (`since`)."""
        if user_id is None or self.user_id is None:
            return False
        if user_id == self.user_id:
            return True
        moments = [moment for moment in (since, now) if moment is not None]
        return any(
            each.holds_at(moment) for each in self.one_hand if each.user_id == user_id for moment in moments
        )

    def _grants(self) -> tuple[Grant, ...]:
        return self.handed_over if self.own is None else (self.own, *self.handed_over)

    def _call_upon(self, grant: Grant) -> None:
        self._called_upon[grant.user_id] = grant.name

    @classmethod
    def member(cls, membership: Membership) -> Actor:
        """By the person's own roles alone; `delegated.actor_of` adds what colleagues handed over."""
        own = grant_of(membership)
        return cls(
            user_id=membership.user_id,
            name=own.name,
            organization_id=membership.organization_id,
            organization_slug=membership.organization.slug,
            roles=frozenset(Role(role) for role in membership.roles),
            capabilities=own.capabilities,
            own=own,
        )

    @classmethod
    def system(cls, organization: Organization, name: str) -> Actor:
        """Whoever may use this machine's command line, or a background task, for `organization`."""
        return cls(
            user_id=None,
            name=name,
            organization_id=organization.pk,
            organization_slug=organization.slug,
            roles=frozenset(),
            capabilities=frozenset(Capability),
        )


def grant_of(membership: Membership, until: date | None = None) -> Grant:
    """What the membership's roles allow. One look-up, and only for a buyer who holds no wider role."""
    within = narrowed(membership.roles)
    looked_after = list(membership.duties.values_list("category", flat=True)) if within else []
    if None in looked_after:  # every category, those to come as well
        within, looked_after = frozenset(), []
    return Grant(
        user_id=membership.user_id,
        name=membership.user.get_full_name(),
        capabilities=capabilities(membership.roles),
        narrowed=within,
        categories=frozenset(looked_after),
        until=until,
    )


def day_of(now: datetime) -> date:
    """The day that it is in the time zone of the installation, by which delegations begin and end."""
    return timezone.localdate(now, timezone.get_default_timezone())


def holds_at(at: datetime, begins_on: date, ends_on: date, ended_at: datetime | None) -> bool:
    """From the first day on, until the last one, which is not included, or until somebody ended it."""
    return begins_on <= day_of(at) < ends_on and (ended_at is None or at < ended_at)
