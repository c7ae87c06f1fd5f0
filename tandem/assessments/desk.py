"""Whose word about which supplier is being read or written."""

from dataclasses import dataclass

from tandem.accounts.models import Organization
from tandem.relationships.models import Relationship


@dataclass(frozen=True)
class Desk:
    """`kept_by` is the organisation whose word it is. `relationship` is the customer's with the supplier, None where
    the supplier itself is at its own desk."""

    supplier: Organization
    kept_by: int
    relationship: Relationship | None = None

    @property
    def own(self) -> bool:
        """The supplier speaks of itself."""
        return self.kept_by == self.supplier.pk
