"""Causes by what they weigh, the heaviest first, with the share they make together.

V. Pareto's unequal shares as J. M. Juran put them to use ("Quality control handbook", 1951): the vital few first. What
is beyond the longest list stands together as the last, whatever it weighs; what names no cause is a row like another.
"""

from collections.abc import Iterable
from dataclasses import dataclass

LONGEST = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """`cause` is None where none is named; `rest` counts the causes put together in the last bar, 0 for the others."""

    cause: str | None
    weight: float
    cases: int
    share: float
    up_to: float
    rest: int = 0


def bars(causes: Iterable[tuple[str | None, float, int]], *, longest: int = LONGEST) -> list[Bar]:
    """Of (cause, weight, cases); what weighs nothing is left out. Ties go by name."""
    heaviest = sorted(
        (row for row in causes if row[1] > 0), key=lambda row: (-row[1], row[0] is None, row[0] or "")
    )
    whole = sum(weight for _cause, weight, _cases in heaviest)
    shown, rest = heaviest, heaviest[longest:]
    if len(rest) > 1:
        shown = heaviest[:longest]
    else:
        rest = []
    found, so_far = [], 0.0
    for cause, weight, cases in shown:
        so_far += weight
        found.append(Bar(cause, weight, cases, weight / whole, min(1.0, so_far / whole)))
    if rest:
        weight = sum(row[1] for row in rest)
        cases = sum(row[2] for row in rest)
        found.append(Bar(None, weight, cases, weight / whole, 1.0, len(rest)))
    return found
