"""Answers to an assessment's questions, the files behind them, and what was found.

The database itself keeps the assessors apart: until all are in, a row or a finding of an assessor's is shown to that
person alone, and neither to the supplier. What the supplier writes is shown to the customer once it is handed in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import User
from tandem.assessments.models.assessments import Assessment, Assessor
from tandem.core.fence import Fence, inside, where

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor

US, ME = "(SELECT tandem_organization())", "(SELECT tandem_person())"
OF_THE_ASSESSMENT = (
    "SELECT 1 FROM assessments_assessment a JOIN relationships_relationship r ON r.id = a.relationship_id"
    " WHERE a.id = t.assessment_id"
)
HANDED_IN = ("submitted", "verified", "closed")
ALL_IN = ("verified", "closed")
OF_ONESELF = (
    "t.assessor_id IS NULL OR EXISTS (SELECT 1 FROM assessments_assessor s"
    f" WHERE s.id = t.assessor_id AND s.user_id = {ME})"
)
CUSTOMERS = f"EXISTS ({OF_THE_ASSESSMENT} AND r.customer_id = {US}"
AS_SUPPLIER = f"(t.side = 'supplier' AND EXISTS ({OF_THE_ASSESSMENT} AND r.supplier_id = {US}))"
AS_CUSTOMER = f"(t.side <> 'supplier' AND ({OF_ONESELF}) AND {CUSTOMERS}))"
ONCE_HANDED_IN = f"(t.side = 'supplier' AND {CUSTOMERS} AND a.status IN {HANDED_IN}))"
ONCE_ALL_ARE_IN = f"(t.side <> 'supplier' AND {CUSTOMERS} AND a.status IN {ALL_IN}))"


# What one of those who assess found, while others still do.
BLIND = (
    "a.status = 'submitted' AND EXISTS (SELECT 1 FROM assessments_assessor s"
    " WHERE s.assessment_id = a.id AND s.user_id = t.raised_by_id)"
)
FOUND_BY_US = f"{CUSTOMERS} AND (t.raised_by_id IS NOT DISTINCT FROM {ME} OR NOT ({BLIND})))"


class AnswerQuerySet(models.QuerySet["Answer"]):
    def visible_to(self, actor: Actor) -> AnswerQuerySet:
        """The supplier's own; and for the customer what has been handed in, by the supplier or by all assessors,
        with what the person gives as an assessor."""
        customer = Q(assessment__relationship__customer=actor.organization_id)
        supplier = Q(assessment__relationship__supplier=actor.organization_id)
        theirs, ours = Q(side=Answer.Side.SUPPLIER), ~Q(side=Answer.Side.SUPPLIER)
        shown = theirs & Q(assessment__status__in=HANDED_IN) | ours & Q(assessment__status__in=ALL_IN)
        if actor.user_id is not None:
            shown |= Q(assessor__user=actor.user_id)
        return self.filter(supplier & theirs | customer & shown)


class Answer(models.Model):
    """To one question, by the supplier, by one assessor, or as the lead assessor settled it.

    `value` is as `answering.understood` gives it. `points` are those an assessor gave; what follows from the value is
    not kept, it is worked out.
    """

    class Side(models.TextChoices):
        SUPPLIER = "supplier", _("the supplier")
        ASSESSOR = "assessor", _("an assessor")
        SETTLED = "settled", _("settled by the lead assessor")

    FENCE = Fence(
        reads=where(ONCE_HANDED_IN) | where(ONCE_ALL_ARE_IN), writes=where(AS_SUPPLIER) | where(AS_CUSTOMER)
    )

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="answers")
    question = models.CharField(_("question"), max_length=80)
    side = models.CharField(max_length=8, choices=Side)
    assessor = models.ForeignKey(Assessor, models.CASCADE, null=True, blank=True, related_name="answers")
    value = models.JSONField(_("answer"), null=True, blank=True)
    points = models.DecimalField(_("points"), max_digits=5, decimal_places=2, null=True, blank=True)
    # With what was settled: the reason.
    remark = models.TextField(_("remark"), blank=True)
    saved_at = models.DateTimeField()
    saved_by_name = models.CharField(max_length=120)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "question", "side", "assessor"],
                nulls_distinct=False,
                name="one_answer_a_question",
            ),
            models.CheckConstraint(
                condition=Q(side="assessor", assessor__isnull=False)
                | (~Q(side="assessor") & Q(assessor__isnull=True)),
                name="an_assessors_answer_names_the_assessor",
                violation_error_message=_("Name the assessor with an assessor’s answer, and with no other."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment}: {self.question}"


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, actor: Actor) -> EvidenceQuerySet:
        return self.filter(answer__in=Answer.objects.visible_to(actor).values("pk"))


class Evidence(models.Model):
    """A photo or document behind one answer. It lies outside the web's reach."""

    FENCE = Fence(inside("answer"))

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="evidence")
    path = models.CharField(max_length=200)
    # Of a photograph: what a page shows of it.
    small_path = models.CharField(max_length=200, blank=True)
    file_name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    kept_at = models.DateTimeField()
    kept_by_name = models.CharField(max_length=120)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")


class FindingQuerySet(models.QuerySet["Finding"]):
    def visible_to(self, actor: Actor) -> FindingQuerySet:
        """The customer's own, those of an assessor to that person alone until all are in; its supplier's once they are
        published."""
        assessing = Assessor.objects.filter(
            assessment=OuterRef("assessment"), user=OuterRef("raised_by")
        ).exclude(user=actor.user_id)
        return self.filter(
            Q(assessment__relationship__customer=actor.organization_id)
            & ~(Q(assessment__status="submitted") & Exists(assessing))
            | Q(assessment__relationship__supplier=actor.organization_id, assessment__status="closed")
        )


class Finding(models.Model):
    """What the supplier is to mend, found by an assessor. Published with the result."""

    class Severity(models.TextChoices):
        OBSERVATION = "observation", _("Observation")
        MINOR = "minor", _("Minor")
        MAJOR = "major", _("Major")

    FENCE = Fence(
        reads=where(f"EXISTS ({OF_THE_ASSESSMENT} AND r.supplier_id = {US} AND a.status = 'closed')"),
        writes=where(FOUND_BY_US),
    )

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="findings")
    # Empty where it is about the whole.
    question = models.CharField(_("question"), max_length=80, blank=True)
    severity = models.CharField(_("severity"), max_length=12, choices=Severity, default=Severity.MINOR)
    text = models.TextField(_("what was found"), max_length=2000)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    raised_by_name = models.CharField(max_length=120)

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:80]


SEVERITY_TONES: dict[str, str] = {
    Finding.Severity.OBSERVATION: "neutral",
    Finding.Severity.MINOR: "warning",
    Finding.Severity.MAJOR: "bad",
}
