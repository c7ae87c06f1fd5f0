from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Organization
from tandem.core.fence import Fence, own

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor


class CategoryQuerySet(models.QuerySet["Category"]):
    def visible_to(self, actor: Actor) -> CategoryQuerySet:
        return self.filter(customer=actor.organization_id)


class Category(models.Model):
    """What a customer buys, by the code its own systems use."""

    FENCE = Fence(own("customer"))

    customer = models.ForeignKey(Organization, models.CASCADE, related_name="categories")
    code = models.CharField(_("code"), max_length=80)
    name = models.CharField(_("name"), max_length=120)
    name_local = models.CharField(_("name in Chinese script"), max_length=120, blank=True)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("category")
        constraints = [models.UniqueConstraint(fields=["customer", "code"], name="one_category_a_code")]

    def __str__(self) -> str:
        chinese = (get_language() or "").startswith("zh")
        return self.name_local if chinese and self.name_local else self.name

    @property
    def other_name(self) -> str:
        """The name in the script that `str` did not choose; blank where there is only one."""
        if not self.name_local:
            return ""
        return self.name if str(self) == self.name_local else self.name_local
