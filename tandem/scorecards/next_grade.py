"""What would make the next grade.

For each criterion: the value it alone would have to reach, all else staying. And the cheapest combination,
where the effort on a criterion is the share it closes of the way from today's points to its curve's best:
the largest possible gains are taken first, whole, and the last only as far as needed. That is the least
total effort and also the fewest criteria (the greedy answer to a fractional knapsack whose items all cost
the same).
"""

from dataclasses import dataclass
from decimal import Decimal

from tandem.scorecards.curves import Curve
from tandem.scorecards.figures import ZERO, to_points
from tandem.scorecards.scoring import CardResult, Line, Template


@dataclass(frozen=True, slots=True)
class Step:
    """A criterion moved from `value` to `target`; `gain` is what the score gains."""

    code: str
    kpi: str
    value: Decimal
    target: Decimal
    gain: Decimal


@dataclass(frozen=True, slots=True)
class NextGrade:
    """`grade` is the next better one, `gap` the points missing. `alone` holds a step for each criterion that
    could do it alone; `not_alone` the codes of those that could not; `together` is the cheapest combination,
    empty where even all criteria at their best would not do. `red_lines` must be cleared besides, as they
    cap the grade."""

    grade: str
    floor: Decimal
    gap: Decimal
    alone: tuple[Step, ...]
    not_alone: tuple[str, ...]
    together: tuple[Step, ...]
    red_lines: tuple[str, ...]

    @property
    def reachable(self) -> bool:
        return not self.gap or bool(self.together)


def next_grade(template: Template, card: CardResult) -> NextGrade | None:
    """None for a card without a score and for one that already has the best grade."""
    if card.score is None or card.computed is None or card.grade is None:
        return None
    band = template.bands.better_than(card.grade)
    if band is None:
        return None
    taken = sum((part.points for part in card.deductions), ZERO)
    gap = max(ZERO, band.floor - (card.computed - taken))
    curves = {criterion.code: criterion.curve for criterion in template.criteria}
    open_lines = [
        line
        for line in card.lines
        if line.points is not None
        and line.code in curves
        and line.points < curves[line.code].best
        # What a person put in the place of computed points does not follow the value.
        and line.computed_points is None
    ]
    needed = band.floor + taken - _mean(card)
    alone = (
        [(line, _step(line, curves[line.code], needed, card.coverage)) for line in open_lines] if gap else []
    )
    return NextGrade(
        band.grade,
        band.floor,
        gap,
        tuple(step for _, step in alone if step),
        tuple(line.code for line, step in alone if not step),
        _together(open_lines, curves, needed, card.coverage) if gap else (),
        _holding(template, card, band.grade),
    )


def _holding(template: Template, card: CardResult, wanted: str) -> tuple[str, ...]:
    """The red lines that forbid the wanted grade."""
    worse = template.bands.worse
    return tuple(line.code for line in card.red_lines if worse(line.cap, wanted) != wanted)


def _mean(card: CardResult) -> Decimal:
    """The weighted mean before it is rounded to a score: advice that went by the rounded one could fall short."""
    counted = [(line.weight, line.points) for line in card.lines if line.points is not None]
    return sum((weight * points for weight, points in counted), ZERO) / card.coverage


def _possible_gain(line: Line, curve: Curve, coverage: Decimal) -> Decimal:
    return (curve.best - (line.points or ZERO)) * line.weight / coverage


def _step(line: Line, curve: Curve, gain: Decimal, coverage: Decimal) -> Step | None:
    """The line moved just far enough to gain so many points of the score."""
    if line.points is None or line.value is None or gain > _possible_gain(line, curve, coverage):
        return None
    # What takes all there is must not ask for a last digit more than the curve gives.
    target = curve.value_for(min(curve.best, line.points + gain * coverage / line.weight))
    return Step(line.code, line.kpi, line.value, target, to_points(gain)) if target is not None else None


def _together(
    lines: list[Line], curves: dict[str, Curve], needed: Decimal, coverage: Decimal
) -> tuple[Step, ...]:
    gains = {line.code: _possible_gain(line, curves[line.code], coverage) for line in lines}
    if sum(gains.values(), ZERO) < needed:
        return ()
    steps: list[Step] = []
    missing = needed
    for line in sorted(lines, key=lambda line: (-gains[line.code], line.code)):
        if missing <= 0:
            break
        step = _step(line, curves[line.code], min(missing, gains[line.code]), coverage)
        if step is not None:
            steps.append(step)
            missing -= gains[line.code]
    return tuple(steps)
