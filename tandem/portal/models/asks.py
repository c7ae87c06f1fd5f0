from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import User
from tandem.core.fence import Fence, inside
from tandem.portal.models.certificate_kinds import CertificateKind
from tandem.portal.models.surveys import Survey
from tandem.relationships.models import Relationship
from tandem.scorecards.models import Card, Objection

if TYPE_CHECKING:
    from datetime import date

    from tandem.accounts.actor import Actor


class AskQuerySet(models.QuerySet["Ask"]):
    def visible_to(self, actor: Actor) -> AskQuerySet:
        """Both ends see what was asked and what was answered."""
        return self.filter(
            Q(relationship__customer=actor.organization_id) | Q(relationship__supplier=actor.organization_id)
        )

    def asked_by(self, actor: Actor) -> AskQuerySet:
        return self.filter(relationship__customer=actor.organization_id)

    def asked_of(self, actor: Actor) -> AskQuerySet:
        return self.filter(relationship__supplier=actor.organization_id)

    def waiting(self) -> AskQuerySet:
        """Those it is the supplier's turn with."""
        return self.filter(status__in=WAITING)


class Ask(models.Model):
    """Something a customer asks of one supplier, and how far it has come."""

    class Kind(models.TextChoices):
        CHECK_DATA = "check_data", _("Check data")
        CONFIRM_DATE = "confirm_date", _("Confirm dates")
        SURVEY = "survey", _("Answer a survey")
        CERTIFICATE = "certificate", _("Upload a certificate")
        SCORECARD = "scorecard", _("Read a scorecard")
        DATA_CHECK = "data_check", _("Check the lines of a scorecard")

    class Status(models.TextChoices):
        ASKED = "asked", _("Asked")
        ANSWERED = "answered", _("Answered")
        ACCEPTED = "accepted", _("Accepted")
        RETURNED = "returned", _("Returned")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Via(models.TextChoices):
        PORTAL = "portal", _("signed in")
        LINK = "link", _("by link")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.ASKED: {Status.ANSWERED, Status.WITHDRAWN},
        Status.ANSWERED: {Status.ACCEPTED, Status.RETURNED},
        Status.RETURNED: {Status.ANSWERED, Status.WITHDRAWN},
    }

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="asks")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ASKED)
    message = models.TextField(_("message"), blank=True)
    due_on = models.DateField(_("due"))
    asked_at = models.DateTimeField()
    # Who hears of the answer; the name stays when the person leaves.
    asked_by_user = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    asked_by_name = models.CharField(max_length=120)
    # What it is about, by its kind.
    period = models.CharField(_("period"), max_length=10, blank=True)
    card = models.ForeignKey(Card, models.CASCADE, null=True, blank=True, related_name="+")
    objection = models.OneToOneField(Objection, models.CASCADE, null=True, blank=True, related_name="ask")
    survey = models.ForeignKey(Survey, models.CASCADE, null=True, blank=True, related_name="asks")
    certificate_kind = models.CharField(_("certificate"), max_length=16, choices=CertificateKind, blank=True)
    # Of how many lines those kept with the request are the first.
    lines_in_all = models.PositiveIntegerField(default=0)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_name = models.CharField(max_length=120, blank=True)
    answered_via = models.CharField(max_length=6, choices=Via, blank=True)
    remark = models.TextField(_("remark"), blank=True)
    # Why the customer returned or withdrew it.
    reason = models.TextField(_("reason"), blank=True)

    objects = AskQuerySet.as_manager()

    FENCE = Fence(inside("relationship"))

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["relationship", "status", "due_on"]),
            models.Index(fields=["status", "due_on"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["survey", "relationship"], name="one_request_a_survey"),
            models.CheckConstraint(
                condition=~Q(kind="scorecard") | Q(card__isnull=False),
                name="a_scorecard_to_read_is_named",
                violation_error_message=_("Say which scorecard is to be read."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="data_check") | Q(objection__isnull=False),
                name="a_data_check_to_answer_is_named",
                violation_error_message=_("Say which data check is to be answered."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="survey") | Q(survey__isnull=False),
                name="a_survey_to_answer_is_named",
                violation_error_message=_("Say which survey is to be answered."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.relationship}"

    def get_absolute_url(self) -> str:
        """The customer's page of it."""
        return reverse("portal_customer:ask", args=[self.pk])

    def is_overdue(self, today: date) -> bool:
        return self.status in WAITING and self.due_on < today

    @property
    def is_waiting(self) -> bool:
        return self.status in WAITING


WAITING = (Ask.Status.ASKED, Ask.Status.RETURNED)
TONES: dict[str, str] = {
    Ask.Status.ASKED: "info",
    Ask.Status.ANSWERED: "accent",
    Ask.Status.ACCEPTED: "good",
    Ask.Status.RETURNED: "warning",
    Ask.Status.WITHDRAWN: "neutral",
}


class AskedLine(models.Model):
    """One order line as it stood when it was asked about, and what the supplier says of it.

    The supplier's answer stays an answer: the customer's facts are not rewritten by it.
    """

    class Verdict(models.TextChoices):
        RIGHT = "right", _("Right")
        WRONG = "wrong", _("Wrong")
        CONFIRMED = "confirmed", _("Confirmed")
        OTHER_DATE = "other_date", _("Another date")

    ask = models.ForeignKey(Ask, models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    source = models.CharField(max_length=80)
    document = models.CharField(_("order"), max_length=80)
    line = models.CharField(_("line"), max_length=40)
    schedule_line = models.CharField(max_length=40)
    item = models.CharField(_("item"), max_length=120, blank=True)
    item_name = models.CharField(_("item name"), max_length=250, blank=True)
    site = models.CharField(_("site"), max_length=120, blank=True)
    quantity = models.DecimalField(_("ordered"), max_digits=20, decimal_places=4, null=True)
    received = models.DecimalField(_("received"), max_digits=20, decimal_places=4, null=True)
    due_on = models.DateField(_("requested for"), null=True)
    confirmed_on = models.DateField(_("confirmed for"), null=True)
    delivered_on = models.DateField(_("delivered on"), null=True)
    days_late = models.IntegerField(_("days late"), null=True)
    verdict = models.CharField(_("answer"), max_length=10, choices=Verdict, blank=True)
    proposed_on = models.DateField(_("proposed date"), null=True, blank=True)
    remark = models.CharField(_("remark"), max_length=500, blank=True)

    FENCE = Fence(inside("ask"))

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["ask", "position"], name="one_asked_line_a_place"),
            models.CheckConstraint(
                condition=~Q(verdict="other_date") | Q(proposed_on__isnull=False),
                name="another_date_is_a_date",
                violation_error_message=_("Give the other date."),
            ),
        ]

    def __str__(self) -> str:
        place = f"{self.document} / {self.line}"
        return place if self.schedule_line == "1" else f"{place} / {self.schedule_line}"
