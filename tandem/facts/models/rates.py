from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Organization
from tandem.core.fence import Fence, own

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor


class RatesVersion(models.Model):
    """Counts the changes of a customer's table of rates, so that a run can say which rates it used."""

    FENCE = Fence(own("customer"))

    customer = models.OneToOneField(Organization, models.CASCADE, related_name="+", primary_key=True)
    number = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.customer}: {self.number}"


class ExchangeRateQuerySet(models.QuerySet["ExchangeRate"]):
    def visible_to(self, actor: Actor) -> ExchangeRateQuerySet:
        return self.filter(customer=actor.organization_id)

    def in_force(self, version: int | None = None) -> ExchangeRateQuerySet:
        """The rates that held at `version` of the customer's table (None: now)."""
        if version is None:
            return self.filter(until_version=None)
        begun = Q(since_version__lte=version)
        return self.filter(begun & (Q(until_version=None) | Q(until_version__gt=version)))


class ExchangeRate(models.Model):
    """One unit of `currency` in the customer's own currency, from `day` until the next rate."""

    FENCE = Fence(own("customer"))

    customer = models.ForeignKey(Organization, models.CASCADE, related_name="exchange_rates")
    currency = models.CharField(_("currency"), max_length=3)
    day = models.DateField(_("from day"))
    rate = models.DecimalField(_("rate"), max_digits=18, decimal_places=8)
    since_version = models.PositiveIntegerField()
    until_version = models.PositiveIntegerField(null=True, blank=True)

    objects = ExchangeRateQuerySet.as_manager()

    class Meta:
        ordering = ["currency", "-day"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "currency", "day"],
                condition=Q(until_version=None),
                name="one_rate_a_day_now",
                violation_error_message=_(
                    "There is a rate of this currency for the day already. Correct that one."
                ),
            ),
            models.CheckConstraint(
                condition=Q(rate__gt=0),
                name="a_rate_is_positive",
                violation_error_message=_(
                    "A rate is a number above zero: look at its sign and its decimals."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.day} {self.rate}"
