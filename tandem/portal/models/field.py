from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from tandem.core.fence import Fence, own, where
from tandem.scorecards.models import Run

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor


class FieldQuerySet(models.QuerySet["Field"]):
    def visible_to(self, actor: Actor) -> FieldQuerySet:
        """Those who were scored in the run, once it is published, and the customer."""
        published = models.Q(
            run__status=Run.Status.PUBLISHED, run__cards__relationship__supplier=actor.organization_id
        )
        return self.filter(models.Q(run__customer=actor.organization_id) | published).distinct()


class Field(models.Model):
    """The anonymous field of one published run: quartiles of the score and of each criterion's points, no names.

    What may not be shown to anybody (see `portal/field.py`) is not kept either.
    """

    run = models.OneToOneField(Run, models.CASCADE, related_name="field")
    # Quartiles of the score; empty where there are too few.
    score = models.JSONField(default=dict)
    # {criterion: quartiles of its points}
    criteria = models.JSONField(default=dict)

    objects = FieldQuerySet.as_manager()

    # The cards' own fence decides: a supplier meets its published one alone.
    FENCE = Fence(
        reads=where("EXISTS (SELECT 1 FROM scorecards_card c WHERE c.run_id = t.run_id)"),
        writes=own("run__customer"),
    )

    def __str__(self) -> str:
        return str(self.run)
