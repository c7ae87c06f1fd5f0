"""A customer's open door: the page where a company says that it would like to supply, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Identifier, Organization
from tandem.core.fence import Fence, own, where
from tandem.relationships.models import Category, Relationship

if TYPE_CHECKING:
    from datetime import datetime

    from tandem.accounts.actor import Actor


class RegistrationPageQuerySet(models.QuerySet["RegistrationPage"]):
    def visible_to(self, actor: Actor) -> RegistrationPageQuerySet:
        return self.filter(customer=actor.organization_id)


class RegistrationPage(models.Model):
    """Off until somebody switches it on; while it is off there is nothing at its address."""

    customer = models.OneToOneField(Organization, models.CASCADE, related_name="registration_page")
    is_open = models.BooleanField(_("the page is on"), default=False)
    welcome = models.TextField(_("welcome, in English"), max_length=2000, blank=True)
    welcome_local = models.TextField(_("welcome, in Chinese"), max_length=2000, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by_name = models.CharField(max_length=120, blank=True)

    objects = RegistrationPageQuerySet.as_manager()

    FENCE = Fence(own("customer"))

    def __str__(self) -> str:
        return str(self.customer)

    @property
    def greeting(self) -> str:
        chinese = (get_language() or "").startswith("zh")
        return (self.welcome_local if chinese else self.welcome) or self.welcome or self.welcome_local


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def visible_to(self, actor: Actor) -> RegistrationQuerySet:
        """Once the address is confirmed: before that nobody knows whether anybody is there."""
        return self.filter(customer=actor.organization_id).exclude(status=Registration.Status.SENT)

    def waiting(self) -> RegistrationQuerySet:
        return self.filter(status=Registration.Status.WAITING)


class Registration(models.Model):
    """What a company said of itself at the open door."""

    class Status(models.TextChoices):
        SENT = "sent", _("Address not confirmed")
        WAITING = "waiting", _("Waiting for a decision")
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Refused")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.SENT: {Status.WAITING},
        Status.WAITING: {Status.ACCEPTED, Status.REFUSED},
    }

    customer = models.ForeignKey(Organization, models.CASCADE, related_name="registrations")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.SENT)
    name = models.CharField(_("legal name"), max_length=200)
    name_local = models.CharField(_("legal name in Chinese script"), max_length=200, blank=True)
    country = models.CharField(_("country"), max_length=2)
    scheme = models.CharField(_("kind of number"), max_length=10, choices=Identifier.Scheme.choices)
    value = models.CharField(_("number"), max_length=40)
    website = models.URLField(_("website"), blank=True)
    contact_name = models.CharField(_("contact person"), max_length=120)
    position = models.CharField(_("position"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address at work"))
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    categories = models.ManyToManyField(
        Category, blank=True, related_name="+", verbose_name=_("what you offer")
    )
    note = models.TextField(_("what we should know"), max_length=2000, blank=True)
    language = models.CharField(max_length=10)
    # Of the token in the mail; the token itself is in the mail alone.
    digest = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=120, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    relationship = models.ForeignKey(
        Relationship, models.SET_NULL, null=True, blank=True, related_name="registrations"
    )

    objects = RegistrationQuerySet.as_manager()

    FENCE = Fence(own("customer") | where("t.digest = (SELECT tandem_presented())"))
    LINK_FENCES = {"categories": Fence(own("registration__customer"))}

    class Meta:
        ordering = ["-sent_at", "-pk"]
        indexes = [models.Index(fields=["customer", "status", "-sent_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="sent") | Q(confirmed_at__isnull=False),
                name="who_registers_confirms_the_address",
                violation_error_message=_(
                    "The e-mail address is not confirmed: open the link in the mail first."
                ),
            )
        ]

    def __str__(self) -> str:
        chinese = (get_language() or "").startswith("zh")
        return self.name_local if chinese and self.name_local else self.name

    def get_absolute_url(self) -> str:
        return reverse("onboarding:registration", args=[self.pk])

    @property
    def other_name(self) -> str:
        if not self.name_local:
            return ""
        return self.name if str(self) == self.name_local else self.name_local

    def is_open(self, now: datetime) -> bool:
        """Whether its link still confirms the address."""
        return self.status == self.Status.SENT and now < self.expires_at


REGISTRATION_TONES: dict[str, str] = {
    Registration.Status.WAITING: "warning",
    Registration.Status.ACCEPTED: "good",
    Registration.Status.REFUSED: "bad",
}
