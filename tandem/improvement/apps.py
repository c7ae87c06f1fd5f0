from django.apps import AppConfig


class ImprovementConfig(AppConfig):
    name = "tandem.improvement"

    def ready(self) -> None:
        from tandem.improvement import receivers  # noqa: F401  # listens
