"""One supplier assessed once, by one version of a template: asked, answered, verified, published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import User
from tandem.assessments.content import Content
from tandem.assessments.models.questionnaires import Template
from tandem.core.fence import Fence, inside, own
from tandem.relationships.models import Relationship

if TYPE_CHECKING:
    from datetime import date

    from tandem.accounts.actor import Actor


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, actor: Actor) -> AssessmentQuerySet:
        """Both ends: the customer's own, and those in which the supplier was asked or has been told the result."""
        return self.filter(Q(relationship__customer=actor.organization_id) | _of_supplier(actor))

    def asked_by(self, actor: Actor) -> AssessmentQuerySet:
        return self.filter(relationship__customer=actor.organization_id)

    def asked_of(self, actor: Actor) -> AssessmentQuerySet:
        """As its supplier sees them: what it was asked to answer, and what was published to it."""
        return self.filter(_of_supplier(actor))

    def waiting(self) -> AssessmentQuerySet:
        """Those it is the supplier's turn with."""
        return self.filter(status__in=WAITING)


def _of_supplier(actor: Actor) -> Q:
    return Q(relationship__supplier=actor.organization_id) & (Q(self_assessed=True) | Q(status="closed"))


class Assessment(models.Model):
    class Status(models.TextChoices):
        ASKED = "asked", _("Asked")
        ANSWERING = "answering", _("Being answered")
        SUBMITTED = "submitted", _("To be verified")
        VERIFIED = "verified", _("Verified")
        CLOSED = "closed", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Basis(models.TextChoices):
        """What a published result rests on."""

        SELF = "self", _("The supplier's own answers")
        VERIFIED = "verified", _("Verified by assessors")

    # Seen by the other end as whole rows: nothing stands here before it may be seen there.
    FENCE = Fence(inside("relationship"))

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.ASKED: {Status.ANSWERING, Status.SUBMITTED, Status.WITHDRAWN},
        Status.ANSWERING: {Status.SUBMITTED, Status.WITHDRAWN},
        Status.SUBMITTED: {Status.ANSWERING, Status.VERIFIED, Status.CLOSED, Status.WITHDRAWN},
        Status.VERIFIED: {Status.CLOSED, Status.WITHDRAWN},
    }

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="assessments")
    template = models.ForeignKey(Template, models.PROTECT, related_name="assessments")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ASKED)
    purpose = models.CharField(_("purpose"), max_length=500, blank=True)
    # Whether the supplier answers first; else it begins with the assessors.
    self_assessed = models.BooleanField(_("the supplier answers first"), default=True)
    due_on = models.DateField(_("due"))
    # What the scheme needs besides the answers: the process steps of an audit.
    particulars = models.JSONField(default=dict, blank=True)
    asked_at = models.DateTimeField()
    # Who hears of the answer; the name stays when the person leaves.
    asked_by_user = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    asked_by_name = models.CharField(max_length=120)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_name = models.CharField(max_length=120, blank=True)
    # Why it was returned or withdrawn.
    reason = models.TextField(_("reason"), blank=True)
    # Written once, when it is published.
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by_name = models.CharField(max_length=120, blank=True)
    basis = models.CharField(_("rests on"), max_length=8, choices=Basis, blank=True)
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=2, null=True, blank=True)
    grade = models.CharField(_("grade"), max_length=10, blank=True)
    # The codes of the questions that knocked out, and the whole result as `results.kept` writes it.
    knock_outs = models.JSONField(default=list, blank=True)
    result = models.JSONField(null=True, blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["relationship", "status", "due_on"]),
            models.Index(fields=["status", "due_on"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="closed") | Q(closed_at=None, score=None, result=None),
                name="a_result_is_published",
                violation_error_message=_(
                    "An assessment has a score and a result once it is published: publish it first."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("asked", "answering")) | Q(self_assessed=True),
                name="a_supplier_is_asked_who_answers",
                violation_error_message=_(
                    "A supplier is asked only where it answers first: choose so, or begin with the assessors."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template.name} · {self.relationship}"

    def get_absolute_url(self) -> str:
        """The customer's page of it."""
        return reverse("assessments:assessment", args=[self.pk])

    @cached_property
    def asked(self) -> Content:
        """Its questions: the template's, as the scheme lays them out for this assessment."""
        return self.template.how.laid_out(self.template.asked, self.particulars)

    @property
    def is_waiting(self) -> bool:
        return self.status in WAITING

    @property
    def is_shown_to_supplier(self) -> bool:
        """As `asked_of` has it, for one that is at hand already."""
        return self.self_assessed or self.status == self.Status.CLOSED

    @property
    def is_open(self) -> bool:
        return self.status in (*WAITING, self.Status.SUBMITTED, self.Status.VERIFIED)

    def is_overdue(self, today: date) -> bool:
        return self.status in WAITING and self.due_on < today

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        super().refresh_from_db(*args, **kwargs)
        self.__dict__.pop("asked", None)


WAITING = (Assessment.Status.ASKED, Assessment.Status.ANSWERING)
TONES: dict[str, str] = {
    Assessment.Status.ASKED: "info",
    Assessment.Status.ANSWERING: "info",
    Assessment.Status.SUBMITTED: "accent",
    Assessment.Status.VERIFIED: "warning",
    Assessment.Status.CLOSED: "good",
    Assessment.Status.WITHDRAWN: "neutral",
}


class Assessor(models.Model):
    """One of those who verify. What each of them gave is seen by the others once all have handed in."""

    FENCE = Fence(own("assessment__relationship__customer"))

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="assessors")
    user = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(_("name"), max_length=120)
    is_lead = models.BooleanField(_("lead assessor"), default=False)
    assigned_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-is_lead", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "user"], name="one_assessor_a_person"),
            models.UniqueConstraint(
                fields=["assessment"],
                condition=Q(is_lead=True),
                name="one_lead_an_assessment",
                violation_error_message=_(
                    "The assessment has a lead assessor already: choose one of the two."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name
