"""Plants and their shifts, lines of processes with machines, and what is promised of them month by month."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Site
from tandem.assessments.models.kept import CAPACITY, Kept, Named, fence
from tandem.assessments.working_days import Week
from tandem.core import formats
from tandem.core.fence import Fence, own, where
from tandem.relationships.models import Relationship, shared_with

WEEKS = {
    Week.CALENDAR: _("five days, as the country's calendar says"),
    Week.SIX: _("six days: Saturdays as well"),
    Week.SEVEN: _("seven days, free on public holidays"),
    Week.ALWAYS: _("every day, public holidays as well"),
}
ABOVE_ZERO = MinValueValidator(Decimal("0.001"))
A_SHARE = [MinValueValidator(Decimal("0.0001")), MaxValueValidator(Decimal(1))]


class Plant(Named):
    SUBJECT = CAPACITY
    FENCE = fence(CAPACITY)

    country = models.CharField(_("country"), max_length=2)
    city = models.CharField(_("city"), max_length=80, blank=True)
    week = models.CharField(
        _("working week"), max_length=10, choices=[(week.value, label) for week, label in WEEKS.items()],
        default=Week.CALENDAR.value,
    )  # fmt: skip
    site = models.ForeignKey(
        Site, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("site with its calendar"),
        help_text=_("Where one of the organisation's sites is this plant, its own working and free days count."),
    )  # fmt: skip
    area = models.PositiveIntegerField(_("floor area, m²"), null=True, blank=True)
    people = models.PositiveIntegerField(_("people in production"), null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]


class Shift(Named):
    SUBJECT = CAPACITY
    FENCE = fence(CAPACITY)

    plant = models.ForeignKey(Plant, models.CASCADE, related_name="shifts", verbose_name=_("plant"))
    begins = models.TimeField(_("begins"), default=time(6))
    ends = models.TimeField(_("ends"), default=time(14))
    breaks = models.PositiveSmallIntegerField(
        _("breaks, minutes"), default=0, validators=[MaxValueValidator(240)]
    )

    class Meta:
        ordering = ["plant", "begins", "pk"]

    @property
    def hours(self) -> Decimal:
        """From beginning to end, over midnight where it must, without the breaks."""
        day = datetime(2000, 1, 1)  # noqa: DTZ001 - any day: only the time between counts
        span = datetime.combine(day, self.ends) - datetime.combine(day, self.begins)
        if span <= timedelta(0):
            span += timedelta(days=1)
        return Decimal(int(span.total_seconds() // 60) - self.breaks) / 60


class ProductLine(Named):
    """What is made in one route of processes, counted in one unit."""

    SUBJECT = CAPACITY
    FENCE = fence(CAPACITY)

    unit = models.CharField(
        _("counted in"), max_length=40, blank=True, help_text=_("Pieces, unless you say something else.")
    )

    class Meta:
        ordering = ["name", "pk"]


class Process(Named):
    SUBJECT = CAPACITY
    FENCE = fence(CAPACITY)

    line = models.ForeignKey(
        ProductLine, models.CASCADE, related_name="processes", verbose_name=_("product line")
    )
    plant = models.ForeignKey(Plant, models.CASCADE, related_name="processes", verbose_name=_("plant"))
    position = models.PositiveSmallIntegerField(_("place in the route"), default=1)
    per_piece = models.DecimalField(
        _("operations per piece"), max_digits=8, decimal_places=3, default=Decimal(1), validators=[ABOVE_ZERO]
    )
    first_pass_yield = models.DecimalField(
        _("first-pass yield"), max_digits=6, decimal_places=5, null=True, blank=True, validators=A_SHARE,
        help_text=_("Share of pieces that are right at the first go, without rework. Empty where it is not measured."),
    )  # fmt: skip

    class Meta:
        ordering = ["line", "position", "pk"]


class Equipment(Named):
    SUBJECT = CAPACITY
    FENCE = fence(CAPACITY)

    process = models.ForeignKey(Process, models.CASCADE, related_name="equipment", verbose_name=_("process"))
    maker = models.CharField(_("maker and model"), max_length=120, blank=True)
    built_in = models.PositiveSmallIntegerField(
        _("built in the year"), null=True, blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2100)],
    )  # fmt: skip
    count = models.PositiveSmallIntegerField(
        _("machines alike"), default=1, validators=[MinValueValidator(1)]
    )
    rate = models.DecimalField(
        _("rate of one machine"), max_digits=12, decimal_places=3, validators=[ABOVE_ZERO],
        help_text=_("Operations an hour when nothing hinders it."),
    )  # fmt: skip
    efficiency = models.DecimalField(
        _("efficiency"), max_digits=5, decimal_places=4, default=Decimal("0.85"), validators=A_SHARE,
        help_text=_("What share of its rate it reaches over a shift, with set-up, stops and slow running."),
    )  # fmt: skip
    share = models.DecimalField(
        _("share of its time for this process"), max_digits=5, decimal_places=4, default=Decimal(1),
        validators=A_SHARE,
    )  # fmt: skip
    shifts = models.PositiveSmallIntegerField(
        _("shifts that it runs"), null=True, blank=True, validators=[MinValueValidator(1)],
        help_text=_("Of the plant's shifts, from the first on. Empty: all of them."),
    )  # fmt: skip

    class Meta:
        ordering = ["process", "name", "pk"]
        verbose_name = pgettext_lazy("a machine", "equipment")


class CommittedLoad(Kept):
    """What is promised to all customers together in one month; never whose."""

    SUBJECT = CAPACITY
    FENCE = fence(CAPACITY)

    line = models.ForeignKey(
        ProductLine, models.CASCADE, related_name="loads", verbose_name=_("product line")
    )
    month = models.DateField(_("month"))
    quantity = models.DecimalField(
        _("committed to all customers"), max_digits=14, decimal_places=2, validators=[MinValueValidator(0)]
    )

    class Meta:
        ordering = ["line", "month"]
        constraints = [models.UniqueConstraint(fields=["line", "month"], name="one_load_a_month")]

    def __str__(self) -> str:
        language = get_language() or "en"
        month = formats.period(f"{self.month:%Y-%m}", language)
        return f"{self.line} · {month}: {formats.number(self.quantity, language)}"


class CustomerLoad(Kept):
    """How much of a month's load is one customer's: told to that customer alone."""

    SUBJECT = CAPACITY
    FENCE = Fence(
        reads=where(
            "t.kept_by_id = t.supplier_id AND EXISTS (SELECT 1 FROM relationships_relationship o"
            " WHERE o.id = t.relationship_id AND o.customer_id = (SELECT tandem_organization()))"
            f" AND {shared_with('supplier_id', CAPACITY).parts[0].text}"
        ),
        writes=own("kept_by"),
    )

    load = models.ForeignKey(CommittedLoad, models.CASCADE, related_name="parts")
    relationship = models.ForeignKey(
        Relationship, models.CASCADE, related_name="+", verbose_name=_("customer")
    )
    quantity = models.DecimalField(
        _("of which for this customer"), max_digits=14, decimal_places=2, validators=[MinValueValidator(0)]
    )

    class Meta:
        ordering = ["load", "relationship"]
        constraints = [models.UniqueConstraint(fields=["load", "relationship"], name="one_part_a_customer")]

    def __str__(self) -> str:
        return f"{self.load} · {self.relationship.customer}"
