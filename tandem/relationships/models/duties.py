from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Membership
from tandem.core.fence import Fence, own
from tandem.relationships.models.categories import Category


class CategoryDuty(models.Model):
    """A category that a member looks after; without one, every category there is and will be.

    Read with the member's grant (`accounts/actor.py`), where it bounds what a buyer may change.
    """

    FENCE = Fence(own("membership__organization"))

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="duties")
    category = models.ForeignKey(Category, models.CASCADE, null=True, blank=True, related_name="duties")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["membership", "category"], name="one_duty_a_category"),
            models.UniqueConstraint(
                fields=["membership"],
                condition=Q(category=None),
                name="every_category_once",
                violation_error_message=_(
                    "This member looks after every category already. Leave it so, or choose single ones."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership.user}: {self.category or '*'}"
