from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tandem.core.fence import Fence, own
from tandem.improvement.models.cases import Case
from tandem.relationships.models import Relationship

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, actor: Actor) -> ProposalQuerySet:
        """The customer's alone: no supplier learns of another's case."""
        return self.filter(case__customer=actor.organization_id)


class Proposal(models.Model):
    """Read-across: where the cause of a case may sit too. A person opens a case there, or dismisses it."""

    class Where(models.TextChoices):
        SITE = "site", _("Another site")
        ITEM = "item", _("Another item")
        SUPPLIER = "supplier", _("Another supplier of the category")

    class Status(models.TextChoices):
        OPEN = "open", _("To be decided")
        TAKEN = "taken", _("Case opened")
        DISMISSED = "dismissed", _("Dismissed")

    FENCE = Fence(own("case__customer"))

    case = models.ForeignKey(Case, models.CASCADE, related_name="proposals")
    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="+")
    where = models.CharField(_("where"), max_length=10, choices=Where)
    # The site or item; empty for another supplier.
    detail = models.CharField(max_length=120, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    opened = models.ForeignKey(Case, models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=120, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["where", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "relationship", "where", "detail"], name="one_proposal_a_place"
            ),
            models.CheckConstraint(
                condition=~Q(status="dismissed") | ~Q(reason=""),
                name="dismissed_for_a_reason",
                violation_error_message=_("Say why the cause cannot sit there."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} → {self.detail or self.relationship}"
