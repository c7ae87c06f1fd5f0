from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import User
from tandem.accounts.roles import Role
from tandem.core.fence import Fence, own
from tandem.sourcing.models.selections import Candidate, Selection


class Function(models.TextChoices):
    """Who countersigns a nomination."""

    QUALITY = "quality", _("Quality")
    LOGISTICS = "logistics", _("Logistics")
    FINANCE = "finance", _("Finance")


# Which role signs for which function.
SIGNING: dict[str, Role] = {
    Function.QUALITY: Role.QUALITY_ENGINEER,
    Function.LOGISTICS: Role.LOGISTICS,
    Function.FINANCE: Role.FINANCE,
}


class Allocation(models.Model):
    """The share of the volume that a candidate is given (配额), in per cent."""

    FENCE = Fence(own("candidate__selection__customer"))

    candidate = models.OneToOneField(Candidate, models.CASCADE, related_name="allocation")
    share = models.DecimalField(_("share, in per cent"), max_digits=5, decimal_places=2)

    class Meta:
        ordering = ["-share", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(share__gt=0, share__lte=100),
                name="a_share_is_one",
                violation_error_message=_("Give a share above 0 and up to 100 per cent."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate}: {self.share} %"


class Countersignature(models.Model):
    """What one function says of the proposal. Who disagrees says why."""

    FENCE = Fence(own("selection__customer"))

    selection = models.ForeignKey(Selection, models.CASCADE, related_name="countersignatures")
    function = models.CharField(_("function"), max_length=10, choices=Function)
    agrees = models.BooleanField(_("agrees"))
    remark = models.TextField(_("remark"), max_length=2000, blank=True)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    signed_by_name = models.CharField(max_length=120)
    on_behalf_of = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["selection", "function"], name="one_countersignature_a_function"),
            models.CheckConstraint(
                condition=Q(agrees=True) | ~Q(remark=""),
                name="a_disagreement_has_its_reason",
                violation_error_message=_("Say why you disagree: whoever decides has to answer it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_function_display()}: {self.signed_by_name}"
