"""ECharts options of this room's plots: plain data, colours by the theme's names (see `{% chart %}`)."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language

from tandem.core import formats
from tandem.scorecards.changes import Contribution
from tandem.scorecards.curves import Curve
from tandem.scorecards.figures import ZERO
from tandem.scorecards.models import Card

Option = dict[str, Any]
GAP = "-"


def curve(drawn: Curve, value: Decimal | None = None, points: Decimal | None = None) -> Option:
    """Points over value; a dot where a card's own value stands."""
    first, last = drawn.values[0], drawn.values[-1]
    margin = (last - first) / 8
    # Shares end at one, and what begins at nought or above has nothing to show below it.
    left = max(first - margin, ZERO) if first >= 0 else first - margin
    reach = [left, last if last == 1 else last + margin, *([value] if value is not None else [])]
    corners = [(min(reach), drawn.points[0]), *drawn.breakpoints, (max(reach), drawn.points[-1])]
    series: list[Option] = [
        {
            "type": "line",
            "data": [[float(x), float(y)] for x, y in corners],
            "lineStyle": {"color": "@primary"},
            "areaStyle": {"color": "@primary", "opacity": 0.08},
        }
    ]
    if value is not None and points is not None:
        series.append(
            {
                "type": "scatter",
                "data": [[float(value), float(points)]],
                "symbolSize": 11,
                "itemStyle": {"color": "@accent"},
            }
        )
    return {
        "xAxis": {"type": "value", "min": float(min(reach)), "max": float(max(reach)), "splitNumber": 3},
        "yAxis": {
            "type": "value",
            "min": 0,
            "max": 100,
            "interval": 50,
            "axisLabel": {"formatter": "{value}"},
        },
        "tooltip": {"show": False},
        "series": series,
    }


def distribution(grades: Sequence[str], series: Sequence[tuple[str, Sequence[int]]]) -> Option:
    """How many suppliers have each grade; one series, or two to compare."""
    if len(series) == 1:
        name, counts = series[0]
        data: list[Any] = [
            {"value": count, "itemStyle": {"color": f"@grade-{grade[:1].lower()}"}}
            for grade, count in zip(grades, counts, strict=True)
        ]
        drawn: list[Option] = [{"type": "bar", "name": name, "data": data, "barMaxWidth": 46}]
    else:
        drawn = [{"type": "bar", "name": name, "data": list(counts)} for name, counts in series]
    option: Option = {
        "xAxis": {"type": "category", "data": list(grades)},
        "yAxis": {"type": "value", "minInterval": 1},
        "series": drawn,
    }
    if len(series) > 1:
        option["legend"] = {}
    return option


def trend(periods: Sequence[str], scores: Sequence[float | None], lower: Sequence[float | None]) -> Option:
    """The score over the periods, its lower bound beneath it."""
    return {
        "xAxis": {"type": "category", "data": list(periods), "boundaryGap": False},
        "yAxis": {"type": "value", "min": 0, "max": 100},
        "series": [
            {"type": "line", "data": list(scores), "showSymbol": True, "lineStyle": {"color": "@primary"},
             "itemStyle": {"color": "@primary"}},
            {"type": "line", "data": list(lower), "lineStyle": {"color": "@muted", "type": "dashed", "width": 1},
             "itemStyle": {"color": "@muted"}},
        ],
    }  # fmt: skip


def course(cards: Sequence[Card]) -> Option:
    """`trend` of one supplier's cards, the oldest first, with the periods in the reader's language."""
    language = get_language() or "en"
    return trend(
        [formats.period(card.run.period, language) for card in cards],
        [None if card.score is None else float(card.score) for card in cards],
        [None if card.lower is None else float(card.lower) for card in cards],
    )


def waterfall(
    before: Decimal, parts: Sequence[tuple[str, Contribution]], after: Decimal, first: str, last: str
) -> Option:
    """From the earlier score to the later one, a step for each contribution that moved it."""
    steps: list[tuple[str, float, Any, Any, Any]] = [(first, 0.0, GAP, GAP, float(before))]
    level = before
    for name, part in parts:
        reached = level + part.points
        rise = float(part.points) if part.points > 0 else GAP
        fall = float(-part.points) if part.points < 0 else GAP
        steps.append((name, float(min(level, reached)), rise, fall, GAP))
        level = reached
    steps.append((last, 0.0, GAP, GAP, float(after)))
    # Steps are small beside whole scores: the axis begins at the tens below the lowest level reached.
    lowest = min(float(before), float(after), *(base for _name, base, *_bars in steps[1:-1]))
    names, bases, rises, falls, totals = (list(column) for column in zip(*steps, strict=True))
    stack = {"type": "bar", "stack": "steps", "barMaxWidth": 34}
    return {
        "xAxis": {
            "type": "category",
            "data": names,
            "axisLabel": {"interval": 0, "width": 90, "overflow": "break"},
        },
        "yAxis": {"type": "value", "min": max(0, (lowest - 5) // 10 * 10)},
        "tooltip": {"show": False},
        "series": [
            {**stack, "data": bases, "itemStyle": {"color": "transparent"}, "silent": True},
            {**stack, "data": totals, "itemStyle": {"color": "@primary"}},
            {**stack, "data": rises, "itemStyle": {"color": "@good"}},
            {**stack, "data": falls, "itemStyle": {"color": "@bad"}},
        ],
    }
