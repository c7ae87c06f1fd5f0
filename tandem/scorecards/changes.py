"""What changed between two cards, split into contributions that add up exactly to the change of the score.

A criterion counted both times contributes its change of points at the mean of its two effective weights;
what the change of effective weights itself moved stands on one line (so does a criterion that began or
ceased to be counted). With mean weights the split reads the same backwards, with every sign turned. Each
contribution is rounded to two decimals and the rounding line holds what that left over.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from tandem.scorecards.figures import ZERO, to_score
from tandem.scorecards.rollup import Plant
from tandem.scorecards.scoring import NO_DATA, CardResult, Line


class Cause(StrEnum):
    TEMPLATE = "template"
    CRITERION = "criterion"
    WEIGHTS = "weights"
    OVERRIDE = "override"
    DEDUCTION = "deduction"
    FLOOR = "floor"
    ROUNDING = "rounding"


@dataclass(frozen=True, slots=True)
class Contribution:
    """`code` is the criterion's or the deduction's; `points` of the score, with two decimals."""

    cause: Cause
    points: Decimal
    code: str = ""
    before: Decimal | None = None
    after: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """`total` is exactly the sum of the contributions. A red line moves the grade and not the score, so those
    newly crossed and those no longer crossed are named beside it."""

    total: Decimal
    contributions: tuple[Contribution, ...]
    red_lines_new: tuple[str, ...]
    red_lines_gone: tuple[str, ...]


def between(before: CardResult, after: CardResult, *, restated: CardResult | None = None) -> Change | None:
    """The change from one card to the next; None unless both have a score.

    `restated` is the earlier card scored by the later template and to the later targets. Give it where these differ:
    what they alone changed then stands on a line of its own.
    """
    if before.score is None or after.score is None:
        return None
    parts: list[Contribution] = []
    start = before
    if restated is not None and restated.score is not None:
        parts.append(Contribution(Cause.TEMPLATE, restated.score - before.score))
        start = restated
    parts += _criteria(start, after)
    parts += _overrides(start, after)
    parts.append(_weights(start, after))
    parts += _deductions(start, after)
    parts.append(_floor(start, after))
    total = after.score - before.score
    parts.append(Contribution(Cause.ROUNDING, total - sum((part.points for part in parts), ZERO)))
    kept = tuple(part for part in parts if part.cause is Cause.CRITERION or part.points)
    old, new = ({line.code for line in card.red_lines} for card in (before, after))
    return Change(total, kept, tuple(sorted(new - old)), tuple(sorted(old - new)))


def of_plants(card: CardResult, plants: Sequence[Plant]) -> CardResult:
    """A roll-up read as a card whose criteria are its plants, so that its change splits by plant."""
    lines = tuple(
        Line(
            plant.site, "", None, 0, None, None, plant.score, plant.score, plant.weight, plant.share,
            "" if plant.score is not None else NO_DATA,
        )
        for plant in plants
    )  # fmt: skip
    counted = sum((plant.weight for plant in plants if plant.score is not None), ZERO)
    return replace(card, lines=lines, deductions=(), coverage=counted, computed=card.score)


def _share(line: Line | None, card: CardResult) -> Decimal:
    """The unrounded effective weight, as a part of one."""
    return line.weight / card.coverage if line is not None and line.points is not None else ZERO


def _paired(before: CardResult, after: CardResult) -> list[tuple[str, Line | None, Line | None]]:
    old = {line.code: line for line in before.lines}
    new = {line.code: line for line in after.lines}
    return [(code, old.get(code), new.get(code)) for code in dict.fromkeys([*new, *old])]


def _criteria(before: CardResult, after: CardResult) -> list[Contribution]:
    parts = []
    for code, old, new in _paired(before, after):
        if old is None or new is None or old.points is None or new.points is None:
            continue
        mean_share = (_share(old, before) + _share(new, after)) / 2
        moved = to_score(mean_share * (_computed(new) - _computed(old)))
        parts.append(Contribution(Cause.CRITERION, moved, code, old.value, new.value))
    return parts


def _computed(line: Line) -> Decimal:
    """Its points as they were measured, whatever a person put in their place."""
    found = line.points if line.computed_points is None else line.computed_points
    return found or ZERO


def _overrides(before: CardResult, after: CardResult) -> list[Contribution]:
    """What people's adjustments moved, apart from what was measured."""
    parts = []
    for code, old, new in _paired(before, after):
        if old is None or new is None or old.points is None or new.points is None:
            continue
        by_hand = (new.points - _computed(new)) - (old.points - _computed(old))
        if by_hand:
            mean_share = (_share(old, before) + _share(new, after)) / 2
            parts.append(Contribution(Cause.OVERRIDE, to_score(mean_share * by_hand), code))
    return parts


def _weights(before: CardResult, after: CardResult) -> Contribution:
    moved = ZERO
    for _, old, new in _paired(before, after):
        old_points = old.points if old is not None else None
        new_points = new.points if new is not None else None
        known = [points for points in (old_points, new_points) if points is not None]
        if known:
            mean_points = sum(known, ZERO) / len(known)
            moved += (_share(new, after) - _share(old, before)) * mean_points
    return Contribution(Cause.WEIGHTS, to_score(moved))


def _deductions(before: CardResult, after: CardResult) -> list[Contribution]:
    old = {part.code: part for part in before.deductions}
    new = {part.code: part for part in after.deductions}
    parts = []
    for code in dict.fromkeys([*old, *new]):
        was, now = old.get(code), new.get(code)
        moved = (was.points if was else ZERO) - (now.points if now else ZERO)
        parts.append(
            Contribution(Cause.DEDUCTION, moved, code, was.value if was else None, now.value if now else None)
        )
    return parts


def _floor(before: CardResult, after: CardResult) -> Contribution:
    return Contribution(Cause.FLOOR, _held_up(after) - _held_up(before))


def _held_up(card: CardResult) -> Decimal:
    """Points that deductions could not take because a score does not fall below zero."""
    if card.score is None or card.computed is None:
        return ZERO
    return card.score - (card.computed - sum((part.points for part in card.deductions), ZERO))
