from django.apps import AppConfig


class SourcingConfig(AppConfig):
    name = "tandem.sourcing"

    def ready(self) -> None:
        from tandem.sourcing import receivers  # noqa: F401  # listens
