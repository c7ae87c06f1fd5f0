"""Questionnaires and audit templates, in versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Organization, User
from tandem.assessments import content
from tandem.assessments.content import Content, in_script
from tandem.assessments.schemes import SCHEMES, Scheme, SchemeName
from tandem.core.fence import Fence, own, where

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor

IN_AN_ASSESSMENT_WE_SEE = "EXISTS (SELECT 1 FROM assessments_assessment a WHERE a.template_id = t.id)"


class QuestionnaireQuerySet(models.QuerySet["Template"]):
    def visible_to(self, actor: Actor) -> QuestionnaireQuerySet:
        return self.filter(customer=actor.organization_id)


class Template(models.Model):
    """One version of a questionnaire or audit template. Drafts change; what has once been active never does again."""

    class Kind(models.TextChoices):
        QUESTIONNAIRE = "questionnaire", _("Questionnaire")
        AUDIT = "audit", _("Audit")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        ACTIVE = "active", _("Active")
        RETIRED = "retired", _("Retired")

    FENCE = Fence(reads=where(IN_AN_ASSESSMENT_WE_SEE), writes=own("customer"))

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.DRAFT: {Status.ACTIVE, Status.RETIRED},
        Status.ACTIVE: {Status.RETIRED},
    }

    customer = models.ForeignKey(Organization, models.CASCADE, related_name="assessment_templates")
    # What its versions have in common.
    code = models.SlugField(_("code"), max_length=60)
    version = models.PositiveIntegerField(_("version"), default=1)
    title = models.CharField(_("title"), max_length=160)
    title_local = models.CharField(_("title in Chinese script"), max_length=160, blank=True)
    note = models.TextField(_("introduction"), max_length=2000, blank=True)
    note_local = models.TextField(_("introduction in Chinese script"), max_length=2000, blank=True)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.QUESTIONNAIRE)
    scheme = models.CharField(_("scored by"), max_length=16, choices=SchemeName, default=SchemeName.WEIGHTED)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    # Sections and questions, as `content.kept` writes them.
    content = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "code", "version"], name="one_questionnaire_a_version"
            ),
            models.UniqueConstraint(
                fields=["customer", "code"],
                condition=Q(status="active"),
                name="one_active_version_a_questionnaire",
                violation_error_message=_(
                    "A version of this template is in use already. Take that out of use first."
                ),
            ),
            models.UniqueConstraint(
                fields=["customer", "code"],
                condition=Q(status="draft"),
                name="one_draft_a_questionnaire",
                violation_error_message=_("There is a draft of this template already. Go on with that one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:template", args=[self.pk])

    @property
    def name(self) -> str:
        """The title in the reader's script."""
        return in_script(self.title, self.title_local)

    @property
    def introduction(self) -> str:
        return in_script(self.note, self.note_local)

    @cached_property
    def asked(self) -> Content:
        """Its sections and questions, as values."""
        return content.read(self.content)

    @property
    def how(self) -> Scheme:
        return SCHEMES[self.scheme]

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    def ask(self, asked: Content) -> None:
        """Keep other sections and questions; the caller saves."""
        self.content = content.kept(asked)
        self.__dict__.pop("asked", None)

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        super().refresh_from_db(*args, **kwargs)
        self.__dict__.pop("asked", None)
