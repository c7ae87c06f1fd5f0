from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Organization
from tandem.core.fence import Fence, own

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor


class ReportFormQuerySet(models.QuerySet["ReportForm"]):
    def visible_to(self, actor: Actor) -> ReportFormQuerySet:
        return self.filter(customer=actor.organization_id)


class ReportForm(models.Model):
    """A customer's own 8D form as an Excel file, and in which cells of it each field stands."""

    FENCE = Fence(own("customer"))

    customer = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=120)
    path = models.CharField(max_length=200)
    file_name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    # {field: [[sheet, cell], …]} of `report_forms.known()`.
    fields = models.JSONField(default=dict)
    kept_at = models.DateTimeField()
    kept_by_name = models.CharField(max_length=120)

    objects = ReportFormQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["customer", "name"], name="one_report_form_a_name")]

    def __str__(self) -> str:
        return self.name
