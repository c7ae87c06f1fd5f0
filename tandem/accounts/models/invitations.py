from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models.organizations import Organization
from tandem.accounts.models.people import User
from tandem.accounts.roles import Role, labels
from tandem.core.fence import Fence, own, where

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, actor: Actor) -> InvitationQuerySet:
        """Those into one's own organisation, and those it sent to a supplier's first member."""
        return self.filter(Q(organization=actor.organization_id) | Q(sender=actor.organization_id))

    def pending(self) -> InvitationQuerySet:
        """Neither accepted nor revoked; one that has run out still waits to be sent again."""
        return self.filter(accepted_at=None, revoked_at=None)


class Invitation(models.Model):
    """A membership offered by mail. Whoever holds the link may take it, once, until it runs out or is revoked."""

    FENCE = Fence(own("organization") | own("sender") | where("t.digest = (SELECT tandem_presented())"))

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="invitations")
    # The organisation that invites: the same one, or a customer who invites its supplier's first member.
    sender = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    roles = ArrayField(models.CharField(max_length=30, choices=Role), verbose_name=_("roles"))
    # Of the token in the link; the token itself is in the mail alone.
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    inviter = models.CharField(max_length=120)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "email", "sender"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="one_pending_invitation_each",
                violation_error_message=_(
                    "This address has been invited already. Send that invitation again."
                ),
            ),
            models.CheckConstraint(
                condition=Q(roles__len__gt=0),
                name="an_invitation_has_a_role",
                violation_error_message=_("Choose at least one role for whom you invite."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.organization}"

    @property
    def roles_label(self) -> str:
        return labels(self.roles)

    @property
    def from_outside(self) -> bool:
        return self.sender_id != self.organization_id

    def has_expired(self, now: datetime) -> bool:
        return now >= self.expires_at

    def is_open(self, now: datetime) -> bool:
        return self.accepted_at is None and self.revoked_at is None and not self.has_expired(now)
