from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Organization, User
from tandem.core.fence import Fence, own
from tandem.incentives import amounts, triggers
from tandem.relationships.models import Category, Segment, Stage

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor


class Kind(models.TextChoices):
    REWARD = "reward", _("Reward")
    PENALTY = "penalty", _("Penalty")


class Effect(models.TextChoices):
    """What a reward or penalty does: in money, in honour, or to the supplier's standing."""

    REBATE = "rebate", _("Rebate")
    DEDUCTION = "deduction", _("Contractual deduction")
    PAYMENT_TERMS = "payment_terms", _("Payment terms")
    SHARE = "share", _("Share of business")
    AWARD = "award", _("Award")
    CERTIFICATE = "certificate", _("Certificate")
    COMMENDATION = "commendation", _("Public commendation")
    REPRIMAND = "reprimand", _("Reprimand")
    PREFERRED = "preferred", _("Preferred supplier")
    STAGE = "stage", _("Another stage")
    SEGMENT = "segment", _("Another segment")
    PROBATION = "probation", _("Probation")
    SUSPENSION = "suspension", _("Suspension")


E = Effect
MONEY = (E.REBATE, E.DEDUCTION)
TERMS = (E.PAYMENT_TERMS, E.SHARE)
HONOURS = (E.AWARD, E.CERTIFICATE, E.COMMENDATION)
STANDING = (E.PREFERRED, E.STAGE, E.SEGMENT, E.PROBATION, E.SUSPENSION)
# Which effects a reward or a penalty may have; the others may be either.
REWARDS_ONLY = (E.REBATE, *HONOURS, E.PREFERRED)
PENALTIES_ONLY = (E.DEDUCTION, E.REPRIMAND, E.PROBATION, E.SUSPENSION)


class Tax(models.TextChoices):
    """How the amount is treated for value added tax; the ERP posts it."""

    NONE = "none", _("Outside the scope of VAT (damages)")
    INCLUSIVE = "inclusive", _("VAT included")
    EXCLUSIVE = "exclusive", _("VAT comes on top")


class PolicyQuerySet(models.QuerySet["Policy"]):
    def visible_to(self, actor: Actor) -> PolicyQuerySet:
        """The customer's own. A supplier reads the sentence of one that concerns it, on the case."""
        return self.filter(customer=actor.organization_id)

    def active(self) -> PolicyQuerySet:
        return self.filter(status=Policy.Status.ACTIVE)


class Policy(models.Model):
    """When something shows, what follows from it, and the clause that allows it. Changed only as a draft: one in use is
    retired, and a copy put in its place."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        ACTIVE = "active", _("In use")
        RETIRED = "retired", _("Retired")

    class When(models.TextChoices):
        GRADE = "grade", _("A grade")
        KPI = "kpi", _("A KPI beyond a limit")
        STREAK = "streak", _("The same, several periods one after the other")
        TREND = "trend", _("A rise or a fall over periods")
        IMPROVED = "improved", _("Improvement cases that the facts show to have improved")
        INCIDENT = "incident", _("An incident, proposed by a person")

    class Comparison(models.TextChoices):
        BELOW = "below", _("below")
        ABOVE = "above", _("above")

    class Base(models.TextChoices):
        LINES = "lines", _("The order lines that failed the KPI")
        PERIOD = "period", _("The value of all lines due in the period")
        FIXED = "fixed", _("A fixed amount")

    class Per(models.TextChoices):
        LINE = "line", _("once a line")
        DAY = "day", _("for each day late")
        WEEK = "week", _("for each begun week late")

    FENCE = Fence(own("customer"))
    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.DRAFT: {Status.ACTIVE, Status.RETIRED},
        Status.ACTIVE: {Status.RETIRED},
    }

    customer = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.DRAFT)
    name = models.CharField(_("name"), max_length=120)
    name_local = models.CharField(_("name in Chinese"), max_length=120, blank=True)
    kind = models.CharField(_("reward or penalty"), max_length=8, choices=Kind)
    # For whom.
    scorecard = models.CharField(_("scorecard"), max_length=120, blank=True)
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("category")
    )
    segment = models.CharField(_("segment"), max_length=12, choices=Segment, blank=True)
    # When.
    when = models.CharField(_("when"), max_length=8, choices=When)
    grades = models.JSONField(_("grades"), default=list, blank=True)
    kpi = models.CharField(_("KPI"), max_length=60, blank=True)
    comparison = models.CharField(_("below or above"), max_length=5, choices=Comparison, blank=True)
    threshold = models.DecimalField(_("limit"), max_digits=18, decimal_places=6, null=True, blank=True)
    periods = models.PositiveSmallIntegerField(
        _("periods"), default=1, validators=[MinValueValidator(1), MaxValueValidator(24)]
    )
    change = models.DecimalField(
        _("rise, or with a minus fall"), max_digits=18, decimal_places=6, null=True, blank=True
    )
    cases = models.PositiveSmallIntegerField(
        _("cases that improved"), default=1, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    # What.
    effect = models.CharField(_("what follows"), max_length=14, choices=Effect)
    base = models.CharField(_("reckoned from"), max_length=6, choices=Base, blank=True)
    lines_of = models.CharField(_("lines that failed"), max_length=60, blank=True)
    rate = models.DecimalField(
        _("rate in per cent"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.0001")), MaxValueValidator(100)],
    )
    per = models.CharField(_("how often"), max_length=4, choices=Per, default=Per.LINE)
    line_most = models.DecimalField(
        _("of one line at most, in per cent"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.0001")), MaxValueValidator(100)],
    )
    amount = models.DecimalField(
        _("amount"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    cap_rate = models.DecimalField(
        _("at most, in per cent of the period's value"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.0001")), MaxValueValidator(100)],
    )
    cap_amount = models.DecimalField(
        _("at most"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    days = models.PositiveSmallIntegerField(
        _("days until payment"), null=True, blank=True, validators=[MaxValueValidator(720)]
    )
    points = models.DecimalField(
        _("percentage points of the business"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    stage = models.CharField(_("stage"), max_length=12, choices=Stage, blank=True)
    to_segment = models.CharField(_("new segment"), max_length=12, choices=Segment, blank=True)
    # On what ground.
    agreement = models.CharField(_("agreement"), max_length=160, blank=True)
    clause = models.CharField(_("clause"), max_length=40, blank=True)
    clause_text = models.TextField(_("what the clause says"), max_length=2000, blank=True)
    tax = models.CharField(_("tax treatment"), max_length=9, choices=Tax, default=Tax.NONE)
    answer_days = models.PositiveSmallIntegerField(
        _("working days to answer"), default=10, validators=[MinValueValidator(1), MaxValueValidator(90)]
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    made_by_name = models.CharField(max_length=120)
    activated_at = models.DateTimeField(null=True, blank=True)
    activated_by_name = models.CharField(max_length=120, blank=True)
    retired_because = models.CharField(_("why it was retired"), max_length=500, blank=True)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("policy")
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "name"],
                condition=~Q(status="retired"),
                name="one_policy_a_name",
                violation_error_message=_("There is a policy of this name already: choose another name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name_local if self.name_local and (get_language() or "").startswith("zh") else self.name

    def get_absolute_url(self) -> str:
        return reverse("incentives:policy", args=[self.pk])

    @property
    def trigger(self) -> triggers.Trigger:
        """As the mathematics takes it."""
        return triggers.Trigger(
            triggers.When(self.when),
            frozenset(self.grades),
            self.kpi,
            triggers.Comparison(self.comparison or "below"),
            self.threshold if self.threshold is not None else Decimal(0),
            self.periods,
            self.change if self.change is not None else Decimal(0),
            self.cases,
        )

    @property
    def line_rate(self) -> amounts.Rate:
        return amounts.Rate(self.rate or Decimal(0), amounts.Per(self.per), self.line_most)
