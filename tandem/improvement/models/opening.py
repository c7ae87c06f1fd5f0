from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Organization, User
from tandem.core.fence import Fence, inside, own
from tandem.improvement.models.cases import Case
from tandem.improvement.models.steps import Action, Step
from tandem.relationships.models import Category

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor


class OpeningRuleQuerySet(models.QuerySet["OpeningRule"]):
    def visible_to(self, actor: Actor) -> OpeningRuleQuerySet:
        return self.filter(customer=actor.organization_id)


class OpeningRule(models.Model):
    """What opens a case by itself, as a customer wrote it down; `wording.rule` says it in a sentence."""

    class Event(models.TextChoices):
        GRADE = "grade", _("A published scorecard has one of these grades")
        KPI = "kpi", _("A published scorecard shows a KPI beyond a limit")
        FINDING = "finding", _("A finding of an audit or questionnaire is published")
        PENALTY = "penalty", _("A penalty is announced to the supplier")
        CLAIM = "claim", _("A claim is sent to the supplier")

    class Least(models.TextChoices):
        OBSERVATION = "observation", _("observation")
        MINOR = "minor", _("minor")
        MAJOR = "major", _("major")

    FENCE = Fence(own("customer"))

    customer = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    event = models.CharField(_("when"), max_length=10, choices=Event)
    grades = models.CharField(_("grades"), max_length=60, blank=True)
    kpi = models.SlugField(_("KPI"), max_length=60, blank=True)
    # In the KPI's own unit; shares are fractions of one.
    limit = models.DecimalField(_("limit"), max_digits=14, decimal_places=4, null=True, blank=True)
    least = models.CharField(_("severity at least"), max_length=12, choices=Least, default=Least.MAJOR)
    category = models.ForeignKey(
        Category,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("only this category"),
    )
    kind = models.CharField(
        _("opens a case about"), max_length=10, choices=Case.Kind, default=Case.Kind.PROCESS
    )
    severity = models.CharField(
        _("its severity"), max_length=10, choices=Case.Severity, default=Case.Severity.MAJOR
    )
    owner = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    active = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=120)

    objects = OpeningRuleQuerySet.as_manager()

    class Meta:
        ordering = ["event", "pk"]
        verbose_name = _("rule")
        constraints = [
            models.CheckConstraint(
                condition=~Q(event="kpi") | (~Q(kpi="") & Q(limit__isnull=False)),
                name="a_kpi_rule_has_its_limit",
                violation_error_message=_("Say for which KPI, and beyond which limit a case is opened."),
            ),
            models.CheckConstraint(
                condition=~Q(event="grade") | ~Q(grades=""),
                name="a_grade_rule_has_grades",
                violation_error_message=_("Say at which grades a case is opened, for instance: C D."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_event_display()

    @property
    def grade_list(self) -> list[str]:
        return self.grades.split()


class RungQuerySet(models.QuerySet["Rung"]):
    def visible_to(self, actor: Actor) -> RungQuerySet:
        return self.filter(customer=actor.organization_id)


class Whom(models.TextChoices):
    SUPPLIER = "supplier", _("the supplier’s people who answer cases")
    OWNER = "owner", _("the case’s owner")
    QUALITY = "quality", _("our quality engineers")
    PURCHASING = "purchasing", _("our purchasing managers")
    SUPPLIER_ADMIN = "supplier_admin", _("the supplier’s administrators")
    ADMIN = "admin", _("our administrators")


class Rung(models.Model):
    """One rung of a customer's ladder: so many working days after a step was due, somebody is told."""

    FENCE = Fence(own("customer"))

    customer = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    after_days = models.PositiveSmallIntegerField(_("working days overdue"))
    whom = models.CharField(_("who is told"), max_length=16, choices=Whom)

    objects = RungQuerySet.as_manager()

    class Meta:
        ordering = ["after_days", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["customer", "after_days", "whom"], name="one_rung_each")
        ]

    def __str__(self) -> str:
        return f"{self.after_days}: {self.get_whom_display()}"


class Escalation(models.Model):
    """That somebody was told of something overdue; each rung once for each day it was due."""

    FENCE = Fence(inside("case"))

    case = models.ForeignKey(Case, models.CASCADE, related_name="escalations")
    step = models.ForeignKey(Step, models.CASCADE, null=True, blank=True, related_name="+")
    action = models.ForeignKey(Action, models.CASCADE, null=True, blank=True, related_name="+")
    due_at = models.DateTimeField()
    after_days = models.PositiveSmallIntegerField()
    whom = models.CharField(max_length=16, choices=Whom)
    told_at = models.DateTimeField()

    class Meta:
        ordering = ["told_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "step", "action", "due_at", "after_days", "whom"],
                nulls_distinct=False,
                name="one_escalation_a_rung",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case} · {self.get_whom_display()}"
