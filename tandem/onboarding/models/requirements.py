"""What a customer asks of a supplier before it may supply: by category, site and risk class, in stages."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Organization, Site
from tandem.core.fence import Fence, own
from tandem.relationships.models import Category

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor


class Risk(models.TextChoices):
    LOW = "low", _("Low risk")
    MEDIUM = "medium", _("Medium risk")
    HIGH = "high", _("High risk")


class StageKind(models.TextChoices):
    DOCUMENTS = "documents", _("Document review")
    SURVEY = "survey", _("Survey")
    AUDIT = "audit", _("Site audit")
    SAMPLE = "sample", _("Sample approval")
    TRIAL = "trial", _("Small-batch trial")
    OTHER = "other", _("Another stage")


class Gate(models.TextChoices):
    ALL = "all", _("All items passed")
    RELEASE = "release", _("Released by its owner")


class ItemKind(models.TextChoices):
    DOCUMENT = "document", _("Document")
    QUESTIONNAIRE = "questionnaire", _("Questionnaire")
    AUDIT = "audit", _("Site audit")
    SAMPLE = "sample", _("Sample approval")
    TRIAL = "trial", _("Small-batch trial")
    SCREENING = "screening", _("Screening")
    CHECK = "check", _("Check")


# Whose turn it is with an item of a kind; a check says it itself.
BY_SUPPLIER = frozenset({ItemKind.DOCUMENT, ItemKind.QUESTIONNAIRE})


def in_script(name: str, name_local: str) -> str:
    """Which of two names a reader of the present language is shown: the other where one is missing."""
    chinese = (get_language() or "").startswith("zh")
    return (name_local if chinese else name) or name or name_local


class RequirementSetQuerySet(models.QuerySet["RequirementSet"]):
    def visible_to(self, actor: Actor) -> RequirementSetQuerySet:
        return self.filter(customer=actor.organization_id)

    def in_force(self) -> RequirementSetQuerySet:
        return self.filter(status=RequirementSet.Status.IN_FORCE)


class RequirementSet(models.Model):
    """One version of what is asked. Drafts change; what has once been in force never does again, so that a
    qualification can say for good what it was measured by. `stages` is read by `onboarding/requirement_data.py`."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_FORCE = "in_force", _("In force")
        RETIRED = "retired", _("Retired")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.DRAFT: {Status.IN_FORCE, Status.RETIRED},
        Status.IN_FORCE: {Status.RETIRED},
    }
    FENCE = Fence(own("customer"))

    customer = models.ForeignKey(Organization, models.CASCADE, related_name="requirement_sets")
    name = models.CharField(_("name"), max_length=120)
    name_local = models.CharField(_("name in Chinese script"), max_length=120, blank=True)
    # None: any.
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("category")
    )
    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("site")
    )
    risk = models.CharField(_("risk class"), max_length=6, choices=Risk, default=Risk.MEDIUM)
    version = models.PositiveIntegerField(_("version"), default=1)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.DRAFT)
    stages = models.JSONField(default=list)
    changed_at = models.DateTimeField(auto_now=True)
    activated_at = models.DateTimeField(null=True, blank=True)
    activated_by_name = models.CharField(max_length=120, blank=True)

    objects = RequirementSetQuerySet.as_manager()

    class Meta:
        ordering = ["name", "-version"]
        verbose_name = _("requirements")
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "name", "version"], name="one_requirement_set_a_version"
            ),
            models.UniqueConstraint(
                fields=["customer", "category", "site", "risk"],
                condition=Q(status="in_force"),
                nulls_distinct=False,
                name="one_requirement_set_in_force_a_scope",
                violation_error_message=_(
                    "Requirements of this category, site and risk are in force: make a new version of them."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"

    def get_absolute_url(self) -> str:
        return reverse("onboarding:requirement_set", args=[self.pk])

    @property
    def title(self) -> str:
        return in_script(self.name, self.name_local)
