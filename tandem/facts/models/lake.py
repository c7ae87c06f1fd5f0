from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from tandem.accounts.models import Organization
from tandem.core.fence import Fence, own

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor


class LakeVersionQuerySet(models.QuerySet["LakeVersion"]):
    def visible_to(self, actor: Actor) -> LakeVersionQuerySet:
        return self.filter(customer=actor.organization_id)

    def newest(self, customer: Organization | int) -> LakeVersion | None:
        return self.filter(customer=customer).order_by("-number").first()


class LakeVersion(models.Model):
    """Which Delta versions make up a customer's lake, from one commit to the next.

    This row is the commit: it is written in one transaction with its batch's status, and readers open the
    versions it pins. What a killed import left in the tables is pinned by no row, so nobody reads it.
    """

    FENCE = Fence(own("customer"))

    customer = models.ForeignKey(Organization, models.CASCADE, related_name="lake_versions")
    number = models.PositiveIntegerField()
    tables = models.JSONField(default=dict)
    made_at = models.DateTimeField(auto_now_add=True)
    # A version that a scorecard run rests on is never vacuumed.
    pinned = models.BooleanField(default=False)

    objects = LakeVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["customer", "number"], name="one_lake_version_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.customer.slug} {self.number}"
