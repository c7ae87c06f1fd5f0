from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Organization, User
from tandem.core.fence import Fence, own
from tandem.relationships.models.relationships import Relationship

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor


class NoteQuerySet(models.QuerySet["Note"]):
    def visible_to(self, actor: Actor) -> NoteQuerySet:
        return self.filter(organization=actor.organization_id)


class Note(models.Model):
    """What one side writes down about a relationship; the other side never sees it."""

    FENCE = Fence(own("organization"))

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="notes")
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    author = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    text = models.TextField(_("note"))

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.text[:60]
