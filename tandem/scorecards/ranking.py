"""Who stands where: by the lower bound of the score, so that a lucky few deliveries lead no list."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple


class Standing(NamedTuple):
    key: int
    lower: Decimal | None
    score: Decimal | None


def ranks(standings: Iterable[Standing]) -> dict[int, int]:
    """Rank by key, 1 the best; equals share a rank (1, 2, 2, 4). Those without a score get none: they are
    listed apart. A tie in the lower bound is broken by the score."""
    scored = [
        (standing.lower, standing.score, standing.key)
        for standing in standings
        if standing.lower is not None and standing.score is not None
    ]
    scored.sort(reverse=True)
    found: dict[int, int] = {}
    last: tuple[Decimal, Decimal] | None = None
    rank = 0
    for place, (lower, score, key) in enumerate(scored, start=1):
        if (lower, score) != last:
            last, rank = (lower, score), place
        found[key] = rank
    return found
