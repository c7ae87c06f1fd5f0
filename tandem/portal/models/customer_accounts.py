"""A supplier's customers as its sales team keeps them: on Tandem or not, nobody else sees any of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Organization, User
from tandem.core.fence import Fence, inside, own
from tandem.relationships.models import Relationship

if TYPE_CHECKING:
    from datetime import date

    from tandem.accounts.actor import Actor


class CustomerAccountQuerySet(models.QuerySet["CustomerAccount"]):
    def visible_to(self, actor: Actor) -> CustomerAccountQuerySet:
        return self.filter(organization=actor.organization_id)

    def private(self) -> CustomerAccountQuerySet:
        """Customers that are not on Tandem."""
        return self.filter(relationship=None)


class CustomerAccount(models.Model):
    """One customer of the organisation; `relationship` where it is on Tandem, else a private customer's own name."""

    FENCE = Fence(own("organization"))

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="customer_accounts")
    relationship = models.ForeignKey(
        Relationship, models.CASCADE, null=True, blank=True, related_name="customer_accounts"
    )
    name = models.CharField(_("legal name"), max_length=200, blank=True)
    name_local = models.CharField(_("legal name in Chinese script"), max_length=200, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    website = models.URLField(_("website"), blank=True)
    manager = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("account manager")
    )
    # Yearly revenue with a private customer, as the sales team states it; a customer on Tandem has it measured.
    revenue = models.DecimalField(_("revenue a year"), max_digits=16, decimal_places=2, null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CustomerAccountQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "relationship"],
                condition=Q(relationship__isnull=False),
                name="one_account_a_relationship",
                violation_error_message=_("You keep a record of this customer already. Go on with that one."),
            ),
            models.CheckConstraint(
                condition=Q(relationship__isnull=False) | ~Q(name=""),
                name="a_private_customer_has_a_name",
                violation_error_message=_("Give the customer’s name."),
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    def get_absolute_url(self) -> str:
        return reverse("portal:account", args=[self.pk])

    @property
    def private(self) -> bool:
        return self.relationship_id is None

    @property
    def display_name(self) -> str:
        if self.relationship is not None:
            return self.relationship.customer.display_name
        chinese = (get_language() or "").startswith("zh")
        return self.name_local if chinese and self.name_local else self.name

    @property
    def other_name(self) -> str:
        if self.relationship is not None:
            return self.relationship.customer.other_name
        if not self.name_local:
            return ""
        return self.name if self.display_name == self.name_local else self.name_local


class BuyingRole(models.TextChoices):
    """The buying centre (Webster and Wind, "A General Model for Understanding Organizational Buying Behavior",
    Journal of Marketing 36, 1972)."""

    DECIDER = "decider", _("Decides")
    BUYER = "buyer", _("Buys")
    INFLUENCER = "influencer", _("Influences")
    USER = "user", _("Uses")
    INITIATOR = "initiator", _("Initiates")
    GATEKEEPER = "gatekeeper", _("Lets through or holds back")


class InsideAccount(models.Model):
    """Whatever hangs on an account is seen by whoever sees the account."""

    FENCE = Fence(inside("account"))

    account = models.ForeignKey(CustomerAccount, models.CASCADE, related_name="%(class)ss")

    class Meta:
        abstract = True


class AccountContact(InsideAccount):
    name = models.CharField(_("name"), max_length=120)
    position = models.CharField(_("position"), max_length=120, blank=True)
    role = models.CharField(_("role in buying"), max_length=12, choices=BuyingRole, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    remark = models.CharField(_("remark"), max_length=200, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class AccountNote(InsideAccount):
    author = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    author_name = models.CharField(max_length=120)
    at = models.DateTimeField()
    text = models.TextField(_("note"))

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.text[:60]


class NextStep(InsideAccount):
    text = models.CharField(_("next step"), max_length=250)
    due = models.DateField(_("due"))
    assignee = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who does it")
    )
    done_at = models.DateTimeField(null=True, blank=True)
    done_by_name = models.CharField(max_length=120, blank=True)
    outcome = models.CharField(_("outcome"), max_length=250, blank=True)

    class Meta:
        ordering = ["due", "pk"]
        indexes = [models.Index(fields=["account", "due"], condition=Q(done_at=None), name="steps_to_do")]

    def __str__(self) -> str:
        return self.text[:60]

    def overdue(self, today: date) -> bool:
        return self.done_at is None and self.due < today


class Judgement(InsideAccount):
    """A factor of the portfolio that nobody can measure, judged from 0 (worst) to 10 by somebody, with the reason."""

    factor = models.SlugField(_("factor"), max_length=40)
    points = models.PositiveSmallIntegerField(_("points"))
    reason = models.CharField(_("reason"), max_length=250, blank=True)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["factor"]
        constraints = [
            models.UniqueConstraint(fields=["account", "factor"], name="one_judgement_a_factor"),
            models.CheckConstraint(
                condition=Q(points__lte=10),
                name="points_from_0_to_10",
                violation_error_message=_("Give points from 0 to 10."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.factor} {self.points}"
