"""The rubric of a criterion that people judge: levels with points and a sentence each, in both languages.

As text it has a level a line, `75: Mostly good. | 多数良好。`, the Chinese sentence after the bar.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from tandem.scorecards.problems import Problem

# What the points of such a criterion are measured as: no KPI has a code with a hyphen.
KEY = "judged-"
# A level's points are the criterion's points.
STRAIGHT = [["0", "0"], ["100", "100"]]
LONGEST = 300


@dataclass(frozen=True)
class Level:
    points: Decimal
    words: str
    words_local: str = ""

    def said(self, language: str) -> str:
        """Its sentence in a language: the other one's where it is missing."""
        chinese = language.startswith("zh")
        return (self.words_local if chinese else self.words) or self.words or self.words_local


DEFAULT = (
    Level(Decimal(100), "Better than we could ask for.", "超出期望，无可挑剔。"),
    Level(Decimal(75), "Good: small wishes remain.", "良好，仅有小的改进空间。"),
    Level(Decimal(50), "Acceptable: we have to remind and follow up.", "尚可，需要提醒和跟进。"),
    Level(Decimal(25), "Weak: it costs us extra work again and again.", "较差，反复给我们增加额外工作。"),
    Level(Decimal(0), "Not acceptable.", "不可接受。"),
)


def key_of(code: str) -> str:
    return f"{KEY}{code}"


def parse(text: str) -> list[Level] | None:
    """The levels, the best first; None where a line is not one."""
    found = []
    for line in text.splitlines():
        if not line.strip():
            continue
        number, colon, sentences = line.replace("：", ":").partition(":")
        words, _bar, words_local = sentences.replace("｜", "|").partition("|")
        try:
            points = Decimal(number.strip().replace(",", "."))
        except InvalidOperation:
            return None
        if not colon or not points.is_finite():
            return None
        found.append(Level(points, words.strip()[:LONGEST], words_local.strip()[:LONGEST]))
    return _best_first(found)


def write(levels: Iterable[Level]) -> str:
    return "\n".join(
        f"{level.points.normalize():f}: {level.words}"
        + (f" | {level.words_local}" if level.words_local else "")
        for level in levels
    )


def as_data(levels: Iterable[Level]) -> list[list[str]]:
    return [[f"{level.points.normalize():f}", level.words, level.words_local] for level in levels]


def from_data(kept: Iterable[Sequence[Any]]) -> list[Level]:
    return _best_first([Level(Decimal(str(points)), words, local) for points, words, local in kept])


def problems(levels: Sequence[Level]) -> list[Problem]:
    """What keeps people from judging by it."""
    found = []
    if len(levels) < 2:
        found.append(Problem("rubric_too_short"))
    if len({level.points for level in levels}) < len(levels):
        found.append(Problem("rubric_points_twice"))
    for level in levels:
        if not 0 <= level.points <= 100:
            found.append(Problem("rubric_points_out_of_range", {"points": level.points}))
        if not (level.words and level.words_local):
            found.append(Problem("rubric_without_words", {"points": level.points}))
    return found


def around(levels: Sequence[Level], points: Decimal) -> list[Level]:
    """The level of these points; where they lie between two, both, the better first."""
    same = [level for level in levels if level.points == points]
    above = [level for level in levels if level.points > points]
    below = [level for level in levels if level.points < points]
    return same or [*above[-1:], *below[:1]]


def words(levels: Sequence[Level], points: Decimal | None, language: str) -> list[str]:
    return [] if points is None else [level.said(language) for level in around(levels, points)]


def _best_first(levels: list[Level]) -> list[Level]:
    return sorted(levels, key=lambda level: -level.points)
