"""The VDA 6.3 process audit: points of questions turned into degrees of conformity, a grade, and why it is no better.

Values in, values out. What an edition asks and by which rules it downgrades is data (`editions/vda63_*.json`).

Of each question the points of all its ratings are averaged, to two decimals: P3 and P4 are rated for the product and
for the process, P6 for each process step. A degree is the sum of these averages over ten times the questions rated: for
a process element (E_P2 … E_P7), for a sub-element of P6 over all steps (E_U1 …), and over everything (E_G). A process
step's own (E_1 … E_n) is that of the questions of P6 as rated for that step.
Source: VDA QMC, Quality Management in the Automotive Industry, volume 6 part 3, chapter on evaluation.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

EDITIONS = Path(__file__).parent / "editions"
ELEMENT, STEP, SUB_ELEMENT = "element", "step", "sub_element"
CENT, WHOLE = Decimal("0.01"), Decimal(1)


@dataclass(frozen=True)
class Question:
    number: str
    element: str
    sub_element: str
    starred: bool


@dataclass(frozen=True)
class Rule:
    """A degree of one of the `places` (element, step, sub_element) under `below` per cent, a starred question with
    `starred_points`, or any question with `any_points` (None: no such rule)."""

    below: Decimal
    places: tuple[str, ...]
    starred_points: int
    any_points: int | None = None


@dataclass(frozen=True)
class Edition:
    code: str
    points: tuple[int, ...]
    a_from: Decimal
    b_from: Decimal
    to_b: Rule
    to_c: Rule
    rounded: bool
    least_rated: Fraction
    stepped: str
    twice: Mapping[str, tuple[str, ...]]
    questions: tuple[Question, ...]
    # As read from the file, with the titles in both languages.
    data: Mapping[str, Any]

    @property
    def elements(self) -> list[str]:
        return [each["code"] for each in self.data["elements"]]

    @property
    def sub_elements(self) -> list[str]:
        return [each["code"] for each in self.data["sub_elements"]]


@dataclass(frozen=True)
class Degree:
    """`percent` is None where nothing was rated; `rated` of `asked` questions (for a step: of those of P6)."""

    kind: str
    name: str
    percent: Decimal | None
    rated: int
    asked: int


@dataclass(frozen=True)
class Downgrade:
    """Why the grade is not better than `to`: `rule` is below, starred or any; `place` a degree's kind, its name, and
    `value` its per cent; or a question's number with its points, and then `element` is the one it belongs to and
    `parts` what of it was rated so: process steps, product or process."""

    to: str
    rule: str
    place: str
    name: str
    value: Decimal
    element: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """`grade` after the downgrades, `grade_by_degree` before them; both empty where nothing was rated. `incomplete`
    are degrees that rest on fewer questions than the scheme asks for."""

    percent: Decimal | None
    grade: str
    grade_by_degree: str
    downgrades: tuple[Downgrade, ...]
    elements: tuple[Degree, ...]
    steps: tuple[Degree, ...]
    sub_elements: tuple[Degree, ...]
    incomplete: tuple[Degree, ...]


Ratings = Mapping[str, Mapping[str, int | None]]
"""Points by question number and by what was rated: a process step's name in P6, "product" and "process" in P3 and P4,
"" elsewhere. None and what is absent is not rated."""


@lru_cache
def edition(code: str) -> Edition:
    """By its file's name, such as vda63_2016. Raises FileNotFoundError."""
    data = json.loads((EDITIONS / f"{Path(code).name}.json").read_text(encoding="utf-8"))
    rules, top = data["rules"], data["grades"]
    return Edition(
        code=data["code"],
        points=tuple(data["points"]),
        a_from=Decimal(top["A"]),
        b_from=Decimal(top["B"]),
        to_b=_rule(rules["to_b"]),
        to_c=_rule(rules["to_c"]),
        rounded=rules["rounded_to_whole_percent"],
        least_rated=Fraction(data["least_rated"]),
        stepped=data["stepped"],
        twice={element: tuple(parts) for element, parts in data["twice"].items()},
        questions=tuple(
            Question(each["number"], each["element"], each.get("sub_element", ""), each["starred"])
            for each in data["questions"]
        ),
        data=data,
    )


def editions() -> list[str]:
    return sorted(path.stem for path in EDITIONS.glob("vda63_*.json"))


def evaluate(
    scheme: Edition, ratings: Ratings, *, steps: Iterable[str] = (), starred: frozenset[str] | None = None
) -> Result:
    """The whole audit. `steps` are the process steps that were audited, in order; `starred` the questions that count as
    starred, where they are others than the edition's. Raises ValueError for a question or points there are none of."""
    _check(scheme, ratings)
    special = starred if starred is not None else frozenset(q.number for q in scheme.questions if q.starred)
    averages = {number: _average(rated.values()) for number, rated in ratings.items()}
    elements = [
        _degree(ELEMENT, code, averages, [q for q in scheme.questions if q.element == code])
        for code in scheme.elements
        if any(averages.get(q.number) is not None for q in scheme.questions if q.element == code)
    ]
    of_steps = [q for q in scheme.questions if q.element == scheme.stepped]
    by_step = [
        _degree(
            STEP, step, {number: _average([rated.get(step)]) for number, rated in ratings.items()}, of_steps
        )
        for step in steps
    ]
    sub_elements = [
        _degree(SUB_ELEMENT, code, averages, [q for q in of_steps if q.sub_element == code])
        for code in scheme.sub_elements
        if any(averages.get(q.number) is not None for q in of_steps)
    ]
    percent = _percent([points for points in averages.values() if points is not None])
    downgrades = _downgrades(scheme, [*elements, *by_step, *sub_elements], ratings, special)
    by_degree = _grade(scheme, percent)
    return Result(
        percent=percent,
        grade=max([by_degree, *(each.to for each in downgrades)]) if by_degree else "",
        grade_by_degree=by_degree,
        # Those that change nothing are left out: whoever is a B by degree hears why it is a C, or nothing.
        downgrades=tuple(each for each in downgrades if by_degree and each.to > by_degree),
        elements=tuple(elements),
        steps=tuple(by_step),
        sub_elements=tuple(sub_elements),
        incomplete=tuple(
            each
            for each in (*elements, *by_step, *sub_elements)
            if Fraction(each.rated, max(each.asked, 1)) < scheme.least_rated
        ),
    )


def _rule(data: Mapping[str, Any]) -> Rule:
    return Rule(Decimal(data["below"]), tuple(data["places"]), data["starred_points"], data.get("any_points"))


def _check(scheme: Edition, ratings: Ratings) -> None:
    known = {question.number for question in scheme.questions}
    for number, rated in ratings.items():
        if number not in known:
            raise ValueError(f"{scheme.code} has no question {number}")
        for points in rated.values():
            if points is not None and points not in scheme.points:
                raise ValueError(f"question {number}: {points} points, where {scheme.points} are known")


def _average(points: Iterable[int | None]) -> Decimal | None:
    given = [each for each in points if each is not None]
    if not given:
        return None
    return (Decimal(sum(given)) / len(given)).quantize(CENT, ROUND_HALF_UP)


def _percent(averages: list[Decimal]) -> Decimal | None:
    """Of ten points a question, in per cent, exact to the comparisons that follow."""
    return sum(averages, Decimal(0)) * 10 / len(averages) if averages else None


def _degree(
    kind: str, name: str, averages: Mapping[str, Decimal | None], questions: list[Question]
) -> Degree:
    rated = [points for q in questions if (points := averages.get(q.number)) is not None]
    return Degree(kind, name, _percent(rated), len(rated), len(questions))


def _grade(scheme: Edition, percent: Decimal | None) -> str:
    if percent is None:
        return ""
    return "A" if percent >= scheme.a_from else "B" if percent >= scheme.b_from else "C"


def _downgrades(
    scheme: Edition, degrees: list[Degree], ratings: Ratings, starred: frozenset[str]
) -> list[Downgrade]:
    """Those to C first; a degree or question that leads to C is not named for B once more."""
    found: dict[tuple[str, str], Downgrade] = {}
    elements = {question.number: question.element for question in scheme.questions}
    for to, rule in (("C", scheme.to_c), ("B", scheme.to_b)):
        for degree in degrees:
            if degree.percent is None or degree.kind not in rule.places:
                continue
            value = degree.percent.quantize(WHOLE, ROUND_HALF_UP) if scheme.rounded else degree.percent
            if value < rule.below:
                found.setdefault(
                    (degree.kind, degree.name),
                    Downgrade(to, "below", degree.kind, degree.name, degree.percent),
                )
        for number, rated in ratings.items():
            given = {points for points in rated.values() if points is not None}
            if number in starred and rule.starred_points in given:
                points, why = rule.starred_points, "starred"
            elif rule.any_points is not None and rule.any_points in given:
                points, why = rule.any_points, "any"
            else:
                continue
            parts = tuple(part for part, each in rated.items() if part and each == points)
            found.setdefault(
                ("question", number),
                Downgrade(to, why, "question", number, Decimal(points), elements[number], parts),
            )
    return list(found.values())
