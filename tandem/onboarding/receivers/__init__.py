"""What happens in the rooms below, and concerns this one."""

from tandem.onboarding.receivers import documents

__all__ = ["documents"]
