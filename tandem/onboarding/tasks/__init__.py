from tandem.onboarding.tasks import registrations, screening

__all__ = [
    "registrations",
    "screening",
]
