from django.db import models
from django.utils.translation import gettext_lazy as _


class Mail(models.TextChoices):
    """How a kind comes by mail."""

    NEVER = "never", _("No mail")
    AT_ONCE = "at_once", _("At once")
    DIGEST = "digest", _("In the daily summary")
