from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tandem.core.fence import Fence, inside
from tandem.relationships.models import Relationship

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, actor: Actor) -> ProjectQuerySet:
        """Both ends read a project whole."""
        ours = Q(relationship__customer=actor.organization_id)
        return self.filter(ours | Q(relationship__supplier=actor.organization_id))

    def of_customer(self, actor: Actor) -> ProjectQuerySet:
        return self.filter(relationship__customer=actor.organization_id)

    def of_supplier(self, actor: Actor) -> ProjectQuerySet:
        return self.filter(relationship__supplier=actor.organization_id)


class Project(models.Model):
    """Betterment by plan, do, check, act: one side proposes it with baseline and goal, the other agrees."""

    class Side(models.TextChoices):
        CUSTOMER = "customer", _("Customer")
        SUPPLIER = "supplier", _("Supplier")

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        RUNNING = "running", _("Under way")
        DONE = "done", _("Completed")
        DECLINED = "declined", _("Declined")
        STOPPED = "stopped", _("Stopped")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.PROPOSED: {Status.RUNNING, Status.DECLINED, Status.STOPPED},
        Status.RUNNING: {Status.DONE, Status.STOPPED},
    }

    FENCE = Fence(inside("relationship"))

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="improvement_projects")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PROPOSED)
    proposed_by = models.CharField(_("proposed by"), max_length=10, choices=Side)
    title = models.CharField(_("title"), max_length=160)
    why = models.TextField(_("why"), max_length=4000)
    kpi = models.SlugField(_("KPI"), max_length=60, blank=True)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    baseline = models.DecimalField(_("baseline"), max_digits=16, decimal_places=4, null=True, blank=True)
    goal = models.DecimalField(_("goal"), max_digits=16, decimal_places=4, null=True, blank=True)
    goal_text = models.CharField(_("goal in words"), max_length=300, blank=True)
    due_on = models.DateField(_("to be reached by"))
    saving = models.DecimalField(
        _("saving a year"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    supplier_share = models.DecimalField(
        _("the supplier’s share of it, in per cent"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    proposed_at = models.DateTimeField()
    proposed_by_name = models.CharField(max_length=120)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by_name = models.CharField(max_length=120, blank=True)
    # Why it was declined or stopped; what came of it once it is done.
    remark = models.TextField(max_length=2000, blank=True)
    reached = models.DecimalField(_("reached"), max_digits=16, decimal_places=4, null=True, blank=True)
    saved = models.DecimalField(
        _("saved a year"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        verbose_name = _("project")
        constraints = [
            models.CheckConstraint(
                condition=Q(goal__isnull=False) | ~Q(goal_text=""),
                name="a_project_has_its_goal",
                violation_error_message=_("Say what the goal is: a number, or words."),
            ),
            models.CheckConstraint(
                condition=Q(saving=None) | ~Q(currency=""),
                name="a_saving_has_its_currency",
                violation_error_message=_("Say in which currency the saving is."),
            ),
        ]
        indexes = [models.Index(fields=["relationship", "status"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The customer's page of it."""
        return reverse("improvement:project", args=[self.pk])

    @property
    def tone(self) -> str:
        return TONES[self.status]

    @property
    def is_over(self) -> bool:
        return self.status in (self.Status.DONE, self.Status.DECLINED, self.Status.STOPPED)

    @property
    def progress(self) -> float | None:
        """How much of the way from the baseline to the goal has been gone, between 0 and 1."""
        if self.reached is None or self.baseline is None or self.goal is None or self.goal == self.baseline:
            return None
        gone = (self.reached - self.baseline) / (self.goal - self.baseline)
        return float(min(max(gone, Decimal(0)), Decimal(1)))


TONES: dict[str, str] = {
    Project.Status.PROPOSED: "info",
    Project.Status.RUNNING: "warning",
    Project.Status.DONE: "good",
    Project.Status.DECLINED: "neutral",
    Project.Status.STOPPED: "neutral",
}


class ProjectStep(models.Model):
    """One step of a project: in which phase, who of which side, by when."""

    class Phase(models.TextChoices):
        PLAN = "plan", _("P: plan")
        DO = "do", _("D: do")
        CHECK = "check", _("C: check")
        ACT = "act", _("A: act")

    FENCE = Fence(inside("project"))

    project = models.ForeignKey(Project, models.CASCADE, related_name="steps")
    phase = models.CharField(_("phase"), max_length=6, choices=Phase, default=Phase.PLAN)
    text = models.CharField(_("step"), max_length=300)
    side = models.CharField(_("whose step"), max_length=10, choices=Project.Side)
    owner = models.CharField(_("who"), max_length=120, blank=True)
    due_on = models.DateField(_("by"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    result = models.CharField(_("what came of it"), max_length=300, blank=True)
    done_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.text

    def is_overdue(self, today: date) -> bool:
        return self.done_on is None and self.due_on < today
