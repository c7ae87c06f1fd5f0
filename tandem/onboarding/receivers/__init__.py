"""What happens in the rooms below, and concerns this one."""

from tandem.onboarding.receivers import documents, passports, qualification, screening

__all__ = [
    "documents",
    "passports",
    "qualification",
    "screening",
]
