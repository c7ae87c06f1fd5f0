"""Where an organisation's own systems hear of events, and what came of each delivery."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Organization
from tandem.core.fence import Fence, inside, own
from tandem.messaging.models.notifications import Event

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor


class EndpointQuerySet(models.QuerySet["Endpoint"]):
    def visible_to(self, actor: Actor) -> EndpointQuerySet:
        return self.filter(organization=actor.organization_id)


class Endpoint(models.Model):
    """An address of an organisation's own system. Its secret is derived, never stored (`signing.py`)."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        DISABLED = "disabled", _("Disabled")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.ACTIVE: {Status.DISABLED},
        Status.DISABLED: {Status.ACTIVE},
    }
    FENCE = Fence(own("organization"))

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    url = models.URLField(_("address"), max_length=500)
    kinds = ArrayField(models.CharField(max_length=60), verbose_name=_("events"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ACTIVE)
    # Which of its secrets is in use, counted from 1; the one before signs too until `previous_until`.
    generation = models.PositiveIntegerField(default=1)
    previous_until = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    objects = EndpointQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "name"], name="one_endpoint_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("messaging:endpoint", args=[self.pk])


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, actor: Actor) -> DeliveryQuerySet:
        return self.filter(endpoint__organization=actor.organization_id)


class Delivery(models.Model):
    """One event on its way to one endpoint."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DELIVERED = "delivered", _("Arrived")
        FAILED = "failed", _("Given up")

    FENCE = Fence(inside("endpoint"))

    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="deliveries")
    event = models.ForeignKey(Event, models.CASCADE, related_name="deliveries")
    state = models.CharField(_("status"), max_length=10, choices=State, default=State.WAITING)
    created_at = models.DateTimeField()
    # Since it was last queued: at first, or by the button that delivers it again.
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["endpoint", "event"], name="one_delivery_each")]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(state="waiting"), name="deliveries_waiting"),
            models.Index(fields=["endpoint", "-created_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.endpoint} · {self.event_id}"

    def get_absolute_url(self) -> str:
        return reverse("messaging:delivery", args=[self.pk])


class Attempt(models.Model):
    """One request that was made, and what came back: `status` is None where nothing did, `problem` says why."""

    FENCE = Fence(inside("delivery"))

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    excerpt = models.TextField(blank=True)
    problem = models.CharField(max_length=300, blank=True)
    milliseconds = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.status or self.problem}"
