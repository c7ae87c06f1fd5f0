"""What is said of a supplier's means: by the supplier itself, or by one customer for itself alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Organization
from tandem.core.fence import AnyOf, Fence, own, where
from tandem.relationships.models import Consent, shared_with

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor


def said_by_the_supplier(subject: str) -> AnyOf:
    """What the supplier says of itself, for the customers with whom it shares the subject."""
    return where(f"t.kept_by_id = t.supplier_id AND {shared_with('supplier_id', subject).parts[0].text}")


def fence(subject: str) -> Fence:
    return Fence(reads=said_by_the_supplier(subject), writes=own("kept_by"))


class KeptQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> KeptQuerySet:
        """One's own words, and those of suppliers who share the subject with one."""
        sharing = Consent.objects.in_force().suppliers_sharing(actor, self.model.SUBJECT)
        return self.filter(
            Q(kept_by=actor.organization_id) | Q(kept_by=F("supplier"), supplier__in=list(sharing))
        )

    def said(self, supplier: int, by: int) -> KeptQuerySet:
        """Of one supplier, by one organisation: itself or a customer."""
        return self.filter(supplier=supplier, kept_by=by)


class Kept(models.Model):
    """`supplier` is whom it is about, `kept_by` whose word it is."""

    SUBJECT: ClassVar[str]

    supplier = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    kept_by = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    saved_at = models.DateTimeField()
    saved_by_name = models.CharField(max_length=120)

    objects = KeptQuerySet.as_manager()

    class Meta:
        abstract = True


class Named(Kept):
    name = models.CharField(_("name"), max_length=120)
    name_local = models.CharField(_("name in Chinese script"), max_length=120, blank=True)

    class Meta(Kept.Meta):
        abstract = True

    def __str__(self) -> str:
        """In the reader's script, where there is one."""
        chinese = (get_language() or "").startswith("zh")
        return self.name_local if chinese and self.name_local else self.name


CAPACITY, QUALITY_SYSTEM = Consent.Subject.CAPACITY, Consent.Subject.QUALITY_SYSTEM
