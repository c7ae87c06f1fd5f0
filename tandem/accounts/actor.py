"""The acting side: one person (or the system), acting for one organisation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tandem.accounts.roles import Capability, Role, capabilities

if TYPE_CHECKING:
    from tandem.accounts.models import Membership, Organization


@dataclass(frozen=True)
class Actor:
    user_id: int | None
    name: str
    organization_id: int
    organization_slug: str
    roles: frozenset[Role]
    capabilities: frozenset[Capability]

    def can(self, capability: Capability) -> bool:
        return capability in self.capabilities

    @classmethod
    def member(cls, membership: Membership) -> Actor:
        return cls(
            user_id=membership.user_id,
            name=membership.user.get_full_name(),
            organization_id=membership.organization_id,
            organization_slug=membership.organization.slug,
            roles=frozenset(Role(role) for role in membership.roles),
            capabilities=capabilities(membership.roles),
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
