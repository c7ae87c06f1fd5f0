from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import User
from tandem.core.fence import Fence, inside
from tandem.relationships.models import Relationship
from tandem.scorecards.models.corrections import Correction, Disputable
from tandem.scorecards.models.runs import Run
from tandem.scorecards.models.templates import in_script

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor


class ObjectionQuerySet(models.QuerySet["Objection"]):
    def visible_to(self, actor: Actor) -> ObjectionQuerySet:
        """Both ends; what the supplier has not sent yet is the supplier's own."""
        ours = Q(relationship__customer=actor.organization_id) & ~Q(
            kind=Objection.Kind.APPEAL, status=Objection.Status.OPEN
        )
        return self.filter(ours | Q(relationship__supplier=actor.organization_id))

    def raised_by(self, actor: Actor) -> ObjectionQuerySet:
        return self.filter(relationship__supplier=actor.organization_id)

    def raised_with(self, actor: Actor) -> ObjectionQuerySet:
        return self.visible_to(actor).filter(relationship__customer=actor.organization_id)


class Objection(models.Model):
    """What a supplier has to say of one card: in the data check (数据核对) before it is published, when it sees the
    lines and no grade, or by an appeal (申诉) against a published one.

    Its lines are decided one by one. The run's own names stand here as well, as its supplier may not read a run before
    it is published.
    """

    class Kind(models.TextChoices):
        CHECK = "check", _("Data check")
        APPEAL = "appeal", _("Appeal")

    class Status(models.TextChoices):
        OPEN = "open", _("With the supplier")
        SUBMITTED = "submitted", _("Waits for a decision")
        DECIDED = "decided", _("Decided")
        CONFIRMED = "confirmed", _("All right")
        LAPSED = "lapsed", _("Not answered")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.OPEN: {Status.SUBMITTED, Status.CONFIRMED, Status.LAPSED, Status.WITHDRAWN},
        Status.SUBMITTED: {Status.DECIDED, Status.WITHDRAWN},
    }

    FENCE = Fence(inside("relationship"))

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="objections")
    run = models.ForeignKey(Run, models.CASCADE, related_name="objections")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    period = models.CharField(_("period"), max_length=10)
    title = models.CharField(_("template"), max_length=120)
    title_local = models.CharField(max_length=120, blank=True)
    # Of which version of the card it speaks, and which one it led to, if any.
    card_version = models.PositiveIntegerField(default=1)
    new_version = models.PositiveIntegerField(null=True, blank=True)
    due_on = models.DateField(_("until"))
    opened_at = models.DateTimeField()
    remark = models.TextField(_("remark"), blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.CharField(max_length=120, blank=True)
    submitted_by_user = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        indexes = [models.Index(fields=["relationship", "status"]), models.Index(fields=["run", "kind"])]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "relationship", "kind"],
                condition=Q(status__in=["open", "submitted"]),
                name="one_open_objection_each",
                violation_error_message=_("There is an open objection already. Go on with that one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.relationship} · {self.period}"

    def get_absolute_url(self) -> str:
        """The customer's page of it."""
        return reverse("scorecards:objection", args=[self.pk])

    @property
    def template_title(self) -> str:
        return in_script(self.title, self.title_local)

    @property
    def is_open(self) -> bool:
        """Whether the supplier may still write in it."""
        return self.status == self.Status.OPEN


TONES: dict[str, str] = {
    Objection.Status.OPEN: "info",
    Objection.Status.SUBMITTED: "warning",
    Objection.Status.DECIDED: "good",
    Objection.Status.CONFIRMED: "good",
    Objection.Status.LAPSED: "neutral",
    Objection.Status.WITHDRAWN: "neutral",
}


class Evidence(models.Model):
    """A file that a supplier handed in with what it disputes."""

    FENCE = Fence(inside("objection"))

    objection = models.ForeignKey(Objection, models.CASCADE, related_name="evidence")
    path = models.CharField(max_length=250)
    file_name = models.CharField(_("file"), max_length=200)
    media_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.file_name


class Disputed(Disputable):
    """One line, or one criterion, that a supplier disputes, and what was decided of it."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waits for a decision")
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Refused")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {Status.WAITING: {Status.ACCEPTED, Status.REFUSED}}

    FENCE = Fence(inside("objection"))

    objection = models.ForeignKey(Objection, models.CASCADE, related_name="lines")
    remark = models.TextField(_("remark"), blank=True)
    evidence = models.ForeignKey(Evidence, models.SET_NULL, null=True, blank=True, related_name="+")
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.WAITING)
    # What the history of the facts proves: {batch, file, known_on, moved_from, moved_to}; None where a person decides.
    proof = models.JSONField(null=True, blank=True)
    decision = models.TextField(_("reason of the decision"), blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=120, blank=True)
    correction = models.OneToOneField(
        Correction, models.SET_NULL, null=True, blank=True, related_name="disputed"
    )

    class Meta:
        ordering = ["kpi", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["objection", "subject", "source", "number", "line", "schedule_line"],
                name="one_dispute_a_line",
            ),
        ]

    def __str__(self) -> str:
        return self.said or self.kpi


LINE_TONES: dict[str, str] = {
    Disputed.Status.WAITING: "warning",
    Disputed.Status.ACCEPTED: "good",
    Disputed.Status.REFUSED: "bad",
}


class Acknowledgement(models.Model):
    """A supplier's word that it has taken note of a published card, of one version."""

    FENCE = Fence(inside("relationship"))

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="+")
    run = models.ForeignKey(Run, models.CASCADE, related_name="acknowledgements")
    version = models.PositiveIntegerField(_("version"))
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "relationship", "version"], name="one_acknowledgement_a_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.relationship} · {self.version}"
