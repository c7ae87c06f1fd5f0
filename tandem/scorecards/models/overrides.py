from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import User
from tandem.core.fence import Fence, own
from tandem.relationships.models import Relationship
from tandem.scorecards.models.runs import Run
from tandem.scorecards.models.templates import PERCENT

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor


class OverrideQuerySet(models.QuerySet["Override"]):
    def visible_to(self, actor: Actor) -> OverrideQuerySet:
        """The customer's own. A supplier reads on its published card what was written for it."""
        return self.filter(run__customer=actor.organization_id)

    def standing(self) -> OverrideQuerySet:
        return self.filter(ended_at=None)


class Override(models.Model):
    """Points of one criterion on one card that a person put in the place of the computed ones (人工调整), which stay
    beside them. What is taken back, or falls after an objection, is kept as well.
    """

    class End(models.TextChoices):
        TAKEN_BACK = "taken_back", _("Taken back")
        FALLEN = "fallen", _("Fell after an objection")

    FENCE = Fence(own("run__customer"))

    run = models.ForeignKey(Run, models.CASCADE, related_name="overrides")
    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="+")
    site = models.CharField(_("site"), max_length=120, blank=True)
    criterion = models.SlugField(_("criterion"), max_length=60)
    points = models.DecimalField(_("points"), max_digits=5, decimal_places=2, validators=PERCENT)
    # As it was when somebody put other points in their place.
    computed = models.DecimalField(_("computed points"), max_digits=7, decimal_places=4)
    why = models.TextField(_("reason"), max_length=2000)
    told = models.TextField(_("reason for the supplier"), max_length=2000)
    reference = models.CharField(_("where the evidence is"), max_length=300, blank=True)
    path = models.CharField(max_length=250, blank=True)
    file_name = models.CharField(_("file"), max_length=200, blank=True)
    media_type = models.CharField(max_length=60, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)
    made_by_user = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=120, blank=True)
    end = models.CharField(_("how it ended"), max_length=10, choices=End, blank=True)

    objects = OverrideQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "relationship", "site", "criterion"],
                condition=Q(ended_at=None),
                name="one_standing_override_a_criterion",
                violation_error_message=_("Its points are adjusted already. Take that back first."),
            ),
            models.CheckConstraint(
                condition=Q(points__gte=0, points__lte=100),
                name="overridden_points_are_of_100",
                violation_error_message=_("Give points from 0 to 100."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.relationship} · {self.criterion}: {self.points}"
