from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Organization
from tandem.core.fence import Fence, own, where
from tandem.relationships.models import Relationship
from tandem.scorecards.models.runs import Run

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor


PUBLISHED_TO_US = (
    "(EXISTS (SELECT 1 FROM relationships_relationship s"
    " WHERE s.id = t.relationship_id AND s.supplier_id = (SELECT tandem_organization()))"
    " AND EXISTS (SELECT 1 FROM scorecards_run r WHERE r.id = t.run_id AND r.status = 'published'))"
)


class CardQuerySet(models.QuerySet["Card"]):
    def visible_to(self, actor: Actor) -> CardQuerySet:
        """The customer's own, and what has been published to a supplier about itself."""
        own = Q(run__customer=actor.organization_id)
        shown = Q(relationship__supplier=actor.organization_id, run__status=Run.Status.PUBLISHED)
        return self.filter(own | shown)

    def whole(self) -> CardQuerySet:
        """One card a supplier: the roll-up where there are plants' cards beside it."""
        return self.filter(site="")


class Outcome(models.TextChoices):
    SCORED = "scored", _("Scored")
    NOT_ENOUGH_DATA = "not_enough_data", _("Not enough data")
    NO_DATA = "no_data", _("No data")


class Found(models.Model):
    """What is found about one supplier, or about one of its plants (`site`), once.

    `lines` hold each criterion's whole explanation and `notes` deductions, red lines, plants and any problem
    with the supplier's data; `explanation.py` reads and writes both.
    """

    site = models.CharField(_("site"), max_length=120, blank=True)
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome)
    computed = models.DecimalField(_("computed score"), max_digits=5, decimal_places=2, null=True, blank=True)
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=2, null=True, blank=True)
    lower = models.DecimalField(_("lower 95 % bound"), max_digits=5, decimal_places=2, null=True, blank=True)
    computed_grade = models.CharField(_("computed grade"), max_length=10, blank=True)
    grade = models.CharField(_("grade"), max_length=10, blank=True)
    rank = models.PositiveIntegerField(_("rank"), null=True, blank=True)
    coverage = models.DecimalField(_("coverage"), max_digits=5, decimal_places=2)
    sample = models.PositiveBigIntegerField(_("sample"))
    lines = models.JSONField()
    notes = models.JSONField()
    # One more each time it is computed again on its own.
    version = models.PositiveIntegerField(_("version"), default=1, db_default=1)
    # Up to which of the customer's corrections it leaves lines out (`queries.corrections`).
    corrections_version = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        abstract = True


class Card(Found):
    """What a run found about one supplier or plant, as it stands; earlier versions are `EarlierCard`s."""

    Outcome = Outcome

    FENCE = Fence(
        reads=where(PUBLISHED_TO_US),
        writes=own("run__customer"),
    )

    run = models.ForeignKey(Run, models.CASCADE, related_name="cards")
    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="cards")

    objects = CardQuerySet.as_manager()

    class Meta:
        ordering = ["rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "relationship", "site"], name="one_card_each"),
        ]
        indexes = [
            models.Index(fields=["run", "site", "rank"]),
            models.Index(fields=["relationship", "run"]),
        ]

    def __str__(self) -> str:
        return f"{self.relationship} · {self.run.period}"

    def get_absolute_url(self) -> str:
        return reverse("scorecards:card", args=[self.pk])


class HistoricGradeQuerySet(models.QuerySet["HistoricGrade"]):
    def visible_to(self, actor: Actor) -> HistoricGradeQuerySet:
        return self.filter(customer=actor.organization_id)


class HistoricGrade(models.Model):
    """A grade from before Tandem, as a file gave it: historic, not computed."""

    FENCE = Fence(own("customer"))

    customer = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="historic_grades")
    period = models.CharField(_("period"), max_length=10)
    grade = models.CharField(_("grade"), max_length=10)
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=2, null=True, blank=True)
    file_name = models.CharField(max_length=200)
    imported_at = models.DateTimeField()

    objects = HistoricGradeQuerySet.as_manager()

    class Meta:
        ordering = ["period"]
        constraints = [
            models.UniqueConstraint(fields=["relationship", "period"], name="one_historic_grade_a_period"),
        ]

    def __str__(self) -> str:
        return f"{self.relationship} · {self.period}: {self.grade}"
