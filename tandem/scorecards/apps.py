from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils import timezone


class ScorecardsConfig(AppConfig):
    name = "tandem.scorecards"

    def ready(self) -> None:
        from tandem.scorecards import receivers  # noqa: F401  # connects the receivers

        post_migrate.connect(_mirror_kpis, sender=self)


def _mirror_kpis(**_: Any) -> None:
    """The shipped KPIs follow the code: every migration keeps what changed in their definitions."""
    from tandem.scorecards import actions

    actions.mirror_shipped_kpis(now=timezone.now())
