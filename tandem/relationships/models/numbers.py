"""Which supplier a source's own number means: versioned, so that a past measure can be made again.

Fact rows keep (source, supplier key) for ever. A row here says what that key means from one version of the
customer's numbering on: a relationship, or `internal` (the customer's own warehouse, say).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Organization
from tandem.core.fence import Fence, own
from tandem.relationships.models.relationships import Relationship

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor


class NumberingVersion(models.Model):
    """Counts the changes of a customer's numbering; one row a customer, locked while it changes."""

    FENCE = Fence(own("customer"))

    customer = models.OneToOneField(Organization, models.CASCADE, related_name="numbering", primary_key=True)
    number = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.customer}: {self.number}"


class SupplierNumberQuerySet(models.QuerySet["SupplierNumber"]):
    def visible_to(self, actor: Actor) -> SupplierNumberQuerySet:
        return self.filter(customer=actor.organization_id)

    def in_force(self, version: int | None = None) -> SupplierNumberQuerySet:
        """The numbers that held at `version` of the customer's numbering (None: now)."""
        if version is None:
            return self.filter(until_version=None)
        begun = Q(since_version__lte=version)
        not_over = Q(until_version=None) | Q(until_version__gt=version)
        return self.filter(begun & not_over)


class SupplierNumber(models.Model):
    FENCE = Fence(own("customer"))

    customer = models.ForeignKey(Organization, models.CASCADE, related_name="supplier_numbers")
    relationship = models.ForeignKey(
        Relationship, models.PROTECT, null=True, blank=True, related_name="numbers"
    )
    source = models.CharField(_("source system"), max_length=60)
    # "company code/number" where the source has company codes, else the number (or name) alone.
    key = models.CharField(_("supplier number"), max_length=250)
    name = models.CharField(_("name in the source"), max_length=250, blank=True)
    internal = models.BooleanField(_("internal, no supplier"), default=False)
    since_version = models.PositiveIntegerField()
    until_version = models.PositiveIntegerField(null=True, blank=True)

    objects = SupplierNumberQuerySet.as_manager()

    class Meta:
        ordering = ["source", "key", "since_version"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "source", "key"],
                condition=Q(until_version=None),
                name="one_meaning_a_number_now",
                violation_error_message=_(
                    "This number means a supplier already, or is internal. End that meaning first."
                ),
            ),
            models.CheckConstraint(
                condition=Q(relationship=None, internal=True) | Q(relationship__isnull=False, internal=False),
                name="a_number_means_a_supplier_or_is_internal",
                violation_error_message=_("A number means a supplier or is internal: choose one of the two."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.key}"


class Alias(models.Model):
    """A name under which a supplier has been met, remembered for the next file."""

    FENCE = Fence(own("customer"))

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="aliases")
    customer = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    name = models.CharField(max_length=250)
    normalized = models.CharField(max_length=250)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["customer", "normalized"], name="one_bearer_of_an_alias")
        ]

    def __str__(self) -> str:
        return self.name
