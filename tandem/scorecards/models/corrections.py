from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Organization
from tandem.core.fence import Fence, inside, own
from tandem.relationships.models import Relationship
from tandem.scorecards.models.runs import Run

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor


class Reason(models.TextChoices):
    """Why a supplier says that something should not count."""

    DATE_MOVED = "date_moved", _("The customer moved the date")
    FORCE_MAJEURE = "force_majeure", _("Force majeure")
    NOT_OURS = "not_ours", _("Not ours")
    RECEIVED = "received", _("Already received")
    OTHER = "other", _("Another reason")


class Disputable(models.Model):
    """A row of the facts that a KPI judged, or everything that the KPI judged on one card where `number` is empty.

    `subject` is what is in dispute about it (`lake.set_aside.subject_of`); `facts` are the row as it was shown.
    """

    kpi = models.SlugField(_("KPI"), max_length=60)
    subject = models.CharField(max_length=60)
    source = models.CharField(_("source system"), max_length=60, blank=True)
    number = models.CharField(_("number"), max_length=200, blank=True)
    line = models.CharField(_("line"), max_length=120, blank=True)
    schedule_line = models.CharField(max_length=120, blank=True)
    facts = models.JSONField(default=dict)
    reason = models.CharField(_("reason"), max_length=16, choices=Reason)

    class Meta:
        abstract = True

    @property
    def is_whole(self) -> bool:
        """Not a single line, but a criterion as a whole."""
        return not self.number

    @property
    def said(self) -> str:
        """Its number as people write it: 4500012 / 10."""
        parts = [self.number, self.line]
        if self.schedule_line not in ("", "1"):
            parts.append(self.schedule_line)
        return " / ".join(part for part in parts if part)


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def visible_to(self, actor: Actor) -> CorrectionQuerySet:
        """Both ends see what was set aside."""
        return self.filter(
            Q(relationship__customer=actor.organization_id) | Q(relationship__supplier=actor.organization_id)
        )

    def newest(self, customer_id: int) -> int:
        """The version that the customer's corrections stand at; 0 where there are none."""
        found: int | None = self.filter(customer=customer_id).aggregate(newest=Max("version"))["newest"]
        return found or 0

    def in_force(self, run: Run, until: int) -> CorrectionQuerySet:
        """Those that a card of the run leaves out, which was computed when corrections stood at `until`: what stood
        when the run was started, and what its own suppliers' objections have brought since."""
        known = Q(version__lte=run.corrections_version) & ~Q(number="")
        return self.filter(known | Q(run=run), customer=run.customer_id, version__lte=until)


class Correction(Disputable):
    """A dated decision that a row does not count against a supplier. The facts stay as the source wrote them.

    Each decision is a version of the customer's corrections, so that a card says with which of them it was computed.
    A criterion set aside as a whole is so on the cards of one run alone.
    """

    FENCE = Fence(reads=inside("relationship"), writes=own("customer"))

    customer = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="corrections")
    run = models.ForeignKey(Run, models.CASCADE, related_name="corrections")
    version = models.PositiveIntegerField(_("version"))
    why = models.TextField(_("reason of the decision"), blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["version", "pk"]
        indexes = [models.Index(fields=["customer", "version"])]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "relationship", "subject", "source", "number", "line", "schedule_line"],
                name="one_correction_a_line",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.relationship} · {self.said or self.kpi}"
