from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Organization, User
from tandem.core.fence import Fence, own, where
from tandem.scorecards.models.templates import Template

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor


PUBLISHED_BY_A_CUSTOMER = (
    "(t.status IN ('published', 'superseded') AND EXISTS (SELECT 1 FROM relationships_relationship s"
    " WHERE s.customer_id = t.customer_id AND s.supplier_id = (SELECT tandem_organization())))"
)


# Whose cards can be read and are in force: finished, and neither thrown away nor replaced.
STANDING = ("review", "checking", "signing", "published")


class RunQuerySet(models.QuerySet["Run"]):
    def visible_to(self, actor: Actor) -> RunQuerySet:
        """A customer's own. A supplier sees its published cards, never the run."""
        return self.filter(customer=actor.organization_id)

    def standing(self) -> RunQuerySet:
        """Runs whose cards can be read: finished, and not thrown away."""
        return self.filter(status__in=STANDING)


class Run(models.Model):
    """One period scored by one template version, with every version it was computed from.

    Computed again it gives the same digits: the lake, the mapping of supplier numbers, the rates and the KPIs
    are those pinned here.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        RUNNING = "running", _("Running")
        REVIEW = "review", _("In review")
        CHECKING = "checking", _("In data check")
        SIGNING = "signing", _("Being countersigned")
        PUBLISHED = "published", _("Published")
        SUPERSEDED = "superseded", _("Superseded")
        DISCARDED = "discarded", _("Discarded")

    # A supplier sees that its customer's run was published; its cards say of whom.
    FENCE = Fence(
        reads=where(PUBLISHED_BY_A_CUSTOMER),
        writes=own("customer"),
    )

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.DRAFT: {Status.RUNNING, Status.DISCARDED},
        # Back to draft when it failed; `problem` says why.
        Status.RUNNING: {Status.REVIEW, Status.DRAFT},
        Status.REVIEW: {
            Status.RUNNING,
            Status.CHECKING,
            Status.SIGNING,
            Status.PUBLISHED,
            Status.DISCARDED,
        },
        Status.CHECKING: {Status.REVIEW},
        Status.SIGNING: {Status.PUBLISHED, Status.REVIEW},
        Status.PUBLISHED: {Status.SUPERSEDED},
    }

    customer = models.ForeignKey(Organization, models.CASCADE, related_name="scorecard_runs")
    template = models.ForeignKey(Template, models.PROTECT, related_name="runs")
    period = models.CharField(_("period"), max_length=10)
    starts = models.DateField()
    # Half-open: the first day after the period.
    ends = models.DateField()
    as_of = models.DateField(_("as of"))
    # None: every relationship the template is for. Else the ids chosen.
    chosen = models.JSONField(null=True, blank=True)
    lake_version = models.PositiveIntegerField(_("version of the facts"), default=0)
    numbering_version = models.PositiveIntegerField(_("version of the supplier numbers"), default=0)
    rates_version = models.PositiveIntegerField(_("version of the rates"), default=0)
    # The corrections that stood when it was started; those that its own suppliers' objections brought count besides.
    corrections_version = models.PositiveIntegerField(_("version of the corrections"), default=0)
    # {KPI code: primary key of the Kpi row}
    kpi_versions = models.JSONField(default=dict)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DRAFT)
    step = models.CharField(max_length=12, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    # Once computed: how many suppliers have a card, and how many of these a score.
    suppliers = models.PositiveIntegerField(default=0)
    scored = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True)
    started_by = models.CharField(max_length=120)
    # Nobody judges what they made themselves.
    started_by_user = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    computed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    # The last day on which its calendar takes input; None once that is over, and where no calendar opened it.
    input_until = models.DateField(_("input until"), null=True, blank=True)
    # The last day on which suppliers may check their lines before publication, and when the check was over.
    check_until = models.DateField(_("data check until"), null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    # How often it has been put before those who countersign it.
    signing_round = models.PositiveSmallIntegerField(default=0)
    # The last day on which suppliers may appeal; None where appeals are not taken.
    appeals_until = models.DateField(_("appeals until"), null=True, blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-starts", "-created_at"]
        indexes = [models.Index(fields=["customer", "-starts"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts__lt=models.F("ends")),
                name="a_period_has_days",
                violation_error_message=_("A period ends after it begins: look at its two dates."),
            ),
            models.UniqueConstraint(
                fields=["customer", "template", "period"],
                condition=Q(status="published"),
                name="one_published_run_a_period",
                violation_error_message=_(
                    "A run of this template is published for the period already. Let this one replace it."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template.title} · {self.period}"

    def get_absolute_url(self) -> str:
        return reverse("scorecards:run", args=[self.pk])

    @property
    def readable(self) -> bool:
        return self.status in (*STANDING, self.Status.SUPERSEDED)
