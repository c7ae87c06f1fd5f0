from tandem.onboarding.tasks import documents, qualification, registrations, screening

__all__ = [
    "documents",
    "qualification",
    "registrations",
    "screening",
]
