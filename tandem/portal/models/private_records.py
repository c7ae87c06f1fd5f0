"""What a private customer's own papers say: grades it gave, invoices and their payment, open cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tandem.portal.models.customer_accounts import InsideAccount

if TYPE_CHECKING:
    from datetime import date


class PrivateGrade(InsideAccount):
    period = models.CharField(_("period"), max_length=10)
    grade = models.CharField(_("grade"), max_length=10)
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["-period"]
        constraints = [
            models.UniqueConstraint(fields=["account", "period"], name="one_private_grade_a_period"),
        ]

    def __str__(self) -> str:
        return f"{self.period}: {self.grade}"


class PrivatePayment(InsideAccount):
    invoice = models.CharField(_("invoice"), max_length=80)
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    due = models.DateField(_("due"))
    paid = models.DateField(_("paid"), null=True, blank=True)

    class Meta:
        ordering = ["-due", "invoice"]
        constraints = [
            models.UniqueConstraint(fields=["account", "invoice"], name="one_private_payment_an_invoice"),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="an_invoice_has_an_amount",
                violation_error_message=_("Give an amount above zero."),
            ),
        ]

    def __str__(self) -> str:
        return self.invoice

    def overdue(self, today: date) -> bool:
        return self.paid is None and self.due < today


class PrivateCase(InsideAccount):
    reference = models.CharField(_("reference"), max_length=80)
    title = models.CharField(_("what it is about"), max_length=200)
    opened = models.DateField(_("opened"))
    due = models.DateField(_("due"), null=True, blank=True)
    closed = models.DateField(_("closed"), null=True, blank=True)

    class Meta:
        ordering = [F("closed").desc(nulls_first=True), "due", "reference"]
        constraints = [
            models.UniqueConstraint(fields=["account", "reference"], name="one_private_case_a_reference"),
        ]

    def __str__(self) -> str:
        return self.reference

    def overdue(self, today: date) -> bool:
        return self.closed is None and self.due is not None and self.due < today
