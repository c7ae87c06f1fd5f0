"""What happens in the rooms below, and concerns this one."""

from tandem.onboarding.receivers import documents, passports, screening

__all__ = [
    "documents",
    "passports",
    "screening",
]
