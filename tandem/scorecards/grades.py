"""Grade bands: which score earns which grade.

Each band runs from its own floor up to, not including, the next better band's floor, and the best one
includes 100. So the bands cover 0 to 100 with no gap or overlap by their construction, once the lowest floor
is 0.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Self

from tandem.scorecards.figures import HUNDRED, ZERO
from tandem.scorecards.problems import Problem


@dataclass(frozen=True, slots=True)
class Band:
    grade: str
    floor: Decimal


@dataclass(frozen=True, slots=True)
class Bands:
    """Bands from the best grade to the worst."""

    bands: tuple[Band, ...]

    @classmethod
    def of(cls, floors: Iterable[Sequence[str | int | Decimal]]) -> Self:
        """Bands from (grade, floor) pairs in any order."""
        bands = [Band(str(grade), Decimal(floor)) for grade, floor in floors]
        return cls(tuple(sorted(bands, key=lambda band: band.floor, reverse=True)))

    @property
    def grades(self) -> list[str]:
        return [band.grade for band in self.bands]

    def grade(self, score: Decimal) -> str:
        """The grade of a score from 0 to 100; a score on a floor belongs to that floor's band."""
        for band in self.bands:
            if score >= band.floor:
                return band.grade
        return self.bands[-1].grade

    def ceiling(self, grade: str) -> Decimal:
        """Where a band ends: the next better band's floor, or 100."""
        place = self.grades.index(grade)
        return self.bands[place - 1].floor if place else HUNDRED

    def floor(self, grade: str) -> Decimal:
        return self.bands[self.grades.index(grade)].floor

    def worse(self, left: str, right: str) -> str:
        return max(left, right, key=self.grades.index)

    def capped(self, grade: str, caps: Iterable[str]) -> str:
        """The grade, or the worst of the caps when that is worse."""
        for cap in caps:
            grade = self.worse(grade, cap)
        return grade

    def better_than(self, grade: str) -> Band | None:
        """The next better band; None at the top."""
        place = self.grades.index(grade)
        return self.bands[place - 1] if place else None


def problems(bands: Bands) -> list[Problem]:
    """Everything that keeps the bands from grading every score from 0 to 100 once."""
    if not bands.bands:
        return [Problem("bands_missing")]
    found = [
        Problem("band_out_of_range", {"grade": band.grade, "floor": band.floor})
        for band in bands.bands
        if not (band.floor.is_finite() and ZERO <= band.floor <= HUNDRED)
    ]
    if bands.bands[-1].floor > ZERO:
        found.append(
            Problem("band_gap_at_zero", {"grade": bands.bands[-1].grade, "floor": bands.bands[-1].floor})
        )
    pairs = list(pairwise(bands.bands))
    found += [
        Problem("bands_overlap", {"grade": left.grade, "other": right.grade, "floor": left.floor})
        for left, right in pairs
        if left.floor == right.floor
    ]
    named_twice = sorted({grade for grade in bands.grades if bands.grades.count(grade) > 1})
    found += [Problem("band_named_twice", {"grade": grade}) for grade in named_twice]
    found += [
        Problem("band_unnamed", {"floor": band.floor}) for band in bands.bands if not band.grade.strip()
    ]
    return found
