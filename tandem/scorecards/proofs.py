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

    A move of the requested date proves that the delay was the customer's doing when the goods were there by the later
    of the two days, and

    - it pulled the date forward, and the supplier never confirmed so early a day: what had been asked for was kept; or
    - it put the date off, and was known before the day that had been asked for until then: later it explains nothing.

    Dates that the supplier confirmed are its own and prove nothing; nor does a first date, which moved nothing.
    """
    asked = [each for each in told if each.requested is not None]
    for place, (before, after) in reversed(list(enumerate(pairwise(asked), start=1))):
        proof = _move(before, after)
        if proof is None or delivered is None or delivered > max(proof.moved_from, proof.moved_to):
            continue
        if proof.moved_to > proof.moved_from and proof.known_on < proof.moved_from:
            return proof
        if proof.moved_to < proof.moved_from and not _promised(asked[place:], proof.moved_to):
            return proof
    return None


def _move(before: Told, after: Told) -> Proof | None:
    if before.requested is None or after.requested is None or after.known_on is None:
        return None
    if before.requested == after.requested:
        return None
    return Proof(after.batch, after.file, after.known_on, before.requested, after.requested)


def _promised(since: Sequence[Told], day: date) -> bool:
    """Whether the supplier has confirmed that day or an earlier one since."""
    return any(each.confirmed is not None and each.confirmed <= day for each in since)
