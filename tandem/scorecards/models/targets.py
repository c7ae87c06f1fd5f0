from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Organization, User
from tandem.core.fence import Fence, inside, own, where
from tandem.relationships.models import Category, Relationship, Segment

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor

ASKED_OF_US = "EXISTS (SELECT 1 FROM scorecards_targetagreement a WHERE a.target_id = t.id)"


class TargetQuerySet(models.QuerySet["Target"]):
    def visible_to(self, actor: Actor) -> TargetQuerySet:
        """The customer's own. A supplier sees what was agreed with it, never whom else a target is for."""
        return self.filter(customer=actor.organization_id)


class Target(models.Model):
    """A value of a KPI that a customer asks of one supplier, or of each of a project, a category or a segment.

    `starts` and `ends` are its first and last day; without an end it holds until it is withdrawn.
    """

    class Scope(models.TextChoices):
        RELATIONSHIP = "relationship", _("One supplier")
        PROJECT = "project", _("The suppliers of a project")
        CATEGORY = "category", _("The suppliers of a category")
        SEGMENT = "segment", _("The suppliers of a segment")

    # Of two that hold at once, the later one here is the more specific.
    SPECIFIC = (Scope.SEGMENT, Scope.CATEGORY, Scope.PROJECT, Scope.RELATIONSHIP)

    FENCE = Fence(reads=where(ASKED_OF_US), writes=own("customer"))

    customer = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    kpi = models.SlugField(_("KPI"), max_length=60)
    # What is asked first of everybody; each supplier's agreement goes on from there.
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=6)
    scope = models.CharField(_("for"), max_length=12, choices=Scope)
    project = models.CharField(_("project"), max_length=120, blank=True)
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("category")
    )
    segment = models.CharField(_("segment"), max_length=20, choices=Segment, blank=True)
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("requirement it comes from"), max_length=160)
    clause = models.CharField(_("clause"), max_length=40, blank=True)
    clause_text = models.TextField(_("what the clause says"), max_length=2000, blank=True)
    document = models.CharField(_("document reference"), max_length=200, blank=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    proposed_by_name = models.CharField(max_length=120)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by_name = models.CharField(max_length=120, blank=True)
    withdrawn_because = models.TextField(_("why it was withdrawn"), max_length=2000, blank=True)

    objects = TargetQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        verbose_name = _("target")
        indexes = [models.Index(fields=["customer", "kpi", "starts"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=models.F("starts")),
                name="a_target_has_days",
                violation_error_message=_("The last day lies before the first; choose a later one."),
            ),
            models.CheckConstraint(
                condition=(~Q(scope="project") | ~Q(project=""))
                & (~Q(scope="category") | Q(category__isnull=False))
                & (~Q(scope="segment") | ~Q(segment="")),
                name="a_target_names_whom_it_is_for",
                violation_error_message=_("Say which project, category or segment it is for."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kpi} · {self.requirement}"

    def get_absolute_url(self) -> str:
        return reverse("scorecards:target", args=[self.pk])

    @property
    def requirement(self) -> str:
        """What it rests on, as a card says it: Quality agreement §4.2."""
        return " ".join(part for part in (self.source, self.clause) if part)

    @property
    def whom(self) -> str:
        """For whom it is, in the customer's own words; empty for one supplier."""
        if self.scope == self.Scope.SEGMENT:
            return str(self.get_segment_display())
        return str(self.category) if self.category else self.project


class TargetAgreementQuerySet(models.QuerySet["TargetAgreement"]):
    def visible_to(self, actor: Actor) -> TargetAgreementQuerySet:
        us = actor.organization_id
        return self.filter(Q(relationship__customer=us) | Q(relationship__supplier=us))

    def of_customer(self, actor: Actor) -> TargetAgreementQuerySet:
        return self.filter(relationship__customer=actor.organization_id)

    def asked_of(self, actor: Actor) -> TargetAgreementQuerySet:
        return self.filter(relationship__supplier=actor.organization_id)

    def standing(self) -> TargetAgreementQuerySet:
        """Of targets that have not been withdrawn."""
        return self.filter(withdrawn=False)


class TargetAgreement(models.Model):
    """Where one supplier and the customer stand on a target. `value` is the latest offer, `version` its number; what
    the supplier is measured by is `agreed_value`, which stays while a new offer is being answered."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("The supplier’s turn")
        COUNTERED = "countered", _("Counter-proposal")
        AGREED = "agreed", _("Agreed")

    FENCE = Fence(inside("relationship"))
    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.PROPOSED: {Status.AGREED, Status.COUNTERED},
        Status.COUNTERED: {Status.AGREED, Status.PROPOSED},
        Status.AGREED: {Status.PROPOSED},
    }

    target = models.ForeignKey(Target, models.CASCADE, related_name="agreements")
    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="target_agreements")
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.PROPOSED)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=6)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    agreed_value = models.DecimalField(
        _("agreed value"), null=True, blank=True, max_digits=18, decimal_places=6
    )
    agreed_version = models.PositiveSmallIntegerField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by_name = models.CharField(max_length=120, blank=True)
    # As its target was: what waits for somebody is counted without asking for the target.
    withdrawn = models.BooleanField(default=False)

    objects = TargetAgreementQuerySet.as_manager()

    class Meta:
        ordering = ["relationship__supplier__name", "pk"]
        verbose_name = _("agreement on a target")
        indexes = [models.Index(fields=["relationship", "status"])]
        constraints = [
            models.UniqueConstraint(fields=["target", "relationship"], name="one_agreement_a_supplier"),
        ]

    def __str__(self) -> str:
        return f"{self.relationship} · {self.target}"

    def get_absolute_url(self) -> str:
        return reverse("scorecards:target_agreement", args=[self.pk])


class TargetOffer(models.Model):
    """One version of what is asked or offered; it never changes."""

    FENCE = Fence(inside("agreement"))

    agreement = models.ForeignKey(TargetAgreement, models.CASCADE, related_name="offers")
    version = models.PositiveSmallIntegerField()
    by_supplier = models.BooleanField(default=False)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=6)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "version"], name="one_offer_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} · {self.version}"


AGREEMENT_TONES: dict[str, str] = {
    TargetAgreement.Status.PROPOSED: "info",
    TargetAgreement.Status.COUNTERED: "warning",
    TargetAgreement.Status.AGREED: "good",
}
