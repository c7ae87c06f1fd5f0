"""What the history of an order line's dates proves, and what it leaves to a person."""

from datetime import date

import pytest

from tandem.facts.deliveries import Told
from tandem.scorecards.proofs import date_moved

JULY = {day: date(2026, 7, day) for day in range(1, 32)}


def told(batch: int, known: int | None, asked: int | None, confirmed: int | None = None) -> Told:
    days = (day and JULY[day] for day in (known, asked, confirmed))
    return Told(batch, f"{batch}.csv", *days)


@pytest.mark.parametrize(
    ("history", "delivered", "proof"),
    [
        # Asked for the 20th, pulled forward to the 10th: the 18th was in time for the first, whenever that was told.
        ([told(1, 1, 20), told(2, 5, 10)], 18, (2, 20, 10)),
        ([told(1, 1, 20, 20), told(2, 30, 10, 20)], 18, (2, 20, 10)),
        # Unless the supplier confirmed the earlier day: then it promised it.
        ([told(1, 1, 20, 20), told(2, 5, 10, 10)], 18, None),
        ([told(1, 1, 20, 20), told(2, 5, 10, 20), told(3, 6, 10, 9)], 18, None),
        # Put off from the 10th to the 20th before the 10th: whoever judges by the first date, the 18th kept the second.
        ([told(1, 1, 10), told(2, 5, 20)], 18, (2, 10, 20)),
        # Put off on the very day, or after it: the delay was there already.
        ([told(1, 1, 10), told(2, 10, 20)], 18, None),
        ([told(1, 1, 10), told(2, 12, 20)], 18, None),
        # Later than either day, or not delivered at all.
        ([told(1, 1, 20), told(2, 5, 10)], 22, None),
        ([told(1, 1, 20), told(2, 5, 10)], None, None),
        # Never moved; moved by a batch of which the day is not known; a first date moves nothing.
        ([told(1, 1, 10), told(2, 5, 10)], 12, None),
        ([told(1, 1, 20), told(2, None, 10)], 18, None),
        ([told(1, 1, None), told(2, 5, 10)], 12, None),
        ([], 12, None),
        # Blanks in between do not hide a move; of two moves the latest that proves it is told.
        ([told(1, 1, 20), told(2, 3, None), told(3, 5, 10)], 18, (3, 20, 10)),
        ([told(1, 1, 20), told(2, 3, 15), told(3, 5, 10)], 14, (3, 15, 10)),
    ],
)
def test_a_move_known_before_the_day_that_was_kept_proves_it(
    history: list[Told], delivered: int | None, proof: tuple[int, int, int] | None
) -> None:
    found = date_moved(history, delivered and JULY[delivered])
    assert (found and (found.batch, found.moved_from.day, found.moved_to.day)) == proof
