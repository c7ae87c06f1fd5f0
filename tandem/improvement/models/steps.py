from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tandem.core.fence import Fence, inside, own
from tandem.improvement.disciplines import BY_CODE, CODES, Discipline
from tandem.improvement.models.cases import Case

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor


class Step(models.Model):
    """One discipline of a case. What the supplier is writing is its `Draft`; what the customer reads are `HandIn`s."""

    class Status(models.TextChoices):
        OPEN = "open", _("To be filled in")
        HANDED_IN = "handed_in", _("With the customer")
        RETURNED = "returned", _("Returned")
        ACCEPTED = "accepted", _("Accepted")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.OPEN: {Status.HANDED_IN},
        Status.HANDED_IN: {Status.RETURNED, Status.ACCEPTED},
        Status.RETURNED: {Status.HANDED_IN},
        # When a case is opened again.
        Status.ACCEPTED: {Status.OPEN},
    }

    FENCE = Fence(inside("case"))

    case = models.ForeignKey(Case, models.CASCADE, related_name="steps")
    code = models.CharField(_("step"), max_length=2, choices=[(code, code) for code in CODES])
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    due_at = models.DateTimeField(_("due"))

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["case", "code"], name="one_step_a_discipline")]
        indexes = [models.Index(fields=["status", "due_at"])]

    def __str__(self) -> str:
        return f"{self.case.label} {self.code}"

    @property
    def discipline(self) -> Discipline:
        return BY_CODE[self.code]

    @property
    def is_waiting(self) -> bool:
        """It is the supplier's turn."""
        return self.status in WAITING

    def is_overdue(self, now: datetime) -> bool:
        return self.is_waiting and self.due_at < now

    @property
    def tone(self) -> str:
        return TONES[self.status]


WAITING = (Step.Status.OPEN, Step.Status.RETURNED)
TONES: dict[str, str] = {
    Step.Status.OPEN: "neutral",
    Step.Status.HANDED_IN: "info",
    Step.Status.RETURNED: "warning",
    Step.Status.ACCEPTED: "good",
}


class Draft(models.Model):
    """What the supplier has written of a step and not handed in yet: its own alone."""

    FENCE = Fence(own("step__case__relationship__supplier"))

    step = models.OneToOneField(Step, models.CASCADE, related_name="draft")
    content = models.JSONField(default=dict)
    saved_at = models.DateTimeField()
    saved_by_name = models.CharField(max_length=120)

    def __str__(self) -> str:
        return str(self.step)


class HandIn(models.Model):
    """One version of a step as it was handed in, with what the customer said of it. None is ever changed."""

    FENCE = Fence(inside("step"))

    step = models.ForeignKey(Step, models.CASCADE, related_name="hand_ins")
    version = models.PositiveSmallIntegerField()
    content = models.JSONField()
    handed_in_at = models.DateTimeField()
    handed_in_by_name = models.CharField(max_length=120)
    # The customer entered what the supplier sent it in a file.
    on_behalf = models.BooleanField(default=False)
    accepted = models.BooleanField(null=True)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["step", "version"], name="one_hand_in_a_version"),
            models.CheckConstraint(
                condition=Q(accepted=None) | Q(accepted=True) | ~Q(reason=""),
                name="a_step_is_returned_with_a_reason",
                violation_error_message=_("Say what is missing or wrong, so that the supplier can mend it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} v{self.version}"


class StepFileQuerySet(models.QuerySet["StepFile"]):
    def visible_to(self, actor: Actor) -> StepFileQuerySet:
        """The supplier's own; its customer's once they were handed in."""
        ours = Q(step__case__relationship__supplier=actor.organization_id)
        return self.filter(
            ours | Q(step__case__relationship__customer=actor.organization_id, hand_in__isnull=False)
        )


class StepFile(models.Model):
    """A photo or document behind a step. It goes to the customer with the next hand-in."""

    FENCE = Fence(reads=inside("hand_in"), writes=own("step__case__relationship__supplier"))

    step = models.ForeignKey(Step, models.CASCADE, related_name="files")
    hand_in = models.ForeignKey(HandIn, models.CASCADE, null=True, blank=True, related_name="files")
    path = models.CharField(max_length=200)
    file_name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    kept_at = models.DateTimeField()
    kept_by_name = models.CharField(max_length=120)

    objects = StepFileQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.file_name


class Action(models.Model):
    """A permanent action that both ends agreed on with D5: who at the supplier does it, and by when."""

    class Against(models.TextChoices):
        OCCURRENCE = "occurrence", _("occurrence")
        ESCAPE = "escape", _("escape")

    FENCE = Fence(inside("case"))

    case = models.ForeignKey(Case, models.CASCADE, related_name="actions")
    text = models.CharField(_("action"), max_length=300)
    against = models.CharField(_("against"), max_length=10, choices=Against, default=Against.OCCURRENCE)
    owner = models.CharField(_("who"), max_length=300)
    due_on = models.DateField(_("by"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.text

    def is_overdue(self, today: date) -> bool:
        return self.done_on is None and self.due_on < today
