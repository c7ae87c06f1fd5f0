"""What other customers say of a supplier that has not delivered here yet."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tandem.assessments.models.kept import CAPACITY, Kept, fence

A_SHARE = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1))]


class Reference(Kept):
    """One customer's word, shared together with plants and capacity. Never mixed with what was measured."""

    SUBJECT = CAPACITY
    FENCE = fence(CAPACITY)

    class Judgement(models.TextChoices):
        GOOD = "good", _("reliable")
        MIXED = "mixed", _("mostly reliable")
        POOR = "poor", _("not reliable")

    customer = models.CharField(_("customer"), max_length=160)
    contact = models.CharField(_("whom to ask there"), max_length=200, blank=True)
    begins = models.DateField(_("supplied from"))
    ends = models.DateField(_("supplied until"), null=True, blank=True, help_text=_("Empty: still today."))
    volume = models.CharField(_("volume"), max_length=120, blank=True)
    lead_time = models.PositiveSmallIntegerField(_("lead time, days"), null=True, blank=True)
    accuracy = models.DecimalField(
        _("delivered on time and in full"), max_digits=5, decimal_places=4, null=True, blank=True, validators=A_SHARE
    )  # fmt: skip
    reliability = models.CharField(_("reliability"), max_length=10, choices=Judgement, blank=True)
    words = models.TextField(_("what they said"), max_length=2000, blank=True)
    said_on = models.DateField(_("said on"))
    path = models.CharField(max_length=200, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=60, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-said_on", "customer", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gte=F("begins")) | Q(ends=None), name="a_reference_ends_after_it_begins",
                violation_error_message=_("The end lies before the beginning."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.customer
