from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "tandem.messaging"

    def ready(self) -> None:
        from tandem.messaging import receivers  # noqa: F401  # connects the receivers
