from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Organization
from tandem.core.fence import Fence, own, where
from tandem.relationships.models import Relationship, Segment

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor

# The short survey of every period: the answer's field, its name, and the question.
QUESTIONS: tuple[tuple[str, object, object], ...] = (
    ("clarity", _("Clarity"), _("Orders, drawings and changes from this customer are clear.")),
    ("fairness", _("Fairness"), _("This customer treats us fairly, also when something goes wrong.")),
    ("forecast", _("Forecast"), _("This customer's forecasts are good enough to plan with.")),
    ("payment", _("Payment"), _("This customer pays as agreed.")),
)


class SurveyQuerySet(models.QuerySet["Survey"]):
    def visible_to(self, actor: Actor) -> SurveyQuerySet:
        return self.filter(customer=actor.organization_id)


class Survey(models.Model):
    """What a customer asks its suppliers about itself, once a period.

    `results` is written once, at closing, by `disclosure.py`'s leave; until then nobody sees any figure. A period
    has one survey only: two of them, less one supplier, would tell that supplier's answer.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("Being answered")
        CLOSED = "closed", _("Closed")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {Status.OPEN: {Status.CLOSED}}

    customer = models.ForeignKey(Organization, models.CASCADE, related_name="surveys")
    period = models.CharField(_("period"), max_length=10)
    segment = models.CharField(_("for"), max_length=20, choices=Segment, blank=True)
    status = models.CharField(_("status"), max_length=6, choices=Status, default=Status.OPEN)
    opened_at = models.DateTimeField()
    closes_on = models.DateField(_("answers until"))
    closed_at = models.DateTimeField(null=True, blank=True)
    results = models.JSONField(null=True, blank=True)

    objects = SurveyQuerySet.as_manager()

    # A supplier reads the survey it was asked to answer; never its results, which are the customer's page.
    FENCE = Fence(
        reads=own("customer")
        | where(
            "EXISTS (SELECT 1 FROM portal_ask a JOIN relationships_relationship r ON r.id = a.relationship_id"
            " WHERE a.survey_id = t.id AND r.supplier_id = tandem_organization())"
        ),
        writes=own("customer"),
    )

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["customer", "period"], name="one_survey_a_period")]

    def __str__(self) -> str:
        return self.period

    def get_absolute_url(self) -> str:
        return reverse("portal_customer:survey", args=[self.pk])


def _score(label: Any) -> models.PositiveSmallIntegerField:  # type: ignore[type-arg]
    return models.PositiveSmallIntegerField(label, validators=[MinValueValidator(1), MaxValueValidator(5)])


class SurveyAnswerQuerySet(models.QuerySet["SurveyAnswer"]):
    def visible_to(self, actor: Actor) -> SurveyAnswerQuerySet:
        """The supplier's own. The customer sees groups, never an answer."""
        return self.filter(supplier=actor.organization_id)


class SurveyAnswer(models.Model):
    """What one supplier answered: for its own eyes, and for the groups of five and more made of many."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="answers")
    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="+")
    supplier = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    # All four: a question with fewer answers than another would make a group of its own.
    clarity = _score(_("Clarity"))
    fairness = _score(_("Fairness"))
    forecast = _score(_("Forecast"))
    payment = _score(_("Payment"))
    comment = models.TextField(_("comment"), blank=True)
    answered_at = models.DateTimeField()

    objects = SurveyAnswerQuerySet.as_manager()

    FENCE = Fence(own("supplier"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "supplier"], name="one_answer_a_supplier"),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{field}__gte": 1, f"{field}__lte": 5}),
                    name=f"{field}_from_1_to_5",
                    violation_error_message=_("Choose from 1 to 5."),
                )
                for field in ("clarity", "fairness", "forecast", "payment")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey} · {self.supplier}"
