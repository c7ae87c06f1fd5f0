"""One supplier on its way to being approved: for a category, some sites and a risk class, stage by stage."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Organization, Site, User
from tandem.accounts.roles import Role
from tandem.assessments.models import Assessment
from tandem.core.fence import Fence, inside, own
from tandem.onboarding.models.approvals import Approval
from tandem.onboarding.models.documents import DocumentReview
from tandem.onboarding.models.requirements import (
    Gate,
    ItemKind,
    RequirementSet,
    Risk,
    StageKind,
    in_script,
)
from tandem.relationships.models import Category, Relationship

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor


class QualificationQuerySet(models.QuerySet["Qualification"]):
    def visible_to(self, actor: Actor) -> QualificationQuerySet:
        """A customer's own."""
        return self.filter(relationship__customer=actor.organization_id, relationship__merged_into=None)

    def served_by(self, actor: Actor) -> QualificationQuerySet:
        """Those that the actor's organisation is to pass, as their supplier."""
        return self.filter(relationship__supplier=actor.organization_id, relationship__merged_into=None)

    def open(self) -> QualificationQuerySet:
        return self.filter(status__in=OPEN)


class Qualification(models.Model):
    """What the supplier may not know of it (why the risk is high, who proposed what, remarks) stands in tables of the
    customer's own: `Remark` and `Proposal`."""

    class Status(models.TextChoices):
        RUNNING = "running", _("Under way")
        PROPOSED = "proposed", _("Waiting for a decision")
        APPROVED = "approved", _("Approved")
        CONDITIONAL = "conditional", _("Approved with conditions")
        REFUSED = "refused", _("Refused")
        STOPPED = "stopped", _("Stopped")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.RUNNING: {Status.PROPOSED, Status.STOPPED},
        Status.PROPOSED: {Status.RUNNING, Status.APPROVED, Status.CONDITIONAL, Status.REFUSED},
    }
    FENCE = Fence(reads=inside("relationship"), writes=own("relationship__customer"))
    # Of its supplier's, the names that are kept with it suffice.
    LINK_FENCES = {
        "sites": Fence(own("qualification__relationship__customer")),
        "approvals": Fence(
            reads=inside("qualification"), writes=own("qualification__relationship__customer")
        ),
    }

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="qualifications")
    category = models.ForeignKey(
        Category, models.PROTECT, related_name="qualifications", verbose_name=_("category")
    )
    # None named: every site.
    sites = models.ManyToManyField(Site, blank=True, related_name="+", verbose_name=_("sites"))
    # What both ends call it: a customer's categories are its own to read.
    category_name = models.CharField(max_length=120)
    category_name_local = models.CharField(max_length=120, blank=True)
    site_names = models.JSONField(default=list)  # [[name, name in Chinese script], …]
    risk = models.CharField(_("risk class"), max_length=6, choices=Risk)
    requirements = models.ForeignKey(RequirementSet, models.PROTECT, related_name="qualifications")
    status = models.CharField(_("status"), max_length=11, choices=Status, default=Status.RUNNING)
    started_at = models.DateTimeField()
    started_by_name = models.CharField(max_length=120)
    # Who leads it and is told what comes in.
    lead = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("led by")
    )
    # By when the last stage should have passed, as planned at the start.
    due_on = models.DateField(_("due"))
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=120, blank=True)
    # The lines of the approved list that it led to.
    approvals = models.ManyToManyField(Approval, blank=True, related_name="qualifications")
    # What both ends are told of the decision, or of why it was stopped.
    reason = models.TextField(_("reason"), blank=True)

    objects = QualificationQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]
        verbose_name = _("qualification")
        indexes = [models.Index(fields=["relationship", "status"]), models.Index(fields=["status", "due_on"])]

    def __str__(self) -> str:
        return f"{self.relationship}: {self.scope}"

    def get_absolute_url(self) -> str:
        return reverse("onboarding:qualification", args=[self.pk])

    @property
    def scope(self) -> str:
        """Category and sites, as both ends read them."""
        return f"{in_script(self.category_name, self.category_name_local)} · {self.sites_said}"

    @property
    def sites_said(self) -> str:
        names = [in_script(name, local) for name, local in self.site_names]
        return pgettext("between the items of a list", ", ").join(names) or gettext("every site")

    @property
    def is_open(self) -> bool:
        return self.status in OPEN


OPEN = (Qualification.Status.RUNNING, Qualification.Status.PROPOSED)
QUALIFICATION_TONES: dict[str, str] = {
    Qualification.Status.RUNNING: "info",
    Qualification.Status.PROPOSED: "accent",
    Qualification.Status.APPROVED: "good",
    Qualification.Status.CONDITIONAL: "warning",
    Qualification.Status.REFUSED: "bad",
    Qualification.Status.STOPPED: "neutral",
}


class QualificationStage(models.Model):
    class Status(models.TextChoices):
        WAITING = "waiting", _("Not begun")
        OPEN = "open", _("Under way")
        PASSED = "passed", _("Passed")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.WAITING: {Status.OPEN},
        Status.OPEN: {Status.PASSED},
    }
    FENCE = Fence(reads=inside("qualification"), writes=own("qualification__relationship__customer"))

    qualification = models.ForeignKey(Qualification, models.CASCADE, related_name="stages")
    position = models.PositiveIntegerField()
    kind = models.CharField(_("kind"), max_length=9, choices=StageKind)
    name = models.CharField(_("name"), max_length=120)
    name_local = models.CharField(_("name in Chinese script"), max_length=120, blank=True)
    gate = models.CharField(_("gate"), max_length=7, choices=Gate)
    owner = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    owner_role = models.CharField(_("owner's role"), max_length=24, choices=Role, blank=True)
    days = models.PositiveIntegerField(_("days until due"))
    status = models.CharField(_("status"), max_length=7, choices=Status, default=Status.WAITING)
    opened_on = models.DateField(null=True, blank=True)
    # Planned until the stage begins, then counted from its first day.
    due_on = models.DateField(_("due"))
    passed_at = models.DateTimeField(null=True, blank=True)
    passed_by_name = models.CharField(max_length=120, blank=True)
    # For which due date both ends were reminded.
    reminded_of = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["qualification", "position"], name="one_stage_a_place")
        ]
        indexes = [models.Index(fields=["status", "due_on"])]

    def __str__(self) -> str:
        return in_script(self.name, self.name_local) or str(self.get_kind_display())

    def is_overdue(self, today: date) -> bool:
        return self.status == self.Status.OPEN and self.due_on < today


class QualificationItem(models.Model):
    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("an item", "Open")
        SUBMITTED = "submitted", _("Handed in")
        RETURNED = "returned", _("Returned")
        PASSED = "passed", _("Passed")
        FAILED = "failed", _("Not passed")
        WAIVED = "waived", _("Waived")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.OPEN: {Status.SUBMITTED, Status.PASSED, Status.FAILED, Status.WAIVED},
        # Open again: its questionnaire was withdrawn.
        Status.SUBMITTED: {Status.OPEN, Status.RETURNED, Status.PASSED, Status.FAILED, Status.WAIVED},
        Status.RETURNED: {Status.OPEN, Status.SUBMITTED, Status.PASSED, Status.FAILED, Status.WAIVED},
        # Tried again: the sample was made anew, the audit repeated.
        Status.FAILED: {Status.OPEN, Status.PASSED, Status.WAIVED},
        Status.PASSED: {Status.OPEN},
    }
    # The supplier hands in, the customer judges.
    FENCE = Fence(inside("stage"))

    stage = models.ForeignKey(QualificationStage, models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    kind = models.CharField(_("kind"), max_length=13, choices=ItemKind)
    title = models.CharField(_("title"), max_length=160)
    title_local = models.CharField(_("title in Chinese script"), max_length=160, blank=True)
    note = models.TextField(_("what is expected"), blank=True)
    note_local = models.TextField(_("what is expected, in Chinese"), blank=True)
    by_supplier = models.BooleanField(_("to be handed in by the supplier"))
    # What this kind asks besides: see `requirement_data.SPEC`.
    spec = models.JSONField(default=dict)
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.OPEN)
    # What the supplier is told of an item that was returned or not passed; both where Tandem says it by itself.
    reason = models.TextField(_("reason"), blank=True)
    reason_local = models.TextField(_("reason in Chinese script"), blank=True)
    # By which a questionnaire or audit comes to its result, once it is asked or begun.
    assessment = models.ForeignKey(Assessment, models.SET_NULL, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["stage", "position"], name="one_item_a_place")]

    def __str__(self) -> str:
        return in_script(self.title, self.title_local) or str(self.get_kind_display())

    @property
    def expected(self) -> str:
        return in_script(self.note, self.note_local)

    @property
    def told(self) -> str:
        """Why it was returned or not passed, as both ends read it."""
        return in_script(self.reason, self.reason_local)

    @property
    def template_code(self) -> str:
        """The questionnaire or audit by which it is to be passed; empty where its result is recorded by hand."""
        return str(self.spec.get("template", ""))

    @property
    def suppliers_assessment(self) -> Assessment | None:
        """As far as the supplier may read it."""
        found = self.assessment
        if found is None or not found.is_shown_to_supplier:
            return None
        # After two records became one, it may still be the other company's.
        here = found.relationship_id == self.stage.qualification.relationship_id
        return found if here else None

    @property
    def is_done(self) -> bool:
        return self.status in DONE

    @property
    def has_result(self) -> bool:
        return self.status in (*DONE, self.Status.FAILED)

    @property
    def waits_for_supplier(self) -> bool:
        """A questionnaire does once the supplier was asked to answer it."""
        its_turn = self.by_supplier and self.status in (self.Status.OPEN, self.Status.RETURNED)
        return its_turn and (not self.template_code or self.assessment_id is not None)


DONE = (QualificationItem.Status.PASSED, QualificationItem.Status.WAIVED)
ITEM_TONES: dict[str, str] = {
    QualificationItem.Status.OPEN: "neutral",
    QualificationItem.Status.SUBMITTED: "accent",
    QualificationItem.Status.RETURNED: "warning",
    QualificationItem.Status.PASSED: "good",
    QualificationItem.Status.FAILED: "bad",
    QualificationItem.Status.WAIVED: "neutral",
}


# Not "EvidenceQuerySet": assessments has one, and the type checker tells managers apart by that name alone.
class ItemEvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, actor: Actor) -> ItemEvidenceQuerySet:
        """The customer's, whoever gave it; of a supplier's only what it handed in itself."""
        us = actor.organization_id
        return self.filter(
            Q(item__stage__qualification__relationship__customer=us)
            | Q(item__stage__qualification__relationship__supplier=us, organization=us)
        )


class Evidence(models.Model):
    """What an item rests on: something handed in, or a result that was recorded. It is never changed."""

    item = models.ForeignKey(QualificationItem, models.CASCADE, related_name="evidence")
    # Whose it is: the supplier's, or the customer's own record.
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    given_at = models.DateTimeField()
    given_by_name = models.CharField(max_length=120)
    text = models.TextField(_("remark"), blank=True)
    # The document that was handed in, with the customer's word on it.
    review = models.ForeignKey(DocumentReview, models.SET_NULL, null=True, related_name="+")
    # The questionnaire or audit that was published.
    assessment = models.ForeignKey(Assessment, models.SET_NULL, null=True, related_name="+")
    # Figures by the item's kind: measured values, or made, good and defective parts.
    result = models.JSONField(default=dict)
    path = models.CharField(max_length=200, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    objects = ItemEvidenceQuerySet.as_manager()

    FENCE = Fence(
        own("item__stage__qualification__relationship__customer") | own("organization"),
    )

    class Meta:
        ordering = ["-given_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.item}: {self.file_name or self.text[:60]}"


class Remark(models.Model):
    """What the customer's people say of a qualification among themselves; its supplier never reads it."""

    class About(models.TextChoices):
        RISK = "risk", _("Risk class")
        WAIVER = "waiver", _("Waived")
        RELEASE = "release", _("Released")
        NOTE = "note", _("Note")

    FENCE = Fence(own("qualification__relationship__customer"))

    qualification = models.ForeignKey(Qualification, models.CASCADE, related_name="remarks")
    item = models.ForeignKey(QualificationItem, models.CASCADE, null=True, related_name="remarks")
    stage = models.ForeignKey(QualificationStage, models.CASCADE, null=True, related_name="remarks")
    about = models.CharField(max_length=8, choices=About)
    text = models.TextField(_("text"))
    at = models.DateTimeField()
    by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.text[:60]


class Proposal(models.Model):
    """A decision as one person proposed it, and what another said of it."""

    class Outcome(models.TextChoices):
        APPROVE = "approved", _("Approve")
        CONDITIONAL = "conditional", _("Approve with conditions")
        REFUSE = "refused", _("Refuse")

    class Answer(models.TextChoices):
        AGREED = "agreed", _("Agreed")
        SENT_BACK = "sent_back", _("Sent back")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    FENCE = Fence(own("qualification__relationship__customer"))

    qualification = models.ForeignKey(Qualification, models.CASCADE, related_name="proposals")
    outcome = models.CharField(_("decision"), max_length=11, choices=Outcome)
    reason = models.TextField(_("reason"))
    # [{"text": …, "due_on": "2027-01-31"}, …]
    conditions = models.JSONField(default=list)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    proposed_by_name = models.CharField(max_length=120)
    answer = models.CharField(_("answer"), max_length=9, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_name = models.CharField(max_length=120, blank=True)
    answer_reason = models.TextField(_("reason"), blank=True)

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["qualification"],
                condition=Q(answer=""),
                name="one_proposal_at_a_time",
                violation_error_message=_(
                    "A proposal waits for an answer already. Answer or withdraw that one first."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.qualification}: {self.get_outcome_display()}"

    @property
    def dated_conditions(self) -> list[dict[str, Any]]:
        return [
            {"text": each["text"], "due_on": date.fromisoformat(each["due_on"])} for each in self.conditions
        ]
