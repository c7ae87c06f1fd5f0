from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Organization, User
from tandem.core.fence import Fence, own
from tandem.onboarding.models.screening_lists import ListedEntry
from tandem.relationships.models import Relationship

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor


class MatchQuerySet(models.QuerySet["ScreeningMatch"]):
    def visible_to(self, actor: Actor) -> MatchQuerySet:
        """The customer's own; the supplier never learns that it was compared."""
        return self.filter(relationship__customer=actor.organization_id)


class Status(models.TextChoices):
    OPEN = "open", _("To decide")
    CONFIRMED = "confirmed", _("Confirmed")
    REJECTED = "rejected", _("No match")
    LAPSED = "lapsed", _("Lapsed")


class Country(models.TextChoices):
    SAME = "same", _("The same country")
    OTHER = "other", _("Another country")
    UNKNOWN = "unknown", _("The list gives no country")


STATUS_TONES: dict[str, str] = {
    Status.OPEN: "warning",
    Status.CONFIRMED: "bad",
    Status.REJECTED: "good",
    Status.LAPSED: "neutral",
}


class ScreeningMatch(models.Model):
    """A supplier that may be a listed company; a person decides. Both sides stand here as they were compared."""

    FENCE = Fence(own("relationship__customer"))
    Status = Status

    # A decision may be mended, with a new reason. What neither side bears out any more lapses undecided.
    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.OPEN: {Status.CONFIRMED, Status.REJECTED},
        Status.CONFIRMED: {Status.REJECTED},
        Status.REJECTED: {Status.CONFIRMED},
    }

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="screening_matches")
    entry = models.ForeignKey(ListedEntry, models.PROTECT, related_name="+")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    score = models.DecimalField(max_digits=4, decimal_places=1)
    supplier_name = models.CharField(max_length=500)
    listed_name = models.CharField(max_length=500)
    country = models.CharField(max_length=10, choices=Country)
    supplier_digest = models.CharField(max_length=64)
    entry_digest = models.CharField(max_length=64)
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    decided_by_name = models.CharField(max_length=120, blank=True)
    reason = models.TextField(blank=True)

    objects = MatchQuerySet.as_manager()

    class Meta:
        ordering = ["-score", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["relationship", "entry"],
                condition=Q(status="open"),
                name="one_open_match_a_pair",
                violation_error_message=_("This match waits for a decision already. Decide that one."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.supplier_name} · {self.listed_name}"

    def get_absolute_url(self) -> str:
        return reverse("onboarding:screening_match", args=[self.pk])

    @property
    def tone(self) -> str:
        return STATUS_TONES[self.status]


class ScreeningQuerySet(models.QuerySet["Screening"]):
    def visible_to(self, actor: Actor) -> ScreeningQuerySet:
        return self.filter(customer=actor.organization_id)


class Screening(models.Model):
    """That a customer's suppliers, or those that had changed, were compared with the lists, and what was new."""

    FENCE = Fence(own("customer"))

    customer = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    whole = models.BooleanField()
    at = models.DateTimeField()
    suppliers = models.PositiveIntegerField()
    listed = models.PositiveIntegerField()
    found = models.PositiveIntegerField()
    # {"ofac": 3, "un": 1}: which version of each list.
    versions = models.JSONField(default=dict)

    objects = ScreeningQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.customer}: {self.found}"


class ScreenedSupplier(models.Model):
    """When a supplier was last compared, and with what; `due_since` while a change of it waits to be compared."""

    FENCE = Fence(own("relationship__customer"))

    relationship = models.OneToOneField(
        Relationship, models.CASCADE, related_name="screened", primary_key=True
    )
    at = models.DateTimeField(null=True)
    due_since = models.DateTimeField(null=True)
    listed = models.PositiveIntegerField(default=0)
    versions = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["relationship"], condition=Q(due_since__isnull=False), name="screening_due")
        ]

    def __str__(self) -> str:
        return str(self.relationship)
