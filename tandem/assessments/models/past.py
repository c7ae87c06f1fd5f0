"""How the figures of a supplier's capacity and quality system stood, day by day on which somebody changed them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tandem.assessments.models.kept import CAPACITY, QUALITY_SYSTEM, Kept, fence


class Past(Kept):
    """Of the end of a day: `figures` by the keys of the evaluation, null where nothing was known. Written by the action
    that changes an entry, and never by hand."""

    on = models.DateField(_("day"))
    figures = models.JSONField(default=dict)

    class Meta(Kept.Meta):
        abstract = True
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["supplier", "kept_by", "on"], name="one_%(class)s_a_day")
        ]

    def __str__(self) -> str:
        return self.on.isoformat()


class CapacityPast(Past):
    SUBJECT = CAPACITY
    FENCE = fence(CAPACITY)


class QualityPast(Past):
    SUBJECT = QUALITY_SYSTEM
    FENCE = fence(QUALITY_SYSTEM)
