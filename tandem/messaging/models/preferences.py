from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import User
from tandem.core.fence import Fence, person
from tandem.messaging.channels import Mail


class Preference(models.Model):
    """How one person wants to hear of one kind; without a row the kind's own defaults hold."""

    FENCE = Fence(person("user"))

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    in_inbox = models.BooleanField(default=True)
    mail = models.CharField(max_length=10, choices=Mail)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="one_preference_a_kind")]

    def __str__(self) -> str:
        return f"{self.user} · {self.kind}"


def house_zone() -> str:
    return settings.TIME_ZONE


class MailHour(models.Model):
    """When a person's daily summary is put together: at this hour of their own day."""

    FENCE = Fence(person("user"))

    user = models.OneToOneField(User, models.CASCADE, related_name="mail_hour")
    hour = models.PositiveSmallIntegerField(_("hour"), default=7)
    time_zone = models.CharField(_("time zone"), max_length=60, default=house_zone)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(hour__lt=24),
                name="an_hour_of_the_day",
                violation_error_message=_("Choose an hour of the day, from 0 to 23."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.hour}:00 {self.time_zone}"
