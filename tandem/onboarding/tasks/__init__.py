from tandem.onboarding.tasks import screening

__all__ = ["screening"]
