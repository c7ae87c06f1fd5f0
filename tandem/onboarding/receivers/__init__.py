"""What happens in the rooms below, and concerns this one."""

from tandem.onboarding.receivers import bank_accounts, documents, passports, qualification, screening

__all__ = [
    "bank_accounts",
    "documents",
    "passports",
    "qualification",
    "screening",
]
