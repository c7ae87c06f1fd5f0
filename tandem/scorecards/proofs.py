"""What the history of an order line's dates proves of a supplier's objection that the customer moved the date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from tandem.facts.deliveries import Told


@dataclass(frozen=True)
class Proof:
    """A move of the requested date: which batch brought it, when that was known, from which day to which."""

    batch: int
    file: str
    known_on: date
    moved_from: date
    moved_to: date


def date_moved(told: Sequence[Told], delivered: date | None) -> Proof | None:
    """The move that settles it, the latest one first; None where a person has to decide.

    A move of the requested date proves that the delay was the customer's doing when it was known before the day that
    had been asked for until then, and the goods were there by the later of the two days. A move after that day came
    too late to explain anything, and goods later than either day were late whichever counts. Dates that the supplier
    confirmed are its own and prove nothing; nor does a first date, which moved nothing.
    """
    asked = [each for each in told if each.requested is not None]
    for before, after in reversed(list(pairwise(asked))):
        if before.requested is None or after.requested is None or after.known_on is None:
            continue
        if before.requested == after.requested or after.known_on >= before.requested:
            continue
        if delivered is not None and delivered <= max(before.requested, after.requested):
            return Proof(after.batch, after.file, after.known_on, before.requested, after.requested)
    return None
