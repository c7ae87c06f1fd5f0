"""What happened, who is told of it, and the letters that carry it: rows written in the transaction in which it
happened, so that nothing is told that did not happen and nothing that happened is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Organization, User
from tandem.core.fence import Fence, own, person, where
from tandem.messaging import kinds
from tandem.messaging.channels import Mail

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor

TOLD = (
    "EXISTS (SELECT 1 FROM messaging_notification n"
    " WHERE n.event_id = t.id AND n.recipient_id = (SELECT tandem_person()))"
)


class Event(models.Model):
    """Something an organisation is told of: its kind and the values of its sentence, never the sentence itself.

    The id is also the `webhook-id` under which endpoints hear of it.
    """

    FENCE = Fence(reads=own("organization") | where(TOLD), writes=own("organization"))

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=120, blank=True)
    context = models.JSONField(default=dict)
    url = models.CharField(max_length=500, blank=True)
    record_type = models.CharField(max_length=80, blank=True)
    record_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["organization", "-at"]),
            models.Index(fields=["record_type", "record_id"], name="events_of_a_record"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.at:%Y-%m-%d %H:%M}"


class Letter(models.Model):
    """A mail on its way: to a person, of whose notifications it is written when it leaves, or to an address.

    Sent again after a crash it bears the same message id.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        DROPPED = "dropped", _("Not sent: nothing of it concerns its reader any more")
        FAILED = "failed", _("Given up")

    FENCE = Fence(person("recipient"))

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    recipient = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    # To an address: what it says is sealed (`sealing.py`), and forgotten once it was sent or given up.
    email = models.EmailField(blank=True)
    content = models.BinaryField(null=True)
    digest = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    created_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_at"], condition=Q(state="waiting"), name="letters_waiting"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(recipient__isnull=False, email="", content=None)
                | (Q(recipient=None) & ~Q(email="")),
                name="a_letter_to_a_person_or_an_address",
                violation_error_message=_("A letter goes to a member or to an address: give one of the two."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.recipient or self.email} · {self.created_at:%Y-%m-%d %H:%M}"


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visible_to(self, actor: Actor) -> NotificationQuerySet:
        """A person's own, of the organisation acted for, and only what their roles there still let them know."""
        return self.filter(
            recipient=actor.user_id,
            organization=actor.organization_id,
            in_inbox=True,
            kind__in=kinds.open_to(actor.capabilities),
        )

    def unread(self) -> NotificationQuerySet:
        return self.filter(read_at=None)


class Notification(models.Model):
    """One person's copy of an event."""

    FENCE = Fence(person("recipient"))

    event = models.ForeignKey(Event, models.CASCADE, related_name="notifications")
    recipient = models.ForeignKey(User, models.CASCADE, related_name="notifications")
    # The event's own, kept here too so that an inbox is one index and its count no join.
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    at = models.DateTimeField()
    in_inbox = models.BooleanField(default=True)
    read_at = models.DateTimeField(null=True)
    mail = models.CharField(max_length=10, choices=Mail, default=Mail.NEVER)
    # The letter that carries it; none yet for what waits for the day's digest.
    letter = models.ForeignKey(Letter, models.SET_NULL, null=True, related_name="notifications")

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["event", "recipient"], name="told_once")]
        indexes = [
            models.Index(fields=["recipient", "organization", "-at"]),
            models.Index(
                fields=["recipient", "organization", "kind"],
                condition=Q(read_at=None, in_inbox=True),
                name="notifications_unread",
            ),
            models.Index(
                fields=["recipient"],
                condition=Q(mail="digest", letter=None),
                name="notifications_for_digest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.recipient}"
