from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Organization
from tandem.core.fence import Fence, own
from tandem.relationships.models import Relationship

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor


class RecordFileQuerySet(models.QuerySet["RecordFile"]):
    def visible_to(self, actor: Actor) -> RecordFileQuerySet:
        return self.filter(supplier=actor.organization_id)


class RecordFile(models.Model):
    """A file of a supplier's own deliveries. Its cells are kept until its columns are settled and it is loaded."""

    class Status(models.TextChoices):
        UPLOADED = "uploaded", _("Columns to be checked")
        LOADED = "loaded", _("Loaded")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {Status.UPLOADED: {Status.LOADED}}

    supplier = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    # Whose rows they are where no column names the customer.
    relationship = models.ForeignKey(Relationship, models.CASCADE, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=200)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.UPLOADED)
    headers = models.JSONField(default=list)
    # [[row number, cell, cell, …], …]
    cells = models.JSONField(default=list)
    # {field: header}
    columns = models.JSONField(default=dict)
    loaded = models.PositiveIntegerField(default=0)
    # [{"row", "column", "value", "reason"}]: what was not taken, and why; `reason` is a code of `delivery_rows`.
    rejects = models.JSONField(default=list)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.CharField(max_length=120)

    objects = RecordFileQuerySet.as_manager()

    FENCE = Fence(own("supplier"))

    class Meta:
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("portal:record_file", args=[self.pk])


class OwnRecordQuerySet(models.QuerySet["OwnRecord"]):
    def visible_to(self, actor: Actor) -> OwnRecordQuerySet:
        """Nobody but the supplier itself."""
        return self.filter(supplier=actor.organization_id)


class OwnRecord(models.Model):
    """One delivery as the supplier recorded it. The latest file that names an order line speaks for it alone."""

    supplier = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="+")
    file = models.ForeignKey(RecordFile, models.CASCADE, related_name="records")
    row = models.PositiveIntegerField()
    document = models.CharField(_("order number"), max_length=120)
    line = models.CharField(_("order line"), max_length=60)
    delivered_on = models.DateField(_("delivered on"))
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=4)

    objects = OwnRecordQuerySet.as_manager()

    FENCE = Fence(own("supplier"))

    class Meta:
        ordering = ["document", "line", "delivered_on", "pk"]
        indexes = [models.Index(fields=["relationship", "document", "line"])]

    def __str__(self) -> str:
        return f"{self.document} / {self.line}"
