"""A published result as it is kept with its assessment, and read again: by section and by question, with why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tandem.assessments.verdict import Standing
from tandem.assessments.weighing import Outcome, Part, Reason


@dataclass(frozen=True)
class Point:
    """One question in a result: `remarks` are what assessors wrote to it, `settled` the lead assessor's reason."""

    code: str
    points: Decimal | None
    dropped: bool
    knocked_out: bool
    remarks: tuple[str, ...] = ()
    settled: str = ""


@dataclass(frozen=True)
class Result:
    outcome: Outcome
    points: Mapping[str, Point]


def kept(outcome: Outcome, standings: Iterable[Standing]) -> dict[str, Any]:
    """As JSON, numbers as text."""
    return {
        "whole": _part(outcome.whole),
        "sections": [_part(part) for part in outcome.sections],
        "knock_outs": list(outcome.knock_outs),
        "grade": outcome.grade,
        "reasons": [{"code": reason.code, "values": dict(reason.values)} for reason in outcome.reasons],
        "questions": [_question(standing) for standing in standings],
    }


def read(data: Mapping[str, Any]) -> Result:
    outcome = Outcome(
        whole=_read_part(data["whole"]),
        sections=tuple(_read_part(part) for part in data["sections"]),
        knock_outs=tuple(data["knock_outs"]),
        grade=data["grade"],
        reasons=tuple(Reason(each["code"], each["values"]) for each in data["reasons"]),
    )
    points = [
        Point(
            code=each["code"],
            points=_decimal(each["points"]),
            dropped=each["dropped"],
            knocked_out=each["knocked_out"],
            remarks=tuple(each["remarks"]),
            settled=each["settled"],
        )
        for each in data["questions"]
    ]
    return Result(outcome, {point.code: point for point in points})


def _question(standing: Standing) -> dict[str, Any]:
    given = standing.given
    return {
        "code": standing.question.code,
        "points": _text(given.points),
        "dropped": given.dropped,
        "knocked_out": given.knocked_out,
        "remarks": [said.remark for said in standing.by_assessor if said is not None and said.remark],
        "settled": standing.settled.remark if standing.settled is not None else "",
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "code": part.code,
        "score": _text(part.score),
        "weight": _text(part.weight),
        "answered": _text(part.answered),
    }


def _read_part(data: Mapping[str, Any]) -> Part:
    return Part(data["code"], _decimal(data["score"]), Decimal(data["weight"]), Decimal(data["answered"]))


def _text(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
