"""A fishbone (cause-and-effect, Ishikawa) laid out from its structure: branches, causes, whether each is confirmed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tandem.improvement.disciplines import BRANCHES

SPINE, FOOT, BETWEEN = 230, 320, 260
REACH, LINE, FIRST = 168, 25, 34
# As many causes as fit a bone; the list beside the drawing has them all.
MOST, LONGEST = 5, 30


@dataclass(frozen=True)
class Cause:
    text: str
    verified: str
    x1: float
    x2: float
    y: float

    @property
    def text_x(self) -> float:
        return self.x2 - 6

    @property
    def text_y(self) -> float:
        return self.y - 4


@dataclass(frozen=True)
class Bone:
    name: str
    above: bool
    x1: float
    y1: float
    x2: float
    y2: float
    causes: tuple[Cause, ...]
    more: int

    @property
    def label_y(self) -> float:
        return self.y1 - 8 if self.above else self.y1 + 18


def bones(rows: Iterable[Mapping[str, Any]]) -> list[Bone]:
    """Three branches above the spine and three below, each with its causes along it. Units of a 1080 × 460 drawing."""
    by_branch: dict[str, list[Mapping[str, Any]]] = {code: [] for code, _name in BRANCHES}
    for row in rows:
        by_branch[row["branch"]].append(row)
    found = []
    for place, (code, name) in enumerate(BRANCHES):
        above, column = place < 3, place % 3
        foot = float(FOOT + column * BETWEEN)
        top = SPINE - REACH if above else SPINE + REACH
        x1 = foot - 90
        given = by_branch[code]
        causes = []
        for number, row in enumerate(given[:MOST]):
            y = top + (FIRST + number * LINE) * (1 if above else -1)
            along = (y - top) / (SPINE - top)
            at = x1 + (foot - x1) * along
            causes.append(Cause(_short(str(row["cause"])), str(row["verified"]), at - 190, at, y))
        found.append(Bone(str(name), above, x1, top, foot, SPINE, tuple(causes), max(0, len(given) - MOST)))
    return found


def by_branch(rows: Iterable[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """The same as a list: each branch that has causes."""
    given = list(rows)
    named = [(str(name), [row for row in given if row["branch"] == code]) for code, name in BRANCHES]
    return [(name, found) for name, found in named if found]


def _short(text: str) -> str:
    """What fits the bone: a Chinese letter takes the place of two others."""
    room, kept = LONGEST, ""
    for letter in text:
        room -= 2 if ord(letter) > 0x2E80 else 1
        if room < 0:
            return f"{kept.rstrip()}…"
        kept += letter
    return kept
