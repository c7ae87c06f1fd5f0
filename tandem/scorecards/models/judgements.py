from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import User
from tandem.core.fence import Fence, inside, own
from tandem.relationships.models import Relationship
from tandem.scorecards.models.runs import Run
from tandem.scorecards.models.templates import PERCENT

if TYPE_CHECKING:
    from datetime import date

    from tandem.accounts.actor import Actor


class JudgementSurveyQuerySet(models.QuerySet["JudgementSurvey"]):
    def visible_to(self, actor: Actor) -> JudgementSurveyQuerySet:
        return self.filter(run__customer=actor.organization_id)

    def open(self) -> JudgementSurveyQuerySet:
        return self.filter(status=JudgementSurvey.Status.OPEN)


class JudgementSurvey(models.Model):
    """A short survey of colleagues who know a run's suppliers, about what no KPI measures.

    It is blind until it is closed: nobody reads another's answer, nor any result, while one may still be given.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {Status.OPEN: {Status.CLOSED}}

    FENCE = Fence(own("run__customer"))

    run = models.OneToOneField(Run, models.CASCADE, related_name="survey")
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.OPEN)
    due_on = models.DateField(_("until"))
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=120)
    opened_by_user = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = JudgementSurveyQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return str(self.run)

    def get_absolute_url(self) -> str:
        """Where whoever is asked answers; after closing, what it found."""
        return reverse("scorecards:judgement_survey", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    def is_late(self, today: date) -> bool:
        return self.due_on < today


class Judge(models.Model):
    """A colleague who is asked."""

    FENCE = Fence(inside("survey"))

    survey = models.ForeignKey(JudgementSurvey, models.CASCADE, related_name="judges")
    user = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=120)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["survey", "user"], name="one_judge_a_survey")]

    def __str__(self) -> str:
        return self.name


class JudgementQuerySet(models.QuerySet["Judgement"]):
    def visible_to(self, actor: Actor) -> JudgementQuerySet:
        """One's own alone, for good: what others said is told together, once the survey is closed."""
        return self.filter(
            judge__user=actor.user_id, judge__survey__run__customer=actor.organization_id
        ).exclude(judge__user=None)


class Judgement(models.Model):
    """One question to one colleague: a criterion of one supplier. `points` are the chosen level's."""

    FENCE = Fence(inside("judge"))

    judge = models.ForeignKey(Judge, models.CASCADE, related_name="judgements")
    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="+")
    criterion = models.SlugField(_("criterion"), max_length=60)
    points = models.DecimalField(
        _("points"), max_digits=5, decimal_places=2, null=True, blank=True, validators=PERCENT
    )
    cannot_judge = models.BooleanField(_("cannot judge"), default=False)
    remark = models.TextField(_("remark"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = JudgementQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["judge", "relationship", "criterion"], name="one_judgement_a_question"
            ),
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points__gte=0, points__lte=100),
                name="judged_points_are_of_100",
                violation_error_message=_("Give points from 0 to 100."),
            ),
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(cannot_judge=False),
                name="a_judgement_says_one_thing",
                violation_error_message=_("Give points, or say that you cannot judge: one of the two."),
            ),
        ]
        indexes = [models.Index(fields=["relationship"])]

    def __str__(self) -> str:
        return f"{self.relationship} · {self.criterion}"
