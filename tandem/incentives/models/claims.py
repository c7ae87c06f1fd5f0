from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tandem.accounts.models import Organization, User
from tandem.core.fence import Fence, inside, own, where
from tandem.improvement.models import Case
from tandem.incentives.models.policies import Tax
from tandem.relationships.models import Relationship

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor

SENT_TO_US = (
    "(t.sent_at IS NOT NULL AND EXISTS (SELECT 1 FROM relationships_relationship s"
    " WHERE s.id = t.relationship_id AND s.supplier_id = (SELECT tandem_organization())))"
)


class ClaimQuerySet(models.QuerySet["Claim"]):
    def visible_to(self, actor: Actor) -> ClaimQuerySet:
        """The customer's own; of a supplier's those that were sent to it."""
        us = actor.organization_id
        return self.filter(Q(relationship__customer=us) | Q(relationship__supplier=us, sent_at__isnull=False))

    def of_customer(self, actor: Actor) -> ClaimQuerySet:
        return self.filter(relationship__customer=actor.organization_id)

    def sent_to(self, actor: Actor) -> ClaimQuerySet:
        return self.filter(relationship__supplier=actor.organization_id, sent_at__isnull=False)


class Claim(models.Model):
    """Damage that the customer asks to have made good (索赔): shown by evidence, item by item, and negotiated.

    No penalty: there is no cap but the damage, and no clause but the law of damages. Whose turn it is, the last offer
    says: `turn` is the side that has to answer.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PROPOSED = "proposed", _("To be approved")
        SENT = "sent", _("Being negotiated")
        AGREED = "agreed", _("Agreed")
        SETTLED = "settled", pgettext_lazy("amount", "Settled")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Cause(models.TextChoices):
        SORTING = "sorting", _("Sorting")
        LINE_STOP = "line_stop", _("Line stop")
        FREIGHT = "freight", _("Special freight")
        REWORK = "rework", _("Rework")
        SCRAP = "scrap", _("Scrap")
        OTHER = "other", _("Other damage")

    class Turn(models.TextChoices):
        SUPPLIER = "supplier", _("The supplier's turn")
        CUSTOMER = "customer", _("The customer's turn")

    FENCE = Fence(
        reads=own("relationship__customer") | where(SENT_TO_US),
        writes=own("relationship__customer") | where(SENT_TO_US),
    )
    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.DRAFT: {Status.PROPOSED, Status.WITHDRAWN},
        Status.PROPOSED: {Status.SENT, Status.DRAFT, Status.WITHDRAWN},
        Status.SENT: {Status.AGREED, Status.WITHDRAWN},
        Status.AGREED: {Status.SETTLED, Status.WITHDRAWN},
    }

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="claims")
    number = models.PositiveIntegerField()
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.DRAFT)
    turn = models.CharField(max_length=8, choices=Turn, blank=True)
    cause = models.CharField(_("kind of damage"), max_length=9, choices=Cause)
    title = models.CharField(_("what happened"), max_length=160)
    text = models.TextField(_("description"), max_length=4000)
    happened_on = models.DateField(_("happened on"))
    order_line = models.CharField(_("order, delivery or part it concerns"), max_length=160, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    tax = models.CharField(_("tax treatment"), max_length=9, choices=Tax, default=Tax.NONE)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    made_by_name = models.CharField(max_length=120)
    approved_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    approved_by_name = models.CharField(max_length=120, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by_name = models.CharField(max_length=120, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    over_because = models.TextField(_("why it was withdrawn"), max_length=2000, blank=True)

    # The improvement case that it opened, or that ran already about the same.
    case = models.ForeignKey(Case, models.SET_NULL, null=True, blank=True, related_name="claims")

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("claim")
        indexes = [models.Index(fields=["relationship", "status"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("incentives:claim", args=[self.pk])

    @property
    def claimed(self) -> Decimal:
        return sum((item.amount for item in self.items.all()), Decimal(0))

    @property
    def standing(self) -> Decimal:
        """What the last offers come to; once it is agreed, what is owed."""
        return sum((item.offered for item in self.items.all()), Decimal(0))


CLAIM_TONES: dict[str, str] = {
    Claim.Status.DRAFT: "neutral",
    Claim.Status.PROPOSED: "info",
    Claim.Status.SENT: "warning",
    Claim.Status.AGREED: "good",
    Claim.Status.SETTLED: "neutral",
    Claim.Status.WITHDRAWN: "neutral",
}


class ClaimItem(models.Model):
    """One part of the damage: what it cost, and what was last offered for it."""

    FENCE = Fence(inside("claim"))

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="items")
    what = models.CharField(_("what"), max_length=200)
    quantity = models.CharField(_("how much of it"), max_length=80, blank=True)
    amount = models.DecimalField(
        _("damage"), max_digits=16, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    offered = models.DecimalField(
        _("last offer"), max_digits=16, decimal_places=2, validators=[MinValueValidator(0)]
    )
    said = models.CharField(_("why this much"), max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(offered__lte=models.F("amount")),
                name="no_more_than_the_damage",
                violation_error_message=_(
                    "No more is offered than the item’s damage: give its amount, or less."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.what


class ClaimPaper(models.Model):
    """Evidence of the damage, or against it."""

    FENCE = Fence(inside("claim"))

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="papers")
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    path = models.CharField(max_length=200)
    file_name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    given_at = models.DateTimeField()
    given_by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.file_name
