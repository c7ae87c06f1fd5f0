"""What a supplier says of itself once, for all its customers, and what each customer has made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Organization
from tandem.core.fence import Fence, inside, own
from tandem.relationships.models import Consent, Relationship, shared_with

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor

Content = dict[str, Any]


class Passport(models.Model):
    """The draft: what its organisation has written down so far, for nobody else to see."""

    organization = models.OneToOneField(Organization, models.CASCADE, related_name="passport")
    draft = models.JSONField(default=dict)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by_name = models.CharField(max_length=120, blank=True)

    FENCE = Fence(own("organization"))

    def __str__(self) -> str:
        return str(self.organization)


class VersionQuerySet(models.QuerySet["PassportVersion"]):
    def visible_to(self, actor: Actor) -> VersionQuerySet:
        """One's own, and those of suppliers that share their passport."""
        sharing = Consent.objects.suppliers_sharing(actor, Consent.Subject.PASSPORT)
        return self.filter(Q(organization=actor.organization_id) | Q(organization__in=sharing))


class PassportVersion(models.Model):
    """The passport as it was published once: it never changes."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="passport_versions")
    number = models.PositiveIntegerField(_("version"))
    content = models.JSONField()
    published_at = models.DateTimeField()
    published_by_name = models.CharField(max_length=120)
    # What the supplier's people say to the change, read by its customers.
    note = models.CharField(_("what changed"), max_length=500, blank=True)

    objects = VersionQuerySet.as_manager()

    FENCE = Fence(reads=shared_with("organization_id", "passport"), writes=own("organization"))

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "number"], name="one_passport_version_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("onboarding_supplier:passport_version", args=[self.number])


class ProposalQuerySet(models.QuerySet["PassportProposal"]):
    def visible_to(self, actor: Actor) -> ProposalQuerySet:
        """The customer's: what it was shown, and what it accepted, which stays its own."""
        return self.filter(relationship__customer=actor.organization_id, relationship__merged_into=None)

    def made_by(self, actor: Actor) -> ProposalQuerySet:
        """The supplier's own, with what each customer said."""
        return self.filter(relationship__supplier=actor.organization_id, relationship__merged_into=None)

    def waiting(self) -> ProposalQuerySet:
        return self.filter(status=PassportProposal.Status.WAITING)

    def accepted(self) -> ProposalQuerySet:
        return self.filter(status=PassportProposal.Status.ACCEPTED)


class PassportProposal(models.Model):
    """One version put before one customer, with a copy of what it says: what was accepted stays the customer's own,
    whatever becomes of the consent. A proposal that was never accepted loses its copy when the consent ends."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting for the customer")
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Refused")
        REPLACED = "replaced", _("Replaced by a later version")
        WITHDRAWN = "withdrawn", _("No longer shared")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.WAITING: {Status.ACCEPTED, Status.REFUSED, Status.REPLACED, Status.WITHDRAWN},
    }

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="passport_proposals")
    number = models.PositiveIntegerField(_("version"))
    content = models.JSONField(null=True)
    note = models.CharField(max_length=500, blank=True)
    proposed_at = models.DateTimeField()
    proposed_by_name = models.CharField(max_length=120)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.WAITING)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=120, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    objects = ProposalQuerySet.as_manager()

    FENCE = Fence(inside("relationship"))

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["relationship"],
                condition=Q(status="waiting"),
                name="one_waiting_passport_a_relationship",
                violation_error_message=_(
                    "An earlier version waits for the customer’s answer. Let this one take its place."
                ),
            )
        ]
        indexes = [models.Index(fields=["relationship", "status"])]

    def __str__(self) -> str:
        return f"{self.relationship} {self.number}"

    def get_absolute_url(self) -> str:
        return f"{self.relationship.get_absolute_url()}?tab=passport"


PROPOSAL_TONES: dict[str, str] = {
    PassportProposal.Status.WAITING: "warning",
    PassportProposal.Status.ACCEPTED: "good",
    PassportProposal.Status.REFUSED: "bad",
}
