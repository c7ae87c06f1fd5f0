"""What a back-test finds: every supplier under the draft beside how it was scored."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Tried:
    """One supplier under the draft and as it was scored; grades are empty where there is none."""

    relationship_id: int
    grade: str
    score: Decimal | None
    grade_before: str
    score_before: Decimal | None

    @property
    def moves(self) -> bool:
        return self.grade != self.grade_before


@dataclass(frozen=True)
class BackTest:
    tried: list[Tried]
    grades: list[str]

    @property
    def movers(self) -> list[Tried]:
        """Those who would change grade, the greatest fall first."""
        moved = [each for each in self.tried if each.moves]
        return sorted(moved, key=lambda each: (each.score or 0) - (each.score_before or 0))

    def distribution(self, *, before: bool) -> list[int]:
        found = [each.grade_before if before else each.grade for each in self.tried]
        return [found.count(grade) for grade in self.grades]


def to_json(found: BackTest) -> dict[str, Any]:
    """Numbers are text, so that no digit is lost."""
    tried = [[_text(value) for value in astuple(each)] for each in found.tried]
    return {"grades": found.grades, "tried": tried}


def from_json(stored: Mapping[str, Any]) -> BackTest:
    tried = [
        Tried(key, grade, _number(score), grade_before, _number(score_before))
        for key, grade, score, grade_before, score_before in stored["tried"]
    ]
    return BackTest(tried, list(stored["grades"]))


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
