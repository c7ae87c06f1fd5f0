from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Organization, Site, User
from tandem.core.fence import Fence, own
from tandem.relationships.models import Category, Relationship

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor


class SelectionQuerySet(models.QuerySet["Selection"]):
    def visible_to(self, actor: Actor) -> SelectionQuerySet:
        """The customer's own. A supplier sees nothing of a selection, also not of one it stands in."""
        return self.filter(customer=actor.organization_id)

    def open(self) -> SelectionQuerySet:
        return self.exclude(status__in=OVER)


class Selection(models.Model):
    """One decision on record: what was needed, who came into question, on what evidence, by which weights, who was
    chosen and why. Once decided, neither it nor what hangs on it changes any more: a trigger of the database holds that
    (migration 0002)."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        COLLECTING = "collecting", _("Collecting evidence")
        JUDGING = "judging", _("Judging weights")
        PROPOSED = "proposed", _("Proposed")
        DECIDED = "decided", _("Decided")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Weighting(models.TextChoices):
        PAIRWISE = "pairwise", _("Pairwise judgement (AHP)")
        DIRECT = "direct", _("Direct entry")
        ENTROPY = "entropy", _("Entropy of the values")
        CRITIC = "critic", _("CRITIC: spread and conflict of the values")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.DRAFT: {Status.COLLECTING, Status.WITHDRAWN},
        Status.COLLECTING: {Status.DRAFT, Status.JUDGING, Status.WITHDRAWN},
        Status.JUDGING: {Status.COLLECTING, Status.PROPOSED, Status.WITHDRAWN},
        Status.PROPOSED: {Status.JUDGING, Status.DECIDED, Status.WITHDRAWN},
    }

    FENCE = Fence(own("customer"))

    customer = models.ForeignKey(Organization, models.CASCADE, related_name="selections")
    number = models.PositiveIntegerField()
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DRAFT)
    # The need.
    title = models.CharField(_("what is needed"), max_length=160)
    description = models.TextField(_("description"), max_length=4000, blank=True)
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("category")
    )
    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("site")
    )
    volume = models.DecimalField(
        _("volume a year"), max_digits=16, decimal_places=3, validators=[MinValueValidator(0.001)]
    )
    unit = models.CharField(_("unit"), max_length=40, default="pcs")
    begins_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    decide_by = models.DateField(_("to be decided by"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    # What a committee counts besides the price.
    capital_cost = models.DecimalField(
        _("cost of capital a year, in per cent"),
        max_digits=5,
        decimal_places=2,
        default=6,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    defect_cost = models.DecimalField(
        _("cost of one defective piece"),
        max_digits=14,
        decimal_places=4,
        default=0,
        validators=[MinValueValidator(0)],
    )
    lateness_cost = models.DecimalField(
        _("cost of one piece that comes late"),
        max_digits=14,
        decimal_places=4,
        default=0,
        validators=[MinValueValidator(0)],
    )
    usual_days = models.PositiveIntegerField(
        _("usual days until payment"), default=30, validators=[MaxValueValidator(720)]
    )
    most_share = models.DecimalField(
        _("most one supplier may be given, in per cent"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    weighting = models.CharField(
        _("how weights are found"), max_length=12, choices=Weighting, default=Weighting.PAIRWISE
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_by_name = models.CharField(max_length=120)
    # The proposal.
    proposed_at = models.DateTimeField(null=True, blank=True)
    proposed_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    proposed_by_name = models.CharField(max_length=120, blank=True)
    reasons = models.TextField(_("why these"), max_length=4000, blank=True)
    why_not_others = models.TextField(_("why not the others"), max_length=4000, blank=True)
    # The decision.
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_by_name = models.CharField(max_length=120, blank=True)
    decision = models.TextField(_("remark of the decider"), max_length=4000, blank=True)
    withdrawn_because = models.TextField(_("why it was withdrawn"), max_length=2000, blank=True)
    # Everything as it stood at the decision (`snapshot.py`); empty until then.
    snapshot = models.JSONField(default=dict, blank=True)

    objects = SelectionQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("selection")
        constraints = [
            models.UniqueConstraint(fields=["customer", "number"], name="one_selection_a_number"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("begins_on")),
                name="a_need_ends_after_it_begins",
                violation_error_message=_("The need ends before it begins: look at its two dates."),
            ),
            models.CheckConstraint(
                condition=Q(volume__gt=0),
                name="something_is_needed",
                violation_error_message=_("Give a volume above zero."),
            ),
            models.CheckConstraint(
                condition=~Q(status="decided") | Q(decided_at__isnull=False, proposed_at__isnull=False),
                name="a_decision_was_proposed_and_has_its_day",
                violation_error_message=_(
                    "A selection is decided once it has been proposed: propose it first."
                ),
            ),
        ]
        indexes = [models.Index(fields=["customer", "status"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("sourcing:selection", args=[self.pk])

    @property
    def is_over(self) -> bool:
        return self.status in OVER


OVER = (Selection.Status.DECIDED, Selection.Status.WITHDRAWN)
# While these, the need, the candidates and the evidence may change.
PREPARING = (Selection.Status.DRAFT, Selection.Status.COLLECTING)
TONES: dict[str, str] = {
    Selection.Status.DRAFT: "neutral",
    Selection.Status.COLLECTING: "info",
    Selection.Status.JUDGING: "accent",
    Selection.Status.PROPOSED: "warning",
    Selection.Status.DECIDED: "good",
    Selection.Status.WITHDRAWN: "neutral",
}


class Candidate(models.Model):
    """A supplier that comes into question; of one left out of the short list it is kept why."""

    FENCE = Fence(own("selection__customer"))

    selection = models.ForeignKey(Selection, models.CASCADE, related_name="candidates")
    relationship = models.ForeignKey(Relationship, models.PROTECT, related_name="+")
    left_out_because = models.CharField(_("why it is left out"), max_length=500, blank=True)
    # How much it can make a year; empty where nobody knows.
    capacity = models.DecimalField(
        _("capacity a year"),
        max_digits=16,
        decimal_places=3,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    # What is expected of it, where no published scorecard says so: from samples, references, an audit.
    expected_ppm = models.DecimalField(
        _("defective pieces expected, in a million"),
        max_digits=9,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1_000_000)],
    )
    expected_late = models.DecimalField(
        _("pieces expected late, in per cent"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    expected_because = models.CharField(_("where that comes from"), max_length=300, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["relationship__supplier__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["selection", "relationship"], name="one_candidate_a_supplier"),
        ]

    def __str__(self) -> str:
        return str(self.relationship)

    @property
    def in_the_race(self) -> bool:
        return not self.left_out_because


class Minutes(models.Model):
    """What a meeting about the selection said."""

    FENCE = Fence(own("selection__customer"))

    selection = models.ForeignKey(Selection, models.CASCADE, related_name="minutes")
    held_on = models.DateField(_("held on"))
    present = models.CharField(_("present"), max_length=500)
    text = models.TextField(_("what the meeting said"), max_length=8000)
    written_by_name = models.CharField(max_length=120)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["held_on", "pk"]

    def __str__(self) -> str:
        return f"{self.selection}: {self.held_on}"
