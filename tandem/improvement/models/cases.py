from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Organization, User
from tandem.core.fence import Fence, inside, own
from tandem.relationships.models import Relationship

if TYPE_CHECKING:
    from datetime import datetime

    from tandem.accounts.actor import Actor


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, actor: Actor) -> CaseQuerySet:
        """Both ends of the relationship read a case whole."""
        ours = Q(relationship__customer=actor.organization_id)
        return self.filter(ours | Q(relationship__supplier=actor.organization_id))

    def of_customer(self, actor: Actor) -> CaseQuerySet:
        return self.filter(relationship__customer=actor.organization_id)

    def of_supplier(self, actor: Actor) -> CaseQuerySet:
        return self.filter(relationship__supplier=actor.organization_id)

    def open(self) -> CaseQuerySet:
        return self.filter(status=Case.Status.OPEN)

    def with_ends(self) -> CaseQuerySet:
        return self.select_related("relationship__customer", "relationship__supplier", "owner")


class Case(models.Model):
    """A problem that a supplier solves by an 8D report. Closed means solved: what can be measured is watched first."""

    # Of the lists, counted by `queries.with_steps`.
    accepted: int
    to_decide: int
    next_due: datetime | None

    class Kind(models.TextChoices):
        PROCESS = "process", _("Processes")
        PRODUCT = "product", _("Products")
        SERVICE = "service", _("Services")

    class Severity(models.TextChoices):
        MINOR = "minor", _("Minor")
        MAJOR = "major", _("Major")
        CRITICAL = "critical", _("Critical")

    class Origin(models.TextChoices):
        CUSTOMER = "customer", _("Opened by the customer")
        SUPPLIER = "supplier", _("Opened by the supplier")
        KPI = "kpi", _("Missed target")
        GRADE = "grade", _("Grade of a scorecard")
        FINDING = "finding", _("Audit finding")
        PENALTY = "penalty", _("Penalty")
        CLAIM = "claim", _("Claim")
        ELSEWHERE = "elsewhere", _("The same cause elsewhere")

    class Status(models.TextChoices):
        OPEN = "open", _("Being solved")
        WATCHED = "watched", _("Effectiveness check")
        CLOSED = "closed", _("Closed")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Verdict(models.TextChoices):
        TOO_EARLY = "too_early", _("Too early to say")
        IMPROVED = "improved", _("Improved")
        NO_CHANGE = "no_change", _("No change shown")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.OPEN: {Status.WATCHED, Status.CLOSED, Status.WITHDRAWN},
        Status.WATCHED: {Status.CLOSED, Status.OPEN},
        Status.CLOSED: {Status.OPEN},
    }

    FENCE = Fence(inside("relationship"))

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="improvement_cases")
    customer = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    # Counted by the customer.
    number = models.PositiveIntegerField()
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    kind = models.CharField(_("about"), max_length=10, choices=Kind, default=Kind.PRODUCT)
    severity = models.CharField(_("severity"), max_length=10, choices=Severity, default=Severity.MAJOR)
    title = models.CharField(_("the problem in short"), max_length=160)
    description = models.TextField(_("what was found"), max_length=4000)
    item = models.CharField(_("item"), max_length=80, blank=True)
    site = models.CharField(_("site"), max_length=80, blank=True)
    defect = models.CharField(_("defect code"), max_length=60, blank=True)
    kpi = models.SlugField(_("KPI"), max_length=60, blank=True)
    origin = models.CharField(_("opened because of"), max_length=10, choices=Origin)
    # What it came from, as that is named there (a period, an audit), and the record itself, so that it is found again.
    reference = models.CharField(_("from"), max_length=200, blank=True)
    record_type = models.CharField(max_length=80, blank=True)
    record_id = models.BigIntegerField(null=True, blank=True)
    # The customer's person whose case it is.
    owner = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    opened_by_name = models.CharField(max_length=120)
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_because = models.TextField(max_length=2000, blank=True)
    times_reopened = models.PositiveSmallIntegerField(default=0)
    # When the last permanent action was in place: from then on the effect is looked for.
    acted_on = models.DateField(_("actions in place since"), null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by_name = models.CharField(max_length=120, blank=True)
    closing_remark = models.TextField(_("how the effect was checked"), max_length=2000, blank=True)

    # What the facts said last of the KPI before and after (`queries/watching.py`); empty while nothing is watched.
    verdict = models.CharField(_("effect"), max_length=10, choices=Verdict, blank=True)
    judged_on = models.DateField(null=True, blank=True)
    p_value = models.FloatField(null=True, blank=True)
    value_before = models.FloatField(null=True, blank=True)
    value_after = models.FloatField(null=True, blank=True)
    told_no_change = models.BooleanField(default=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        verbose_name = _("case")
        constraints = [
            models.UniqueConstraint(fields=["customer", "number"], name="one_case_a_number"),
            models.CheckConstraint(
                condition=~Q(status="closed") | Q(closed_at__isnull=False),
                name="a_closed_case_has_its_day",
                violation_error_message=_("Give the day on which the case was closed."),
            ),
        ]
        indexes = [
            models.Index(fields=["relationship", "status"]),
            models.Index(fields=["customer", "status"]),
            models.Index(fields=["record_type", "record_id"]),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.title}"

    def get_absolute_url(self) -> str:
        """The customer's page of it."""
        return reverse("improvement:case", args=[self.pk])

    @property
    def label(self) -> str:
        return f"8D-{self.number:04d}"

    @property
    def begins_at(self) -> object:
        """From when the steps' days count."""
        return self.reopened_at or self.opened_at

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    @property
    def tone(self) -> str:
        return TONES[self.status]

    @property
    def verdict_tone(self) -> str:
        return VERDICT_TONES.get(self.verdict, "neutral")

    @property
    def severity_tone(self) -> str:
        return SEVERITY_TONES[self.severity]


TONES: dict[str, str] = {
    Case.Status.OPEN: "warning",
    Case.Status.WATCHED: "info",
    Case.Status.CLOSED: "good",
    Case.Status.WITHDRAWN: "neutral",
}
SEVERITY_TONES: dict[str, str] = {
    Case.Severity.MINOR: "neutral",
    Case.Severity.MAJOR: "warning",
    Case.Severity.CRITICAL: "bad",
}


VERDICT_TONES: dict[str, str] = {Case.Verdict.IMPROVED: "good", Case.Verdict.NO_CHANGE: "warning"}


class Counter(models.Model):
    """The last number a customer gave to a case."""

    FENCE = Fence(own("customer"))

    customer = models.OneToOneField(Organization, models.CASCADE, related_name="+")
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.customer}: {self.last}"
