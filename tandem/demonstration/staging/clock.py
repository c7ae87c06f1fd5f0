"""The demonstration's past: when in the world's three years something was done."""

from datetime import UTC, datetime, time, timedelta

from tandem.demonstration.exports import EPOCH, span
from tandem.demonstration.world import World


def moment(world: World, year: float) -> datetime:
    """Nine in the morning (UTC) of the day on which `year` of the world has passed."""
    day = EPOCH + timedelta(days=span(world.ends_on).day(year))
    return datetime.combine(day, time(9), UTC)
