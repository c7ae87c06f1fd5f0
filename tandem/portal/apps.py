from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "tandem.portal"

    def ready(self) -> None:
        from tandem.portal import receivers  # noqa: F401  # listens
