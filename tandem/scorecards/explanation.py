"""A card's explanation as JSON, and back: what is stored is enough to show every number and to compare cards.

Numbers are text, so that no digit is lost; what is empty is left out, so that 20,000 cards stay small.
"""

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from tandem.lake.reading import Share
from tandem.scorecards import targets
from tandem.scorecards.rollup import Plant
from tandem.scorecards.scoring import Answers, CardResult, Line, Outcome, TakenOff, Tripped
from tandem.scorecards.targets import Held

_dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def lines_json(lines: Iterable[Line]) -> str:
    return _dump([_line(line) for line in lines])


def notes_json(
    deductions: Iterable[TakenOff],
    red_lines: Iterable[Tripped],
    plants: Iterable[Plant] = (),
    problem: str = "",
    shares: Iterable[Share] = (),
) -> str:
    """Deductions, red lines, the plants a roll-up was made of, what was wrong with the supplier's data, and
    which lines alone were measured."""
    notes: dict[str, Any] = {}
    if off := [
        {"code": part.code, "kpi": part.kpi, "value": str(part.value), "points": str(part.points)}
        for part in deductions
    ]:
        notes["deductions"] = off
    if crossed := [
        {"code": part.code, "kpi": part.kpi, "value": str(part.value), "cap": part.cap} for part in red_lines
    ]:
        notes["red_lines"] = crossed
    if parts := [
        {
            "site": plant.site,
            "weight": str(plant.weight),
            "share": str(plant.share),
            "score": _text(plant.score),
        }
        for plant in plants
    ]:
        notes["plants"] = parts
    if only := list(shares):
        notes["shares"] = only
    if problem:
        notes["problem"] = problem
    return _dump(notes)


def lines_from(stored: Iterable[Mapping[str, Any]]) -> tuple[Line, ...]:
    return tuple(
        Line(
            line["code"],
            line["kpi"],
            _number(line.get("value")),
            line.get("n", 0),
            _number(line.get("low")),
            _number(line.get("high")),
            _number(line.get("points")),
            _number(line.get("worst", line.get("points"))),
            Decimal(line["weight"]),
            Decimal(line.get("effective", "0")),
            line.get("aside", ""),
            targets.from_json(line["target"]) if "target" in line else None,
            line.get("met"),
            _answers(line.get("answers")),
            _number(line.get("computed")),
        )
        for line in stored
    )


def result_from(card: Any) -> CardResult:
    """The scored result a stored card holds."""
    notes: Mapping[str, Any] = card.notes
    return CardResult(
        Outcome(card.outcome),
        lines_from(card.lines),
        tuple(
            TakenOff(part["code"], part["kpi"], Decimal(part["value"]), Decimal(part["points"]))
            for part in notes.get("deductions", ())
        ),
        tuple(
            Tripped(part["code"], part["kpi"], Decimal(part["value"]), part["cap"])
            for part in notes.get("red_lines", ())
        ),
        card.coverage,
        card.sample,
        card.computed,
        card.score,
        card.lower,
        card.computed_grade or None,
        card.grade or None,
    )


def plants_from(notes: Mapping[str, Any]) -> list[Plant]:
    return [
        Plant(part["site"], Decimal(part["weight"]), Decimal(part["share"]), _number(part["score"]))
        for part in notes.get("plants", ())
    ]


def targets_from(stored: Iterable[Mapping[str, Any]]) -> dict[str, Held]:
    """What a card's supplier was held to, by KPI."""
    return {line["kpi"]: targets.from_json(line["target"]) for line in stored if "target" in line}


def shares_from(notes: Mapping[str, Any]) -> list[Share]:
    """The categories and sites whose lines alone were measured; empty where all were."""
    return [(category, site) for category, site in notes.get("shares", ())]


def _line(line: Line) -> dict[str, Any]:
    kept: dict[str, Any] = {"code": line.code, "kpi": line.kpi, "weight": str(line.weight)}
    if line.value is not None:
        kept["value"] = str(line.value)
        kept["n"] = line.n
    if line.low is not None:
        kept["low"], kept["high"] = str(line.low), str(line.high)
    if line.set_aside:
        kept["aside"] = line.set_aside
    else:
        kept["points"] = str(line.points)
        kept["effective"] = str(line.effective_weight)
        if line.worst_points != line.points:
            kept["worst"] = str(line.worst_points)
    if line.target is not None:
        kept["target"] = targets.to_json(line.target)
        if line.met is not None:
            kept["met"] = line.met
    if line.computed_points is not None:
        kept["computed"] = str(line.computed_points)
    if line.answers is not None:
        kept["answers"] = [
            line.answers.asked, line.answers.given, _text(line.answers.lowest), _text(line.answers.highest),
        ]  # fmt: skip
    return kept


def _answers(kept: Any) -> Answers | None:
    if not kept:
        return None
    asked, given, lowest, highest = kept
    return Answers(asked, given, _number(lowest), _number(highest))


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def loaded(kept: str) -> Any:
    """What `lines_json` or `notes_json` wrote, as a stored card holds it."""
    return json.loads(kept)
