from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import User
from tandem.core.fence import Fence, inside, own, where
from tandem.incentives.models.claims import SENT_TO_US, Claim
from tandem.incentives.models.consequences import Consequence
from tandem.incentives.models.policies import Tax
from tandem.relationships.models import Relationship

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor


class StatementQuerySet(models.QuerySet["Statement"]):
    def visible_to(self, actor: Actor) -> StatementQuerySet:
        us = actor.organization_id
        return self.filter(Q(relationship__customer=us) | Q(relationship__supplier=us, sent_at__isnull=False))

    def of_customer(self, actor: Actor) -> StatementQuerySet:
        return self.filter(relationship__customer=actor.organization_id)

    def sent_to(self, actor: Actor) -> StatementQuerySet:
        return self.filter(relationship__supplier=actor.organization_id, sent_at__isnull=False)


class Statement(models.Model):
    """What of rewards, penalties and claims is settled between two companies (对账单), in one currency: signed by the
    customer when it is sent, by the supplier when it agrees, both over the same digest of its lines."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SENT = "sent", _("To be signed by the supplier")
        RETURNED = "returned", _("Returned")
        AGREED = "agreed", _("Signed by both")
        SETTLED = "settled", pgettext_lazy("amount", "Settled")

    FENCE = Fence(
        reads=own("relationship__customer") | where(SENT_TO_US),
        writes=own("relationship__customer") | where(SENT_TO_US),
    )
    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.DRAFT: {Status.SENT},
        Status.SENT: {Status.AGREED, Status.RETURNED},
        Status.RETURNED: {Status.SENT},
        Status.AGREED: {Status.SETTLED},
    }

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="statements")
    number = models.PositiveIntegerField()
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.DRAFT)
    currency = models.CharField(_("currency"), max_length=3)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=120)
    # The customer's signature.
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    sent_by_name = models.CharField(max_length=120, blank=True)
    customer_digest = models.CharField(max_length=64, blank=True)
    # The supplier's.
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by_name = models.CharField(max_length=120, blank=True)
    supplier_digest = models.CharField(max_length=64, blank=True)
    returned_because = models.TextField(_("why it was returned"), max_length=2000, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by_name = models.CharField(max_length=120, blank=True)
    erp_document = models.CharField(_("document in the ERP"), max_length=60, blank=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("reconciliation statement")
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=["agreed", "settled"])
                | Q(supplier_digest=models.F("customer_digest")),
                name="both_signed_the_same",
                violation_error_message=_(
                    "Both sides sign the same lines: have the statement read and signed anew."
                ),
            ),
        ]

    def __str__(self) -> str:
        return gettext("Reconciliation statement no. %(number)s") % {"number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("incentives:statement", args=[self.pk])

    @property
    def total(self) -> Decimal:
        """As the supplier's account sees it: above 0 the customer owes, below 0 the supplier does."""
        return sum((line.amount for line in self.lines.all()), Decimal(0))

    def digest(self) -> str:
        """SHA-256 over number, currency and every line, in order: what a signature is given for."""
        said = [
            [line.consequence_id, line.claim_id, line.reversal, line.text, line.tax, str(line.amount)]
            for line in self.lines.all()
        ]
        content = json.dumps([self.number, self.currency, said], ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(content.encode()).hexdigest()


STATEMENT_TONES: dict[str, str] = {
    Statement.Status.DRAFT: "neutral",
    Statement.Status.SENT: "warning",
    Statement.Status.RETURNED: "bad",
    Statement.Status.AGREED: "good",
    Statement.Status.SETTLED: "neutral",
}


class StatementLine(models.Model):
    """One case or claim on a statement. `amount` as the supplier's account sees it: a reward adds, the others take; the
    reversal of what was settled before turns it round."""

    FENCE = Fence(inside("statement"))

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="lines")
    consequence = models.ForeignKey(
        Consequence, models.PROTECT, null=True, blank=True, related_name="statement_lines"
    )
    claim = models.ForeignKey(Claim, models.PROTECT, null=True, blank=True, related_name="statement_lines")
    reversal = models.BooleanField(default=False)
    text = models.CharField(max_length=300)
    text_local = models.CharField(max_length=300, blank=True)
    tax = models.CharField(max_length=9, choices=Tax, default=Tax.NONE)
    amount = models.DecimalField(_("amount"), max_digits=18, decimal_places=2)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["consequence", "reversal"],
                condition=Q(consequence__isnull=False),
                name="a_case_is_settled_once",
                violation_error_message=_(
                    "This reward or penalty stands on a statement already: leave it out here."
                ),
            ),
            models.UniqueConstraint(
                fields=["claim"],
                condition=Q(claim__isnull=False),
                name="a_claim_is_settled_once",
                violation_error_message=_("This claim stands on a statement already: leave it out here."),
            ),
            models.CheckConstraint(
                condition=Q(consequence__isnull=False) ^ Q(claim__isnull=False),
                name="a_line_is_of_one_thing",
                violation_error_message=_(
                    "A line of a statement is of one reward or penalty, or of one claim: choose one of them."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.text
