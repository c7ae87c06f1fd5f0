from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tandem.accounts.actor import day_of, holds_at
from tandem.accounts.models.people import Membership
from tandem.core.fence import Fence, own

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def of_the_organization(self, actor: Actor) -> DelegationQuerySet:
        return self.filter(giver__organization=actor.organization_id)

    def of_the_person(self, actor: Actor) -> DelegationQuerySet:
        """Given by the actor, or taken."""
        return self.of_the_organization(actor).filter(
            Q(giver__user=actor.user_id) | Q(taker__user=actor.user_id)
        )

    def in_force(self, now: datetime) -> DelegationQuerySet:
        day = day_of(now)
        return self.filter(
            Q(ended_at=None) | Q(ended_at__gt=now),
            begins_on__lte=day,
            ends_on__gt=day,
        )

    def not_over(self, now: datetime) -> DelegationQuerySet:
        """In force, or still to come."""
        return self.filter(ended_at=None, ends_on__gt=day_of(now))


class Delegation(models.Model):
    """What a member's roles allow, handed to a colleague from the first day until the last, which is not included.

    It ends by itself with either membership. Days are those of the installation's time zone.
    """

    FENCE = Fence(own("giver__organization"))

    giver = models.ForeignKey(Membership, models.CASCADE, related_name="delegations_given")
    taker = models.ForeignKey(Membership, models.CASCADE, related_name="delegations_taken")
    begins_on = models.DateField()
    ends_on = models.DateField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_name = models.CharField(max_length=120, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["-begins_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(giver=F("taker")),
                name="nobody_stands_in_for_themselves",
                violation_error_message=_("Nobody stands in for themselves: choose a colleague."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("begins_on")),
                name="a_delegation_lasts_a_day",
                violation_error_message=_("The day you are back comes after the first day of your leave."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver.user} → {self.taker.user}"

    def holds_at(self, at: datetime) -> bool:
        return holds_at(at, self.begins_on, self.ends_on, self.ended_at)

    def is_over(self, now: datetime) -> bool:
        return self.ended_at is not None or self.ends_on <= day_of(now)
