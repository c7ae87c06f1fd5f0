"""From single answers to the points of a criterion that people judge.

The points are the **median** of the answers: the middle one, or the mean of the two in the middle. Of three answers or
more, one that lies far off cannot carry it beyond the range of the others (the median breaks down only with half of its
data: Huber and Ronchetti, Robust Statistics, 2009); of two it could, which is why three are the least unless a template
says otherwise.
"""

from collections.abc import Sequence
from decimal import Decimal
from statistics import median

from tandem.scorecards.figures import to_points
from tandem.scorecards.scoring import FEW_ANSWERS, Answers, Measured

LEAST_ANSWERS = 3


def tally(given: Sequence[Decimal], *, asked: int, least: int) -> Measured:
    """What so many asked people said together. `given` are the points of those who could judge; fewer than `least`
    are no data, and their range is not told."""
    if len(given) < max(least, 1):
        return Measured(None, len(given), reason=FEW_ANSWERS, answers=Answers(asked, len(given)))
    answers = Answers(asked, len(given), min(given), max(given))
    return Measured(to_points(median(given)), len(given), answers=answers)
