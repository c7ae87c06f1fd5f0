"""Rewards and penalties for scripts, from either end: policies, cases, claims, reconciliation statements, honours."""

from tandem.incentives.api import policies, consequences, own, claims, statements, own_claims, honours  # noqa: F401, I001  # reference's order
from tandem.incentives.api.routing import router

__all__ = ["router"]
