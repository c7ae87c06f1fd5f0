from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Organization
from tandem.core.fence import Fence, own
from tandem.facts.models.batches import Fact

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor


class SavedMappingQuerySet(models.QuerySet["SavedMapping"]):
    def visible_to(self, actor: Actor) -> SavedMappingQuerySet:
        return self.filter(customer=actor.organization_id)


class SavedMapping(models.Model):
    """How one source's columns become a fact's: the TOML text of `facts.mapping`, the newest version in force."""

    FENCE = Fence(own("customer"))

    customer = models.ForeignKey(Organization, models.CASCADE, related_name="mappings")
    source = models.CharField(_("source system"), max_length=60)
    fact = models.CharField(_("kind of facts"), max_length=20, choices=Fact)
    version = models.PositiveIntegerField()
    text = models.TextField(_("mapping"))
    saved_at = models.DateTimeField(auto_now_add=True)

    objects = SavedMappingQuerySet.as_manager()

    class Meta:
        ordering = ["source", "fact", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "source", "fact", "version"], name="one_mapping_a_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.fact} {self.version}"
