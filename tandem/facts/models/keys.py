from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Organization
from tandem.core.fence import Fence, own
from tandem.facts.models.batches import Batch
from tandem.relationships.models import SupplierNumber

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor


class SupplierKeyQuerySet(models.QuerySet["SupplierKey"]):
    def visible_to(self, actor: Actor) -> SupplierKeyQuerySet:
        return self.filter(customer=actor.organization_id)

    def unmatched(self) -> SupplierKeyQuerySet:
        """Those that mean no supplier yet and are not internal: their rows wait."""
        meaning = SupplierNumber.objects.in_force().filter(
            customer=OuterRef("customer"), source=OuterRef("source"), key=OuterRef("key")
        )
        return self.filter(~Exists(meaning))

    def search(self, words: str) -> SupplierKeyQuerySet:
        found = self
        for word in words.split():
            found = found.filter(Q(key__icontains=word) | Q(name__icontains=word))
        return found


class SupplierKey(models.Model):
    """A supplier number as the files of one source use it, with what they say of its bearer."""

    FENCE = Fence(own("customer"))

    customer = models.ForeignKey(Organization, models.CASCADE, related_name="supplier_keys")
    source = models.CharField(_("source system"), max_length=60)
    key = models.CharField(_("supplier number"), max_length=250)
    name = models.CharField(_("name in the source"), max_length=250, blank=True)
    identifier = models.CharField(_("identifier"), max_length=60, blank=True)
    country = models.CharField(_("country"), max_length=60, blank=True)
    rows = models.PositiveIntegerField(_("rows in the latest file"))
    batch = models.ForeignKey(Batch, models.CASCADE, related_name="+")

    objects = SupplierKeyQuerySet.as_manager()

    class Meta:
        ordering = ["-rows", "source", "key"]
        constraints = [
            models.UniqueConstraint(fields=["customer", "source", "key"], name="one_row_a_supplier_key")
        ]
        indexes = [models.Index(fields=["customer", "-rows"])]

    def __str__(self) -> str:
        return f"{self.source} {self.key}"

    @property
    def shown_name(self) -> str:
        return self.name or self.key
