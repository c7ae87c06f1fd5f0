"""The approved supplier list: which supplier may deliver which category to which site, since when and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Site, User
from tandem.core import formats
from tandem.core.fence import Fence, inside, own
from tandem.onboarding.models.documents import Document
from tandem.relationships.models import Category, Relationship

if TYPE_CHECKING:
    from datetime import date

    from tandem.accounts.actor import Actor


class ApprovalQuerySet(models.QuerySet["Approval"]):
    def visible_to(self, actor: Actor) -> ApprovalQuerySet:
        """A customer's own list."""
        return self.filter(
            relationship__customer=actor.organization_id, relationship__merged_into__isnull=True
        )

    def served_by(self, actor: Actor) -> ApprovalQuerySet:
        """What its customers have approved the actor's organisation for."""
        return self.filter(
            relationship__supplier=actor.organization_id, relationship__merged_into__isnull=True
        )

    def in_force(self, on: date) -> ApprovalQuerySet:
        """Those whose days hold `on`, suspended ones as well."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on), starts_on__lte=on).exclude(
            status=Approval.Status.ENDED
        )


class Approval(models.Model):
    """One line of the list. The database keeps two of the same supplier, category and site from overlapping."""

    class Status(models.TextChoices):
        APPROVED = "approved", _("Approved")
        CONDITIONAL = "conditional", _("Approved with conditions")
        SUSPENDED = "suspended", pgettext_lazy("of an approval", "Suspended")
        ENDED = "ended", _("Ended")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.APPROVED: {Status.SUSPENDED, Status.ENDED},
        Status.CONDITIONAL: {Status.APPROVED, Status.SUSPENDED, Status.ENDED},
        Status.SUSPENDED: {Status.APPROVED, Status.CONDITIONAL, Status.ENDED},
    }

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="approvals")
    category = models.ForeignKey(
        Category, models.PROTECT, related_name="approvals", verbose_name=_("category")
    )
    # None: every site.
    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="approvals", verbose_name=_("site")
    )
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.APPROVED)
    starts_on = models.DateField(_("from"))
    # The first day on which it holds no longer; None: until it is ended.
    ends_on = models.DateField(_("until"), null=True, blank=True)
    reason = models.TextField(_("reason"))
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    decided_by_name = models.CharField(max_length=120)
    # When its status last changed.
    changed_at = models.DateTimeField()
    # The document whose lapse suspended it: the accepted renewal brings it back. Suspended by hand, it has none.
    suspended_for = models.ForeignKey(Document, models.SET_NULL, null=True, related_name="+")

    objects = ApprovalQuerySet.as_manager()

    FENCE = Fence(reads=inside("relationship"), writes=own("relationship__customer"))

    class Meta:
        ordering = ["relationship__supplier__name", "category__code", "pk"]
        indexes = [
            models.Index(fields=["relationship", "category"]),
            models.Index(fields=["status", "ends_on"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="an_approval_ends_after_it_begins",
                violation_error_message=_("The approval ends before it begins: look at its two dates."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.relationship}: {self.category} · {self.site_label}"

    def get_absolute_url(self) -> str:
        return reverse("onboarding:approval", args=[self.pk])

    @property
    def site_label(self) -> str:
        return str(self.site) if self.site else gettext("every site")

    def allows(self) -> bool:
        return self.status in (self.Status.APPROVED, self.Status.CONDITIONAL)


APPROVAL_TONES: dict[str, str] = {
    Approval.Status.APPROVED: "good",
    Approval.Status.CONDITIONAL: "warning",
    Approval.Status.SUSPENDED: "bad",
    Approval.Status.ENDED: "neutral",
}


class ApprovalCondition(models.Model):
    """What the supplier still has to do, by a day. Past it and not met, it is followed up; it stops no delivery."""

    # Days ahead at which both ends are reminded.
    STEPS = (14, 3)

    approval = models.ForeignKey(Approval, models.CASCADE, related_name="conditions")
    text = models.CharField(_("condition"), max_length=500)
    due_on = models.DateField(_("due"))
    met_at = models.DateTimeField(null=True, blank=True)
    met_by_name = models.CharField(max_length=120, blank=True)
    evidence = models.TextField(_("how it was met"), blank=True)
    # The step at which both ends were reminded last.
    reminded = models.PositiveSmallIntegerField(null=True, blank=True)
    # When both ends were told that its day has passed.
    followed_up_at = models.DateTimeField(null=True, blank=True)

    FENCE = Fence(reads=inside("approval"), writes=own("approval__relationship__customer"))

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.text

    def is_overdue(self, on: date) -> bool:
        return self.met_at is None and self.due_on < on


class ApprovalChange(models.Model):
    """The history of one approval, oldest first; both ends read it."""

    approval = models.ForeignKey(Approval, models.CASCADE, related_name="changes")
    at = models.DateTimeField()
    status = models.CharField(_("status"), max_length=12, choices=Approval.Status)
    reason = models.TextField(_("reason"), blank=True)
    by_name = models.CharField(max_length=120)
    # The document for which it came by itself; its sentence is made for each reader.
    document = models.ForeignKey(Document, models.SET_NULL, null=True, related_name="+")

    FENCE = Fence(reads=inside("approval"), writes=own("approval__relationship__customer"))

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["approval", "-at"])]

    def __str__(self) -> str:
        return f"{self.approval}: {self.get_status_display()}"

    @property
    def tone(self) -> str:
        return APPROVAL_TONES[self.status]

    @property
    def told(self) -> str:
        """Why, in the reader's language."""
        if self.reason or self.document is None:
            return self.reason
        if self.status != Approval.Status.SUSPENDED:
            return gettext("%(document)s was accepted.") % {"document": self.document}
        if self.document.valid_until is None:
            return gettext("%(document)s is accepted no longer.") % {"document": self.document}
        day = formats.day(self.document.valid_until, get_language() or "en")
        return gettext("%(document)s lapsed after %(day)s.") % {"document": self.document, "day": day}


class ApprovalRest(models.Model):
    """A document that an approval rests on: the one accepted last of its line of renewals."""

    approval = models.ForeignKey(Approval, models.CASCADE, related_name="rests")
    document = models.ForeignKey(Document, models.PROTECT, related_name="rests")

    FENCE = Fence(reads=inside("approval"), writes=own("approval__relationship__customer"))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["approval", "document"], name="an_approval_rests_once_on_a_document"
            )
        ]

    def __str__(self) -> str:
        return f"{self.approval} ← {self.document}"
