from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Organization
from tandem.core.fence import Fence, own
from tandem.scorecards.models.runs import Run
from tandem.scorecards.models.templates import Template


class Trial(models.Model):
    """A template's latest back-test, worked at in the background. It goes when the template changes."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    FENCE = Fence(own("customer"))

    customer = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    template = models.OneToOneField(Template, models.CASCADE, related_name="trial")
    run = models.ForeignKey(Run, models.CASCADE, related_name="+")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True)
    # What `back_tests.to_json` makes of it, once it is done.
    found = models.JSONField(default=dict)
    started_by = models.CharField(max_length=120)
    finished_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.template} · {self.run}"

    @property
    def under_way(self) -> bool:
        return self.status in (self.Status.WAITING, self.Status.RUNNING)
