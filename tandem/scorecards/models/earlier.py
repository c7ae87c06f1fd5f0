from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tandem.core.fence import Fence, own, where
from tandem.relationships.models import Relationship
from tandem.scorecards.models.cards import Card, Found
from tandem.scorecards.models.objections import Objection
from tandem.scorecards.models.runs import Run

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor

SHOWN_TO_US = (
    "(t.shown AND EXISTS (SELECT 1 FROM relationships_relationship s"
    " WHERE s.id = t.relationship_id AND s.supplier_id = (SELECT tandem_organization())))"
)


class EarlierCardQuerySet(models.QuerySet["EarlierCard"]):
    def visible_to(self, actor: Actor) -> EarlierCardQuerySet:
        """The customer's own, and of its supplier's those that had been published."""
        own = Q(run__customer=actor.organization_id)
        return self.filter(own | Q(relationship__supplier=actor.organization_id, shown=True))

    def of(self, card: Card) -> EarlierCardQuerySet:
        return self.filter(run=card.run_id, relationship=card.relationship_id, site=card.site)


class EarlierCard(Found):
    """A version of a card that another has replaced; it stays readable as it was."""

    FENCE = Fence(reads=where(SHOWN_TO_US), writes=own("run__customer"))

    run = models.ForeignKey(Run, models.CASCADE, related_name="earlier_cards")
    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="earlier_cards")
    # Whether the supplier had been shown it: what was computed again before publication stays the customer's own.
    shown = models.BooleanField()
    replaced_at = models.DateTimeField()
    # Whose objection it was computed again for.
    objection = models.ForeignKey(
        Objection, models.SET_NULL, null=True, related_name="+", verbose_name=_("objection")
    )

    objects = EarlierCardQuerySet.as_manager()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "relationship", "site", "version"], name="one_earlier_card_a_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.relationship} · {self.run.period} · {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("scorecards:earlier_card", args=[self.pk])

    def as_card(self) -> Card:
        """The same as a card that is never saved: to be explained as any other."""
        found = {field.name: getattr(self, field.name) for field in Found._meta.get_fields()}
        return Card(run=self.run, relationship=self.relationship, **found)
