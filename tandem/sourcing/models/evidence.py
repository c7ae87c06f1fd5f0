from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tandem.core.fence import Fence, own
from tandem.sourcing.models.selections import Candidate, Selection


class Criterion(models.Model):
    """What the candidates are compared by: where its values come from, which way is better, and when it knocks out."""

    class Source(models.TextChoices):
        TOTAL_COST = "total_cost", _("Total cost of the offers")
        PRICE = "price", _("Price of the offers")
        SCORE = "score", _("Published scorecard")
        KPI = "kpi", _("KPI of the published scorecard")
        APPROVED = "approved", _("Approved supplier list")
        SCREENING = "screening", _("Screening against lists")
        FINANCES = "finances", _("Evaluation: finances")
        CAPACITY = "capacity", _("Evaluation: capacity")
        QUALITY = "quality", _("Evaluation: quality system")
        DELIVERY = "delivery", _("Evaluation: delivery")
        REFERENCES = "references", _("References")
        AWARDS = "awards", _("Public awards")
        TYPED = "typed", _("Entered, with evidence")

    class Direction(models.TextChoices):
        HIGHER = "higher", _("more is better")
        LOWER = "lower", _("less is better")

    class Unit(models.TextChoices):
        POINTS = "points", _("points")
        SHARE = "share", _("share, in per cent")
        MONEY = "money", _("money a piece")
        DAYS = "days", _("days")
        PPM = "ppm", _("PPM")
        COUNT = "count", _("count")
        YES = "yes", _("yes or no")

    FENCE = Fence(own("selection__customer"))

    selection = models.ForeignKey(Selection, models.CASCADE, related_name="criteria")
    position = models.PositiveIntegerField()
    name = models.CharField(_("name"), max_length=120)
    source = models.CharField(_("where its values come from"), max_length=12, choices=Source)
    # Of the KPI, where the source is one.
    code = models.CharField(_("KPI"), max_length=60, blank=True)
    unit = models.CharField(_("unit"), max_length=8, choices=Unit, default=Unit.POINTS)
    direction = models.CharField(_("direction"), max_length=6, choices=Direction, default=Direction.HIGHER)
    # Whoever does not reach it (or lies above it, where less is better) is out, whatever else speaks for them.
    limit = models.DecimalField(_("knock-out limit"), max_digits=20, decimal_places=6, null=True, blank=True)
    # Between which values the criterion can lie at all: what is missing is bounded by them.
    least = models.DecimalField(_("least possible"), max_digits=20, decimal_places=6, null=True, blank=True)
    most = models.DecimalField(_("most possible"), max_digits=20, decimal_places=6, null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["selection", "name"], name="one_criterion_a_name"),
            models.CheckConstraint(
                condition=Q(least=None) | Q(most=None) | Q(most__gt=F("least")),
                name="a_criterion_has_room",
                violation_error_message=_("The most possible value lies above the least: look at the two."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def type(self) -> int:
        """For the mathematics: 1 where more is better, -1 where less is."""
        return 1 if self.direction == self.Direction.HIGHER else -1

    @property
    def scale(self) -> tuple[float, float] | None:
        """Where a value can lie at all; None where nobody can say."""
        if self.least is None or self.most is None:
            return SCALES.get(self.unit)
        return float(self.least), float(self.most)

    @property
    def is_drawn(self) -> bool:
        """Tandem finds its values by itself."""
        return self.source in DRAWN


# What bounds a missing value where nobody says otherwise: points and shares have their ends by nature.
SCALES: dict[str, tuple[float, float]] = {
    Criterion.Unit.POINTS: (0.0, 100.0),
    Criterion.Unit.SHARE: (0.0, 100.0),
    Criterion.Unit.YES: (0.0, 1.0),
}
DRAWN = frozenset(
    {
        Criterion.Source.TOTAL_COST,
        Criterion.Source.PRICE,
        Criterion.Source.SCORE,
        Criterion.Source.KPI,
        Criterion.Source.APPROVED,
        Criterion.Source.SCREENING,
        Criterion.Source.FINANCES,
        Criterion.Source.CAPACITY,
        Criterion.Source.QUALITY,
        Criterion.Source.DELIVERY,
    }
)


class Value(models.Model):
    """What is known of one candidate by one criterion: a value, or two limits, or why there is nothing."""

    FENCE = Fence(own("candidate__selection__customer"))

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="values")
    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="values")
    low = models.DecimalField(_("at least"), max_digits=20, decimal_places=6, null=True, blank=True)
    high = models.DecimalField(_("at most"), max_digits=20, decimal_places=6, null=True, blank=True)
    # Why nothing is known: a code of `wording.REASONS`, or what a person wrote.
    missing = models.CharField(_("why there is no value"), max_length=200, blank=True)
    drawn = models.BooleanField(default=False)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    # Which record it was drawn from, as that is named there: a period, a day.
    reference = models.CharField(_("where it stands"), max_length=200, blank=True)
    url = models.CharField(_("address"), max_length=300, blank=True)
    note = models.CharField(_("evidence in words"), max_length=500, blank=True)
    path = models.CharField(max_length=200, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=80, blank=True)
    entered_at = models.DateTimeField()
    entered_by_name = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["candidate", "criterion"], name="one_value_each"),
            models.CheckConstraint(
                condition=Q(low=None, high=None) | Q(low__isnull=False, high__gte=F("low")),
                name="limits_are_in_order",
                violation_error_message=_(
                    "Give both limits, the lower one first; the same value twice where it is known exactly."
                ),
            ),
            models.CheckConstraint(
                condition=Q(low__isnull=False) | ~Q(missing=""),
                name="a_missing_value_says_why",
                violation_error_message=_(
                    "Say why there is no value: it is shown as missing with the reason."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate} · {self.criterion}"

    @property
    def is_known(self) -> bool:
        return self.low is not None and self.low == self.high

    @property
    def limits(self) -> tuple[float, float] | None:
        if self.low is None or self.high is None:
            return None
        return float(self.low), float(self.high)


class Offer(models.Model):
    """A price a candidate offered. A newer one takes its place; the older ones stay."""

    FENCE = Fence(own("candidate__selection__customer"))

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="offers")
    current = models.BooleanField(default=True)
    price = models.DecimalField(
        _("price a piece"), max_digits=16, decimal_places=6, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(
        _("currency"), max_length=3, validators=[RegexValidator(r"^[A-Z]{3}$", _("Three capital letters."))]
    )
    # [[from which volume a year, price a piece], …], from the smallest volume to the largest.
    price_breaks = models.JSONField(default=list, blank=True)
    freight = models.DecimalField(
        _("freight a piece"),
        max_digits=16,
        decimal_places=6,
        default=0,
        validators=[MinValueValidator(0)],
    )
    tooling = models.DecimalField(
        _("tooling, once"),
        max_digits=16,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(0)],
    )
    incoterm = models.CharField(_("Incoterm"), max_length=60, blank=True)
    payment_days = models.PositiveIntegerField(
        _("days until payment"), default=30, validators=[MaxValueValidator(720)]
    )
    offered_on = models.DateField(_("offered on"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    path = models.CharField(max_length=200, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=80, blank=True)
    entered_at = models.DateTimeField()
    entered_by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["-current", "-offered_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate"],
                condition=Q(current=True),
                name="one_current_offer_a_candidate",
                violation_error_message=_(
                    "The candidate has a current offer already. Let the new one take its place."
                ),
            ),
            models.CheckConstraint(
                condition=Q(price__gt=0),
                name="an_offer_has_a_price",
                violation_error_message=_("Give a price above zero."),
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("offered_on")),
                name="an_offer_ends_after_it_begins",
                violation_error_message=_("The offer ends before it was made: look at its two dates."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate}: {self.price} {self.currency}"

    def price_for(self, volume: Decimal) -> Decimal:
        """The price of the last break whose volume is reached."""
        price = self.price
        for least, lower in self.price_breaks:
            if volume >= Decimal(least):
                price = Decimal(lower)
        return price

    def is_lapsed(self, today: date) -> bool:
        return self.valid_until is not None and self.valid_until < today

    @property
    def breaks(self) -> list[tuple[Decimal, Decimal]]:
        return [(Decimal(least), Decimal(price)) for least, price in self.price_breaks]
