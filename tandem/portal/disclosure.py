"""Which groups of answers may be shown, so that no single answer can be worked out from what is shown.

The answers are parted into segments. What is shown of a group is an average, so whoever sees two groups can
subtract the one from the other. Hence two conditions, for the groups shown and for everything that can be made
of them by adding and subtracting: it is empty, or it holds at least `LEAST` answers.

The segments do not overlap. So whatever can be made of the whole and the segments shown is a union of those
segments and of the rest, that is, the answers in none of them; and it is enough that each of these is large
enough. Where the rest is too small, one more segment is held back to stand in it (complementary suppression).
"""

from collections.abc import Mapping
from dataclasses import dataclass

LEAST = 5


@dataclass(frozen=True)
class Shown:
    """Whether all answers together are shown, and which segments beside them."""

    whole: bool
    segments: tuple[str, ...]


def shown(answers: Mapping[str, int], *, least: int = LEAST) -> Shown:
    """What may be shown of so many answers a segment. Held back is as little as possible, and the smallest first."""
    total = sum(answers.values())
    if total < least:
        return Shown(whole=False, segments=())
    large = sorted((code for code, count in answers.items() if count >= least), key=lambda c: (answers[c], c))
    rest = total - sum(answers[code] for code in large)
    if 0 < rest < least:
        large = large[1:]
    return Shown(whole=True, segments=tuple(sorted(large)))


def comments_shown(comments: int, *, least: int = LEAST) -> bool:
    """Comments are shown of all suppliers together, and only when so many wrote one that none stands out."""
    return comments >= least
