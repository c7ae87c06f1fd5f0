from django.apps import AppConfig


class OnboardingConfig(AppConfig):
    name = "tandem.onboarding"

    def ready(self) -> None:
        from tandem.onboarding import receivers  # noqa: F401  # listens
