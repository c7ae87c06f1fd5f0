from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tandem.accounts.models import User
from tandem.core.fence import Fence, inside, own, where
from tandem.improvement.models import Case
from tandem.incentives.models.policies import MONEY, Effect, Kind, Policy, Tax
from tandem.relationships.models import Relationship
from tandem.scorecards.models import Card

if TYPE_CHECKING:
    from decimal import Decimal

    from tandem.accounts.actor import Actor


class ConsequenceQuerySet(models.QuerySet["Consequence"]):
    def visible_to(self, actor: Actor) -> ConsequenceQuerySet:
        """The customer's own; of a supplier's those that were announced to it."""
        us = actor.organization_id
        return self.filter(
            Q(relationship__customer=us) | Q(relationship__supplier=us, announced_at__isnull=False)
        )

    def of_customer(self, actor: Actor) -> ConsequenceQuerySet:
        return self.filter(relationship__customer=actor.organization_id)

    def announced_to(self, actor: Actor) -> ConsequenceQuerySet:
        return self.filter(relationship__supplier=actor.organization_id, announced_at__isnull=False)

    def waiting_for_supplier(self) -> ConsequenceQuerySet:
        return self.filter(status=Consequence.Status.ANNOUNCED)


ANNOUNCED_TO_US = (
    "(t.announced_at IS NOT NULL AND EXISTS (SELECT 1 FROM relationships_relationship s"
    " WHERE s.id = t.relationship_id AND s.supplier_id = (SELECT tandem_organization())))"
)


class Consequence(models.Model):
    """One reward or penalty (奖惩): proposed, approved by another, announced, accepted or appealed, in force, settled
    on a reconciliation statement; or reversed with a reason."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        APPROVED = "approved", _("Approved, not announced")
        ANNOUNCED = "announced", _("Announced")
        APPEALED = "appealed", _("Appealed")
        IN_FORCE = "in_force", _("In effect")
        SETTLED = "settled", pgettext_lazy("amount", "Settled")
        REFUSED = "refused", _("Not approved")
        REVERSED = "reversed", _("Reversed")

    FENCE = Fence(
        reads=own("relationship__customer") | where(ANNOUNCED_TO_US),
        writes=own("relationship__customer") | where(ANNOUNCED_TO_US),
    )
    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.PROPOSED: {Status.APPROVED, Status.REFUSED},
        # An approval falls where the scorecard behind it was computed again before it was announced.
        Status.APPROVED: {Status.ANNOUNCED, Status.REFUSED, Status.PROPOSED},
        Status.ANNOUNCED: {Status.IN_FORCE, Status.APPEALED, Status.REVERSED},
        Status.APPEALED: {Status.IN_FORCE, Status.REVERSED},
        Status.IN_FORCE: {Status.SETTLED, Status.REVERSED},
        # Settled and then found wrong: the reversal is settled on a statement of its own.
        Status.SETTLED: {Status.REVERSED},
    }

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="consequences")
    number = models.PositiveIntegerField()
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.PROPOSED)
    kind = models.CharField(_("reward or penalty"), max_length=8, choices=Kind)
    effect = models.CharField(_("what follows"), max_length=14, choices=Effect)
    policy = models.ForeignKey(Policy, models.PROTECT, null=True, blank=True, related_name="consequences")
    card = models.ForeignKey(Card, models.SET_NULL, null=True, blank=True, related_name="+")
    period = models.CharField(_("period"), max_length=10, blank=True)
    # What showed: {"periods": [...], "grades": [...], "values": ["0.88"], "kpi": "on_time_lines"}
    finding = models.JSONField(default=dict, blank=True)
    reason = models.TextField(_("reason"), max_length=4000, blank=True)
    # How much: `uncapped` is what the lines or the rate come to, `amount` what is due after the cap.
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    base_value = models.DecimalField(
        _("value of the period"), max_digits=18, decimal_places=4, null=True, blank=True
    )
    uncapped = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    cap = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    amount = models.DecimalField(
        _("amount"),
        max_digits=18,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    days = models.PositiveSmallIntegerField(_("days until payment"), null=True, blank=True)
    points = models.DecimalField(
        _("percentage points of the business"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    stage = models.CharField(_("stage"), max_length=12, blank=True)
    segment = models.CharField(_("segment"), max_length=12, blank=True)
    title = models.CharField(_("name of the honour"), max_length=160, blank=True)
    title_local = models.CharField(_("name of the honour in Chinese"), max_length=160, blank=True)
    agreement = models.CharField(_("agreement"), max_length=160, blank=True)
    clause = models.CharField(_("clause"), max_length=40, blank=True)
    clause_text = models.TextField(_("what the clause says"), max_length=2000, blank=True)
    tax = models.CharField(_("tax treatment"), max_length=9, choices=Tax, default=Tax.NONE)
    answer_days = models.PositiveSmallIntegerField(default=10)
    # Its course.
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    proposed_by_name = models.CharField(max_length=120)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    approved_by_name = models.CharField(max_length=120, blank=True)
    # Why it is approved although the customer's own conduct had a part in it.
    conduct_answer = models.TextField(_("why nonetheless"), max_length=2000, blank=True)
    announced_at = models.DateTimeField(null=True, blank=True)
    respond_by = models.DateField(_("to be answered by"), null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by_name = models.CharField(max_length=120, blank=True)
    appealed_at = models.DateTimeField(null=True, blank=True)
    appealed_by_name = models.CharField(max_length=120, blank=True)
    appeal = models.TextField(_("appeal"), max_length=4000, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=120, blank=True)
    decision = models.TextField(_("decision on the appeal"), max_length=4000, blank=True)
    in_force_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    erp_document = models.CharField(_("document in the ERP"), max_length=60, blank=True)
    over_because = models.TextField(_("why it is not approved or was reversed"), max_length=2000, blank=True)

    # The improvement case that it opened, or that ran already about the same.
    case = models.ForeignKey(Case, models.SET_NULL, null=True, blank=True, related_name="consequences")

    objects = ConsequenceQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        verbose_name = _("reward or penalty")
        indexes = [models.Index(fields=["relationship", "status"])]
        constraints = [
            # A policy speaks once about a card; another currency's lines are another case.
            models.UniqueConstraint(
                fields=["policy", "card", "currency"],
                condition=~Q(status__in=["refused", "reversed"]),
                name="a_policy_speaks_once_about_a_card",
                violation_error_message=_(
                    "The policy has led to a reward or penalty on this scorecard. Go on with that one."
                ),
            ),
            models.CheckConstraint(
                condition=Q(cap__isnull=True) | Q(amount__isnull=True) | Q(amount__lte=models.F("cap")),
                name="a_cap_is_never_exceeded",
                violation_error_message=_("The amount is above its cap: give the cap, or less."),
            ),
            models.CheckConstraint(
                condition=~Q(effect__in=["rebate", "deduction"]) | Q(amount__isnull=False) & ~Q(currency=""),
                name="money_has_an_amount_and_a_currency",
                violation_error_message=_("Give the amount and its currency."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_effect_display()} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("incentives:consequence", args=[self.pk])

    @property
    def is_money(self) -> bool:
        return self.effect in MONEY

    @property
    def signed(self) -> Decimal | None:
        """As the supplier's account sees it: a reward adds, a penalty takes."""
        if self.amount is None:
            return None
        return self.amount if self.kind == Kind.REWARD else -self.amount


Status = Consequence.Status
OVER = (Status.REFUSED, Status.REVERSED)
TONES: dict[str, str] = {
    Status.PROPOSED: "info",
    Status.APPROVED: "info",
    Status.ANNOUNCED: "warning",
    Status.APPEALED: "accent",
    Status.IN_FORCE: "good",
    Status.SETTLED: "neutral",
    Status.REFUSED: "neutral",
    Status.REVERSED: "neutral",
}


class ConsequenceLine(models.Model):
    """One order line that an amount rests on, as it stood when it was reckoned.

    `stands` is false once it was set aside by an appeal or the whole was reversed; while it stands no other penalty
    may rest on the same order line.
    """

    FENCE = Fence(inside("consequence"))

    consequence = models.ForeignKey(Consequence, models.CASCADE, related_name="lines")
    # Whose order it is: for the constraint below.
    customer = models.ForeignKey("accounts.Organization", models.CASCADE, related_name="+")
    penal = models.BooleanField()
    source = models.CharField(max_length=60)
    document = models.CharField(_("order"), max_length=60)
    line = models.CharField(_("line"), max_length=30)
    schedule_line = models.CharField(max_length=30)
    item = models.CharField(_("item"), max_length=250, blank=True)
    due_date = models.DateField(_("due date"), null=True, blank=True)
    delivered_date = models.DateField(_("delivery date"), null=True, blank=True)
    days_late = models.IntegerField(_("days late"), default=0)
    value = models.DecimalField(_("value of the line"), max_digits=18, decimal_places=4)
    uncapped = models.DecimalField(max_digits=18, decimal_places=2)
    amount = models.DecimalField(_("amount"), max_digits=18, decimal_places=2)
    # How often the customer moved the requested date.
    moved_by_customer = models.PositiveSmallIntegerField(default=0)
    stands = models.BooleanField(default=True)
    disputed = models.TextField(_("what the supplier says"), max_length=1000, blank=True)
    set_aside_because = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "source", "document", "line", "schedule_line"],
                condition=Q(stands=True, penal=True),
                name="no_line_is_punished_twice",
                violation_error_message=_("A penalty rests on this order line already: leave the line out."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} / {self.line}"
