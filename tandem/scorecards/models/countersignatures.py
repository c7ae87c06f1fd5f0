from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import User
from tandem.accounts.roles import Role
from tandem.core.fence import Fence, own
from tandem.scorecards.models.runs import Run


class Function(models.TextChoices):
    """Who countersigns a run before it is published."""

    QUALITY = "quality", _("Quality")
    LOGISTICS = "logistics", _("Logistics")
    FINANCE = "finance", _("Finance")


# Which role signs for which function.
SIGNING: dict[str, Role] = {
    Function.QUALITY: Role.QUALITY_ENGINEER,
    Function.LOGISTICS: Role.LOGISTICS,
    Function.FINANCE: Role.FINANCE,
}


class Countersignature(models.Model):
    """What one function says of a run. Who disagrees says why, and the run is reviewed anew: the next round."""

    FENCE = Fence(own("run__customer"))

    run = models.ForeignKey(Run, models.CASCADE, related_name="countersignatures")
    round = models.PositiveSmallIntegerField()
    function = models.CharField(_("function"), max_length=10, choices=Function)
    agrees = models.BooleanField(_("agrees"))
    remark = models.TextField(_("remark"), max_length=2000, blank=True)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    signed_by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["-round", "signed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "round", "function"], name="one_countersignature_a_function_of_a_run"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_function_display()}: {self.signed_by_name}"
