from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tandem.core.fence import Fence, inside
from tandem.portal.models.asks import Ask
from tandem.portal.models.certificate_kinds import CertificateKind

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def visible_to(self, actor: Actor) -> CertificateQuerySet:
        """The customer that asked for it, and the supplier that handed it in."""
        return self.filter(ask__in=Ask.objects.visible_to(actor).values("pk"))


class Certificate(models.Model):
    """A certificate that a supplier handed in when asked. Its file lies outside the web's reach."""

    ask = models.ForeignKey(Ask, models.CASCADE, related_name="certificates")
    kind = models.CharField(_("kind"), max_length=16, choices=CertificateKind)
    number = models.CharField(_("number"), max_length=80)
    issuer = models.CharField(_("issued by"), max_length=160)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    # The path in the file storage; what the supplier's computer called it; and what its first bytes say it is.
    path = models.CharField(max_length=200)
    file_name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    handed_in_at = models.DateTimeField()

    objects = CertificateQuerySet.as_manager()

    FENCE = Fence(inside("ask"))

    class Meta:
        ordering = ["-handed_in_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="a_certificate_ends_after_it_begins",
                violation_error_message=_("A certificate ends after it begins: look at its two dates."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"
