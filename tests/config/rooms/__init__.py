"""Every address, one line each in its room's file."""

from tests.config.rooms import (
    accounts,
    analytics,
    assessments,
    config,
    facts,
    improvement,
    incentives,
    messaging,
    onboarding,
    portal,
    relationships,
    scorecards,
    sourcing,
)
from tests.config.whose import Whose

ROOMS = (
    accounts, analytics, assessments, config, facts, improvement, incentives, messaging, onboarding, portal,
    relationships, scorecards, sourcing,
)  # fmt: skip
ADDRESSES: dict[str, Whose] = {name: whose for room in ROOMS for name, whose in room.ADDRESSES.items()}
assert len(ADDRESSES) == sum(len(room.ADDRESSES) for room in ROOMS), "an address stands in two rooms"
