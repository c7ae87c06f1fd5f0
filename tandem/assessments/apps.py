from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "tandem.assessments"

    def ready(self) -> None:
        from tandem.assessments import receivers  # noqa: F401  # listens
