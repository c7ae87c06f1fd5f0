from tandem.onboarding.tasks import documents, registrations, screening

__all__ = [
    "documents",
    "registrations",
    "screening",
]
