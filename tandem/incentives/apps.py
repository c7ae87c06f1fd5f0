from django.apps import AppConfig


class IncentivesConfig(AppConfig):
    name = "tandem.incentives"

    def ready(self) -> None:
        from tandem.incentives import receivers  # noqa: F401  # listens
