from django.apps import AppConfig


class RelationshipsConfig(AppConfig):
    name = "tandem.relationships"

    def ready(self) -> None:
        from tandem.relationships import receivers  # noqa: F401  # connects the receivers
