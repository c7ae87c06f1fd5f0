from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Organization, Site, User
from tandem.core.fence import Fence, inside, own, where
from tandem.relationships.models import Category, Segment
from tandem.scorecards import rubrics
from tandem.scorecards.rubrics import Level

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor

PERCENT = [MinValueValidator(0), MaxValueValidator(100)]


IN_A_RUN_WE_SEE = "EXISTS (SELECT 1 FROM scorecards_run r WHERE r.template_id = t.id)"


def in_script(name: str, name_local: str) -> str:
    """Which of two names a reader of the present language is shown: the other where one is missing."""
    chinese = (get_language() or "").startswith("zh")
    return (name_local if chinese else name) or name or name_local


class TemplateQuerySet(models.QuerySet["Template"]):
    def visible_to(self, actor: Actor) -> TemplateQuerySet:
        return self.filter(customer=actor.organization_id)


class Template(models.Model):
    """One version of a scorecard template. Drafts change; what has once been active never does again."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        ACTIVE = "active", _("Active")
        RETIRED = "retired", _("Retired")

    class WeighBy(models.TextChoices):
        SPEND = "spend", _("Spend")
        CASES = "cases", _("Number of cases")

    FENCE = Fence(reads=where(IN_A_RUN_WE_SEE), writes=own("customer"))

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.DRAFT: {Status.ACTIVE, Status.RETIRED},
        Status.ACTIVE: {Status.RETIRED},
    }

    customer = models.ForeignKey(Organization, models.CASCADE, related_name="scorecard_templates")
    # What its versions and runs are known by; `name_local` is what a reader of Chinese is shown for it.
    name = models.CharField(_("name"), max_length=120)
    name_local = models.CharField(_("name in Chinese script"), max_length=120, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    minimum_coverage = models.DecimalField(
        _("least share of weight with data, in per cent"),
        max_digits=5,
        decimal_places=2,
        default=50,
        validators=PERCENT,
    )
    minimum_sample = models.PositiveIntegerField(
        _("least number of cases behind the strongest criterion"), default=5
    )
    by_site = models.BooleanField(_("one card for each plant"), default=False)
    weigh_by = models.CharField(_("plants weigh by"), max_length=12, choices=WeighBy, default=WeighBy.SPEND)
    data_check = models.BooleanField(_("suppliers check their data before publication"), default=False)
    check_days = models.PositiveSmallIntegerField(
        _("working days to check data"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(250)],
    )
    # The functions that countersign its runs before they are published (会签): quality, logistics, finance.
    countersigned_by = models.JSONField(_("countersigned by"), default=list, blank=True)
    appeal_days = models.PositiveSmallIntegerField(
        _("working days to appeal after publication"),
        default=10,
        validators=[MaxValueValidator(250)],
        help_text=_("0: appeals are not taken."),
    )
    activated_at = models.DateTimeField(null=True, blank=True)
    # Nobody approves their own proposal: whoever put these weights to use does not publish what they make.
    activated_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        ordering = ["name", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["customer", "name", "version"], name="one_template_a_version"),
            models.UniqueConstraint(
                fields=["customer", "name"],
                condition=Q(status="active"),
                name="one_active_version_a_template",
                violation_error_message=_(
                    "A version of this template is in use already. Take that out of use first."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"

    def get_absolute_url(self) -> str:
        return reverse("scorecards:template", args=[self.pk])

    @property
    def title(self) -> str:
        """The name in the reader's script."""
        return in_script(self.name, self.name_local)

    @property
    def coverage_share(self) -> Decimal:
        return self.minimum_coverage / 100


class Named(models.Model):
    """A part of a template with a code that stays the same through versions, and a name for people."""

    code = models.SlugField(_("code"), max_length=60)
    name = models.CharField(_("name"), max_length=120, blank=True)
    name_local = models.CharField(_("name in Chinese script"), max_length=120, blank=True)
    kpi = models.SlugField(_("KPI"), max_length=60)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return in_script(self.name, self.name_local) or self.code


class Criterion(Named):
    FENCE = Fence(reads=inside("template"), writes=own("template__customer"))

    template = models.ForeignKey(Template, models.CASCADE, related_name="criteria")
    group = models.CharField(_("group"), max_length=60, blank=True)
    group_local = models.CharField(_("group in Chinese script"), max_length=60, blank=True)
    weight = models.DecimalField(_("weight"), max_digits=5, decimal_places=2, validators=PERCENT)
    # Breakpoints as [[value, points], …], numbers as text.
    curve = models.JSONField(_("scoring curve"))
    minimum_sample = models.PositiveIntegerField(_("minimum sample"), default=1)
    # Judged by people: the levels they choose from (`rubrics.py`), and who is asked:
    # {"roles": […], "people": [ids of users]}. None: measured by its KPI.
    rubric = models.JSONField(_("rubric"), null=True, blank=True)
    asks = models.JSONField(_("asked"), null=True, blank=True)

    class Meta(Named.Meta):
        constraints = [
            models.UniqueConstraint(fields=["template", "code"], name="one_criterion_a_code"),
            models.CheckConstraint(
                condition=Q(weight__gt=0) & Q(weight__lte=100),
                name="a_weight_is_of_100",
                violation_error_message=_("Give a weight above 0 and up to 100."),
            ),
        ]

    @property
    def is_judged(self) -> bool:
        return self.rubric is not None

    @property
    def levels(self) -> list[Level]:
        """The rubric's, the best first; none where a KPI measures it."""
        return rubrics.from_data(self.rubric or ())

    @property
    def group_said(self) -> str:
        """The group's name in the reader's script."""
        return in_script(self.group, self.group_local)


class Deduction(Named):
    FENCE = Fence(reads=inside("template"), writes=own("template__customer"))

    template = models.ForeignKey(Template, models.CASCADE, related_name="deductions")
    points_each = models.DecimalField(_("points off for each"), max_digits=5, decimal_places=2)
    at_most = models.DecimalField(_("points off at most"), max_digits=5, decimal_places=2)
    free = models.DecimalField(_("free of charge"), max_digits=14, decimal_places=4, default=0)

    class Meta(Named.Meta):
        constraints = [models.UniqueConstraint(fields=["template", "code"], name="one_deduction_a_code")]


class RedLine(Named):
    FENCE = Fence(reads=inside("template"), writes=own("template__customer"))

    template = models.ForeignKey(Template, models.CASCADE, related_name="red_lines")
    trips_at = models.DecimalField(_("crossed at"), max_digits=14, decimal_places=4, default=1)
    downward = models.BooleanField(_("crossed by falling to that value"), default=False)
    cap = models.CharField(_("best grade left"), max_length=10)

    class Meta(Named.Meta):
        constraints = [models.UniqueConstraint(fields=["template", "code"], name="one_red_line_a_code")]


class GradeBand(models.Model):
    """A grade from its floor up to the next better one's; the best includes 100 (see `grades.py`)."""

    FENCE = Fence(reads=inside("template"), writes=own("template__customer"))

    template = models.ForeignKey(Template, models.CASCADE, related_name="bands")
    grade = models.CharField(_("grade"), max_length=10)
    floor = models.DecimalField(_("from"), max_digits=5, decimal_places=2, validators=PERCENT)

    class Meta:
        ordering = ["-floor"]
        constraints = [
            models.UniqueConstraint(fields=["template", "grade"], name="one_band_a_grade"),
            models.UniqueConstraint(fields=["template", "floor"], name="one_grade_a_floor"),
            models.CheckConstraint(
                condition=Q(floor__gte=0) & Q(floor__lte=100),
                name="a_floor_is_of_100",
                violation_error_message=_(
                    "A grade starts between 0 and 100 points: correct where it starts."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.grade


class Assignment(models.Model):
    """Whom a template is for: what is filled in must all hold. A template without assignments is for
    everybody."""

    FENCE = Fence(own("template__customer"))

    template = models.ForeignKey(Template, models.CASCADE, related_name="assignments")
    category = models.ForeignKey(
        Category, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("category")
    )
    segment = models.CharField(_("segment"), max_length=20, choices=Segment, blank=True)
    site = models.ForeignKey(
        Site, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("site")
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(category__isnull=False) | ~Q(segment="") | Q(site__isnull=False),
                name="an_assignment_names_something",
                violation_error_message=_(
                    "Choose a category, a segment or a site; leave the row out where it is for everybody."
                ),
            ),
            models.UniqueConstraint(
                F("template"),
                F("category"),
                F("segment"),
                F("site"),
                nulls_distinct=False,
                name="one_assignment_each",
                violation_error_message=_(
                    "The template is for these already: leave one of the two rows out."
                ),
            ),
        ]

    def __str__(self) -> str:
        parts = [self.category, self.get_segment_display() if self.segment else None, self.site]
        return " · ".join(str(part) for part in parts if part)
