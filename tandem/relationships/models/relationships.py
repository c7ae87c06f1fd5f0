from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Organization, Site, User
from tandem.core.fence import Fence, own
from tandem.relationships.models.categories import Category

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor


class Stage(models.TextChoices):
    POTENTIAL = "potential", _("Potential")
    REGISTERED = "registered", _("Registered")
    QUALIFIED = "qualified", _("Qualified")
    APPROVED = "approved", _("Approved")
    PROBATION = "probation", _("On probation")
    SUSPENDED = "suspended", _("Suspended")
    PHASED_OUT = "phased_out", _("Phased out")
    BLACKLISTED = "blacklisted", _("Blacklisted")


class Segment(models.TextChoices):
    """Kraljic's four."""

    STRATEGIC = "strategic", _("Strategic")
    LEVERAGE = "leverage", _("Leverage")
    BOTTLENECK = "bottleneck", _("Bottleneck")
    ROUTINE = "routine", _("Routine")


STAGE_TONES: dict[str, str] = {
    Stage.APPROVED: "good",
    Stage.QUALIFIED: "good",
    Stage.PROBATION: "warning",
    Stage.SUSPENDED: "bad",
    Stage.BLACKLISTED: "bad",
}
BY_NAME = Left("search_text", 80)


class RelationshipQuerySet(models.QuerySet["Relationship"]):
    def visible_to(self, actor: Actor) -> RelationshipQuerySet:
        """A customer's own. What of it the supplier sees is decided by what has been shared or published."""
        return self.current().filter(customer=actor.organization_id)

    def served_by(self, actor: Actor) -> RelationshipQuerySet:
        """Those in which the actor's organisation is the supplier: its customers, seen from the other end.

        Stage, segment, owner, categories and notes are the customer's own and are not shown on that side.
        """
        return self.current().filter(supplier=actor.organization_id)

    def current(self) -> RelationshipQuerySet:
        """Without those that were merged into another: these are kept for their history alone."""
        return self.filter(merged_into=None)


class Relationship(models.Model):
    """One customer and one supplier: what every other record hangs on."""

    FENCE = Fence(reads=own("supplier"), writes=own("customer"))
    # What the customer says of a supplier is its own business.
    LINK_FENCES = {
        "categories": Fence(own("relationship__customer")),
        "sites": Fence(own("relationship__customer")),
    }

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Stage.POTENTIAL: {
            Stage.REGISTERED,
            Stage.QUALIFIED,
            Stage.APPROVED,
            Stage.BLACKLISTED,
            Stage.PHASED_OUT,
        },
        Stage.REGISTERED: {Stage.QUALIFIED, Stage.APPROVED, Stage.BLACKLISTED, Stage.PHASED_OUT},
        Stage.QUALIFIED: {Stage.APPROVED, Stage.SUSPENDED, Stage.BLACKLISTED, Stage.PHASED_OUT},
        Stage.APPROVED: {Stage.PROBATION, Stage.SUSPENDED, Stage.PHASED_OUT, Stage.BLACKLISTED},
        Stage.PROBATION: {Stage.APPROVED, Stage.SUSPENDED, Stage.PHASED_OUT, Stage.BLACKLISTED},
        Stage.SUSPENDED: {Stage.PROBATION, Stage.APPROVED, Stage.PHASED_OUT, Stage.BLACKLISTED},
        Stage.PHASED_OUT: {Stage.REGISTERED, Stage.BLACKLISTED},
        Stage.BLACKLISTED: {Stage.REGISTERED},
    }

    customer = models.ForeignKey(Organization, models.PROTECT, related_name="as_customer")
    supplier = models.ForeignKey(Organization, models.PROTECT, related_name="as_supplier")
    slug = models.SlugField(_("short name"), max_length=80)
    stage = models.CharField(_("stage"), max_length=20, choices=Stage, default=Stage.POTENTIAL)
    segment = models.CharField(_("segment"), max_length=20, choices=Segment, blank=True)
    preferred = models.BooleanField(_("preferred"), default=False)
    owner = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    categories = models.ManyToManyField(
        Category, blank=True, related_name="relationships", verbose_name=_("categories")
    )
    sites = models.ManyToManyField(Site, blank=True, related_name="+", verbose_name=_("sites served"))
    # The published standing: written by the scorecards room through `actions.publish_standing`.
    grade = models.CharField(_("grade"), max_length=10, blank=True)
    score = models.DecimalField(_("score"), max_digits=6, decimal_places=2, null=True, blank=True)
    previous_score = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    previous_grade = models.CharField(max_length=10, blank=True)
    graded_period = models.CharField(_("period"), max_length=10, blank=True)
    # Set once two suppliers turned out to be one; numbers, notes and the rest have moved there.
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    # Both names, slug, numbers and aliases in lower case, so that one LIKE searches either script.
    search_text = models.TextField(editable=False, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RelationshipQuerySet.as_manager()

    class Meta:
        ordering = ["supplier__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "supplier"],
                condition=Q(merged_into=None),
                name="one_relationship_a_pair",
                violation_error_message=_(
                    "This company is one of your suppliers already. Go on with that one."
                ),
            ),
            models.UniqueConstraint(fields=["customer", "slug"], name="one_relationship_a_slug"),
            models.CheckConstraint(
                condition=~Q(customer=F("supplier")),
                name="nobody_supplies_itself",
                violation_error_message=_("No organisation supplies itself: choose another one."),
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "stage"]),
            models.Index(fields=["customer", "grade"]),
            # The list's usual orders: by name (search text begins with it), and the best score first.
            models.Index("customer", BY_NAME, "id", name="relationships_by_name"),
            models.Index("customer", F("score").desc(nulls_last=True), "id", name="relationships_by_score"),
            # Whose score moved most since the one before: what the home page opens on.
            models.Index("customer", F("score") - F("previous_score"), "id", name="relationships_by_move"),
        ]

    def __str__(self) -> str:
        return self.supplier.display_name

    def get_absolute_url(self) -> str:
        return reverse("relationships:detail", args=[self.slug])

    # Django's own get_stage_display builds a dictionary of all choices for every row of a list.
    @property
    def stage_label(self) -> str:
        return str(Stage(self.stage).label)

    @property
    def segment_label(self) -> str:
        return str(Segment(self.segment).label) if self.segment else ""

    @property
    def change(self) -> Decimal | None:
        """How far the published score has moved since the one before; None where there are not two."""
        if self.score is None or self.previous_score is None:
            return None
        return self.score - self.previous_score

    @property
    def next_stages(self) -> list[tuple[str, str]]:
        """The stages it may move to, in the order a relationship goes through them."""
        allowed = self.TRANSITIONS[self.stage]
        return [(value, str(label)) for value, label in Stage.choices if value in allowed]


class StageChange(models.Model):
    FENCE = Fence(own("relationship__customer"))

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="stage_changes")
    at = models.DateTimeField()
    old = models.CharField(max_length=20, choices=Stage, blank=True)
    new = models.CharField(max_length=20, choices=Stage)
    by_name = models.CharField(max_length=120)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.relationship}: {self.old} → {self.new}"

    @property
    def tone(self) -> str:
        return STAGE_TONES.get(self.new, "neutral")
