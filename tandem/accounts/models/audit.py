from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from tandem.accounts.models.organizations import Organization
from tandem.core.fence import Fence, own, where

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    def visible_to(self, actor: Actor) -> AuditQuerySet:
        merged = Organization.objects.filter(merged_into=actor.organization_id).values("pk")
        return self.filter(
            Q(organization=actor.organization_id)
            | Q(organization__in=merged)
            | Q(counterpart=actor.organization_id, shared=True)
        )

    def about(self, record: models.Model) -> AuditQuerySet:
        return self.filter(record_type=record._meta.label_lower, record_id=record.pk)

    def about_organization(self, organization: Organization) -> AuditQuerySet:
        """Of the organisation, and of those that were merged into it: their past is its past now."""
        merged = Organization.objects.filter(merged_into=organization).values("pk")
        same = Q(record_id=organization.pk) | Q(record_id__in=merged)
        return self.filter(same, record_type=Organization._meta.label_lower)


class AuditEntry(models.Model):
    """One change, by whom and for which organisation. The application's database role adds and reads, no more."""

    FENCE = Fence(
        reads=own("organization__merged_into")
        | where("t.shared AND t.counterpart_id = (SELECT tandem_organization())"),
        writes=own("organization"),
    )

    at = models.DateTimeField(auto_now_add=True)
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=120)
    # Those by whose handed-over rights it was done, where the person's own roles do not allow it.
    on_behalf_of = models.CharField(max_length=250, blank=True)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    counterpart = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")
    shared = models.BooleanField(default=False)
    record_type = models.CharField(max_length=80)
    record_id = models.BigIntegerField()
    record_name = models.CharField(max_length=250)
    verb = models.CharField(max_length=60)
    changes = models.JSONField(default=dict)
    reason = models.TextField(blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["record_type", "record_id", "-at"]),
            models.Index(fields=["organization", "-at"]),
            # Who once did something here is still known by name.
            models.Index(fields=["organization", "user"]),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name}: {self.verb} {self.record_name}"

    @property
    def by_whom(self) -> str:
        """The person and, where they stood in for somebody, for whom; in the reader's language."""
        if not self.on_behalf_of:
            return self.actor_name
        return _("%(person)s for %(absent)s") % {"person": self.actor_name, "absent": self.on_behalf_of}
