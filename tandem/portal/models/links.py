from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Organization
from tandem.core.fence import Fence, own, where
from tandem.portal.models.asks import Ask

if TYPE_CHECKING:
    from datetime import datetime

    from tandem.accounts.actor import Actor


class LinkQuerySet(models.QuerySet["Link"]):
    def visible_to(self, actor: Actor) -> LinkQuerySet:
        """To whom a link went is the customer's to know; whoever opens one finds it by its digest."""
        return self.filter(customer=actor.organization_id)


class Link(models.Model):
    """A way to one request without a password. The link itself is kept nowhere, only its digest."""

    class Via(models.TextChoices):
        MAIL = "mail", _("by mail")
        COPY = "copy", _("to copy, or as a QR code")

    class State(models.TextChoices):
        SENT = "sent", _("Not opened yet")
        OPENED = "opened", _("Opened")
        USED = "used", _("Answered")
        EXPIRED = "expired", _("Expired")
        REVOKED = "revoked", _("Revoked")

    ask = models.ForeignKey(Ask, models.CASCADE, related_name="links")
    # Whose link it is, and for whom whoever opens it acts: those of the request's relationship.
    customer = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    supplier = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    via = models.CharField(_("sent"), max_length=4, choices=Via)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=10)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=120)
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    # When its holder last asked for a new one.
    wanted_at = models.DateTimeField(null=True, blank=True)

    objects = LinkQuerySet.as_manager()

    FENCE = Fence(own("customer") | where("t.digest = tandem_presented()"))

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_via_display()} {self.email}".strip()

    def state(self, now: datetime) -> Link.State:
        """Reading a scorecard uses no link up; anything else is done once it is submitted."""
        if self.revoked_at:
            return self.State.REVOKED
        if self.used_at and self.ask.kind != Ask.Kind.SCORECARD:
            return self.State.USED
        if self.expires_at <= now:
            return self.State.EXPIRED
        if self.used_at:
            return self.State.USED
        return self.State.OPENED if self.opened_at else self.State.SENT

    def is_open(self, now: datetime) -> bool:
        """Whether it still leads to its request."""
        return self.is_good(now) and (not self.used_at or self.ask.kind == Ask.Kind.SCORECARD)

    def is_good(self, now: datetime) -> bool:
        """Neither revoked nor expired: whoever holds it may be who it was sent to."""
        return self.revoked_at is None and now < self.expires_at


LINK_TONES: dict[str, str] = {
    Link.State.SENT: "neutral",
    Link.State.OPENED: "info",
    Link.State.USED: "good",
    Link.State.EXPIRED: "neutral",
    Link.State.REVOKED: "bad",
}
