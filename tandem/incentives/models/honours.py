from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tandem.core.fence import Fence, own, where
from tandem.incentives.models.consequences import Consequence
from tandem.relationships.models import Relationship

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor

OURS = (
    "EXISTS (SELECT 1 FROM relationships_relationship s"
    " WHERE s.id = t.relationship_id AND s.supplier_id = (SELECT tandem_organization()))"
)


class HonourQuerySet(models.QuerySet["Honour"]):
    def visible_to(self, actor: Actor) -> HonourQuerySet:
        us = actor.organization_id
        return self.filter(Q(relationship__customer=us) | Q(relationship__supplier=us))

    def given_by(self, actor: Actor) -> HonourQuerySet:
        return self.filter(relationship__customer=actor.organization_id)

    def held_by(self, actor: Actor) -> HonourQuerySet:
        return self.filter(relationship__supplier=actor.organization_id)


class Honour(models.Model):
    """An award, certificate or commendation that both sides may show. Its code lets anyone verify the certificate; one
    taken back is found under its code as taken back."""

    FENCE = Fence(reads=own("relationship__customer") | where(OURS), writes=own("relationship__customer"))

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="honours")
    consequence = models.OneToOneField(Consequence, models.CASCADE, related_name="honour")
    title = models.CharField(max_length=160)
    title_local = models.CharField(max_length=160, blank=True)
    reason = models.TextField(max_length=4000, blank=True)
    year = models.PositiveSmallIntegerField(_("year"))
    given_on = models.DateField(_("given on"))
    code = models.CharField(max_length=14, unique=True)
    revoked_on = models.DateField(null=True, blank=True)

    objects = HonourQuerySet.as_manager()

    class Meta:
        ordering = ["-given_on", "-pk"]
        verbose_name = _("honour")

    def __str__(self) -> str:
        chinese = (get_language() or "").startswith("zh")
        return (self.title_local if chinese else "") or self.title
