from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Organization
from tandem.core.fence import Fence, own, where
from tandem.lake.kpis import KpiSpec, from_data
from tandem.relationships.fences import supplied_by_us

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor


class KpiQuerySet(models.QuerySet["Kpi"]):
    def visible_to(self, actor: Actor) -> KpiQuerySet:
        return self.of(actor.organization_id)

    def of(self, customer_id: int) -> KpiQuerySet:
        """The shipped KPIs and a customer's own, every version."""
        return self.filter(Q(customer=None) | Q(customer=customer_id))

    def current(self) -> KpiQuerySet:
        return self.filter(is_current=True)


class Kpi(models.Model):
    """One version of a KPI's definition; a version never changes once it is kept.

    `spec` is the lake's whole description of it (`KpiSpec.as_data`): expression, view, dates, windows, texts.
    Shipped KPIs belong to no customer.
    """

    FENCE = Fence(
        reads=where("t.customer_id IS NULL") | supplied_by_us("customer"),
        writes=own("customer"),
    )

    customer = models.ForeignKey(Organization, models.CASCADE, null=True, blank=True, related_name="own_kpis")
    code = models.SlugField(_("code"), max_length=60)
    version = models.PositiveIntegerField(default=1)
    is_current = models.BooleanField(default=True)
    spec = models.JSONField()
    kept_at = models.DateTimeField()
    kept_by = models.CharField(max_length=120)

    objects = KpiQuerySet.as_manager()

    class Meta:
        ordering = ["customer", "code", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "code", "version"], nulls_distinct=False, name="one_kpi_a_version"
            ),
            models.UniqueConstraint(
                fields=["customer", "code"],
                condition=Q(is_current=True),
                nulls_distinct=False,
                name="one_current_version_a_kpi",
                violation_error_message=_(
                    "This KPI has a current version already. Make a new version of that one."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("scorecards:kpi", args=[self.code])

    @property
    def name(self) -> str:
        return self.text("name") or self.code

    @property
    def definition(self) -> str:
        return self.text("definition")

    @property
    def unit(self) -> str:
        """How pages write its values: share, days, ppm, money, count or number (see `core` `{% measured
        %}`)."""
        unit = str(self.spec.get("unit", ""))
        return "share" if unit == "percent" else unit

    @property
    def shipped(self) -> bool:
        return self.customer_id is None

    @property
    def is_judged(self) -> bool:
        """No KPI at all: what people judged, told where a KPI's value would stand (`queries.judgements`)."""
        return bool(self.spec.get("judged"))

    @property
    def higher_is_better(self) -> bool | None:
        """None where neither is better: a count of orders, say."""
        return {"higher": True, "lower": False}.get(str(self.spec.get("direction", "")))

    def text(self, field: str) -> str:
        """A text of the definition in the reader's language, English where there is no other."""
        texts: dict[str, str] = self.spec.get(field) or {}
        chinese = (get_language() or "").startswith("zh")
        return (chinese and texts.get("zh")) or texts.get("en") or ""

    @cached_property
    def measured_as(self) -> KpiSpec:
        """The lake's own form of the definition."""
        return from_data(self.spec)
