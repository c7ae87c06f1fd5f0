from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Organization, User
from tandem.core.fence import Fence, own
from tandem.facts.models.lake import LakeVersion

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor


class Fact(models.TextChoices):
    ORDER_LINES = "order_lines", _("Order lines")
    RECEIPTS = "receipts", _("Receipts")
    DELIVERIES = "deliveries", _("Deliveries (order and receipt in one row)")
    QUALITY_EVENTS = "quality_events", _("Quality events")
    INVOICES = "invoices", _("Invoices")


class BatchStatus(models.TextChoices):
    UPLOADED = "uploaded", _("Uploaded")
    QUEUED = "queued", _("Waiting to be loaded")
    LOADING = "loading", _("Being loaded")
    LOADED = "loaded", _("Loaded")
    REFUSED = "refused", _("Nothing loaded: rows were rejected")
    FAILED = "failed", _("Interrupted")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    DISCARDED = "discarded", _("Discarded")


class BatchQuerySet(models.QuerySet["Batch"]):
    def visible_to(self, actor: Actor) -> BatchQuerySet:
        return self.filter(customer=actor.organization_id)

    def in_force(self) -> BatchQuerySet:
        return self.filter(status=BatchStatus.LOADED)


class Batch(models.Model):
    """One file of facts on its way into the lake. Its number orders what is latest: the higher wins."""

    Status = BatchStatus
    FENCE = Fence(own("customer"))

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        BatchStatus.UPLOADED: {BatchStatus.QUEUED, BatchStatus.LOADING, BatchStatus.DISCARDED},
        BatchStatus.QUEUED: {BatchStatus.LOADING},
        BatchStatus.LOADING: {BatchStatus.LOADED, BatchStatus.REFUSED, BatchStatus.FAILED},
        BatchStatus.FAILED: {BatchStatus.QUEUED, BatchStatus.LOADING, BatchStatus.DISCARDED},
        BatchStatus.REFUSED: {BatchStatus.QUEUED, BatchStatus.LOADING, BatchStatus.DISCARDED},
        BatchStatus.LOADED: {BatchStatus.WITHDRAWN},
    }

    customer = models.ForeignKey(Organization, models.CASCADE, related_name="batches")
    number = models.PositiveIntegerField()
    fact = models.CharField(_("kind of facts"), max_length=20, choices=Fact)
    source = models.CharField(_("source system"), max_length=60)
    file_name = models.CharField(_("file"), max_length=250)
    sha256 = models.CharField(max_length=64)
    # Where the uploaded file and the rejects are kept, below the files' folder.
    file_path = models.CharField(max_length=250, blank=True)
    rejects_path = models.CharField(max_length=250, blank=True)
    mapping = models.TextField(_("mapping"), blank=True)
    status = models.CharField(_("status"), max_length=10, choices=BatchStatus, default=BatchStatus.UPLOADED)
    failure = models.TextField(blank=True)
    progress = models.PositiveSmallIntegerField(default=0)
    read = models.PositiveIntegerField(default=0)
    loaded = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    unmatched = models.PositiveIntegerField(default=0)
    # Rows, quantity and value by month, site and currency, to be held against the ERP's own totals.
    totals = models.JSONField(default=list)
    lake_version = models.ForeignKey(LakeVersion, models.PROTECT, null=True, related_name="+")
    started_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    started_by_name = models.CharField(max_length=120)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("batch")
        constraints = [models.UniqueConstraint(fields=["customer", "number"], name="one_batch_a_number")]
        indexes = [models.Index(fields=["customer", "status"])]

    def __str__(self) -> str:
        return f"{self.number} · {self.file_name}"

    def get_absolute_url(self) -> str:
        return reverse("facts:batch", args=[self.number])

    @property
    def under_way(self) -> bool:
        return self.status in (BatchStatus.QUEUED, BatchStatus.LOADING)

    @property
    def open(self) -> bool:
        """Whether its mapping may still change and it may be loaded."""
        return self.status in (BatchStatus.UPLOADED, BatchStatus.REFUSED, BatchStatus.FAILED)
