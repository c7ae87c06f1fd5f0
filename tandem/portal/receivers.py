from typing import Any

from django.dispatch import receiver

from tandem.portal.actions.field import keep_field
from tandem.scorecards.models import Run
from tandem.scorecards.signals import run_published


@receiver(run_published)
def keep_the_field(run: Run, **_: Any) -> None:
    """What its suppliers may be told of each other is settled with the publication."""
    keep_field(run)
