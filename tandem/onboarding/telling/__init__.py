from tandem.onboarding.telling import approvals, documents

__all__ = ["approvals", "documents"]
