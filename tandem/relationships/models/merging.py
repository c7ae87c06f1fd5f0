"""Two records of one company: proposed to be merged by one person, decided by another."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Organization, User
from tandem.core.fence import Fence, own
from tandem.relationships.models.relationships import Relationship

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor


class MergeQuerySet(models.QuerySet["Merge"]):
    def visible_to(self, actor: Actor) -> MergeQuerySet:
        return self.filter(organization=actor.organization_id)

    def waiting(self) -> MergeQuerySet:
        return self.filter(status=Merge.Status.PROPOSED)


class Merge(models.Model):
    """`gone` becomes part of `kept`.

    With relationships it is a customer's: two of its suppliers are one. Without, it is a supplier's own: the two
    organisations for which the same people act are one, and all their customers' relationships come together.
    """

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Waiting for a decision")
        DONE = "done", _("Merged")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.PROPOSED: {Status.DONE, Status.REFUSED, Status.WITHDRAWN},
    }
    FENCE = Fence(own("organization"))

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    kept = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    gone = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    kept_relationship = models.ForeignKey(Relationship, models.PROTECT, null=True, related_name="+")
    gone_relationship = models.ForeignKey(Relationship, models.PROTECT, null=True, related_name="+")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PROPOSED)
    reason = models.TextField(_("reason"))
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    proposed_by_name = models.CharField(max_length=120)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=120, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    # What moved, by kind, as text: [["supplier_numbers", ["sap 100"]], …]
    moved = models.JSONField(default=list)

    objects = MergeQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kept=F("gone")),
                name="nobody_is_merged_with_itself",
                violation_error_message=_("This is the same organisation already: choose another."),
            ),
            models.UniqueConstraint(
                fields=["organization", "gone"],
                condition=Q(status="proposed"),
                name="one_proposal_to_merge_at_a_time",
                violation_error_message=_("This has been proposed already and waits for a decision."),
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(gone)s into %(kept)s") % {"gone": self.gone, "kept": self.kept}

    def get_absolute_url(self) -> str:
        return reverse("merging:merge", args=[self.pk])
