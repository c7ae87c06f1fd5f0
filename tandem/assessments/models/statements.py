"""Financial statements of a supplier: its own, shared by consent, or written down by a customer for itself alone."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Organization
from tandem.assessments import ratios
from tandem.core.fence import AnyOf, Fence, own, where
from tandem.relationships.models import Consent
from tandem.relationships.models.consents import shared_with

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor


def _shared() -> AnyOf:
    """Only what the supplier keeps of itself is shared by its consent."""
    (consent,) = shared_with("organization_id", "statements").parts
    return where(f"(t.kept_by_id = t.organization_id AND {consent.text})")


class StatementQuerySet(models.QuerySet["Statement"]):
    def visible_to(self, actor: Actor) -> StatementQuerySet:
        """What the actor's organisation keeps, and what suppliers share with it of their own."""
        sharing = Consent.objects.suppliers_sharing(actor, Consent.Subject.STATEMENTS)
        return self.filter(
            Q(kept_by=actor.organization_id) | Q(kept_by=F("organization"), organization__in=sharing)
        )

    def suppliers_own(self) -> StatementQuerySet:
        return self.filter(kept_by=F("organization"))


class Statement(models.Model):
    """One year's statements. `kept_by` is the supplier itself, or the customer that wrote them down for itself."""

    class Standard(models.TextChoices):
        CAS = ratios.CAS, _("Chinese accounting standards")
        IFRS = ratios.IFRS, _("IFRS")
        OTHER = ratios.OTHER, _("Other standards")

    class Unit(models.IntegerChoices):
        ONE = 1, _("in full")
        THOUSAND = 1_000, _("thousand")
        TEN_THOUSAND = 10_000, _("ten thousand")
        MILLION = 1_000_000, _("million")
        HUNDRED_MILLION = 100_000_000, _("hundred million")

    class Origin(models.TextChoices):
        TYPED = "typed", _("typed in")
        FILE = "file", _("from a file")

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="statements")
    kept_by = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    year_end = models.DateField(_("last day of the year"))
    months = models.PositiveSmallIntegerField(_("months"), default=12)
    currency = models.CharField(_("currency"), max_length=3)
    unit = models.IntegerField(_("unit"), choices=Unit, default=Unit.ONE)
    standard = models.CharField(_("standard"), max_length=5, choices=Standard, default=Standard.CAS)
    audited_by = models.CharField(_("audited by"), max_length=120, blank=True)
    # {code of a line: the amount as text}; what is not in it is not known.
    lines = models.JSONField(default=dict)
    origin = models.CharField(max_length=5, choices=Origin, default=Origin.TYPED)
    file_name = models.CharField(max_length=200, blank=True)
    # {code of a line: the cell of the file}
    places = models.JSONField(default=dict)
    saved_at = models.DateTimeField()
    saved_by_name = models.CharField(max_length=120)

    objects = StatementQuerySet.as_manager()

    FENCE = Fence(reads=_shared(), writes=own("kept_by"))

    class Meta:
        ordering = ["-year_end", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "kept_by", "year_end"], name="one_statement_a_year_and_keeper"
            ),
            models.CheckConstraint(
                condition=Q(months__gte=1, months__lte=24),
                name="months_of_a_statement",
                violation_error_message=_("A statement covers 1 to 24 months: correct their number."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization.display_name} {self.year_end:%Y-%m-%d}"

    @property
    def is_suppliers_own(self) -> bool:
        return self.kept_by_id == self.organization_id

    @property
    def amounts(self) -> dict[str, Decimal]:
        return {code: Decimal(text) for code, text in self.lines.items()}

    def year(self) -> ratios.Year:
        return ratios.Year(
            ends=self.year_end,
            lines=self.amounts,
            currency=self.currency,
            unit=self.unit,
            months=self.months,
            standard=self.standard,
        )
