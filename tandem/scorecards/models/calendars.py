from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Organization
from tandem.core.fence import Fence, own
from tandem.scorecards.models.runs import Run

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor

MOST_DAYS = 60


class Grain(models.TextChoices):
    MONTH = "month", _("Every month")
    QUARTER = "quarter", _("Every quarter")
    YEAR = "year", _("Every year")


class ScheduleQuerySet(models.QuerySet["Schedule"]):
    def visible_to(self, actor: Actor) -> ScheduleQuerySet:
        return self.filter(customer=actor.organization_id)


class Schedule(models.Model):
    """When the runs of a template, by its name through all versions, open and close by themselves."""

    FENCE = Fence(own("customer"))

    customer = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    template_name = models.CharField(max_length=120)
    grain = models.CharField(_("How often"), max_length=7, choices=Grain, default=Grain.QUARTER)
    # The first period that it opens.
    first = models.CharField(_("First period"), max_length=10)
    opens_after = models.PositiveSmallIntegerField(
        _("Opens so many working days after the period’s end"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)],
    )
    input_days = models.PositiveSmallIntegerField(
        _("Working days for input"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)],
    )
    remind_before = models.PositiveSmallIntegerField(
        _("Reminds so many working days before it closes"),
        default=2,
        validators=[MaxValueValidator(MOST_DAYS)],
    )
    # Who is asked for input, by their roles.
    asked_roles = models.JSONField(_("Who is asked for input"), default=list)
    stopped_at = models.DateTimeField(null=True, blank=True)

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        ordering = ["template_name"]
        verbose_name = _("calendar")
        constraints = [
            models.UniqueConstraint(fields=["customer", "template_name"], name="one_calendar_a_template"),
        ]

    def __str__(self) -> str:
        return self.template_name


class OpenedPeriod(models.Model):
    """A period that a calendar has opened: what it asked, and when it was closed."""

    class Status(models.TextChoices):
        OPEN = "open", _("Open for input")
        CLOSED = "closed", _("Closed")

    FENCE = Fence(own("schedule__customer"))
    TRANSITIONS: ClassVar[dict[str, set[str]]] = {Status.OPEN: {Status.CLOSED}}

    schedule = models.ForeignKey(Schedule, models.CASCADE, related_name="opened")
    period = models.CharField(_("period"), max_length=10)
    run = models.ForeignKey(Run, models.SET_NULL, null=True, related_name="+")
    status = models.CharField(_("status"), max_length=6, choices=Status, default=Status.OPEN)
    opened_at = models.DateTimeField()
    remind_on = models.DateField()
    closes_on = models.DateField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by_name = models.CharField(max_length=120, blank=True)
    # Once the data check that the template asks for has been opened after it.
    handed_on_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["schedule", "period"], name="one_opening_a_period"),
        ]

    def __str__(self) -> str:
        return f"{self.schedule} · {self.period}"
