from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Organization, User
from tandem.core.fence import Fence, own
from tandem.relationships.models.relationships import Relationship, Stage

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor


class SupplierListQuerySet(models.QuerySet["SupplierList"]):
    def visible_to(self, actor: Actor) -> SupplierListQuerySet:
        return self.filter(customer=actor.organization_id)


class SupplierList(models.Model):
    """A file of suppliers on its way in: uploaded, its columns named, previewed row by row, loaded."""

    class Status(models.TextChoices):
        UPLOADED = "uploaded", _("Uploaded")
        CHECKED = "checked", _("Checked")
        LOADING = "loading", _("Loading")
        LOADED = "loaded", _("Loaded")
        DISCARDED = "discarded", _("Discarded")

    FENCE = Fence(own("customer"))

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.UPLOADED: {Status.CHECKED, Status.DISCARDED},
        Status.CHECKED: {Status.LOADING, Status.DISCARDED},
        Status.LOADING: {Status.LOADED},
    }

    customer = models.ForeignKey(Organization, models.CASCADE, related_name="supplier_lists")
    uploaded_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    file = models.FileField(upload_to="supplier-lists/%Y/%m/")
    name = models.CharField(_("file"), max_length=200)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.UPLOADED)
    # What each of our fields is called in the file: {"name": "供应商名称", "uscc": "统一社会信用代码"}.
    columns = models.JSONField(default=dict)
    source = models.CharField(_("source system"), max_length=60, blank=True)
    country = models.CharField(_("country where the row names none"), max_length=2, blank=True)
    stage = models.CharField(
        _("stage of new suppliers"), max_length=20, choices=Stage, default=Stage.REGISTERED
    )
    loaded_at = models.DateTimeField(null=True, blank=True)

    objects = SupplierListQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("relationships:import_preview", args=[self.pk])


class Outcome(models.TextChoices):
    """What the preview says of a row."""

    NEW = "new", _("New supplier")
    JOINED = "joined", _("Known to Tandem, new to you")
    KNOWN = "known", _("Known already")
    PROPOSED = "proposed", _("Perhaps known")
    REFUSED = "refused", _("Refused")


class Decision(models.TextChoices):
    """What a person says of a row that is perhaps known."""

    SAME = "same", _("The same company")
    NEW = "new", _("Another company")
    LEAVE = "leave", _("Leave the row out")


class SupplierListRow(models.Model):
    """One row of the file: what it says, what it means, and what became of it."""

    FENCE = Fence(own("supplier_list__customer"))

    supplier_list = models.ForeignKey(SupplierList, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()  # in the file, as a spreadsheet counts
    values = models.JSONField(default=dict)
    outcome = models.CharField(max_length=20, choices=Outcome)
    # Found or proposed: an own relationship, an organisation not yet a supplier, or an earlier row of the file.
    relationship = models.ForeignKey(Relationship, models.SET_NULL, null=True, blank=True, related_name="+")
    organization = models.ForeignKey(Organization, models.SET_NULL, null=True, blank=True, related_name="+")
    same_as_row = models.PositiveIntegerField(null=True, blank=True)
    found_by = models.CharField(max_length=20, blank=True)  # number, identifier, name
    likeness = models.FloatField(null=True, blank=True)
    problems = models.JSONField(default=list)  # [{"column": …, "value": …, "message": …}]
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    result = models.ForeignKey(Relationship, models.SET_NULL, null=True, blank=True, related_name="+")
    done = models.BooleanField(default=False)
    failure = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["supplier_list", "number"], name="one_row_a_number")]
        indexes = [
            models.Index(fields=["supplier_list", "outcome", "number"]),
            models.Index(
                fields=["supplier_list", "number"], condition=Q(done=False), name="rows_still_to_load"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supplier_list}: {self.number}"

    @property
    def undecided(self) -> bool:
        return self.outcome == Outcome.PROPOSED and not self.decision
